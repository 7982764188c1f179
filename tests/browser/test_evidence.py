"""Photographs and places: faces are covered before saving, the uncovered picture is never stored, all is kept."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from inspection.demo import Demo
from inspection.web import Settings, open_office
from tests.browser.conftest import CHROMIUM, QUIET, Server
from tests.browser.entering import enter, look, open_visit, send, tablet
from tests.browser.tablet_hands import Hands

pytestmark = pytest.mark.browser
COVER = (22, 26, 29)
RED = (200, 30, 30)


def at_stage(page: Page, office: tuple[Server, Demo], number: int) -> Hands:
    enter(page, office[0].url, office[1])
    open_visit(page)
    hands = Hands(page)
    hands.stage(number)
    return hands


def photos(office: tuple[Server, Demo]) -> list[tuple[dict[str, Any], bytes]]:
    """What each photo says, and its bytes, as the authority opened them; newest last."""
    desk = open_office(Settings(office[0].data, office[0].keys))
    (visit,) = desk.visits()
    added = [h for h in desk.read(visit.visit_id).happenings if h.type == "photo_added"]
    return [(dict(h.opened), bytes(desk.read_file(visit.visit_id, str(h.body["name"])))) for h in added]


def picture() -> bytes:
    """A picture of 1600 × 1200 with a red face in the middle, and notes that a camera leaves in its file."""
    image = Image.new("RGB", (1600, 1200), (90, 140, 90))
    image.paste(RED, (700, 500, 900, 700))
    exif = Image.Exif()
    exif[0x010F] = "Camara con lugar y serie"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def test_the_camera_opens_inside_the_page_and_a_face_is_covered_for_good(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    page = tablet(chromium).new_page()
    hands = at_stage(page, office, 3)
    page.evaluate("window.survived = true")
    photo = hands.question("rec_foto")
    photo.get_by_role("button", name="Tomar foto").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Tomar", exact=True)).to_be_enabled()
    look(page, "camera")
    with page.expect_file_chooser() as choosing:
        dialog.get_by_role("button", name="Elegir una imagen").click()
    choosing.value.set_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    canvas = dialog.get_by_role("img", name="Foto por guardar")
    box = canvas.bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    dialog.get_by_role("button", name="Pincel grande").click()
    page.mouse.move(middle[0] - 40, middle[1] - 20)
    page.mouse.down()
    for dx, dy in ((40, -20), (40, 20), (-40, 20), (-40, 0), (40, 0), (0, 0)):
        page.mouse.move(middle[0] + dx, middle[1] + dy, steps=4)
    page.mouse.up()
    look(page, "camera-covered")
    dialog.get_by_role("button", name="Usar esta foto").click()
    expect(dialog).to_have_count(0, timeout=20_000)  # a large picture is made and sealed
    expect(photo.get_by_role("img").first).to_be_visible()
    expect(photo).to_contain_text("con partes tapadas")
    send(page)

    said, saved = photos(office)[-1]
    assert said["covered"] is True and said["kind"] == "place" and (said["width"], said["height"]) == (1600, 1200)
    image = Image.open(io.BytesIO(saved)).convert("RGB")
    assert max(abs(a - b) for a, b in zip(image.getpixel((800, 600)), COVER, strict=True)) < 12
    small = image.resize((160, 120), Image.Resampling.NEAREST)
    reds = [p for p in small.get_flattened_data() if p[0] > 150 and p[1] < 90]
    assert not reds, "some of the face is left"
    assert b"Camara con lugar" not in saved
    assert page.evaluate("window.survived")


def test_covering_works_from_the_keyboard_and_can_be_undone(office: tuple[Server, Demo], chromium: Browser) -> None:
    page = tablet(chromium).new_page()
    hands = at_stage(page, office, 4)
    hands.question("doc_foto").get_by_role("button", name="Tomar foto").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Tomar", exact=True).click()
    expect(dialog.get_by_role("radio", name="Documento")).to_be_checked()
    canvas = dialog.get_by_role("img", name="Foto por guardar")
    canvas.focus()
    for key in ("ArrowLeft", "ArrowUp", "Space"):
        page.keyboard.press(key)
    undo = dialog.get_by_role("button", name="Quitar lo último tapado")
    expect(undo).to_be_enabled()
    undo.click()
    expect(undo).to_be_disabled()
    dialog.get_by_role("button", name="Usar esta foto").click()
    expect(hands.question("doc_foto").get_by_role("img").first).to_be_visible()
    send(page)
    said, _ = photos(office)[-1]
    assert (said["kind"], said["covered"]) == ("document", False)


WHERE = "() => [Boolean(document.activeElement.closest('dialog')), document.activeElement.textContent]"


def test_the_camera_keeps_the_focus_and_gives_it_back(office: tuple[Server, Demo], chromium: Browser) -> None:
    page = tablet(chromium).new_page()
    hands = at_stage(page, office, 3)
    hands.question("rec_foto").get_by_role("button", name="Tomar foto").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Tomar", exact=True)).to_be_enabled()
    for _ in range(7):
        page.keyboard.press("Tab")
        inside, words = page.evaluate(WHERE)
        assert inside or page.evaluate("document.activeElement === document.body"), words
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate(WHERE) == [False, "Tomar foto"]


def test_a_refused_camera_is_explained_and_a_file_does_as_well(office: tuple[Server, Demo], chromium: Browser) -> None:
    strict = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*QUIET, "--use-fake-device-for-media-stream"])
    try:
        page = tablet(strict, permissions=()).new_page()
        hands = at_stage(page, office, 3)
        hands.question("rec_foto").get_by_role("button", name="Tomar foto").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("alert")).to_contain_text("no dio permiso para usar la cámara")
        expect(dialog.get_by_role("alert")).to_contain_text("Nada se perdió")
        look(page, "camera-refused")
        with page.expect_file_chooser() as choosing:
            dialog.get_by_role("button", name="Elegir una imagen").click()
        choosing.value.set_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"no soy imagen"})
        expect(dialog).to_contain_text("no es una imagen que se pueda abrir")
        with page.expect_file_chooser() as choosing:
            dialog.get_by_role("button", name="Elegir una imagen").click()
        choosing.value.set_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
        dialog.get_by_role("button", name="Usar esta foto").click()
        expect(hands.question("rec_foto").get_by_role("img").first).to_be_visible()

        hands.stage(2)
        hands.question("arr_geo").get_by_role("button", name="Tomar lectura").click()
        expect(hands.question("arr_geo").get_by_role("alert")).to_contain_text("Puedes seguir: describe cómo llegar")
    finally:
        strict.close()


def test_a_reading_five_kilometres_off_or_vague_is_kept_and_explained(
    office: tuple[Server, Demo], chromium: Browser
) -> None:
    page = tablet(chromium, geolocation={"latitude": 30.6052, "longitude": -115.9401, "accuracy": 8}).new_page()
    hands = at_stage(page, office, 2)
    place = hands.question("arr_geo")
    place.get_by_role("button", name="Tomar lectura").click()
    expect(place).to_contain_text(re.compile(r"queda a 5(\.\d)? km del lugar que anotó la oficina"))
    expect(place).to_contain_text("30.60520")
    look(page, "place-far")
    page.context.set_geolocation({"latitude": 30.5602, "longitude": -115.9401, "accuracy": 2300})
    place.get_by_role("button", name="Tomar otra lectura").click()
    expect(place).to_contain_text("puede errar por 2.3 km")
    expect(place).not_to_contain_text("queda a")
