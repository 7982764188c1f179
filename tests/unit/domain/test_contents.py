"""What was sealed is read only in the shape of its type."""

import pytest

from inspection.domain.contents import is_place

ID = "ab" * 16


@pytest.mark.parametrize("place", ["visit", f"minor:{ID}", "visit/una_pregunta", f"minor:{ID}/una_pregunta"])
def test_a_photo_shows_an_entity_or_answers_a_question(place: str) -> None:
    assert is_place(place)


@pytest.mark.parametrize("place", ["", "visit/", "minor:1", f"minor:{ID}/../x", 7, None])
def test_anything_else_is_no_place(place: object) -> None:
    assert not is_place(place)
