"""Visits of the workload as the requests a tablet sends: sealed, linked, signed and gzipped, ready for a socket."""

import gzip
import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bench.field import Step, bundle_for, visit_of_218
from bench.serving import added_user, new_visit
from inspection.domain.signing import public_bytes
from inspection.store.records import Incarnation
from inspection.sync.office import Office
from tests.factories import FakeClock
from tests.transport import through_client
from tests.virtual_tablet import VirtualTablet

TABLETS = 25


@dataclass(frozen=True)
class Request:
    """One visit, ready to be sent.

    Attributes:
        body: The gzipped batch.
        head: The bytes of the whole HTTP request before the body.
    """

    visit_id: str
    body: bytes
    head: bytes


def prepared(office: Office, count: int) -> list[Request]:
    """Enrol tablets, assign visits, write them on the tablets, and return the requests, one for each visit."""
    tablets = [enrolled(office, number) for number in range(TABLETS)]
    users = {tablet.username: user for tablet, user in tablets}
    bundle = bundle_for(visit_of_218(0))
    found = []
    for number, (tablet, _) in zip(range(count), itertools.cycle(tablets), strict=False):
        visit_id = new_visit(office, bundle, users[tablet.username])
        tablet.secrets[visit_id] = dict(office.secrets(visit_id))
        write(tablet, visit_id, visit_of_218(number))
        found.append(_request(tablet, visit_id))
        del tablet.own[visit_id]
    return found


def write(tablet: VirtualTablet, visit_id: str, steps: Iterable[Step]) -> None:
    """Write the answers of a visit, adding each minor and row when first named."""
    entities = {"visit": "visit"}
    for step in steps:
        tablet.clock.now += step.after_ms
        if step.entity not in entities:
            entities[step.entity] = _added(tablet, visit_id, step.entity)
        body, value = {"path": f"{entities[step.entity]}/{step.code}", "supersedes": []}, {"v": step.value}
        if step.public:
            tablet.write(visit_id, "answer_set", {**body, "value": value})
        else:
            tablet.write(visit_id, "answer_set", body, sealed=value)


def _added(tablet: VirtualTablet, visit_id: str, name: str) -> str:
    if name.startswith("minor"):
        return tablet.add_minor(visit_id)
    row = f"row:{tablet.rng(16).hex()}"
    body = {"entity": row, "of": "hallazgos", "about": "visit", "subject": "visit"}
    tablet.write(visit_id, "row_added", body)
    return row


def enrolled(office: Office, number: int) -> tuple[VirtualTablet, Any]:
    """Certify a tablet through the office's own door; over HTTP each would cost a password's slow hash."""
    tablet = VirtualTablet(through_client(None), f"inspector{number:02}", clock=FakeClock(), seed="bench")
    tablet.brief = True
    user = added_user(office, tablet.username)
    ids = (tablet.incarnation, tablet.device_id, user.user_id)
    office.device.certify(Incarnation(*ids, public_bytes(tablet.key), "tableta", office.clock(), None), user.name)
    return tablet, user


def _request(tablet: VirtualTablet, visit_id: str) -> Request:
    body = gzip.compress(json.dumps(tablet.batch(visit_id), separators=(",", ":"), ensure_ascii=False).encode(), 6)
    headers = {
        "Host": "bench",
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "Content-Length": str(len(body)),
        **tablet.proof("POST", "/batches", body),
    }
    lines = ["POST /api/v1/batches HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return Request(visit_id, body, "\r\n".join(lines).encode())
