"""What all papers of one visit rest on: the reading, the words of the law, who issues."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.documents import Issuer, Legend
from inspection.documents.law import LawBook
from inspection.documents.office import OfficeData, issuer_of, legend_of
from inspection.documents.reading import VisitReading
from inspection.domain.visit import OpenedVisit
from protocols.paper_words import load_paper_words


@dataclass(frozen=True)
class Basis:
    """A visit read for its papers."""

    reading: VisitReading
    words: Mapping[str, Any]
    book: LawBook
    issuer: Issuer
    legend: Legend


def basis_of(visit: OpenedVisit, bundle: Mapping[str, Any], office: OfficeData) -> Basis:
    """Read a visit for its papers.

    Args:
        visit: The visit, opened by the office.
        bundle: The bundle it pins.
        office: Who issues.
    """
    reading, words = VisitReading(visit, bundle), load_paper_words()
    book = LawBook(bundle["law"])
    issuer = issuer_of(reading, words, office, book)
    return Basis(reading, words, book, issuer, legend_of(words, issuer))
