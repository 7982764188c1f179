"""Nothing said, seen or signed can be read in the browser's profile: after use, after a kill, after locking."""

import json
import os
import re
import secrets
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from inspection.demo import Demo
from inspection.web import Settings, open_office
from tests.browser.conftest import CHROMIUM, FAKE_CAMERA, QUIET, Server
from tests.browser.entering import SAN_QUINTIN, demo_office, enter, inspector, menu, open_visit, send, unlock
from tests.browser.scanner import plant, scan
from tests.browser.tablet_hands import DRAWN_WHOLE, ITEMS, Hands, takes_strokes

pytestmark = pytest.mark.browser


def canary() -> str:
    """A word that nothing else contains, with the letters of the language."""
    return "Ñáñ" + secrets.token_hex(8)


def test_the_scanner_finds_a_canary_planted_on_purpose_in_every_form(tmp_path: Path) -> None:
    word = canary()
    planted = plant(tmp_path / "Default", word)
    assert len(set(scan(tmp_path, [word])[word])) == planted
    assert scan(tmp_path, [canary()]) == {}
    (tmp_path / word).write_bytes(b"")
    assert word in scan(tmp_path, [word])[word]


def profile_context(chromium: Browser, profile: Path) -> BrowserContext:
    """A browser that keeps its profile on disk, as a tablet does, and restores what was open."""
    context = chromium.browser_type.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=[*QUIET, *FAKE_CAMERA], locale="es-MX", timezone_id="America/Tijuana",
        viewport={"width": 1280, "height": 800}, geolocation=SAN_QUINTIN, permissions=["geolocation", "camera"],
        ignore_default_args=["--disable-back-forward-cache"],
    )  # fmt: skip
    context.set_default_timeout(15_000)
    return context


PLANT = """async word => {
  localStorage.setItem('x', word);
  const database = await new Promise(done => {
    const open = indexedDB.open('planted');
    open.onupgradeneeded = () => open.result.createObjectStore('x');
    open.onsuccess = () => done(open.result);
  });
  const transaction = database.transaction('x', 'readwrite');
  transaction.objectStore('x').put({ text: word + 'd' }, 1);
  await new Promise(done => { transaction.oncomplete = done; });
  database.close();
  const cache = await caches.open('planted');
  await cache.put('/planted', new Response(word + 'c'));
}"""


def test_the_scanner_finds_what_a_careless_app_leaves_in_a_real_profile(
    server: Server, chromium: Browser, tmp_path: Path
) -> None:
    """Local storage, a database, a cache, and a field whose draft the browser keeps to restore the tab."""
    demo_office(server)
    word, draft = canary(), canary()
    context = profile_context(chromium, tmp_path / "profile")
    page = context.pages[0]
    page.goto(f"{server.url}/app/")
    page.evaluate(PLANT, word)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<textarea id=x></textarea>')")
    page.locator("#x").fill(draft)
    sought, deadline = {word, word + "d", word + "c", draft}, time.monotonic() + 60
    while set(scan(tmp_path / "profile", sought)) != sought and time.monotonic() < deadline:
        page.wait_for_timeout(1_000)  # the browser writes each in its own time
    kill(tmp_path / "profile")
    found = scan(tmp_path / "profile", sought)
    assert set(found) == sought
    assert any("Session" in file for file in found[draft])


