"""Papers written from findings: founded, reasoned, every fact with its source, no blank left as a blank."""

from dataclasses import replace

import pytest

from forms.checklist import lacking
from forms.documents import texts_of
from inspection.demo import demo_content, demo_office
from inspection.documents import acta_document, notice_document, referral_document
from inspection.documents.office import TO_COMPLETE
from protocols.paper_words import load_paper_words
from tests.unit.documents import story
from tests.unit.documents.from_findings import OFFICE, REGISTRATION, facts_of, written


def test_the_story_lacks_nothing_of_a_complete_referral() -> None:
    assert lacking(written(), load_paper_words()["fields"]) == ()


def test_the_list_of_fields_has_its_62_numbers() -> None:
    assert [field["number"] for field in load_paper_words()["fields"]] == list(range(1, 63))


def test_every_ground_of_the_data_resolves_to_the_law() -> None:
    known = {citation["cite"] for citation in story.BUNDLE["law"]["citations"].values()}
    words = load_paper_words()
    named = {entry["cite"] for key in ("grounds", "competence") for entry in words[key]}
    named |= {
        cite for kind in ("urgent", "ordinary") for entry in words["requests"][kind].values() for cite in entry["cite"]
    }

    assert named - known <= {entry["cite"] for entry in words["competence"] if entry["mark"] == "por_validar"}


def test_the_letter_counts_the_minors_and_names_none() -> None:
    document = written()
    outside = " ".join(texts_of(replace(document, sheets=())))

    assert "se canaliza a dos adolescentes" in document.subject.lower()
    assert "a un adolescente" in written(minors=(story.BOY,)).subject
    assert not [part for part in f"{story.BOY_NAME} {story.GIRL_NAME}".split() if part in outside]


def test_reasons_name_the_facts_and_then_the_law() -> None:
    boy, girl = written().reasons

    assert "de 13 años (según documento, verificado)" in boy.text
    assert "corta jitomate con cuchillo" in boy.text
    assert any("22\u00a0Bis" in ground.cite for ground in boy.grounds)
    assert girl.text.startswith("La adolescente, de 16 años")


def test_what_is_so_of_several_minors_is_written_once_with_all_their_keys() -> None:
    from tests.unit.forms.every_paper import minors_in, whole_visit

    visit = whole_visit(6)
    document = written(minors=minors_in(visit), visit=visit)
    boys, girls = document.reasons
    keys = {sheet.key for sheet in document.sheets}

    assert {*boys.keys, *girls.keys} == keys and len(keys) == 6
    assert all(key in boys.also for key in boys.keys[1:]) and boys.key not in boys.also
    assert len(document.done) == 2 and "lo mismo con cada persona" in document.done[0]
    assert not [named for named in lacking(document, load_paper_words()["fields"]) if "Motivación" in named]
    one_less = replace(document, reasons=(replace(boys, keys=boys.keys[1:]), girls))
    assert any("Motivación" in named for named in lacking(one_less, load_paper_words()["fields"]))


def test_whoever_the_first_page_calls_urgent_has_the_alert_on_her_sheet() -> None:
    from tests.unit.forms.every_paper import minors_in, whole_visit

    visit = whole_visit(2)
    document = written(minors=minors_in(visit), visit=visit)

    assert [bool(sheet.alert) for sheet in document.sheets] == [
        "no puede esperar" in fact.value for fact in document.summary[:2]
    ]
    assert all(sheet.alert for sheet in document.sheets)


def test_a_doubtful_citation_keeps_its_mark_and_never_founds_the_letter() -> None:
    document = written()

    assert any("NOM-038" in g.cite and g.mark == "por_validar" for r in document.reasons for g in r.grounds)
    assert "NOM-038" not in document.opening
    assert "fracciones V y VI" in document.opening.replace("\u00a0", " ")


