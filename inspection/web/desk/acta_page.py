"""The acta as it was closed: its text, its hash, who signed, who refused, and what came after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspection.domain.opening import Happening
from inspection.web.desk.case import Case
from inspection.web.desk.visit_page import Fact
from inspection.web.desk.wording import plural

MANNERS = {
    "glass": "Firmó en la pantalla",
    "paper": "Firmó en papel",
    "refused": "Se negó a firmar",
}
UNABLE = {"does_not_know": "No sabe firmar", "cannot": "No puede firmar"}
COPIES = {
    "file": "Se entregó el archivo",
    "print": "Se entregó impresa",
    "qr": "Se entregó por código QR",
    "none": "No se entregó copia",
}


@dataclass(frozen=True)
class Signature:
    """One signature or refusal. ``lines``: points of each stroke in a 1000 × 400 box, ready for an SVG."""

    name_es: str
    role_es: str
    manner_es: str
    reason_es: str
    by_es: str
    warning_es: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ActaPage:
    """Everything the page says."""

    closed: bool
    closed_es: str = ""
    text: str = ""
    facts: tuple[Fact, ...] = ()
    signatures: tuple[Signature, ...] = ()
    after: tuple[Fact, ...] = ()


def acta_page(case: Case) -> ActaPage:
    """Build the page; without a closure it only says so."""
    closure = case.visit.closure
    if closure is None:
        return ActaPage(closed=False)
    signed = [h for h in case.visit.happenings if h.type == "signature_given"]
    return ActaPage(
        closed=True,
        closed_es=f"{case.when(closure.recorded_at)}, por {case.who(closure.actor)}",
        text=closure.text or "Reservado: tu función no permite leer este texto.",
        facts=(
            Fact("Copia", COPIES[closure.copy]),
            Fact("Huella del texto (SHA-256)", closure.text_sha256, code=True),
            Fact("Estado que cerró", closure.state_hash, code=True),
        ),
        signatures=tuple(_signature(case, h, closure.text_sha256) for h in signed),
        after=tuple(_after(case)),
    )


def _signature(case: Case, happening: Happening, text_sha256: str) -> Signature:
    opened = happening.opened if isinstance(happening.opened, dict) else {}
    other_text = happening.body["text_sha256"] != text_sha256
    return Signature(
        name_es=opened.get("name") or "Reservado",
        role_es=opened.get("role") or "",
        manner_es=f"{_manner(happening.body['manner'], opened)}, {case.when(happening.recorded_at)}",
        reason_es=opened.get("reason") or "",
        by_es=_in_name(opened) if opened.get("unable") else "",
        warning_es="Firmó un texto distinto al que se cerró" if other_text else "",
        lines=tuple(_points(line) for line in opened.get("strokes") or ()),
    )


def _manner(manner: str, opened: Mapping[str, Any]) -> str:
    """Say how it ended; who does not know how to sign, or cannot, refused nothing."""
    unable = opened.get("unable")
    return UNABLE.get(unable, UNABLE["cannot"]) if unable else MANNERS[manner]


def _in_name(opened: Mapping[str, Any]) -> str:
    by, role = opened.get("by_name"), opened.get("by_role")
    said = [
        f"A su ruego firmó {by}{f' ({role})' if role else ''}" if by else "Nadie firmó en su nombre",
        "se le leyó el acta en voz alta" if opened.get("read_aloud") else "no consta que se le haya leído",
        "puso su huella en la copia impresa" if opened.get("thumbprint") else "",
    ]
    return "; ".join(part for part in said if part) + "."


def _points(line: list[int]) -> str:
    return " ".join(f"{int(x)},{int(y)}" for x, y in zip(line[::2], line[1::2], strict=False))


def _after(case: Case) -> list[Fact]:
    closure = case.visit.closure
    amended = [h for h in case.visit.happenings if h.type == "visit_amended"]
    facts = [
        Fact(
            f"Aclaración de {case.who(h.actor)}, {case.when(h.recorded_at)}",
            h.opened["text"] if isinstance(h.opened, dict) else "Reservado",
        )
        for h in amended
    ]
    if closure and closure.unincorporated:
        count = plural(len(closure.unincorporated), "registro", "registros")
        facts.append(Fact("Sin incorporar al acta", f"{count} que el cierre no cubre"))
    return facts
