"""What was sealed is read only in the shape of its type."""

import pytest

from inspection.domain.contents import is_place, is_sound_content

ID = "ab" * 16


@pytest.mark.parametrize("place", ["visit", f"minor:{ID}", "visit/una_pregunta", f"minor:{ID}/una_pregunta"])
def test_a_photo_shows_an_entity_or_answers_a_question(place: str) -> None:
    assert is_place(place)


@pytest.mark.parametrize("place", ["", "visit/", "minor:1", f"minor:{ID}/../x", 7, None])
def test_anything_else_is_no_place(place: object) -> None:
    assert not is_place(place)


SIGNED = {"at": 1, "name": "N", "role": "testigo"}


def test_a_signature_says_why_there_is_none_of_ones_own() -> None:
    by = {"by_name": "M", "by_role": "hija", "strokes": [[1, 2]]}
    said = {"unable": "does_not_know", "read_aloud": True, "thumbprint": False}
    assert is_sound_content("signature_given", {**SIGNED, **said, **by})


@pytest.mark.parametrize(
    "wrong",
    [{"unable": True}, {"unable": "No sabe"}, {"by_name": 7}, {"by_role": {}}, {"read_aloud": "sí"}, {"thumbprint": 1}],
)
def test_it_says_so_in_the_fields_of_section_5_or_not_at_all(wrong: dict[str, object]) -> None:
    assert not is_sound_content("signature_given", {**SIGNED, **wrong})