def test_each_fact_says_its_source_and_whether_it_was_checked() -> None:
    boy, girl = written().sheets

    assert (boy.name.source, boy.name.verified) == ("dicho del adolescente", False)
    assert (girl.name.source, girl.name.verified) == ("según documento", True)


def test_no_fact_is_left_blank() -> None:
    for document in (written(), written(notice_document)):
        assert all(fact.value.strip() for fact in facts_of(document))


def test_a_document_that_was_not_shown_is_said_in_words() -> None:
    girl = written().sheets[1]
    requirements = next(fact for fact in facts_of(girl) if fact.number == 39)

    assert requirements.value.endswith("constancia escolar: se exhibió (no se exhibió: certificado médico).")


def test_urgent_measures_are_asked_first_and_never_ordered() -> None:
    requests = written().requests

    assert requests[0].urgent and "en su caso" in requests[0].text
    assert [request.urgent for request in requests] == sorted((r.urgent for r in requests), reverse=True)


def test_an_unconfirmed_authority_is_addressed_by_its_generic_name_with_a_caution() -> None:
    document = written()

    assert document.addressee.office.endswith("Adolescentes del Estado de Baja California")
    assert "por confirmar" in document.addressee.caution
    assert any("por confirmar" in note for note in document.notes)


def test_a_confirmed_authority_is_addressed_by_its_own_name() -> None:
    visit = story.make_visit()
    path = f"visit/{story.code('workplace_municipality', 'visit')}"
    jalisco = replace(visit, answers={**visit.answers, path: (story.head({"v": "14039"}, 900),)})

    document = written(visit=jalisco)

    assert document.addressee.caution == ""
    assert "Jalisco" in document.addressee.office


def test_two_versions_of_a_fact_are_both_shown() -> None:
    visit = story.make_visit()
    path = f"{story.GIRL}/{story.code('lives_at', 'minor')}"
    heads = (story.head({"v": "Colonia Nueva Era"}, 901), story.head({"v": "Albergue"}, 902))

    document = written(visit=replace(visit, answers={**visit.answers, path: heads}))

    lives = next(fact for fact in facts_of(document.sheets[1]) if fact.number == 32)
    assert "Colonia Nueva Era / Albergue (versiones distintas, por aclarar)" in lives.value


def test_a_value_that_may_not_be_seen_is_said_to_be_reserved() -> None:
    visit = story.make_visit()
    path = f"{story.BOY}/{story.code('family', 'minor')}"
    shut = replace(visit.answers[path][0], value=None, visible="erased")

    document = written(visit=replace(visit, answers={**visit.answers, path: (shut,)}))

    family = next(fact for fact in facts_of(document.sheets[0]) if fact.number == 31)
    assert (family.value, family.blank) == ("dato suprimido", True)


def test_the_notice_tells_the_hour_the_facts_were_known() -> None:
    notice = written(notice_document, (story.BOY,))

    assert f"{notice.known_at:%H:%M}" == "10:34"


def test_a_half_received_visit_still_gives_a_notice() -> None:
    visit = story.make_visit(answers={}, closure=None, approved=None)

    notice = written(notice_document, (story.BOY,), visit=visit)

    assert notice.sheets[0].name.blank
    assert all(fact.value for fact in facts_of(notice))


def test_a_broken_answer_does_not_hold_a_notice_back() -> None:
    visit = story.make_visit()
    broken = {
        f"{story.BOY}/{story.code(role, 'minor')}": (story.head({"v": value}, 950),)
        for role, value in {
            "said_age": {"v": 13},
            "hours_day": "nueve",
            "hazards": 7,
            "birth_date": [1],
        }.items()
    }

    notice = written(notice_document, (story.BOY,), visit=replace(visit, answers={**visit.answers, **broken}))

    assert notice.sheets


def test_somebody_who_is_not_a_minor_of_the_visit_gets_no_paper() -> None:
    with pytest.raises(LookupError):
        written(minors=(story.FOREMAN,))


