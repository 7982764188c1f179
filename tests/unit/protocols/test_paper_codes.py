"""Paper comes back: three signs beside each box lead to the answer, and a sign misread is noticed."""

import pytest

from protocols import load_bundle
from protocols.paper_codes import ALPHABET, CodeFault, SheetCodes, items_of, scopes_of
from protocols.paper_values import FAULTS, read_sheet

BUNDLE = load_bundle("trabajo_infantil/2024_1").data
HASH = "3f2a9c" + "0" * 58
MINOR = SheetCodes(BUNDLE, HASH, "minor")


def box(role: str, value=None, codes: SheetCodes = MINOR):
    boxes = [b for b in codes.boxes if b.item["role"] == role]
    return next(b for b in boxes if (b.kind == "written" if value is None else b.value == value))


@pytest.mark.parametrize("scope", scopes_of(BUNDLE))
def test_every_box_of_every_sheet_reads_back_to_itself(scope) -> None:
    codes = SheetCodes(BUNDLE, HASH, scope)

    assert len({b.code for b in codes.boxes}) == len(codes.boxes) > 0
    assert all(codes.find(b.code) == b for b in codes.boxes)
    assert {b.item["id"] for b in codes.boxes} == {item["id"] for _, item in items_of(BUNDLE, scope)}


def test_any_one_sign_misread_is_noticed() -> None:
    for known in MINOR.boxes[::17]:
        for place in range(3):
            for sign in ALPHABET.replace(known.code[place], ""):
                wrong = known.code[:place] + sign + known.code[place + 1 :]
                with pytest.raises(CodeFault):
                    MINOR.find(wrong)


def test_a_sheet_of_another_version_is_not_taken_for_this_one() -> None:
    other = SheetCodes(BUNDLE, "3f2a9d" + "0" * 58, "minor")

    assert not MINOR.is_code(other.code)
    assert all(fault.why_es == FAULTS["check"] for fault in read_sheet(MINOR, other.boxes[0].code)[1])


def test_each_sheet_has_its_own_code() -> None:
    assert len({SheetCodes(BUNDLE, HASH, scope).code for scope in scopes_of(BUNDLE)}) == len(scopes_of(BUNDLE))


def test_look_alike_letters_small_letters_and_hyphens_are_understood() -> None:
    known = next(b for b in MINOR.boxes if "0" in b.code)

    assert MINOR.find(known.code.lower().replace("0", "o")) == known


def test_ticked_and_written_answers_become_values_of_the_protocol() -> None:
    typed = "\n".join(
        [
            f"{box('work_status', 'trabaja').code} {box('sex', 'hombre').code}",
            f"{box('said_age').code} = 13",
            f"{box('birth_date').code}=4/5/2013",
            f"{box('hours_day').code} = 8:30",
            f"{box('load_grams').code} = 16.5",
            f"{box('pay_amount').code} = 180.50",
            f"{box('minor_name').code} = Tomás = Zacarías",
        ]
    )
    readings, faults = read_sheet(MINOR, typed)

    found = {reading.item["role"]: reading.value["v"] for reading in readings}
    assert not faults
    assert found == {
        "work_status": "trabaja",
        "sex": "hombre",
        "said_age": 13,
        "birth_date": "2013-05-04",
        "hours_day": 510,
        "load_grams": 16500,
        "pay_amount": 18050,
        "minor_name": "Tomás = Zacarías",
    }


def test_several_boxes_of_a_set_stand_together_and_of_a_single_choice_are_explained() -> None:
    hazards = [b for b in MINOR.boxes if b.item["role"] == "hazards"][:2]
    both = " ".join(b.code for b in (*hazards, box("sex", "hombre"), box("sex", "mujer")))
    readings, faults = read_sheet(MINOR, both)

    assert [r.value["v"] for r in readings] == [sorted(b.value for b in hazards)]
    assert [fault.why_es for fault in faults] == [FAULTS["two_boxes"]]


def test_who_did_not_want_to_answer_is_recorded_as_such() -> None:
    assert read_sheet(MINOR, box("said_age", "declined").code)[0][0].value == {"none": "declined"}


def test_a_long_list_is_written_by_the_name_of_its_option_with_or_without_accents() -> None:
    language = box("language")
    label = MINOR.options(language.item)[3]["label_es"]

    read = read_sheet(MINOR, f"{language.code} = {label.upper()}")[0][0]
    assert read.value["v"] == MINOR.options(language.item)[3]["code"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("{age} = trece", "int"),
        ("{age} = 130", "range"),
        ("{born} = 31/2/2013", "date"),
        ("{born}", "no_value"),
        ("{sex} = hombre", "with_value"),
        ("ABCD", "length"),
        ("{hours} = 8:75", "minutes"),
        ("{load} = mucho", "grams"),
        ("{language} = klingon", "option"),
    ],
)
def test_what_cannot_be_read_is_explained_with_its_line(typed, why) -> None:
    named = {"age": "said_age", "born": "birth_date", "hours": "hours_day"}
    named |= {"load": "load_grams", "language": "language"}
    codes = {name: box(role).code for name, role in named.items()}
    readings, faults = read_sheet(MINOR, "\n" + typed.format(sex=box("sex", "hombre").code, **codes))

    assert not readings
    assert [(fault.line, fault.why_es) for fault in faults] == [(2, FAULTS[why])]
