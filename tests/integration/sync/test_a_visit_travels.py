"""A visit goes from one tablet through the server to another."""

from inspection.sync.office import Office
from tests.virtual_tablet import VirtualTablet


def test_what_ana_writes_luis_reads(tablet: VirtualTablet, new_tablet, office: Office, visit_id: str) -> None:
    minor = tablet.add_minor(visit_id)
    tablet.set_answer(visit_id, f"{minor}/edad_dicha", 14, src="child")
    tablet.add_member(visit_id, f"{minor}/tareas", "corte")

    assert [one["outcome"] for one in tablet.push(visit_id)] == ["stored"] * 3
    luis = new_tablet("luis")
    luis.pull()

    assert luis.read(visit_id).value(f"{minor}/edad_dicha") == {"v": 14, "src": "child"}
    assert luis.read(visit_id).plain() == tablet.read(visit_id).plain() == office.read(visit_id).plain()
    assert (
        luis.read(visit_id).state_hash == tablet.read(visit_id).state_hash == office.read(visit_id).state_hash
    )
    assert luis.read(visit_id).happenings[-1].actor == tablet.user["user_id"]