def test_the_acta_keeps_its_text_and_tells_who_refused() -> None:
    visit = story.make_visit()
    document = acta_document(visit, story.BUNDLE, registration=REGISTRATION, office=OFFICE)

    assert visit.closure and document.text == visit.closure.text
    assert [(s.name, s.manner, s.reason) for s in document.signers] == [
        ("Juan Testigo Inventado", "refused", "Dijo que no quería problemas.")
    ]


def test_the_acta_tells_who_signed_for_one_who_does_not_know_how_to() -> None:
    visit = story.make_visit()
    said = {"unable": "does_not_know", "by_name": "Hija Inventada", "by_role": "su hija", "read_aloud": True}
    given = [
        replace(h, opened={**h.opened, **said, "reason": "", "strokes": [[1, 2, 3, 4]]})
        if h.type == "signature_given"
        else h
        for h in visit.happenings
    ]
    visit = replace(visit, happenings=tuple(given))

    (signer,) = acta_document(visit, story.BUNDLE, registration=REGISTRATION, office=OFFICE).signers

    assert (signer.name, signer.manner, signer.by) == ("Juan Testigo Inventado", "unlettered", "Hija Inventada")
    assert signer.read_aloud and not signer.thumbprint and signer.strokes == ((1, 2, 3, 4),)


@pytest.mark.parametrize("count", [1, 2, 60])
def test_letters_read_well_for_one_two_and_sixty(count: int) -> None:
    visit = story.make_visit()
    minors = [f"minor:{n:032x}" for n in range(0x11111 << 108, (0x11111 << 108) + count)]
    entities = {m: replace(visit.entities[story.BOY], entity=m, subject=m) for m in minors}
    copied = {
        path.replace(story.BOY, minor): heads
        for minor in minors
        for path, heads in visit.answers.items()
        if path.startswith(story.BOY)
    }
    crowd = replace(visit, entities={**visit.entities, **entities}, answers={**visit.answers, **copied})

    document = written(minors=minors, visit=crowd)

    subjects = {1: "a un adolescente", 2: "a dos adolescentes", 60: "a sesenta adolescentes"}
    assert subjects[count] in document.subject
    asked = document.requests[0].text
    assert {1: "de NNA-", 2: " y NNA-", 60: "de todas las personas canalizadas"}[count] in asked


def named_municipalities() -> dict:
    entry = {"code": "02006", "label_es": "San Quintín", "entity": "02", "entity_es": "Baja California"}
    law = story.BUNDLE["law"]
    return {**story.BUNDLE, "law": {**law, "catalogues": {**law["catalogues"], "municipalities": [entry]}}}


@pytest.mark.parametrize(
    ("bundle", "words"),
    [
        (named_municipalities(), "municipio de San Quintín, Baja California"),
        ({**story.BUNDLE, "law": {**story.BUNDLE["law"], "catalogues": {}}}, "clave INEGI 02006, Baja California"),
    ],
)
def test_the_municipality_stands_by_its_name_or_by_its_code_with_whose_code_it_is(bundle, words) -> None:
    document = referral_document(
        story.make_visit(), bundle, minors=(story.BOY,), registration=REGISTRATION, office=OFFICE
    )

    address = next(fact for fact in document.background if fact.number == 16)
    assert words.lower() in address.value.lower()


def test_the_first_page_says_who_where_what_is_asked_and_how_to_answer_without_a_name() -> None:
    summary = written().summary
    words = " ".join(f"{fact.label} {fact.value}" for fact in summary)

    assert [fact.label for fact in summary][2:] == ["Dónde", "Qué se pide", "Cómo responder"]
    assert "no puede esperar" in summary[0].value and "veinticuatro horas" in words and OFFICE.contact in words
    assert not [part for part in f"{story.BOY_NAME} {story.GIRL_NAME} Tomi".split() if part in words]


