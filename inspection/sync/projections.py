"""The read tables: what the log says of visits, scope and alarms, written in the same transaction."""

from collections.abc import Mapping
from typing import Any

from inspection.domain.events import DEVICE_STREAM
from inspection.domain.state import refused
from inspection.store.interface import Store
from inspection.store.records import ActaRow, Alarm, PaperRow, StoredEvent, Upload, Visit

PROJECTED = {
    "visit_opened",
    "visit_granted",
    "visit_revoked",
    "subject_erased",
    "alarm_raised",
    "alarm_acknowledged",
    "acta_closed",
    "verdict_given",
    "document_issued",
    "document_signed",
    "document_revoked",
}
"""The types of which `project` writes something."""


def project(store: Store, stored: StoredEvent) -> None:
    """Write what one accepted event changes in the read tables."""
    event, body = stored.event, stored.event.body
    if event.type == "visit_opened":
        protocol = body["protocol"]
        store.visits.add_visit(
            Visit(event.visit_id, protocol["id"], protocol["hash"], body["closes"], stored.received_at)
        )
        for user_id in {body["closes"], *body["inspectors"]}:
            store.visits.set_scope(event.visit_id, user_id, True)
    elif event.type in ("visit_granted", "visit_revoked"):
        store.visits.set_scope(event.visit_id, body["user_id"], event.type == "visit_granted")
    elif event.type == "subject_erased":
        store.visits.destroy_secret(event.visit_id, body["subject"])
        for file in body["files"]:
            _take_no_more(store, event.visit_id, file)
    elif event.type == "alarm_raised":
        store.evidence.raise_alarm(_alarm(stored))
    elif event.type == "alarm_acknowledged":
        store.evidence.settle_alarm(body["alarm_id"], stored.received_at, body["actor"])
    elif event.type == "acta_closed":
        store.evidence.note_acta(ActaRow(body["text_sha256"], event.visit_id, stored.received_at))
    elif event.type == "verdict_given":
        if body["accepted"]:
            _project_released(store, event.visit_id, body)
    elif event.type.startswith("document_"):
        _project_paper(store, stored)


def _project_released(store: Store, visit_id: str, body: Mapping[str, Any]) -> None:
    """What an event that counts after all says, as if it had been accepted when it came."""
    incarnation, _, seq = body["of"].partition(":")
    for one in store.log.at(incarnation, visit_id, int(seq)):
        if one.event.content_id.hex() == body["content_id"]:
            project(store, one)


def _project_paper(store: Store, stored: StoredEvent) -> None:
    event, body = stored.event, stored.event.body
    if event.type == "document_issued":
        store.evidence.note_paper(
            PaperRow(
                body["code"],
                event.visit_id,
                body["document"],
                body["folio"],
                body["sha256"],
                stored.received_at,
                body.get("office", ""),
            )
        )
    elif event.type == "document_signed":
        store.evidence.note_signed_paper(body["code"], body["sha256"])
    else:
        store.evidence.revoke_paper(body["code"], stored.received_at)


def _take_no_more(store: Store, visit_id: str, file: Mapping[str, Any]) -> None:
    """Call a file whole, half sent or never seen: whoever offers its bytes is told that they are not needed."""
    store.evidence.add_upload(Upload(visit_id, file["name"], file["size_bytes"], True))
    store.evidence.complete_upload(visit_id, file["name"])


def rebuild(store: Store) -> int:
    """Drop the read tables and fold the log again; return how many events were read."""
    with store.writing():
        store.visits.forget_projections()
        events = list(store.log.everything())
        by_visit: dict[str, list[StoredEvent]] = {}
        for stored in events:
            by_visit.setdefault(stored.event.visit_id, []).append(stored)
        for visit_events in by_visit.values():
            out = refused(verdicts_of(store, visit_events))
            for stored in visit_events:
                if (stored.event.ref, stored.event.content_id) not in out:
                    project(store, stored)
    return len(events)


def verdicts_of(store: Store, events: list[StoredEvent]) -> list:
    """Return the verdicts among these events: only the server's count."""
    servers = {one.incarnation for one in store.people.incarnations() if not one.user_id}
    return [one.event for one in events if one.event.type == "verdict_given" and one.event.incarnation in servers]


def _alarm(stored: StoredEvent) -> Alarm:
    event, body = stored.event, stored.event.body
    return Alarm(
        body["alarm_id"],
        event.visit_id,
        body["entity"],
        body["reason"],
        body.get("urgent_id"),
        tuple(body["rests_on"]),
        stored.received_at,
        None,
        None,
    )


NO_VISIT = DEVICE_STREAM
"""Where alarms without a known visit live."""
