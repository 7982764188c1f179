"""Writes tests/golden/wire/*.json, the vectors that Python and TypeScript must both reproduce.

Run it after a change of the wire contract: .venv/bin/python tests/golden/make_wire_vectors.py
Everything is made from fixed numbers, so that the files change only when the contract does.
"""

import json
import sys
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from inspection.domain import canonical, links, sealing, signing, urgent  # noqa: E402
from inspection.domain.events import Event, HiddenEvent, minor_key  # noqa: E402
from inspection.domain.state import fold  # noqa: E402
from inspection.domain.visit import read_visit  # noqa: E402
from tests.golden import correction_stories as stories  # noqa: E402
from tests.short_items import short_items, spelled  # noqa: E402

OUT = Path(__file__).parent / "wire"
VISIT = "00" * 15 + "aa"
ANA, LUIS, SERVER = "a1" * 16, "b2" * 16, "5e" * 16
USERS = {ANA: "01" * 16, LUIS: "02" * 16}
MINOR, OTHER, PERSON = "minor:" + "c3" * 16, "minor:" + "c4" * 16, "person:" + "d5" * 16
ROW, PHOTO = "row:" + "e6" * 16, "photo:" + "f7" * 16
SECRETS = {"visit": b"\x01" * 32, MINOR: b"\x02" * 32, OTHER: b"\x03" * 32, PERSON: b"\x04" * 32}


