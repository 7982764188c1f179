"""What tablets of every wire version sent is taken in by this server as it was by theirs, and adds up to the same."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from inspection.domain.bodies import BODIES
from inspection.domain.canonical import canonical_bytes, from_base64, sha256_hex
from inspection.domain.events import Event
from inspection.domain.state import refused
from inspection.domain.visit import OpenedVisit, read_visit
from inspection.store.users import Users
from inspection.sync.office import Office
from inspection.sync.projections import verdicts_of
from tests.factories import PASSWORD, FakeClock
from tests.golden.make_corpus import signatures_of
from tests.transport import through_client

CORPUS = Path(__file__).parents[1] / "golden" / "corpus"
VERSIONS = sorted(folder.name for folder in CORPUS.iterdir())


def expected_of(version: str) -> dict[str, Any]:
    return json.loads((CORPUS / version / "expected.json").read_text("utf-8"))


def steps_of(version: str) -> list[dict[str, Any]]:
    lines = gzip.decompress((CORPUS / version / "steps.jsonl.gz").read_bytes()).decode().splitlines()
    return [json.loads(line) for line in lines]


def read_then(visit: OpenedVisit, told: dict[str, Any]) -> dict[str, Any]:
    """Return what was read then: what a later reading adds is no change of it."""
    return {name: value for name, value in visit.plain().items() if name in told["plain"]}


def replay(step: dict[str, Any], app: Flask, office: Office, clock: FakeClock) -> None:
    if step["do"] == "bundle":
        canonical = canonical_bytes(step["bundle"])
        office.store.visits.keep_bundle(sha256_hex(canonical), canonical)
    elif step["do"] == "user":
        users: Users = office.store.users
        made = bytes.fromhex(step["user_id"])
        users.add(step["username"], step["name"], step["role"], PASSWORD, now=clock(), rng=lambda _: made)
    elif step["do"] == "grant":
        office.grant(step["visit_id"], step["user_id"], actor=step["user_id"])
    else:
        clock.now = step["at"]
        send = through_client(app.test_client())
        answer = send(step["method"], step["path"], from_base64(step["body"]), step["headers"])
        assert answer.status == step["status"], (step["method"], step["path"], answer.body)
        found = answer.json if step["told"] else {}
        assert {name: found[name] for name in step["told"]} == step["told"], (step["method"], step["path"])


@pytest.mark.parametrize("version", VERSIONS)
def test_what_tablets_of_a_version_sent_comes_to_what_it_came_to_then(
    version: str, app: Flask, office: Office, clock: FakeClock
) -> None:
    for step in steps_of(version):
        replay(step, app, office, clock)

    expected = expected_of(version)
    assert len(office.alarms()) == expected["alarms"]
    assert sorted(one.code for one in office.raw_quarantine()) == expected["raw"]
    for visit_id, told in expected["visits"].items():
        stored = office.store.log.of_visit(visit_id)
        out = refused(verdicts_of(office.store, stored))
        ours = {one.event.content_id.hex() for one in stored}
        assert {Event.from_wire(wire).content_id.hex() for wire in told["events"]} <= ours
        assert sorted([ref, cid.hex(), code] for (ref, cid), code in out.items()) == told["refused"]
        assert read_then(office.read(visit_id), told) == told["plain"]
        assert list(office.read(visit_id).conflicts) == told["conflicts"]
        complete = sorted(one.name for one in office.store.evidence.uploads(visit_id) if one.complete)
        assert complete == told["files"]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_merge_of_today_gives_the_state_of_then(version: str) -> None:
    for told in expected_of(version)["visits"].values():
        out = {(ref, content_id) for ref, content_id, _ in told["refused"]}
        events = [Event.from_wire(wire) for wire in told["events"]]
        counted = [event for event in events if (event.ref, event.content_id.hex()) not in out]
        secrets = {subject: bytes.fromhex(secret) for subject, secret in told["secrets"].items()}
        for order in (counted, counted[::-1]):
            visit = read_visit(order, (), secrets)
            assert (visit.state_hash, read_then(visit, told)) == (told["state_hash"], told["plain"])
            if "signatures" in told:  # a recording of before says nothing of them
                assert signatures_of(visit) == told["signatures"]


def test_a_corpus_holds_every_type_a_tablet_writes_and_every_verdict_it_may_get() -> None:
    told = [visit for version in VERSIONS for visit in expected_of(version)["visits"].values()]
    written = {wire["type"] for visit in told for wire in visit["events"]}
    assert {kind for kind, body in BODIES.items() if not body.office} - written == set()
    verdicts = {code for visit in told for _, _, code in visit["refused"]}
    assert verdicts == {"malformed_body", "not_in_scope", "oversize", "fork"}