def test_the_notice_opens_with_the_law_that_orders_it_and_founds_the_rest_after() -> None:
    notice = written(notice_document, (story.BOY,))

    assert "Ley General de los Derechos" in notice.opening and "Ley Federal del Trabajo" not in notice.opening
    assert "Ley Federal del Trabajo" in notice.founded
    assert notice.reasons and "22\u00a0Bis" in " ".join(ground.cite for ground in notice.reasons[0].grounds)


def test_the_notice_asks_only_what_cannot_wait_for_the_oficio() -> None:
    girl = written(notice_document, (story.GIRL,)).requests

    assert len(girl) == 1 and girl[0].text.startswith("Acercarse")


def test_what_was_done_is_one_paragraph_a_minor_hour_by_hour() -> None:
    boy, girl = written().done

    assert boy.index("10:42") < boy.index("12:30")
    assert "folio CI-0000" in boy and "Medidas: agua" in boy
    assert girl.count("horas:") == 1


def test_an_age_proved_by_a_document_has_the_document_as_its_source() -> None:
    girl = written().sheets[1]
    age = next(fact for fact in facts_of(girl) if fact.number == 22)

    assert age.source == "según documento" and age.value.count("16 años") == 1


def test_who_has_no_known_age_nor_sex_is_presumed_adolescent_and_told_so() -> None:
    """LGDNNA 5: what the law presumes is not printed as proved, nor a person as not identified."""
    visit = story.make_visit()
    unknown = story.answers(story.BOY, "minor", {"sex": "no_identificado"})
    about_age = {story.code(role, "minor") for role in ("birth_date", "said_age", "age_evidence", "age_doubt")}
    kept = {place: heads for place, heads in visit.answers.items() if place.rpartition("/")[2] not in about_age}
    document = written(minors=(story.BOY,), visit=replace(visit, answers=kept | unknown))
    sheet = document.sheets[0]

    assert sheet.headline.startswith("Adolescente de edad no determinada, sexo no identificado")
    status = next(fact for fact in facts_of(sheet) if fact.number == 23)
    assert status.value.startswith("Adolescente (calidad que se presume")


def test_the_demo_office_leaves_nothing_to_be_filled_in() -> None:
    for kind in (referral_document, notice_document):
        document = kind(
            story.make_visit(),
            story.BUNDLE,
            minors=(story.BOY,),
            registration=REGISTRATION,
            office=replace(demo_office(demo_content()), signer_name="Leticia Inventada"),
        )
        assert TO_COMPLETE not in " ".join(texts_of(document))
        assert not [note for note in document.notes if note.startswith("Falta")]


def after(*extra, answers=()) -> list:
    from inspection.documents.case_file import case_file_document
    from tests.unit.forms.every_paper import bundled

    visit = story.make_visit()
    visit = replace(visit, happenings=(*visit.happenings, *extra), answers=visit.answers | dict(answers))
    cover = case_file_document(visit, story.BUNDLE, OFFICE, bundled())
    return [fact for section in cover.sections if section.code == "after" for fact in section.facts]


def test_what_is_known_only_after_the_paper_left_stands_on_the_cover_of_the_case() -> None:
    paper = {"document": "receipt", "code": "B", "folio": "BC/ACU/00001/2026", "minors": [story.BOY]}
    signed = {"code": "B", "sha256": "7a" * 32}
    told = (
        story.happening("document_issued", "visit", 71, paper, None, story.instant(12, 40)),
        story.happening("document_signed", "visit", 72, signed, None, story.instant(22, 34)),
    )
    said = {f"{story.BOY}/seg_ppnna": (story.head({"v": "plan", "src": "office"}, 501),)}
    boy_receipt, boy_after, girl_receipt, girl_after = after(*told, answers=said)

    assert "22:34" in boy_receipt.value and "7a" * 32 in boy_receipt.value and boy_receipt.number == 61
    assert "no se preguntó: persona responsable y fecha del plan" in boy_after.value
    assert "sin asentar: número de expediente" in boy_after.value and boy_after.number == 62
    assert girl_receipt.value == "aún no vuelve firmado" and girl_after.value == "sin asentar"
