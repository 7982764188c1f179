"""A new version of the app: offered on the list alone, taken only with consent, and no thought is lost over it."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.entering import demo_office, enter, open_visit, tablet, unlock
from tests.browser.tablet_hands import Hands

pytestmark = pytest.mark.browser
BUILT = Path(__file__).parents[2] / "inspection" / "web" / "static" / "app"


def publish_another(build: Path) -> None:
    """The next version of the app: another mark in its page, and the service worker that brings it."""
    page, worker = build / "index.html", build / "sw.js"
    page.write_text(page.read_text().replace("<body>", '<body data-version="next">'), encoding="utf-8")
    text = worker.read_text()
    before, mark, after = text.partition('VERSION="')
    worker.write_text(f"{before}{mark}next{after[4:]}", encoding="utf-8")


def version(page: Page) -> str:
    return str(page.evaluate("document.body.dataset.version ?? 'first'"))


def test_a_new_version_waits_for_the_list_and_for_consent_and_loses_no_thought(
    server: Server, chromium: Browser, tmp_path: Path
) -> None:
    build = tmp_path / "app"
    shutil.copytree(BUILT, build)
    server.module, server.environment = "tests.faults.served", {"FAULTS_APP": str(build)}
    demo = demo_office(server)
    page = tablet(chromium).new_page()
    enter(page, server.url, demo)
    offer = page.get_by_role("button", name="Actualizar ahora")
    open_visit(page)
    hands = Hands(page)
    hands.stage(3)
    hands.write("rec_contratista", "Cuadrilla de «El Güero»")
    publish_another(build)
    page.evaluate("navigator.serviceWorker.getRegistration().then(one => one.update())")
    page.wait_for_function(
        "navigator.serviceWorker.getRegistration().then(one => Boolean(one.waiting))", timeout=30_000
    )
    # In a visit nothing is offered and nothing changes.
    box = hands.question("rec_areas_recorridas").get_by_role("textbox").first
    box.click()
    box.press_sequentially("Surcos 1 a 30 y el emp")
    expect(offer).to_have_count(0)
    assert version(page) == "first"
    page.get_by_role("link", name="Resguardo: Visitas").click()
    expect(offer).to_be_visible()
    assert version(page) == "first"
    offer.click()
    expect(page.get_by_label("Frase de paso")).to_be_visible(timeout=30_000)
    assert version(page) == "next"
    unlock(page, demo.passphrase)
    expect(page.get_by_role("button", name="Menú")).to_be_visible()
    open_visit(page)
    hands.stage(3)
    for item, words in (
        ("rec_contratista", "Cuadrilla de «El Güero»"),
        ("rec_areas_recorridas", "Surcos 1 a 30 y el emp"),
    ):
        expect(hands.question(item).get_by_role("textbox").first).to_have_value(words)
