"""What was set aside counts after all when only its author's standing was doubted."""

from typing import Any

from inspection.domain.events import Event
from inspection.domain.releasing import may_be_released

CLOSURE = {
    "entity": "visit", "text_sha256": "ab" * 32, "state_hash": "cd" * 32, "vector": {}, "signers": [], "copy": "none",
    "sealed": "c2VsbGFkbw" * 6,
}  # fmt: skip


def event(kind: str, body: dict[str, Any]) -> Event:
    return Event("d0" * 16, "a1" * 16, "aa" * 16, 1, kind, 1_000, "0" * 16, 1, body)


def test_a_sound_event_of_a_dismissed_tablet_may_count() -> None:
    assert may_be_released(event("acta_closed", CLOSURE), "revoked_device")


def test_a_broken_form_stays_out_whichever_doubt_was_named_first() -> None:
    broken = event("acta_closed", {"entity": "visit", "vector": 3})

    assert not may_be_released(broken, "malformed_body")
    assert not may_be_released(broken, "revoked_device")


def test_nobody_speaks_for_the_office_nor_opens_a_visit_by_a_release() -> None:
    opening = {"closes": "e5" * 16, "inspectors": [], "protocol": {"id": "p", "hash": "ab" * 32}}

    assert not may_be_released(event("visit_opened", opening), "not_in_scope")
    assert not may_be_released(event("verdict_given", {}), "not_in_scope")
