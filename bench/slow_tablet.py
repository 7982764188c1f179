"""A real tablet for measuring: real server, real Chromium, an enrolled inspector, and the CPU slowed 4 times."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUM, FAKE_CAMERA, QUIET, Server
from tests.browser.field import Field, in_the_field
from tests.browser.tablet_hands import label, option

SLOWER = 4
BULK_MS = 120_000


@contextmanager
def field_tablet() -> Iterator[Field]:
    """Yield an inspector with her tablet open on her visits; everything is stopped and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="resguardo-bench-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *FAKE_CAMERA])
        try:
            with in_the_field(server, browser) as field:
                yield field
        finally:
            server.kill()
            browser.close()


def slowed(page: Page, rate: float = SLOWER) -> CDPSession:
    """Slow the page's CPU so many times; returns the session, for more questions to the browser."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    return session


def make_minors(field: Field, minors: int) -> None:
    """Note so many minors found together, in an opened visit, and stay on that screen."""
    page = field.page
    page.goto(page.url.split("/etapa")[0].rstrip("/") + "/varias")
    shared = page.get_by_role("region", name="Lo común a todas")
    shared.get_by_role("radio", name=option("nna_actividad", "trabaja")).check(force=True)
    shared.get_by_label(label("nna_lugar_visto")).fill("Camión 3")
    shared.get_by_role("button", name="Listo").click()
    page.get_by_label("¿Cuántas?").fill(str(minors))
    page.get_by_role("button", name=f"Crear {minors} fichas").click()
    made = page.get_by_role("region", name="Fichas de esta visita")
    expect(made.get_by_role("heading")).to_contain_text(str(minors), timeout=BULK_MS)


def verdict(found: float, aim: float) -> str:
    """Say whether a figure meets its aim (less is better)."""
    return "met" if found <= aim else "missed"


def frames(page: Page, count: int = 2) -> Any:
    """Wait for so many drawn frames."""
    return page.evaluate("async n => { for (let i = 0; i < n; i++) await new Promise(requestAnimationFrame); }", count)
