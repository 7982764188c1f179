"""Every kind of paper, drawn from the story: what golden files, hostile texts and the render script go through."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from forms import blank_checklist
from forms.blank_checklist import BlankChecklist
from forms.documents import Act, Acta, Document
from forms.signing import load_credential, sign_paper
from inspection.documents import acta_document, notice_document, referral_document
from inspection.documents.blank_sheets import blank_checklist as blank_sheets
from inspection.documents.case_file import Bundled, case_file_document
from inspection.documents.statistics import annex_document, rows_of, tables_of
from inspection.domain.visit import OpenedVisit
from inspection.issuing import acts, draw, versions
from protocols.acta_context import acta_text
from protocols.paper_words import load_paper_words, load_statistics_words
from tests.unit.documents import act_story, story
from tests.unit.forms import efirma
from tests.unit.forms import paper_samples as samples

GOLDEN = Path(__file__).parents[2] / "golden" / "pdf"
PICTURE_DPI = 40
PICTURED_PAGES = 8
"""Of a long paper the first pages are compared as pictures; its text, whole."""
Paper = Document | BlankChecklist
SHEETS_CODE = "5f" * 32
SECOND_WITNESS = "person:" + "3" * 32


def bundled() -> Bundled:
    """A sealed case bundle in which one file is still missing."""
    return Bundled(
        parts={"manifest.json": "1a" * 32, "events.jsonl": "2b" * 32, "acta.txt": "5f" * 32, "files/1.bin": "3c" * 32},
        sha256="9e" * 32,
        events=218,
        files=3,
        missing=("4d" * 32,),
        opened=False,
        server_key="ab" * 32,
        made_at=act_story.REGISTRATION.issued_at,
    )


def case_file() -> Act:
    """Its cover."""
    return case_file_document(act_story.make_visit(), story.BUNDLE, act_story.OFFICE, bundled())


def statistics() -> Act:
    """The annex of a period with some cells to hide."""
    words = load_statistics_words()
    boy, girl = rows_of(act_story.make_visit(), story.BUNDLE, words)
    rows = [boy] * 19 + [girl] * 8
    return annex_document(
        tables_of(rows, words),
        words,
        minors=len(rows),
        visits=12,
        period="del 1 de noviembre de 2026 al 30 de noviembre de 2026",
        registration=replace(act_story.REGISTRATION, folio="2026-11-01/2026-11-30"),
        issuer=act_story.act("receipt").issuer,
    )


def blank() -> BlankChecklist:
    """The sheets of the protocol in force."""
    return blank_sheets(story.BUNDLE, SHEETS_CODE, made_at=act_story.REGISTRATION.issued_at)


def summons() -> Act:
    """A summons announces an ordinary visit: an extraordinary one is not announced."""
    visit = act_story.make_visit()
    ordinary = story.answers("visit", "visit", {"visit_kind": "ordinaria_inicial"})
    return act_story.act("summons", replace(visit, answers=visit.answers | ordinary))


def whole_acta() -> Acta:
    """The acta as the protocol writes it, with one who does not know how to sign and one who cannot."""
    visit = act_story.make_visit()
    ink = [[120 + n * 14, 220 + (n % 5) * 30 - (n % 3) * 55] for n in range(50)]
    strokes = [[number for point in ink for number in point]]
    at = story.instant(13, 0)
    said: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("visit", "glass", {"name": "Irene Acta Fingida", "role": "Persona inspectora"}),
        (story.FOREMAN, "glass", {"name": "Pedro Encargo Supuesto", "role": "Persona que atendió la visita"}),
        (story.WITNESS, "refused", {"name": "Juan Testigo Inventado", "role": "Testigo de asistencia",
            "unable": "does_not_know", "by_name": "Marta Ruego Fingida", "by_role": "su hija",
            "read_aloud": True, "thumbprint": True}),
        (SECOND_WITNESS, "refused", {"name": "Eusebia Mano Inventada", "role": "Testigo de asistencia",
            "unable": "cannot", "reason": "Trae la mano derecha vendada", "read_aloud": True, "thumbprint": False}),
    )  # fmt: skip
    given = []
    for n, (entity, manner, opened) in enumerate(said, 60):
        drawn = {"strokes": strokes} if manner == "glass" or opened.get("by_name") else {}
        sealed = {"at": at, **opened, **drawn}
        given.append(story.happening("signature_given", entity, n, {"manner": manner}, sealed, at))
    signers = tuple({"entity": h.entity, "manner": h.body["manner"], "ref": h.ref} for h in given)
    kept = tuple(one for one in visit.happenings if one.type != "signature_given")
    assert visit.closure is not None
    closed = replace(visit.closure, text=acta_text(story.BUNDLE, visit.plain()), signers=signers)
    signed_visit = replace(visit, happenings=(*kept, *given), closure=closed)
    return acta_document(signed_visit, story.BUNDLE, registration=act_story.REGISTRATION, office=act_story.OFFICE)


DOCUMENTS: dict[str, Callable[[], Paper]] = {
    "referral": samples.make_referral,
    "immediate_notice": samples.make_notice,
    "acta": samples.make_acta,
    "whole_acta": whole_acta,
    **{kind: partial(act_story.act, kind) for kind in acts()},
    **{kind: partial(act_story.version, kind) for kind in versions()},
    "summons": summons,
    "case_file": case_file,
    "statistics": statistics,
    "blank_checklist": blank,
}


def drawn(document: Paper) -> bytes:
    """Draw any of them."""
    return blank_checklist.draw(document) if isinstance(document, BlankChecklist) else draw(document)


@cache
def whole_visit(minors: int) -> OpenedVisit:
    """The story with as many minors as asked: the boy, the girl, and others like them in turn."""
    visit = act_story.make_visit()
    entities = {e: known for e, known in visit.entities.items() if known.kind != "minor"}
    answers = {place: heads for place, heads in visit.answers.items() if not place.startswith("minor:")}
    happenings = [one for one in visit.happenings if not one.entity.startswith("minor:")]
    for n in range(minors):
        model = (story.BOY, story.GIRL)[n % 2]
        entity = model if n < 2 else f"minor:{(n * 7919 + 4242) % 0xFFFFF:05x}{n:027x}"
        entities[entity] = replace(visit.entities[model], entity=entity)
        answers |= {p.replace(model, entity): heads for p, heads in visit.answers.items() if p.startswith(model)}
        happenings += [renamed(one, model, entity) for one in visit.happenings if one.entity == model]
    return replace(visit, entities=entities, answers=answers, happenings=tuple(happenings))


def renamed(happening: Any, model: str, entity: str) -> Any:
    """The same happening, of another minor."""
    return replace(happening, entity=entity, body={**happening.body, "entity": entity})


def minors_in(visit: OpenedVisit) -> tuple[str, ...]:
    """The minors of a visit, in the order in which they were found."""
    return tuple(one.entity for one in visit.entities.values() if one.kind == "minor")


WRITERS: dict[str, Callable[..., Document]] = {"referral": referral_document, "immediate_notice": notice_document}


def written(kind: str, minors: int) -> Document:
    """A paper written from findings, for a visit with so many minors."""
    visit = whole_visit(minors)
    if kind in WRITERS:
        data = {"minors": minors_in(visit), "registration": act_story.REGISTRATION, "office": act_story.OFFICE}
        return WRITERS[kind](visit, story.BUNDLE, **data)
    if kind in versions():
        return act_story.version(kind, visit)
    return act_story.act(kind, visit, minors_in(visit) if kind == "cessation_order" else ())


def signed(document: Document) -> bytes:
    """A paper with its sheet of electronic signature."""
    credential = load_credential(efirma.make_certificate(), efirma.make_key(), efirma.PASSWORD, efirma.NOW)
    legend = load_paper_words()["signature_sheet_es"]
    post = "Titular de la oficina de representación"
    return sign_paper(draw(document), credential, legend=legend, post=post, signed_at=efirma.NOW).pdf
