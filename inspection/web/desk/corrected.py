"""Corrections of persons as the desk tells them: what was said, who said it, why, and whether it was undone."""

from collections.abc import Iterable
from dataclasses import dataclass

from inspection.domain.corrections import CORRECTIONS, WITHDRAWAL
from inspection.domain.opening import Happening
from inspection.web.desk.case import Case
from inspection.web.desk.wording import SOURCES

KIN = {"sibling": "hermana o hermano", "cousin": "prima o primo", "other": "otro parentesco"}


@dataclass(frozen=True)
class CorrectionLine:
    """One correction. ``undone_es``: who undid it and when; empty while it stands."""

    text_es: str
    who_es: str
    reason_es: str
    undone_es: str


@dataclass(frozen=True)
class AdultLine:
    """A person taken for a minor who turned out an adult."""

    key: str
    corrections: tuple[CorrectionLine, ...]


def corrections_of(case: Case, entity: str) -> tuple[CorrectionLine, ...]:
    """Return the corrections that speak of a card, oldest first, undone ones too."""
    return tuple(_line(case, h) for h in _made(case) if entity in _named(case, h))


def adults_of(case: Case) -> tuple[AdultLine, ...]:
    """Return the persons ruled adults, with who said so."""
    return tuple(AdultLine(case.key(e.entity), corrections_of(case, e.entity)) for e in case.adults)


def also_es(case: Case, entity: str) -> str:
    """Return the other keys of the same person, in words; empty without any."""
    others = case.visit.entities[entity].cards
    return f"También registrada como {', '.join(map(case.key, others))}" if others else ""


def _made(case: Case) -> Iterable[Happening]:
    return (h for h in case.visit.happenings if h.type in CORRECTIONS)


def _named(case: Case, happening: Happening) -> set[str]:
    other = happening.body.get("other", happening.body.get("into"))
    return {happening.entity} | ({case.visit.corrections.at(other)} if isinstance(other, str) else set())


def _line(case: Case, made: Happening) -> CorrectionLine:
    opened = made.opened if isinstance(made.opened, dict) else {}
    return CorrectionLine(
        _text(case, made, opened),
        f"{case.who(made.actor)}, {case.when(made.recorded_at)}",
        str(opened.get("reason") or ""),
        _undone(case, made),
    )


def _text(case: Case, made: Happening, opened: dict[str, object]) -> str:
    one, other = case.key(made.body["entity"]), made.body.get("other", made.body.get("into"))
    if made.type == "minors_joined":
        return f"{one} y {case.key(str(other))} son la misma persona."
    if made.type == "minor_split":
        return f"{one} eran dos personas: la otra es {case.key(str(other))}."
    if made.type == "minors_linked":
        kin = str(opened.get("kin") or "")
        return f"{one} y {case.key(str(other))}: {KIN.get(kin, kin or 'parentesco')}."
    basis = SOURCES.get(str(opened.get("basis") or ""), "")
    return f"{one} resultó persona adulta" + (f" ({basis})." if basis else ".")


def _undone(case: Case, made: Happening) -> str:
    if made.ref in case.visit.corrections.standing:
        return ""
    refs = case.visit.corrections.withdrawn.get(made.ref, ())
    undone = next((h for h in case.visit.happenings if h.type == WITHDRAWAL and h.ref in refs), None)
    return f"Se deshizo: {case.who(undone.actor)}, {case.when(undone.recorded_at)}" if undone else "No se puede leer"
