"""The acta's template language and its Spanish words: what is frozen in tests/golden/text, and what must be refused."""


import json
from pathlib import Path

import pytest

from protocols import acta_words
from protocols.text import TemplateError, check_part, check_template, render, render_part

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "text"


def golden(name):
    return json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("function", sorted(golden("words")))
def test_numbers_days_hours_and_lists_read_as_they_were_read_aloud(function):
    for arguments, expected in golden("words")[function]:
        assert getattr(acta_words, function)(*arguments) == expected, arguments


@pytest.mark.parametrize(
    "case",
    [c for c in golden("language") if "text" in c],
    ids=lambda c: json.dumps(c["template"], ensure_ascii=False)[:60],
)
def test_each_part_says_what_was_frozen(case):
    check_part(case["template"], "part")
    assert (
        render({"sections": [{"title": "T", "paragraphs": [case["template"]]}]}, case["context"])
        == case["text"]
    )


@pytest.mark.parametrize(
    "case",
    [c for c in golden("language") if "refused_at" in c],
    ids=lambda c: json.dumps(c["template"], ensure_ascii=False)[:60],
)
def test_what_the_language_does_not_know_is_refused_where_it_stands(case):
    with pytest.raises(TemplateError) as refusal:
        check_template({"sections": [{"paragraphs": [case["template"]]}]})
    assert refusal.value.path == case["refused_at"]


def test_an_unknown_key_of_a_section_is_refused():
    with pytest.raises(TemplateError, match=r"sections\[0\].colour"):
        check_template({"sections": [{"paragraphs": [], "colour": "red"}]})


def test_a_name_that_the_context_lacks_is_an_error_and_not_a_gap():
    with pytest.raises(TemplateError, match="«witness»"):
        render({"sections": [{"paragraphs": ["Firma {witness}"]}]}, {})


def test_a_value_is_never_read_as_template():
    assert render_part("{a}", [{"a": "{b}", "b": "secreto"}]) == "{b}"


def test_a_section_without_lines_leaves_no_title():
    template = {
        "sections": [
            {"title": "UNO", "paragraphs": ["{nothing}"]},
            {"title": "DOS", "unless": "nothing", "paragraphs": ["algo"]},
        ]
    }

    assert render(template, {"nothing": ""}) == "DOS\nalgo\n"


def test_the_acta_of_the_protocol_is_a_known_template():
    check_template(golden("bundle")["protocol"]["acta"])
