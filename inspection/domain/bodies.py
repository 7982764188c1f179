"""The registry of event types: what the body of each must hold. Types it does not know are kept opaque."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inspection.domain.canonical import from_base64, is_base64
from inspection.domain.events import is_integer

Check = Callable[[Any], bool]


def _matches(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _one_of(*words: str) -> Check:
    return lambda value: isinstance(value, str) and value in words


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(check(one) for one in value)


def is_text(value: Any) -> bool:
    """Tell whether ``value`` is a string."""
    return isinstance(value, str)


def is_flag(value: Any) -> bool:
    """Tell whether ``value`` is true or false."""
    return isinstance(value, bool)


is_id = _matches(r"[0-9a-f]{32}")
is_hash = _matches(r"[0-9a-f]{64}")
is_ref = _matches(r"[0-9a-f]{32}:[1-9][0-9]{0,15}")
is_entity = _matches(r"visit|(?:minor|person|row|photo):[0-9a-f]{32}")
is_path = _matches(r"(?:visit|(?:minor|person|row|photo):[0-9a-f]{32})/[a-z0-9_]{1,64}")
is_subject = _matches(r"visit|(?:minor|person):[0-9a-f]{32}")
is_code = _matches(r"[a-z0-9_]{1,64}")
is_refs = _list_of(is_ref)
is_source = _one_of("document", "child", "adult", "employer", "observation", "estimate", "office")
_NONE_WORDS = ("not_asked", "declined", "unknown", "not_applicable", "not_exhibited")


def is_sealed(value: Any) -> bool:
    """Tell whether ``value`` is base64url of at least a nonce and a tag."""
    return isinstance(value, str) and is_base64(value, 28)


def is_value(value: Any) -> bool:
    """Tell whether ``value`` is an answer: ``{"v": x}`` or ``{"none": why}``, src and verified or not."""
    if (
        not isinstance(value, dict)
        or ("v" in value) == ("none" in value)
        or set(value) - {"v", "none", "src", "verified"}
    ):
        return False
    if "none" in value and value["none"] not in _NONE_WORDS:
        return False
    return is_source(value.get("src", "office")) and isinstance(value.get("verified", False), bool)


def _is_protocol(value: Any) -> bool:
    return isinstance(value, dict) and is_text(value.get("id")) and is_hash(value.get("hash"))


def is_vector(value: Any) -> bool:
    """Tell whether ``value`` is ``{incarnation: {"last": n, "holes": [n]}}``."""
    return isinstance(value, dict) and all(
        is_id(key)
        and isinstance(one, dict)
        and is_integer(one.get("last"))
        and _list_of(is_integer)(one.get("holes"))
        for key, one in value.items()
    )


def _is_signer(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and is_entity(value.get("entity"))
        and is_manner(value.get("manner"))
        and is_ref(value.get("ref"))
    )


def _is_file(value: Any) -> bool:
    return isinstance(value, dict) and is_hash(value.get("name")) and is_integer(value.get("size_bytes"))


def _is_packet(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(from_base64(value)) <= 400
    except ValueError:
        return False


def _is_visit(value: Any) -> bool:
    return isinstance(value, str) and value == "visit"


is_manner = _one_of("glass", "paper", "refused")
_is_natural = _matches(r"(?:minor|person):[0-9a-f]{32}")
_is_minor = _matches(r"minor:[0-9a-f]{32}")
_is_person = _matches(r"person:[0-9a-f]{32}")
_is_row = _matches(r"row:[0-9a-f]{32}")
_is_photo = _matches(r"photo:[0-9a-f]{32}")
_is_public_key = _matches(r"[A-Za-z0-9_-]{87}")


@dataclass(frozen=True)
class Body:
    """What one type's body holds.

    Attributes:
        fields: {name: check}; a name that ends in ``?`` may be absent.
        either_value: The body holds exactly one of ``value`` and ``sealed``.
        office: Only the server may author it.
    """

    fields: Mapping[str, Check]
    either_value: bool = False
    office: bool = False


_VISIT = {"entity": _is_visit}
_SEALED = {"sealed": is_sealed}
_ACTOR = {"actor": is_id}

BODIES: Mapping[str, Body] = {
    "visit_opened": Body(
        {
            **_VISIT,
            "commitment": is_hash,
            "protocol": _is_protocol,
            "law_hash": is_hash,
            "reducer": is_integer,
            "zone": is_text,
            "closes": is_id,
            "inspectors": _list_of(is_id),
            "actor?": is_id,
        }
    ),
    "minor_added": Body({"entity": _is_minor, "commitment": is_hash}),
    "person_added": Body({"entity": _is_person, "commitment": is_hash, "role": is_code}),
    "row_added": Body({"entity": _is_row, "of": is_code, "about": is_entity, "subject": is_subject}),
    "entity_removed": Body({"entity": is_entity, "sees": is_refs}),
    "minors_joined": Body({"entity": _is_minor, "other": _is_minor, **_SEALED}),
    "minor_split": Body({"entity": _is_minor, "into": _is_minor, **_SEALED}),
    "minor_ruled_adult": Body({"entity": _is_minor, **_SEALED}),
    "minors_linked": Body({"entity": _is_minor, "other": _is_minor, **_SEALED}),
    "correction_withdrawn": Body({"entity": _is_minor, "of": is_ref}),
    "answer_set": Body({"path": is_path, "supersedes": is_refs}, either_value=True),
    "member_added": Body({"path": is_path}, either_value=True),
    "member_removed": Body({"path": is_path, "removes": is_refs}),
    "action_taken": Body({"entity": is_entity, **_SEALED}),
    "action_withdrawn": Body({"entity": is_entity, "of": is_ref}),
    "determination_confirmed": Body(
        {"entity": is_entity, "law_hash": is_hash, "protocol_hash": is_hash, "rests_on": is_refs, **_SEALED}
    ),
    "photo_added": Body(
        {"entity": _is_photo, "subject": is_subject, "name": is_hash, "size_bytes": is_integer, **_SEALED}
    ),
    "signature_given": Body({"entity": _is_person, "manner": is_manner, "text_sha256": is_hash, **_SEALED}),
    "urgent_raised": Body({**_VISIT, "urgent_id": is_id, "packet": _is_packet}),
    "acta_closed": Body(
        {
            **_VISIT,
            "text_sha256": is_hash,
            "state_hash": is_hash,
            "vector": is_vector,
            "signers": _list_of(_is_signer),
            "copy": _one_of("file", "print", "qr", "none"),
            **_SEALED,
        }
    ),
    "visit_amended": Body({**_VISIT, "closure": is_ref, **_SEALED}),
    "comment_answered": Body({"path": is_path, "comment_id": is_id, **_SEALED}),
    "answer_reviewed": Body({"path": is_path, **_ACTOR, "reviews": is_refs}, office=True),
    "answer_returned": Body(
        {"path": is_path, **_ACTOR, "comment_id": is_id, "returns": is_refs, **_SEALED}, office=True
    ),
    "comment_settled": Body({"path": is_path, **_ACTOR, "comment_id": is_id}, office=True),
    "visit_returned": Body({**_VISIT, **_ACTOR}, office=True),
    "visit_approved": Body({**_VISIT, **_ACTOR, "state_hash": is_hash}, office=True),
    "alarm_raised": Body(
        {"entity": is_entity, "alarm_id": is_id, "reason": is_code, "rests_on": is_refs, "urgent_id?": is_id},
        office=True,
    ),
    "alarm_acknowledged": Body({"entity": is_entity, "alarm_id": is_id, **_ACTOR}, office=True),
    "document_issued": Body(
        {
            **_VISIT,
            **_ACTOR,
            "document": is_code,
            "folio": is_text,
            "code": is_text,
            "sha256": is_hash,
            "minors": _list_of(_is_minor),
            "office?": is_text,
            **_SEALED,
        },
        office=True,
    ),
    "authority_confirmed": Body({**_VISIT, **_ACTOR, "entity_code": is_text, **_SEALED}, office=True),
    "document_signed": Body(
        {
            **_VISIT,
            **_ACTOR,
            "code": is_text,
            "sha256": is_hash,
            "manner": _one_of("efirma", "autograph"),
            **_SEALED,
        },
        office=True,
    ),
    "document_revoked": Body({**_VISIT, **_ACTOR, "code": is_text, **_SEALED}, office=True),
    "subject_erased": Body(
        {**_VISIT, "subject": _is_natural, "files": _list_of(_is_file), "actor?": is_id, **_SEALED}, office=True
    ),
    "verdict_given": Body(
        {**_VISIT, "of": is_ref, "content_id": is_hash, "code": is_code, "accepted": is_flag}, office=True
    ),
    "visit_granted": Body({**_VISIT, "user_id": is_id, **_ACTOR}, office=True),
    "visit_revoked": Body({**_VISIT, "user_id": is_id, **_ACTOR}, office=True),
    "incarnation_certified": Body(
        {
            "device_id": is_id,
            "incarnation": is_id,
            "public_key": _is_public_key,
            "user_id": is_id,
            "name": is_text,
        },
        office=True,
    ),
}


def fault_of_body(kind: str, body: Mapping[str, Any]) -> str | None:
    """Return the name of the first field of ``body`` that a ``kind`` may not hold, or None when it is sound.

    An unknown kind is sound: it is kept opaque, so that an old server does not lose a new client's work.
    Fields beyond those described are kept and signed with the rest.
    """
    described = BODIES.get(kind)
    if described is None:
        return None
    for name, check in described.fields.items():
        plain = name.rstrip("?")
        if plain not in body:
            if name == plain:
                return plain
        elif not check(body[plain]):
            return plain
    if described.either_value and not _has_one_value(body):
        return "value"
    return None


def _has_one_value(body: Mapping[str, Any]) -> bool:
    if "sealed" in body:
        return "value" not in body and is_sealed(body["sealed"])
    return is_value(body.get("value"))


def is_office_only(kind: str) -> bool:
    """Tell whether only the server may author ``kind``."""
    return kind in BODIES and BODIES[kind].office
