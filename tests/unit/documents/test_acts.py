"""Orders, records, summons, report, receipt and versions of the acta: what they say and what they never say."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from forms.documents import Removed, texts_of
from inspection.documents.acts import lacks_ground_for, reached_minors
from inspection.documents.reading import VisitReading
from inspection.documents.redaction import Secret, name_secrets, redacted
from inspection.domain.events import minor_key
from inspection.domain.visit import Entity
from inspection.issuing import acts, versions
from inspection.issuing.acts import checked
from inspection.sync.refusals import Refused
from protocols.paper_words import load_act_words
from tests.unit.documents import act_story, story

KINDS = tuple(acts())
NAMES = f"{story.BOY_NAME} {story.GIRL_NAME} Tomi".split()


def words_of(document: object) -> str:
    return " ".join(texts_of(document))


def section(document, code: str):
    return next(s for s in document.sections if s.code == code)


@pytest.mark.parametrize("kind", KINDS)
def test_an_act_leaves_no_place_open_and_names_no_minor(kind) -> None:
    text = words_of(act_story.act(kind))

    assert not re.search(r"[{}]", text)
    assert not [name for name in NAMES if name in text]


@pytest.mark.parametrize("kind", KINDS)
def test_an_act_of_an_empty_visit_says_what_is_missing_in_words(kind) -> None:
    bare = replace(act_story.make_visit(), answers={})
    document = act_story.act(kind, bare)

    assert not [text for text in texts_of(document) if re.search(r"[{}]|  |\(\)| ,|None", text)]
    assert all(fact.value.strip() for s in document.sections for fact in s.facts)


def test_every_citation_of_the_acts_is_known_or_printed_as_doubtful() -> None:
    known = {citation["cite"] for citation in story.BUNDLE["law"]["citations"].values()}
    found = re.findall(r"'cite': \[?'([^]]*?)'\]?[,}]", str(load_act_words()))
    named = {cite for text in found for cite in text.split("', '")}

    assert named - known <= {"LGTAIP, información confidencial", "LFPA 83"}


def test_the_cessation_order_reaches_each_minor_with_what_her_case_asks() -> None:
    orders = [order.text for order in section(act_story.act("cessation_order"), "orders").orders]

    assert any("cese de inmediato" in text and "NNA-7M3W" in text and "NNA-M4EP" not in text for text in orders)
    assert any("retire de inmediato" in text and "NNA-M4EP" in text for text in orders)


def test_the_order_of_one_adolescent_alone_is_an_order_of_withdrawal_in_the_singular() -> None:
    order = act_story.act("cessation_order", minors=(story.GIRL,))

    assert order.title == "Orden de retiro de labor prohibida"
    assert order.subject == "se ordena que una adolescente deje de inmediato la labor que se indica."
    assert not [text for text in texts_of(order) if "995\xa0Bis" in text]


@pytest.mark.parametrize("count", [1, 2, 60])
def test_an_order_names_every_key_and_reads_well_for_one_two_and_sixty(count) -> None:
    visit = act_story.make_visit()
    minors = [f"minor:{n:05x}" + "0" * 27 for n in range(count)]
    answers = {k: v for m in minors for k, v in story.answers(m, "minor", story.BOY_ANSWERS).items()}
    entities = {m: Entity(m, "minor", None, None, m, f"{'f' * 32}:1", False, False) for m in minors}
    crowd = replace(visit, answers=visit.answers | answers, entities=visit.entities | entities)
    order = act_story.act("cessation_order", crowd, tuple(minors))
    first = section(order, "orders").orders[0].text

    said = {1: "un adolescente deje", 2: "dos adolescentes dejen", 60: "sesenta adolescentes dejen"}[count]
    assert order.subject.startswith(f"se ordena que {said} ")
    assert all(minor_key(m) in first for m in minors)
    assert first.count(" y ") == (0 if count == 1 else 1) + first.count("labor y lugar")
    (told,) = section(order, "facts").items
    assert all(minor_key(m) in told for m in minors)
    assert ("cada quien adolescente de" in told) == (count > 1)


def test_an_order_tells_apart_what_is_not_so_of_each() -> None:
    facts = section(act_story.act("cessation_order"), "facts").items

    assert [fact.split(",")[0] for fact in facts] == ["NNA-7M3W", "NNA-M4EP"]


def test_the_order_says_the_hour_at_which_it_was_given_by_word_of_mouth() -> None:
    facts = section(act_story.act("cessation_order"), "facts").items

    assert "NNA-7M3W, adolescente de doce años o más y menor de quince" in facts[0]
    assert "a las 10:42 horas; el encargado acató." in facts[0]


def test_what_may_point_to_a_crime_is_not_told_to_the_employer() -> None:
    visit = act_story.make_visit()
    signs = story.answers(story.GIRL, "minor", {"crime_signs": ["no_la_dejan_ir"], "task_text": "Baila en el bar"})
    item = VisitReading(visit, story.BUNDLE).item("crime_signs", "minor")
    code = next(o["code"] for o in item["options"] if not o.get("exclusive"))
    signs[f"{story.GIRL}/{item['id']}"] = (story.head({"v": [code]}, 77),)
    document = act_story.act("cessation_order", replace(visit, answers=visit.answers | signs), (story.GIRL,))

    assert "Baila" not in words_of(document)


def test_the_report_counts_its_term_from_the_restriction() -> None:
    opening = act_story.act("restriction_report").opening

    assert "a las once horas con cincuenta y cinco minutos del veintidós de noviembre" in opening
    assert "vence a las once horas con cincuenta y cinco minutos del veintitrés de noviembre" in opening


def test_a_report_that_is_late_does_not_call_itself_in_time() -> None:
    late = replace(act_story.REGISTRATION, issued_at=act_story.REGISTRATION.issued_at + timedelta(hours=21))
    asked = [section(act_story.act("restriction_report", at=at), "requests").orders[1].text for at in (None, late)]

    assert asked[0].endswith("por rendido este informe en tiempo")
    assert asked[1].endswith("por rendido este informe, que se rinde ya vencido el plazo")


def test_what_was_written_freely_names_no_minor_in_an_act() -> None:
    """The labour, the note of an order and what happened may name her; the employer may read them."""
    visit = act_story.make_visit()
    told = story.answers(story.BOY, "minor", {"task_text": "TOMAS Zacarías corta jitomate; le dicen Tomi"})
    told |= {"visit/neg_hechos": (story.head({"v": "El patrón escondió a Marisol  Quimérica"}, 78),)}
    noted = [
        replace(h, opened={**h.opened, "note": "se fue con la mamá de Tomás"}) if h.type == "action_taken" else h
        for h in visit.happenings
    ]
    spoken = replace(visit, answers=visit.answers | told, happenings=tuple(noted))
    for kind in KINDS:
        document = act_story.act(kind, spoken)
        found = [name for name in ("tomas", "tomás", "tomi", "marisol") if name in words_of(document).lower()]
        assert not found, (kind, found)
    order = act_story.act("cessation_order", spoken)
    assert "[dato reservado] corta jitomate" in words_of(order)
    assert any("[dato reservado]" in note for note in order.notes)
    assert not [note for note in act_story.act("cessation_order").notes if "[dato reservado]" in note]


def test_the_summons_lists_the_papers_of_the_protocol() -> None:
    listed = section(act_story.act("summons"), "documents").items
    docs = [i for i in story.ITEMS if i["type"] == "doc" and i["id"].startswith("doc_") and "¿" not in i["label_es"]]

    assert len(listed) == len(docs) >= 10


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ("2026-11-25T09:00", ""),
        ("2026-11-22T15:40", "asked_missing"),
        ("2025-11-25T09:00", "asked_missing"),
        ("2026-11-25", "asked_missing"),
        ("2026-11-25T09:00+05:00", "asked_missing"),
        ("mañana", "asked_missing"),
    ],
)
def test_nobody_is_summoned_for_an_hour_that_passed_or_was_half_said(said, refused) -> None:
    now, asked = act_story.REGISTRATION.issued_at, {"planned_at": said}
    if not refused:
        assert checked(act_story.make_visit(), "summons", asked, now) == asked
        return
    with pytest.raises(Refused, match=refused):
        checked(act_story.make_visit(), "summons", asked, now)


def test_local_authorities_do_not_rest_on_the_federal_procedure() -> None:
    visit = act_story.make_visit()
    local = replace(visit, answers=visit.answers | story.answers("visit", "visit", {"authority": "local"}))

    assert "Procedimiento Administrativo" in act_story.act("summons").opening
    assert "Procedimiento Administrativo" not in act_story.act("summons", local).opening


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("refusal_record", "no consta una negativa"),
        ("restriction_record", "no consta una restricción"),
        ("summons", "no se anuncia"),
        ("receipt", "no sale ningún documento"),
    ],
)
def test_a_paper_without_ground_says_why_it_cannot_leave(kind, reason) -> None:
    assert reason in lacks_ground_for(story.make_visit(), story.BUNDLE, kind)


def test_an_order_is_due_for_those_whose_law_asks_it() -> None:
    reading = VisitReading(act_story.make_visit(), story.BUNDLE)

    assert reached_minors(reading, "cessation_order") == (story.BOY, story.GIRL)
    assert reached_minors(reading, "privacy_notice") == ()


@pytest.mark.parametrize("kind", tuple(versions()))
def test_no_version_of_the_acta_carries_a_minors_identity(kind) -> None:
    """Typed in capitals, without accents, with two spaces, by nickname, CURP or where he sleeps."""
    text = words_of(act_story.version(kind))

    for secret in ("TOMAS", "Tomi", "ZAIT130504HOCXXX09", "Marisol", "Quimerica", "cuarto 14"):
        assert secret not in text, secret


def test_the_employers_version_keeps_every_other_word_and_the_public_one_hides_people_too() -> None:
    employer, public = act_story.version("employer_acta"), act_story.version("public_acta")
    whole = "".join(run for line in employer.lines for run in line if isinstance(run, str))

    assert "Pedro Encargo Supuesto" in whole and "NNA-7M3W: persona de doce años" in whole
    assert "Pedro" not in words_of(public) and "NNA-" not in words_of(public)
    assert "Irene Acta Fingida" in words_of(public)  # the name of a public servant on duty is public


def test_what_was_taken_out_is_counted_and_founded() -> None:
    removals = {removal.what.split(",")[0]: removal for removal in act_story.version("public_acta").removals}

    assert removals["Nombre"].times == 4
    assert removals["Situación de una niña"].times == 2
    assert all(removal.ground.cite for removal in removals.values())


def test_a_note_written_after_the_closing_is_redacted_too() -> None:
    visit = act_story.make_visit()
    note = story.happening("visit_amended", "visit", 60, {}, {"text": f"Se aclara: es {story.BOY_NAME}."}, 1)
    document = act_story.version("employer_acta", replace(visit, happenings=(*visit.happenings, note)))

    assert "NOTA POSTERIOR AL CIERRE" in words_of(document)
    assert story.BOY_NAME not in words_of(document)


def test_a_name_inside_a_longer_word_stays() -> None:
    lines, times = redacted("Anaconda y Ana", name_secrets("minor", "Ana"), ["minor"])

    assert lines == (("Anaconda y ", Removed(1)),)
    assert times == {"minor": 1}


def test_overlapping_secrets_leave_nothing_behind() -> None:
    secrets = [Secret("minor", "Ana Luz"), Secret("minor", "Luz Cruz")]

    assert redacted("con Ana Luz Cruz.", secrets, ["minor"])[0] == (("con ", Removed(1), "."),)
