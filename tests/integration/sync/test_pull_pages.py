"""Pages of a pull: short on the road, and each with what it needs."""

import gzip
import json

from inspection.store.records import User
from inspection.sync.office import Office
from tests.factories import make_user, make_visit
from tests.virtual_tablet import VirtualTablet


def test_a_long_page_comes_gzipped_to_who_takes_it(office: Office, tablet: VirtualTablet, ana: User) -> None:
    visit_id = make_visit(office, make_user(office, "luz"), ana)
    for number in range(20):
        office.set_answer(visit_id, f"visit/campo_{number}", {"v": "x" * 100})
    asked = json.dumps({"cursor": None}).encode()
    kind = {"Content-Type": "application/json"}

    plain = tablet.signed("POST", "/pulls", asked, kind)
    short = tablet.signed("POST", "/pulls", asked, {**kind, "Accept-Encoding": "gzip"})

    assert short.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert len(short.body) < len(plain.body) / 2
    assert json.loads(gzip.decompress(short.body))["records"] == plain.json["records"]


def test_only_the_last_page_tells_of_every_visit(office: Office, tablet: VirtualTablet, ana: User) -> None:
    visits = {make_visit(office, ana) for _ in range(6)}
    gone = make_visit(office, ana)
    office.revoke(gone, ana.user_id, actor=ana.user_id)

    pages, cursor, more = [], None, True
    while more:
        page = tablet.post("/pulls", {"cursor": cursor, "limit": 2}).json
        pages.append({one["visit_id"] for one in page["visits"]})
        cursor, more = page["cursor"], page["more"]

    assert len(pages) >= 3 and pages[-1] >= visits | {gone}
    # The first page brings the secrets of all, and so speaks of all.
    assert all(gone in page and len(page) < len(pages[-1]) for page in pages[1:-1])
