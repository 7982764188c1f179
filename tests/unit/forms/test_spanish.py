"""Spanish of public offices: numbers, agreement and lists for one, two and sixty."""

import pytest

from forms.spanish import Person, counted, joined, number_in_words, of_whom, people

GIRL, BOY, CHILD = (Person("child", sex) for sex in ("woman", "man", "unknown"))
TEEN_GIRL, TEEN_BOY, TEEN = (Person("adolescent", sex) for sex in ("woman", "man", "unknown"))


@pytest.mark.parametrize(
    ("persons", "words"),
    [
        ([TEEN_BOY], "un adolescente"),
        ([TEEN_GIRL], "una adolescente"),
        ([TEEN], "una persona adolescente"),
        ([TEEN_BOY, TEEN_GIRL], "dos adolescentes"),
        ([GIRL], "una niña"),
        ([GIRL, GIRL], "dos niñas"),
        ([GIRL, BOY], "una niña y un niño"),
        ([GIRL, BOY, BOY, TEEN_GIRL], "una niña, dos niños y una adolescente"),
        ([GIRL, CHILD], "dos niñas y niños"),
        ([BOY, TEEN_GIRL], "un niño y una adolescente"),
        ([TEEN_GIRL] * 21, "veintiuna adolescentes"),
        ([TEEN_BOY] * 21, "veintiún adolescentes"),
        ([TEEN_BOY] * 60, "sesenta adolescentes"),
        ([GIRL] * 200, "doscientas niñas"),
    ],
)
def test_minors_are_counted_in_the_words_of_the_law(persons: list[Person], words: str) -> None:
    assert people(persons) == words


def test_of_contracts_with_the_masculine_article() -> None:
    assert of_whom(TEEN_BOY.with_article) == "del adolescente"
    assert of_whom(TEEN_GIRL.with_article) == "de la adolescente"
    assert of_whom(TEEN.with_article) == "de la persona adolescente"


def test_every_number_to_ten_thousand_has_words_and_none_twice() -> None:
    words = [number_in_words(n) for n in range(10_001)]

    assert len(set(words)) == len(words)
    assert all(text.replace(" ", "").isalpha() for text in words)


def test_a_list_takes_e_before_the_sound_i() -> None:
    assert joined(["agua", "ignífugos"]) == "agua e ignífugos"
    assert joined(["agua", "hierro"]) == "agua y hierro"
    assert counted(31, "hora", "horas", feminine=True) == "treinta y una horas"
