"""Taking in a tablet's sealed export: its batches, files and urgent packets go the way they would have gone by network.

So everything that guards that way holds here too, and importing twice changes nothing.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspection.domain.canonical import from_base64
from inspection.store.files import Files
from inspection.store.records import Incarnation
from inspection.store.sealed_export import SealedExport
from inspection.sync.batch import ITEM_FIELDS, Batch
from inspection.sync.device import ServerDevice
from inspection.sync.hiding import BOXED
from inspection.sync.receive import receive_batch
from inspection.sync.refusals import Refused
from inspection.sync.uploads import Uploads
from inspection.sync.urgent import receive_urgent

_MAX_RUN = 500
_LABEL = "Importada de un archivo sellado"


class TabletUnknown(LookupError):
    """No certificate of this tablet is held, and nobody said whose it is."""


@dataclass
class Imported:
    """What came of an import.

    Attributes:
        outcomes: {``stored``, ``duplicate``, ``fork`` or the code of a quarantine: how many events}.
        files: {``complete``, ``held`` (were here already), ``pieces_missing`` or the code of a refusal: how many}.
        urgent: How many urgent packets the tablet had not delivered.
        unproven: Events that no signature covers; left out.
        damaged: Records that did not open.
    """

    user_id: str
    incarnation: str
    visits: set[str] = field(default_factory=set)
    outcomes: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    urgent: int = 0
    unproven: int = 0
    damaged: int = 0


def import_export(device: ServerDevice, files: Files, export: SealedExport, *, owner: str | None = None) -> Imported:
    """Take in everything an export holds.

    Args:
        device: The server.
        files: Where files go.
        export: As read.
        owner: User id to whom an unknown tablet belongs: the office certifies it, as an enrolment would.

    Raises:
        TabletUnknown: The tablet has no certificate here and ``owner`` is None.
    """
    me = export.records.get("meta", {}).get("me", {})
    sender = _sender(device, export, me, owner)
    done = Imported(export.user_id, sender.incarnation, damaged=export.damaged)
    for packet in export.records.get("urgent", {}).values():
        receive_urgent(device, from_base64(packet))
        done.urgent += 1
    secrets = _secrets(export)
    for run in _runs(export, sender.incarnation, done):
        _send(device, sender, run, secrets, done)
    for file in export.records.get("files", {}).values():
        done.files[_take_file(Uploads(device, files, sender, file["visitId"]), file, export)] += 1
    return done


def _sender(device: ServerDevice, export: SealedExport, me: Mapping[str, Any], owner: str | None) -> Incarnation:
    known = device.store.people.incarnation(str(me.get("incarnation")))
    if known is not None:
        return known
    user = device.store.users.get(owner) if owner else None
    if user is None or export.public_key is None or not me.get("incarnation"):
        raise TabletUnknown(str(me.get("incarnation")))
    ids = (me["incarnation"], me["deviceId"], user.user_id)
    device.certify(Incarnation(*ids, export.public_key, _LABEL, device.clock(), None), user.name)
    return device.store.people.incarnation(me["incarnation"]) or Incarnation(*ids, export.public_key, _LABEL, 0, None)


def _secrets(export: SealedExport) -> dict[str, dict[str, bytes]]:
    found: dict[str, dict[str, bytes]] = {}
    for key, row in export.records.get("secrets", {}).items():
        visit_id, _, subject = key.partition("|")
        if row.get("secret"):
            found.setdefault(visit_id, {})[subject] = from_base64(row["secret"])
    return found


def _runs(export: SealedExport, own: str, done: Imported) -> Iterator[list[dict[str, Any]]]:
    """Yield contiguous runs of one stream that end at a signature: others' first: they open and grant visits."""
    rows = [row for _, row in sorted(export.records.get("events", {}).items())]
    rows.sort(key=lambda row: row["e"]["incarnation"] == own)
    run: list[dict[str, Any]] = []
    for row in rows:
        if run and (_stream(row) != _stream(run[-1]) or row["e"]["seq"] != run[-1]["e"]["seq"] + 1):
            yield from _cut(run, done)
            run = []
        run.append(row)
    yield from _cut(run, done)


def _stream(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["e"]["visit_id"], row["e"]["incarnation"]


def _cut(run: list[dict[str, Any]], done: Imported) -> Iterator[list[dict[str, Any]]]:
    """Cut at signatures into pieces of about `_MAX_RUN`; what stands after the last signature proves nothing."""
    piece: list[dict[str, Any]] = []
    signed: list[dict[str, Any]] = []
    for row in run:
        piece.append(row)
        if row.get("s"):
            signed, piece = signed + piece, []
            if len(signed) >= _MAX_RUN:
                yield signed
                signed = []
    if signed:
        yield signed
    done.unproven += len(piece)


def _send(
    device: ServerDevice,
    sender: Incarnation,
    run: list[dict[str, Any]],
    secrets: Mapping[str, Mapping[str, bytes]],
    done: Imported,
) -> None:
    first = run[0]["e"]
    # A list, for a body may hold anything: an entity that is itself a list has no place in a set.
    bodies = [row["e"]["body"] for row in run if "box" not in row["e"]]
    added = [body.get("entity") for body in bodies if "commitment" in body]
    boxed = len(bodies) < len(run)  # nobody can read whom a box adds: its secret may be any of those held
    held = secrets.get(first["visit_id"], {})
    items = [{name: row["e"].get(name) for name in (BOXED if "box" in row["e"] else ITEM_FIELDS)} for row in run]
    batch = Batch(
        device_id=first["device_id"],
        incarnation=first["incarnation"],
        visit_id=first["visit_id"],
        first_seq=first["seq"],
        link_before=from_base64(run[0]["l"]),
        items=items,
        signatures={row["e"]["seq"]: from_base64(row["s"]) for row in run if row.get("s")},
        secrets={subject: secret for subject, secret in held.items() if boxed or subject in added},
    )
    raw = json.dumps({"import": [row["e"] for row in run]}, ensure_ascii=False).encode()
    reception = receive_batch(device, sender, batch, raw)
    done.visits.add(first["visit_id"])
    done.outcomes.update(one.code or one.outcome for one in reception.outcomes)


def _take_file(uploads: Uploads, file: Mapping[str, Any], export: SealedExport) -> str:
    """Send one file in the pieces in which it rested; return what became of it."""
    name, pieces = file["name"], export.records.get("pieces", {})
    try:
        progress = uploads.announce(name, file["size"])
        if progress.complete:
            return "held"
        here = [pieces[key] for key in sorted(pieces) if key.startswith(f"{file['visitId']}|{name}|")]
        data = b"".join(here)
        if len(data) != file["size"]:
            return "pieces_missing"
        return "complete" if uploads.write(name, progress.offset, data[progress.offset :]).complete else "held"
    except Refused as refused:
        return refused.code
