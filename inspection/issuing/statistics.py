"""Writes the statistics annex of a period: a paper, and its tables inside for machines."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from forms import act
from forms.attaching import attach
from forms.documents import Issuer, Registration
from forms.spanish import short_date
from inspection.documents.office import TO_COMPLETE
from inspection.documents.reading import VisitReading
from inspection.documents.statistics import annex_document, as_csv, rows_of, tables_of
from inspection.domain.canonical import sha256_hex
from inspection.issuing.core import bundle_of
from inspection.issuing.settings import office_data
from inspection.sync.office import Office
from protocols.paper_words import load_paper_words, load_statistics_words

PUBLISHED = "published_statistics"


class PeriodOverlaps(ValueError):
    """The period shares days with another already published: subtracting one from the other would leave few."""

    def __init__(self, since: str, until: str):
        super().__init__(f"{since}/{until}")
        self.since, self.until = since, until


def write_annex(office: Office, target: Path, *, since: date, until: date, zone: str) -> tuple[int, int]:
    """Write the annex of the visits whose facts fall within a period.

    Args:
        office: The door to visits.
        target: The PDF; it must not exist.
        since: First day, inclusive.
        until: Last day, inclusive.
        zone: IANA zone of the office, for the date of issue.

    Returns:
        How many minors and visits were counted.

    Raises:
        FileExistsError: ``target`` exists.
        PeriodOverlaps: It shares days with another period already written, and is not that very period.
    """
    _check_period(office, since, until)
    words, rows, visits = load_statistics_words(), [], 0
    for known in office.visits():
        visit = office.read(known.visit_id)
        bundle = bundle_of(office, visit)
        if since <= VisitReading(visit, bundle).facts_on() <= until:
            rows += rows_of(visit, bundle, words)
            visits += 1
    tables = tables_of(rows, words) if len(rows) >= words["minimum_cell"] else []
    data = as_csv(tables)
    document = annex_document(
        tables,
        words,
        minors=len(rows),
        visits=visits,
        period=f"del {short_date(since)} al {short_date(until)}",
        registration=_registration(office, data, since, until, zone),
        issuer=_issuer(office),
    )
    pdf = attach(act.draw(document), words["file_name"], data, description=words["attached_es"], mime="text/csv")
    with target.open("xb") as out:
        out.write(pdf)
    with office.store.writing():
        kept = {*_published(office), (since.isoformat(), until.isoformat())}
        office.store.set_setting(PUBLISHED, json.dumps(sorted(kept)))
    return len(rows), visits


def _published(office: Office) -> list[tuple[str, str]]:
    return [(since, until) for since, until in json.loads(office.store.settings().get(PUBLISHED, "[]"))]


def _check_period(office: Office, since: date, until: date) -> None:
    own = (since.isoformat(), until.isoformat())
    for other in _published(office):
        if other != own and own[0] <= other[1] and other[0] <= own[1]:
            raise PeriodOverlaps(*other)


def _registration(office: Office, data: bytes, since: date, until: date, zone: str) -> Registration:
    at = datetime.fromtimestamp(office.clock() // 1000, UTC).astimezone(ZoneInfo(zone))
    sha = sha256_hex(data)
    code = "-".join(sha[start : start + 4].upper() for start in range(0, 16, 4))
    return Registration(f"{since}/{until}", "", code, f"resguardo:estadistica:{sha}", at)


def _issuer(office: Office) -> Issuer:
    data = office_data(office, "")
    words = load_paper_words()
    return Issuer(
        institution=data.institution or words["institutions"]["federal"],
        unit=data.unit or TO_COMPLETE,
        area=data.area or words["area_es"],
        address=data.address or TO_COMPLETE,
        contact=data.contact or TO_COMPLETE,
        place=data.place or TO_COMPLETE,
        signer_name=data.signer_name,
        signer_post=data.signer_post,
    )