def kill(profile: Path) -> None:
    """Kill that browser as a power cut would: only processes of this very profile."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0")
            if f"--user-data-dir={profile}".encode() in command:
                os.kill(int(entry.name), signal.SIGKILL)
        except (OSError, ProcessLookupError):
            continue


def seed_every_field(place: Locator, words: dict[str, str]) -> None:
    """Write a canary of its own in every empty text field in sight: {question: canary}."""
    boxes = place.locator("textarea:visible, input[type=text]:not([inputmode]):visible")
    for number in range(boxes.count()):
        box = boxes.nth(number)
        name = box.evaluate("box => box.labels?.[0]?.innerText ?? box.getAttribute('aria-label') ?? ''")
        if box.is_disabled() or box.get_attribute("role") == "combobox":
            continue
        word = canary()
        box.fill(word)
        words[f"{re.sub(r'^[0-9. ]+', '', name).strip()}#{len(words)}"] = word
    if boxes.count():
        boxes.last.blur()


def use(page: Page, words: dict[str, str]) -> None:
    """A visit where every text that can be written is written."""
    hands = Hands(page)
    open_visit(page)
    for number in (1, 2, 3, 4, 5, 7, 8):
        hands.whole_stage(number)
        if number == 2:
            for item, which in (("arr_atiende", 1), ("arr_testigos", 1), ("arr_testigos", 2)):
                hands.add_person(item, which)
        if number == 3:
            expect(hands.take_photo().get_by_role("img").first).to_be_visible()
        seed_every_field(page.locator("main"), words)
    page.get_by_role("button", name="Añadir persona menor").click()
    tabs = page.get_by_role("navigation", name="Apartados de la ficha").get_by_role("link")
    expect(tabs.nth(1)).to_be_visible()
    for number in range(1, tabs.count()):
        tabs.nth(number).click()
        expect(tabs.nth(number)).to_have_attribute("aria-current", "step")
        page.evaluate(DRAWN_WHOLE)
        seed_every_field(page.locator("main"), words)


def sign_something(page: Page, passphrase: str) -> None:
    """Sign as whoever comes last; the tablet is lent to one who is no inspector, and opened again."""
    Hands(page).stage(8)
    page.get_by_role("link", name="Ir al acta").first.click()
    page.get_by_role("link", name=re.compile("^Firmar: ")).last.click()
    pad = page.get_by_role("img", name=re.compile("Espacio para firmar"))
    lend = page.get_by_role("button", name="Prestarla sin PIN: para abrir se pedirá mi frase")
    expect(pad.or_(lend)).to_be_visible()
    lent = bool(lend.count())
    if lent:
        lend.click()
    takes_strokes(pad)
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 14):
        page.mouse.move(box["x"] + 40 + step * 17, box["y"] + 60 + 37 * (step % 3), steps=2)
    page.mouse.up()
    page.get_by_role("button", name="Aceptar firma").click()
    if lent:
        unlock(page, passphrase)
    expect(page.get_by_role("article", name="Acta")).to_be_visible()


def held_by_the_office(server: Server) -> tuple[bytes, str]:
    """The photo's own bytes and the signature's strokes, as the office opened them after sync."""
    office = open_office(Settings(server.data, server.keys))
    (visit,) = office.visits()
    (upload,) = office.store.evidence.uploads(visit.visit_id)
    assert upload.complete
    photo = office.read_file(visit.visit_id, upload.name)
    signed = [h for h in office.read(visit.visit_id).happenings if h.type == "signature_given"]
    strokes = json.dumps(signed[-1].opened["strokes"], separators=(",", ":"))
    return bytes(photo), strokes


def telling(photo: bytes) -> list[bytes]:
    """Pieces of a picture that no other file can hold by chance: flat colours compress to repeated bytes."""
    pieces = (photo[at : at + 48] for at in range(1_000, len(photo), 48))
    found = [piece for piece in pieces if len(set(piece)) > 30]
    assert len(found) > 4
    return [found[0], found[len(found) // 2], found[-1]]


def test_nothing_written_can_be_read_in_the_profile(server: Server, chromium: Browser, tmp_path: Path) -> None:
    demo = demo_office(server)
    complainant = canary()
    seed_from_office(server, demo, complainant)
    profile = tmp_path / "profile"
    context = profile_context(chromium, profile)
    page = context.pages[0]
    enter(page, server.url, demo)
    words: dict[str, str] = {"complainant": complainant}
    use(page, words)
    sign_something(page, demo.passphrase)
    send(page)
    assert_every_text_was_seeded(words)

    photo, strokes = held_by_the_office(server)
    sought: list[Any] = [*words.values(), demo.passphrase, strokes[20:60], *telling(photo)]
    assert scan(profile, sought) == {}, "after use"

    # A draft: typed, not left, nothing locked.
    page.get_by_role("link", name="Resguardo: Visitas").click()
    open_visit(page)
    hands = Hands(page)
    hands.stage(8)
    draft = canary()
    hands.question("act_medidas").get_by_role("textbox").first.fill(draft)
    page.wait_for_timeout(3_000)  # Chromium notes the state of its tabs every 2.5 s
    hands.page.get_by_role("link", name="Ir al acta").first.click()
    page.get_by_role("button", name=re.compile("^Se negó a firmar: ")).first.click()
    reason = canary()
    page.get_by_label("Razón de la negativa").fill(reason)
    page.wait_for_timeout(3_000)
    kill(profile)
    sought += [draft, reason]
    assert scan(profile, sought) == {}, "after a kill"

    context = profile_context(chromium, profile)
    page = context.pages[0]
    page.goto(f"{server.url}/app/")
    page.get_by_label("Frase de paso").fill(demo.passphrase)
    page.get_by_role("button", name="Abrir", exact=True).click()
    expect(page.get_by_role("button", name="Menú")).to_be_visible()
    menu(page, "Bloquear")
    context.close()
    assert scan(profile, sought) == {}, "after locking and closing"


def seed_from_office(server: Server, demo: Demo, complainant: str) -> None:
    """What the office knows and the tablet only receives."""
    office = open_office(Settings(server.data, server.keys))
    (visit,) = office.visits()
    user = next(u.user_id for u in office.store.users.all() if u.role == "supervisor")
    office.set_answer(
        visit.visit_id, "visit/plan_queja_folio", {"v": complainant, "src": "office"}, public=False, actor=user
    )
    assert inspector(demo)


def assert_every_text_was_seeded(words: dict[str, str]) -> None:
    """Every text question that shows without other answers got a canary."""
    seen = {name.rsplit("#", 1)[0] for name in words}
    places = ("visit", "minor", "person:arr_atiende", "person:arr_testigos")
    texts = [i for i in ITEMS.values() if i["type"] == "text" and i["for"] in places]
    shown = [i for i in texts if i["when"] is None and not i["sees"]]
    assert [i["id"] for i in shown if not any(i["label_es"] in name for name in seen)] == []
