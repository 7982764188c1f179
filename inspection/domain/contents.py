"""What each type seals: read only where it has the shape of `docs/sync-protocol.md` section 5.

Nobody can check a sealed content on its way in, so it is judged when it is opened: what has another shape reads
as shut, and breaks no screen and no paper. Mirrored by ``tablet/src/contents.ts``.
"""

from collections.abc import Mapping
from typing import Any

from inspection.domain.bodies import Check, is_code, is_entity, is_flag, is_hash, is_path, is_source, is_text
from inspection.domain.events import is_integer

LAST_INSTANT = 253_370_764_800_000
"""9999-01-01 UTC in ms: the last year that every calendar we use can write."""


def is_instant(value: Any) -> bool:
    """Tell whether ``value`` is milliseconds since 1970 that a calendar can write."""
    return is_integer(value) and 0 <= value <= LAST_INSTANT


def is_place(value: Any) -> bool:
    """Tell whether ``value`` is what a photo shows: an entity, or the path of the question it answers."""
    return is_entity(value) or is_path(value)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _are_strokes(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(stroke, list) and all(is_integer(number) for number in stroke) for stroke in value
    )


_TEXT = {"text": is_text}
CONTENTS: Mapping[str, Mapping[str, Check]] = {
    "action_taken": {
        "duty": is_code,
        "at": is_instant,
        "channel?": is_text,
        "folio?": is_text,
        "note?": is_text,
        "pending?": is_flag,
    },
    "determination_confirmed": {
        "result": _is_object,
        "agrees": is_flag,
        "classification": is_text,
        "reason?": is_text,
    },
    "photo_added": {
        "sha256": is_hash,
        "mime": is_text,
        "about": is_place,
        "caption?": is_text,
        "taken_at": is_instant,
        "width": is_integer,
        "height": is_integer,
        "kind?": is_code,
        "covered?": is_flag,
    },
    "signature_given": {
        "strokes?": _are_strokes,
        "reason?": is_text,
        "at": is_instant,
        "name": is_text,
        "role": is_text,
        "unable?": is_code,
        "read_aloud?": is_flag,
        "thumbprint?": is_flag,
        "by_name?": is_text,
        "by_role?": is_text,
    },
    "minors_joined": {"reason?": is_text},
    "minor_split": {"reason?": is_text},
    "minor_ruled_adult": {"basis": is_source, "reason": is_text},
    "minors_linked": {"kin": is_code},
    "visit_suspended": {"reason": is_text, "at": is_instant, "resumes_on?": is_text, "text?": is_text},
    "visit_resumed": {"at": is_instant},
    "acta_closed": {"text?": is_text},
    "visit_amended": _TEXT,
    "comment_answered": _TEXT,
    "answer_returned": _TEXT,
    "authority_confirmed": {"name": is_text, "address?": is_text, "source": is_text, "by": is_text, "on": is_text},
    "document_issued": {
        "addressee": is_text,
        "file": is_hash,
        "confirmed_by?": is_text,
        "confirmed_on?": is_text,
        "confirmed_source?": is_text,
    },
    "document_signed": {"file": is_hash, "signer": is_text, "certificate?": is_text, "signed_at?": is_text},
    "document_revoked": {"reason": is_text},
}
"""{type: {field: check}}; a name that ends in ``?`` may be absent or null."""


def is_sound_content(kind: str, opened: Any) -> bool:
    """Tell whether what an event sealed has the shape of its type; a type unknown here may seal any object."""
    if not isinstance(opened, dict):
        return False
    for name, check in CONTENTS.get(kind, {}).items():
        found = opened.get(name.rstrip("?"))
        if not (found is None and name.endswith("?")) and not check(found):
            return False
    return True