def rng(seed: str):
    """Return a source of bytes that is the same on every run."""
    numbers = count()
    return lambda n: b"".join(sha256(f"{seed}{next(numbers)}".encode()).digest() for _ in range(n // 32 + 1))[
        :n
    ]


class Stream:
    """Writes the events of one incarnation in the fixed visit."""

    def __init__(self, incarnation: str) -> None:
        self.incarnation, self.seq, self.rng = incarnation, 0, rng(incarnation)

    def add(self, kind: str, body: dict, *, seal: tuple[str, object] | None = None) -> Event:
        """Append an event; ``seal`` = (subject, value)."""
        self.seq += 1
        at = 1_763_800_000_000 + self.seq * 1000 + int(self.incarnation[:2], 16)
        fields = ("d0" * 16, self.incarnation, VISIT, self.seq, kind, at, "0123456789abcdef", self.seq * 10)
        event = Event(*fields, body)
        if seal:
            subject, value = seal
            sealed = sealing.seal(SECRETS[subject], VISIT, event.ref, event.sealed_path, value, rng=self.rng)
            event = Event(*fields, {**body, "sealed": sealed})
        return event


def opened(**extra) -> dict:
    return {
        "entity": "visit", "commitment": sealing.commitment(SECRETS["visit"]), "reducer": 1,
        "protocol": {"id": "trabajo_infantil/2024_1", "hash": "ab" * 32}, "law_hash": "cd" * 32,
        "zone": "America/Tijuana", "closes": USERS[ANA], "inspectors": [USERS[ANA], USERS[LUIS]], **extra,
    }  # fmt: skip


def answer(path: str, *supersedes: Event) -> dict:
    return {"path": path, "supersedes": [event.ref for event in supersedes]}


def verdict(server: Stream, event: Event, code: str, accepted: bool) -> Event:
    body = {
        "entity": "visit",
        "of": event.ref,
        "content_id": event.content_id.hex(),
        "code": code,
        "accepted": accepted,
    }
    return server.add("verdict_given", body)


def canonical_vectors() -> list[dict]:
    good = [
        None, True, 0, -1, 2**53 - 1, "", "ñandú",
        "línea\nnueva\t\"\\/\u0000\u001f\u007f\u2028", "😀", [], {},
        {"b": 1, "a": [1, 2, {"z": None, "Z": False}], "aa": "é"},
    ]  # fmt: skip
    cases = [
        {
            "value": v,
            "canonical": (b := canonical.canonical_bytes(v)).decode(),
            "sha256": sha256(b).hexdigest(),
        }
        for v in good
    ]
    bad = [
        "1.5",
        "9007199254740992",
        "-9007199254740992",
        '"e\\u0301"',
        '"\\ud800"',
        '{"\\u00f1":1}',
        "[0.1]",
    ]
    return {"canonical": cases, "refused_json": bad}


def event_vectors() -> dict:
    key = signing.new_signing_key(rng("key"))
    ana, link, rows = Stream(ANA), links.FIRST_LINK, []
    events = [
        ana.add("visit_opened", opened()),
        ana.add("minor_added", {"entity": MINOR, "commitment": sealing.commitment(SECRETS[MINOR])}),
        ana.add("answer_set", answer(f"{MINOR}/edad_dicha"), seal=(MINOR, {"v": 14, "src": "child"})),
        ana.add("something_of_the_future", {"entity": MINOR, "whatever": [1, {"x": "y"}]}),
    ]
    for event in events:
        link = links.next_link(link, event.content_id)
        rows.append({
            "event": event.to_wire(), "canonical": event.canonical.decode(), "ref": event.ref,
            "content_id": event.content_id.hex(), "link": link.hex(),
            "signature": canonical.to_base64(signing.sign(key, links.link_message(link))),
        })  # fmt: skip
    nonce = canonical.to_base64(bytes(range(16)))
    body = b'{"cursor":null}'
    message = f"resguardo-request-1\nPOST\n/api/v1/pulls?x=1\n{sha256(body).hexdigest()}\n{nonce}"
    request = {
        "method": "POST", "path": "/api/v1/pulls?x=1", "body": body.decode(), "nonce": nonce,
        "message": message,
        "signature": canonical.to_base64(signing.sign(key, message.encode())),
    }  # fmt: skip
    return {"public_key": canonical.to_base64(signing.public_bytes(key)), "events": rows, "request": request}


def sealing_vectors() -> list[dict]:
    secret, ref, original = bytes(range(32)), f"{ANA}:7", b"the original bytes of a photo"
    rows = []
    nonce = bytes(range(12))
    for path, value in (
        (f"{MINOR}/edad_dicha", {"v": 14, "src": "child"}),
        (f"{MINOR}/#action_taken", {"duty": "immediate_cessation", "at": 1763800000000}),
        ("visit/hechos", {"v": "Se observó a una persona menor de edad…"}),
    ):
        sealed = sealing.seal(secret, VISIT, ref, path, value, rng=lambda n: nonce)
        rows.append(
            {
                "visit_id": VISIT,
                "ref": ref,
                "path": path,
                "value": value,
                "nonce": nonce.hex(),
                "sealed": sealed,
            }
        )
    name = sealing.file_name(secret, sha256(original).digest())
    return {
        "secret": secret.hex(), "commitment": sealing.commitment(secret), "sealed": rows,
        "file": {"bytes_utf8": original.decode(), "sha256": sha256(original).hexdigest(), "name": name},
    }  # fmt: skip


def urgent_vectors() -> list[dict]:
    key = signing.new_signing_key(rng("urgent"))
    ids = ("d0" * 16, ANA, VISIT, "99" * 16)
    packets = [
        urgent.UrgentPacket(
            *ids, 1_763_800_000_000, 2, 3, 305_651_230, -1_159_263_456, 12, "Rancho El Peñón, surco 4"
        ),
        urgent.UrgentPacket(
            *ids[:2], urgent.NO_VISIT, ids[3], 1_763_800_000_000, 5, 0, None, None, None, "", True
        ),
        urgent.UrgentPacket(*ids, 1_763_800_000_000, 4, 255, -900_000_000, 1_800_000_000, 65534, "á" * 30),
    ]
    rows = []
    for unsigned, signed in ((packets[0], True), (packets[1], False), (packets[2], True)):
        signature = signing.sign(key, unsigned.signed_message()) if signed else None
        packet = replace(unsigned, signature=signature)
        fields = {k: v for k, v in vars(packet).items() if k != "signature"}
        rows.append({"fields": fields, "signed": signed, "bytes_hex": packet.to_bytes().hex()})
    return {"public_key": canonical.to_base64(signing.public_bytes(key)), "packets": rows}


def whole_visit() -> tuple[list[Event], list[Event]]:
    """Two inspectors and the server: conflicts, sets, removals, rows, quarantine, references to nothing."""
    ana, luis, server = Stream(ANA), Stream(LUIS), Stream(SERVER)
    log = [ana.add("visit_opened", opened())]
    keep = lambda event: log.append(event) or event  # noqa: E731
    for entity in (MINOR, OTHER):
        keep(ana.add("minor_added", {"entity": entity, "commitment": sealing.commitment(SECRETS[entity])}))
    keep(
        luis.add(
            "person_added",
            {"entity": PERSON, "commitment": sealing.commitment(SECRETS[PERSON]), "role": "testigos"},
        )
    )
    keep(luis.add("row_added", {"entity": ROW, "of": "familia", "about": MINOR, "subject": MINOR}))
    first = keep(
        ana.add("answer_set", answer(f"{MINOR}/edad_dicha"), seal=(MINOR, {"v": 14, "src": "child"}))
    )
    keep(ana.add("answer_set", answer(f"{MINOR}/edad_dicha", first), seal=(MINOR, {"v": 15, "src": "child"})))
    keep(
        luis.add("answer_set", answer(f"{MINOR}/edad_dicha", first), seal=(MINOR, {"v": 13, "src": "adult"}))
    )
    keep(ana.add("answer_set", {**answer("visit/giro"), "value": {"v": "agricola"}}))
    keep(luis.add("answer_set", {**answer("visit/giro"), "value": {"v": "agricola"}}))
    dangling = {"path": "visit/cultivo", "supersedes": [f"{'77' * 16}:3"], "value": {"v": "fresa"}}
    crop = keep(ana.add("answer_set", dangling))
    keep(luis.add("answer_set", {**answer("visit/otro", crop), "value": {"v": "de otra ruta"}}))
    members = [
        keep(who.add("member_added", {"path": f"{MINOR}/tareas"}, seal=(MINOR, {"v": code})))
        for who, code in ((ana, "riego"), (ana, "corte"), (luis, "corte"), (luis, "acarreo"))
    ]
    keep(ana.add("member_removed", {"path": f"{MINOR}/tareas", "removes": [members[1].ref]}))
    keep(luis.add("member_removed", {"path": f"{OTHER}/tareas", "removes": [members[0].ref]}))
    keep(ana.add("answer_set", answer(f"{ROW}/parentesco"), seal=(MINOR, {"v": "tia"})))
    keep(luis.add("answer_set", {**answer("visit/cruz", crop), "value": {"none": "not_asked"}}))
    others = [event.ref for event in log if event.entity == OTHER and event.type == "minor_added"]
    keep(ana.add("entity_removed", {"entity": OTHER, "sees": others}))
    keep(luis.add("answer_set", answer(f"{OTHER}/edad_dicha"), seal=(OTHER, {"v": 12})))
    keep(ana.add("entity_removed", {"entity": PERSON, "sees": [e.ref for e in log if e.entity == PERSON]}))
    keep(luis.add("answer_set", answer(f"{PHOTO}/pie"), seal=(MINOR, {"v": "sin llegar"})))
    done = {"duty": "immediate_cessation", "at": 1_763_800_050_000}
    keep(ana.add("action_taken", {"entity": MINOR}, seal=(MINOR, done)))
    refused = keep(luis.add("answer_set", {**answer("visit/giro"), "value": {"v": "mineria"}}))
    released = keep(luis.add("answer_set", {**answer("visit/vivienda"), "value": {"v": "si"}}))
    keep(luis.add("answer_set", answer(f"{MINOR}/tareas"), seal=(MINOR, {"none": "not_asked"})))
    verdicts = [
        verdict(server, refused, "fork", False),
        verdict(server, released, "not_in_scope", False),
        verdict(server, released, "released", True),
        verdict(server, refused, "not_in_scope", False),
    ]
    keep(server.add("something_of_the_future", {"entity": "visit", "n": 1}))
    return [*log, *verdicts], verdicts


def state_vectors() -> dict:
    events, verdicts = whole_visit()
    state = fold(events, verdicts)
    visit = read_visit(events, verdicts, SECRETS, people=USERS)
    hidden = read_visit(events, verdicts, {"visit": SECRETS["visit"], MINOR: None}, people=USERS)
    return {
        "events": [event.to_wire() for event in events],
        "verdicts": [event.ref for event in verdicts],
        "secrets": {subject: secret.hex() for subject, secret in SECRETS.items()},
        "people": USERS,
        "heads": {slot: [[e.ref, e.content_id.hex()] for e in found] for slot, found in state.heads.items()},
        "state_hash": state.state_hash,
        "conflicts": list(state.conflicts),
        "conflicts_opened": list(visit.conflicts),
        "entities": {
            e.entity: {"removed": e.removed, "disputed": e.disputed} for e in visit.entities.values()
        },
        "entity_order": list(visit.entities),
        "quarantined": [[event.ref, event.content_id.hex(), code] for event, code in state.quarantined],
        "vector": state.vector,
        "hidden": hidden_vectors(events, verdicts),
        "answers": answers_of(visit),
        "answers_with_less_secrets": answers_of(hidden),
        "plain": visit.plain(),
        "prefixes": [fold(events[:n], verdicts).state_hash for n in range(len(events) + 1)],
    }


def hidden_vectors(events: list[Event], verdicts: list[Event]) -> list[dict]:
    """What a colleague folds who holds the content id alone: of what is refused, released, never judged."""
    by_ref = {event.ref: event for event in events}
    refused, released = (by_ref[one.body["of"]] for one in verdicts[:2])
    unjudged = next(event for event in reversed(events) if event.type == "answer_set")
    cases = []
    for hidden in ([refused], [refused, released], [unjudged], [refused, released, unjudged]):
        boxes = [HiddenEvent(one.incarnation, one.seq, one.content_id) for one in hidden]
        state = fold([event for event in events if event not in hidden], verdicts, boxes)
        cases.append(
            {
                "hidden": [event.ref for event in hidden],
                "state_hash": state.state_hash,
                "vector": state.vector,
                "set_aside": [[one.ref, one.content_id.hex(), code] for one, code in state.set_aside],
            }
        )
    return cases


def correction_vectors() -> list[dict]:
    cards = (stories.A, stories.B, stories.C, stories.D)
    SECRETS.update({card: bytes([n]) * 32 for n, card in enumerate(cards, 10)})
    rows = []
    for tell in stories.STORIES:
        story = stories.Story(opened(), Stream, lambda card: sealing.commitment(SECRETS[card]))
        tell(story)
        visit = read_visit(story.events, story.verdicts, SECRETS, people=USERS)
        rows.append({
            "story": tell.__name__, "events": [event.to_wire() for event in story.events],
            "verdicts": [event.ref for event in story.verdicts],
            "secrets": {subject: SECRETS[subject].hex() for subject in ("visit", *cards)}, "people": USERS,
            "state_hash": visit.state_hash, "conflicts": list(visit.conflicts), "answers": answers_of(visit),
            "entities": {e.entity: corrected(e) for e in visit.entities.values()},
            "standing": sorted(visit.corrections.standing), "plain": visit.plain(),
            "happenings": [
                [h.ref, h.entity, h.opened.get("about") if h.type == "photo_added" else None]
                for h in visit.happenings
            ],
            "withdrawn_actions": [h.ref for h in visit.withdrawn_actions],
        })  # fmt: skip
    return rows


def corrected(entity) -> dict:
    names = ("removed", "disputed", "joined_into", "ruled_adult", "split_from")
    lists = {"cards": list(entity.cards), "linked": list(entity.linked)}
    return {**{name: getattr(entity, name) for name in names}, **lists, "about": entity.about}


def answers_of(visit) -> dict:
    return {
        path: [{"ref": h.ref, "value": h.value, "visible": h.visible, "actor": h.actor} for h in heads]
        for path, heads in visit.answers.items()
    }


def batch_vectors() -> dict:
    """A run of one stream as its events and as the items that a tablet sends."""
    ana = Stream(ANA)
    log = [ana.add("visit_opened", opened())]
    log.append(ana.add("answer_set", {**answer("visit/giro"), "value": {"v": "agricola"}}))
    log.append(ana.add("minor_added", {"entity": MINOR, "commitment": sealing.commitment(SECRETS[MINOR])}))
    log.append(ana.add("answer_set", answer(f"{MINOR}/edad_dicha"), seal=(MINOR, {"v": 14, "src": "child"})))
    log.append(ana.add("answer_set", answer(f"{MINOR}/edad_dicha", log[-1]), seal=(MINOR, {"v": 15, "src": "child"})))
    log.append(ana.add("answer_set", answer(f"{ROW}/parentesco"), seal=(MINOR, {"v": "tia"})))
    log.append(ana.add("member_added", {"path": f"{ROW}/dias"}, seal=(MINOR, {"v": "lunes"})))
    log.append(ana.add("answer_set", answer(f"{ROW}/edad"), seal=(MINOR, {"v": 40})))
    log.append(ana.add("answer_set", {**answer("visit/más"), "value": {"none": "declined"}}))
    log.append(ana.add("answer_set", {**answer("visit/giro"), "value": {"v": "x"}, "future": 1}))
    log.append(ana.add("answer_set", {**answer("/giro"), "value": {"v": 1}}))
    log.append(ana.add("answer_set", {**answer("visit"), "value": {"v": 1}}))
    other_page = {"boot": "f" * 16}
    log.append(replace(ana.add("answer_set", {**answer("visit/cultivo"), "value": {"v": "fresa"}}), **other_page))
    last = ana.add("answer_set", {**answer("visit/vivienda"), "value": {"v": "si"}})
    log.append(replace(last, **other_page, mono_ms=7))
    value = {"v": 1}
    unreadable = [
        [], [1], [1, "visit/x"], [1, 2, value], [1, "visit/x", 3], [1.5, "visit/x", value], [1, "visit/x", value, None],
        [1, "visit/x", value, 1, 1], [True, "visit/x", value], "x", 7, None,
    ]  # fmt: skip
    return {
        "events": [event.to_wire() for event in log],
        "spelled": [spelled(event) for event in log],
        "items": short_items(log),
        "unreadable": unreadable,
    }


def key_vectors() -> list[dict]:
    ids = ("00443" + "0" * 27, "c3" * 16, "f" * 32, "0" * 32, "89abcdef" * 4)
    return [{"entity": f"minor:{one}", "key": minor_key(f"minor:{one}")} for one in ids]


def main() -> None:
    OUT.mkdir(exist_ok=True)
    for name, value in (
        ("canonical", canonical_vectors()), ("events", event_vectors()), ("sealing", sealing_vectors()),
        ("urgent", urgent_vectors()), ("state", state_vectors()), ("minor_keys", key_vectors()),
        ("batch", batch_vectors()),
        ("corrections", correction_vectors()),
    ):  # fmt: skip
        text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True)
        (OUT / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
