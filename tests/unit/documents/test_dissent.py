"""What the inspector decided of a classification, as the papers tell it."""

from dataclasses import replace

from tests.unit.documents import story
from tests.unit.documents.from_findings import written


def dissenting(classification: str, reason: str = "Sólo acompañaba a su tía."):
    visit = story.make_visit()
    said = {"result": {}, "agrees": False, "classification": classification, "reason": reason}
    happening = story.happening("determination_confirmed", story.GIRL, 9, {}, said, story.instant(12, 0))
    return replace(visit, happenings=(*visit.happenings, happening))


def test_a_dissent_of_the_inspector_reaches_the_oficio_with_her_reason_and_only_for_that_minor() -> None:
    document = written(visit=dissenting("Presencia sin trabajar"))
    boy, girl = document.reasons

    assert "disiente" in girl.text and "«Presencia sin trabajar»" in girl.text
    assert "sólo acompañaba a su tía" in girl.text
    assert "disiente" not in boy.text
    assert "disiente" in document.sheets[1].finding and "disiente" in document.summary[1].value


def test_a_dissent_adds_what_its_classification_asks_and_takes_nothing_away() -> None:
    graver = written(visit=dissenting("ti_edad_minima_peligroso"), minors=(story.GIRL,))
    milder = written(visit=dissenting("presencia_sin_trabajo"), minors=(story.BOY, story.GIRL))

    assert graver.urgent and graver.requests[0].urgent
    assert not written(minors=(story.GIRL,)).urgent
    assert milder.urgent and len(milder.sheets) == 2


def test_a_classification_the_inspector_confirmed_says_so() -> None:
    visit = story.make_visit()
    said = {"result": {}, "agrees": True, "classification": "ti_edad_minima_peligroso"}
    happening = story.happening("determination_confirmed", story.BOY, 9, {}, said, story.instant(12, 0))
    document = written(visit=replace(visit, happenings=(*visit.happenings, happening)))

    assert "confirmó esta clasificación" in document.reasons[0].text
    assert "confirmó" not in document.reasons[1].text
