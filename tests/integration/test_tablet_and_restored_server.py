"""Real tablets (TypeScript, in Node) and a real server: restored from a backup, ordered to erase a person."""

from pathlib import Path

import pytest

from inspection.clock import system_clock
from tests.integration.live_server import control, live_server
from tests.integration.test_tablet_core import run_live


def test_a_tablet_gives_a_restored_server_back_what_others_wrote_and_then_its_own(tmp_path: Path) -> None:
    with live_server(tmp_path) as server, control(server) as door:
        first = server.open_visit("ana", "luis")
        server.actions["open"] = lambda _: server.open_visit("ana", "luis")
        found = run_live({"URL": server.url, "CONTROL": door, "PART": "restore"})

        for visit_id in (first, found["later"]):
            visit = server.office.read(visit_id)
            assert visit.plain() == found["plain"][visit_id]
            assert visit.quarantined == ()
        assert len(server.office.read_file(found["later"], found["photo"])) == 300_000


def test_a_restored_server_hears_again_of_a_child_that_only_a_comparison_gave_back(tmp_path: Path) -> None:
    with live_server(tmp_path) as server, control(server) as door:
        server.open_visit("ana", "luis")
        found = run_live({"URL": server.url, "CONTROL": door, "PART": "restore_given_back"})

        assert server.office.read(found["visitId"]).value(f"{found['minor']}/edad") == {"v": 13}


def test_a_tablet_shut_out_hands_in_its_own_work_to_a_restored_server_too(tmp_path: Path) -> None:
    with live_server(tmp_path) as server, control(server) as door:
        server.open_visit("ana", "luis")
        server.actions["shut_out"] = lambda asked: server.office.store.people.revoke_incarnation(
            asked["incarnation"], system_clock()
        )
        found = run_live({"URL": server.url, "CONTROL": door, "PART": "restore_shut_out"})

        visit = server.office.read(found["visitId"])
        assert {code for _, code in visit.quarantined} == {"revoked_device"}
        assert [event.type for event, _ in visit.quarantined].count("minor_added") == 1
        uploads = [(one.name, one.complete) for one in server.office.store.evidence.uploads(found["visitId"])]
        assert uploads == [(found["name"], True)]


def test_an_order_to_erase_reaches_the_tablets(tmp_path: Path) -> None:
    with live_server(tmp_path) as server, control(server) as door:
        visit_id = server.open_visit("ana", "luis")
        found = run_live({"URL": server.url, "CONTROL": door, "PART": "erase"})

        visit = server.office.read(visit_id)
        assert [head.visible for head in visit.answers[f"{found['minor']}/edad"]] == ["erased"]
        assert visit.plain() == found["plain"]


@pytest.mark.parametrize("part", ["twins", "put_back", "lost_record"])
def test_a_comparison_repairs_what_pulls_and_batches_cannot_see(tmp_path: Path, part: str) -> None:
    with live_server(tmp_path) as server:
        visit_id = server.open_visit("ana", "luis")

        found = run_live({"URL": server.url, "PART": part})

        assert server.office.read(visit_id).state_hash == found["stateHash"]
