"""Erasing one person: the secret is destroyed, every chain, signature and closure still verifies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspection.domain.events import DEVICE_STREAM
from inspection.domain.visit import OpenedVisit
from inspection.store.erasures import Erasure, note_erasure
from inspection.sync.office import Office

_NATURAL = ("minor", "person")


class SubjectUnknown(LookupError):
    """The visit has no such minor or person."""


@dataclass(frozen=True)
class Paper:
    """A document that names the person and has to be issued again without them."""

    kind: str
    folio: str
    code: str


@dataclass(frozen=True)
class Erased:
    """What was erased. ``papers``: documents to issue again. ``photos``: how many were destroyed."""

    subject: str
    papers: tuple[Paper, ...]
    photos: int
    again: bool


def papers_naming(visit: OpenedVisit, subject: str) -> tuple[Paper, ...]:
    """Return the issued documents that name a minor; for another person, all: they do not say whom they name."""
    named = [h for h in visit.happenings if h.type == "document_issued"]
    return tuple(
        Paper(h.body["document"], h.body["folio"], h.body["code"])
        for h in named
        if not subject.startswith("minor:") or subject in h.body["minors"]
    )


def erase(office: Office, keys_dir: Path, visit_id: str, subject: str, *, reason: str, actor: str | None) -> Erased:
    """Destroy the secret of a minor or another person, and the photos that are theirs alone.

    Of a minor whose cards were joined, every card is erased: they are one person.
    Once more for the same person destroys the photos that have arrived since.

    Args:
        office: The door to visits.
        keys_dir: Where the register of erasures is kept.
        visit_id: The visit.
        subject: ``minor:<id>`` or ``person:<id>``.
        reason: Why, for the record; sealed under the visit's secret.
        actor: User id of the person who decides, when known.

    Raises:
        Refused: ``visit_unknown``.
        SubjectUnknown: The visit has no such person.
    """
    visit = office.read(visit_id)
    entity = visit.entities.get(subject)
    if entity is None or entity.kind not in _NATURAL:
        raise SubjectUnknown(subject)
    told = [h.body for h in visit.happenings if h.type == "subject_erased"]
    cards = visit.corrections.cards.get(visit.corrections.at(subject), (subject,))
    papers = {paper for card in cards for paper in papers_naming(visit, card)}
    erasures = [Erasure(visit_id, card, _photos(visit, card), office.clock()) for card in cards]
    for erasure in erasures:
        note_erasure(keys_dir, erasure)
        if not _is_told(erasure, told):
            _record(office, erasure, reason, actor)
    destroy(office, erasures)
    ordered = tuple(sorted(papers, key=lambda paper: (paper.kind, paper.folio)))
    again = {body["subject"] for body in told}.issuperset(cards)
    return Erased(subject, ordered, sum(len(one.files) for one in erasures), again)


def _is_told(erasure: Erasure, told: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether the log says already that this person and each of these photos was erased."""
    same = [body for body in told if body.get("subject") == erasure.subject]
    names = {file["name"] for body in same for file in body["files"]}
    return bool(same) and names.issuperset(name for name, _ in erasure.files)


def _photos(visit: OpenedVisit, subject: str) -> tuple[tuple[str, int], ...]:
    found = [h.body for h in visit.happenings if h.type == "photo_added" and h.body["subject"] == subject]
    return tuple((body["name"], body["size_bytes"]) for body in found)


def _record(office: Office, erasure: Erasure, reason: str, actor: str | None) -> None:
    files = [{"name": name, "size_bytes": size} for name, size in erasure.files]
    body = {"entity": "visit", "subject": erasure.subject, "files": files}
    office.append(erasure.visit_id, "subject_erased", body, sealed={"reason": reason}, subject="visit", actor=actor)


def destroy(office: Office, erased: Iterable[Erasure]) -> None:
    """Destroy secrets and photos."""
    for one in erased:
        office.store.visits.destroy_secret(one.visit_id, one.subject)
        for name, _ in one.files:
            office.files.remove(one.visit_id, name)


def replay(office: Office, erased: Sequence[Erasure]) -> int:
    """Repeat erasures on a store restored from a backup made before them; return how many had to be repeated."""
    repeated = 0
    servers = {one.incarnation for one in office.store.people.incarnations() if not one.user_id}
    for one in erased:
        held = {secret.subject: secret.wrapped for secret in office.store.visits.secrets_of(one.visit_id)}
        events = [stored.event for stored in office.store.log.of_visit(one.visit_id)]
        said = [e.body for e in events if e.type == "subject_erased" and e.incarnation in servers]
        told = _is_told(one, said)
        destroy(office, [one])
        repeated += held.get(one.subject) is not None or not told
        if not told and one.visit_id != DEVICE_STREAM and held.get("visit") is not None:
            _record(office, one, "Borrado repetido al restaurar un respaldo anterior a él.", None)
    return repeated
