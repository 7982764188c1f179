"""Model -> the JSON the tablet downloads, and its hashes. Canonical: ASCII keys, NFC text, no floats."""

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from protocols.citing import citation_key
from protocols.loader import ROOT, load_law_data, load_protocol, load_rules
from protocols.model import Item, Law, Protocol


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of docs/sync-protocol.md, section 1.

    Raises:
        ValueError: A float, a key that is not ASCII, or an integer beyond 2^53.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"key is not ASCII text: {key!r}")
        return {key: _plain(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < 2**53:
        return value
    raise ValueError(f"cannot stand in canonical JSON: {type(value).__name__}")


def sha256_hex(data: bytes) -> str:
    """Return the lower-case hex SHA-256."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Bundle:
    """What a visit is pinned to: the JSON, its exact bytes and its three hashes (hex SHA-256)."""

    data: dict[str, Any]
    json: bytes
    hash: str
    protocol_hash: str
    law_hash: str


def make_bundle(protocol: Protocol, law: Law) -> Bundle:
    """Return the bundle of one protocol version with the law data it is read by."""
    raw = {"protocol": _protocol_json(protocol), "law": _law_json(law), "directory": law.directory}
    data = _plain(raw)
    content = canonical(data)
    return Bundle(
        data,
        content,
        sha256_hex(content),
        sha256_hex(canonical(data["protocol"])),
        sha256_hex(canonical(data["law"])),
    )


def _item_json(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "label_es": item.label_es,
        "help_es": item.help_es,
        "ask_es": item.ask_es,
        "type": item.type,
        "options": [
            {"code": o.code, "label_es": o.label_es, "cite": o.cite, "mark": o.mark, "exclusive": o.exclusive}
            for o in item.options
        ],
        "catalogue": item.catalogue,
        "for": item.scope,
        "when": item.when,
        "required": item.required,
        "skippable": item.skippable,
        "public": item.public,
        "acta": item.acta,
        "sees": item.sees,
        "basis": [{"cite": b.cite, "instrument": b.instrument, "mark": b.mark} for b in item.basis],
        "row": item.row,
        "mark": item.mark,
        "role": item.role,
        "entity": item.entity,
        "duty": item.duty,
        "min": item.min,
        "max": item.max,
        "max_chars": item.max_chars,
    }


def _protocol_json(protocol: Protocol) -> dict[str, Any]:
    stages = [
        {
            "id": stage.id,
            "number": stage.number,
            "title_es": stage.title_es,
            "steps": [
                {"id": s.id, "title_es": s.title_es, "items": [_item_json(i) for i in s.items]}
                for s in stage.steps
            ],
        }
        for stage in protocol.stages
    ]
    return {
        "id": protocol.id,
        "title_es": protocol.title_es,
        "version": protocol.version,
        "status": protocol.status,
        "mark": protocol.mark,
        "valid_from": protocol.valid_from,
        "stages": stages,
        "acta": protocol.acta,
        "people_roles": protocol.people_roles,
        "opened_in_field": protocol.opened_in_field,
        "interview": protocol.interview,
    }


def _law_json(law: Law) -> dict[str, Any]:
    citations = {
        citation_key(c.cite): {
            "cite": c.cite,
            "instrument": c.instrument,
            "mark": c.mark,
            "says_es": c.says_es,
            "full_es": c.full_es,
            "from": c.from_on,
            "until": c.until_on,
        }
        for c in law.citations.values()
    }
    return {
        "instruments": law.instruments,
        "citations": citations,
        "catalogues": law.catalogues,
        "parameters": law.parameters,
        "calendars": law.calendars,
        "inputs": law.inputs,
        "rules": law.rules,
        "checks": law.checks,
        "duties": law.duties,
        "sanctions": law.sanctions,
        "words": law.words,
        "options": law.options,
        "visit_duties": law.visit_duties,
    }


@lru_cache(maxsize=8)
def load_bundle(protocol_id: str, root: Path = ROOT) -> Bundle:
    """Return the bundle of ``protocol_id``, for example ``trabajo_infantil/2024_1``.

    Raises:
        ProtocolError: A file breaks a rule of the format.
    """
    law = load_law_data(root)
    protocol = load_protocol(protocol_id, law, root)
    return make_bundle(protocol, load_rules(law, protocol, root))
