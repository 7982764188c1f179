"""The story: one real visit from the field to the referral, in real Chromium, the server really killed."""

import contextlib
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from inspection.demo import Demo
from inspection.web import Settings, open_office
from tests.browser.conftest import SHOTS, Server
from tests.browser.demo_copies import copied_demo
from tests.browser.desk_hands import Desk
from tests.browser.entering import back_to_the_list, send
from tests.browser.people import BOY_13, BOY_17, GIRL_16, WOMAN_19
from tests.browser.reading import DESK_TARGET, Reader
from tests.browser.tablet_hands import Hands, label

SAN_QUINTIN = {"latitude": 30.5602, "longitude": -115.9401, "accuracy": 8}
PLACE = "Rancho El Encino"
PIN = "4827"
SECRET_WORDS = (
    *("Mateo", "Ruvalcaba", "Itzel", "Xóchitl", "Adrián Cota", "Rosa Elena", "Rufina"),
    *(str(person.born[2]) for person in (GIRL_16, BOY_17, WOMAN_19) if person.born),
)

pytestmark = pytest.mark.browser


class Camera:
    """Numbered screenshots of the story, for people to look at, and what of each screen is not for everybody."""

    def __init__(self) -> None:
        SHOTS.mkdir(exist_ok=True)
        self.count, self.wrong = 0, list[str]()

    def shot(self, page: Page, name: str) -> None:
        self.count += 1
        with contextlib.suppress(PlaywrightError):  # Chromium refuses now and then; the picture is for people only
            page.screenshot(path=SHOTS / f"{self.count:02}-{name}.png")
        if "/app/" in page.url:
            return
        reader = Reader(page, target=DESK_TARGET, themes=False)
        reader.look(name)
        self.wrong += reader.wrong


def tablet_context(chromium: Browser) -> BrowserContext:
    context = chromium.new_context(
        locale="es-MX",
        timezone_id="America/Tijuana",
        viewport={"width": 1280, "height": 800},
        geolocation=SAN_QUINTIN,
        permissions=["geolocation", "camera"],
        accept_downloads=True,
    )
    context.set_default_timeout(10_000)
    return context


def sign_in_once(page: Page, url: str, demo: Demo) -> None:
    """Enrol: first with a wrong password, which is said plainly and loses nothing, then with the right one."""
    inspector = next(a for a in demo.accounts if a.role == "inspector")
    page.goto(f"{url}/app/")
    page.get_by_label("Usuario").fill(inspector.username)
    page.get_by_label("Nombre de esta tableta").fill("Tableta 4")
    give_password(page, "esta no es la mía", demo)
    expect(page.get_by_role("alert")).to_contain_text("contraseña")
    page.get_by_role("button", name="Volver").click()
    assert page.get_by_label("Usuario").input_value() == inspector.username
    give_password(page, inspector.password, demo)
    expect(page.get_by_role("link", name=re.compile("Abrir visita"))).to_be_visible(timeout=30_000)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    errors = page.context.new_cdp_session(page).send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [e["errorId"] for e in errors if e["errorId"] != "in-incognito"] == []


def give_password(page: Page, password: str, demo: Demo) -> None:
    page.get_by_label("Contraseña").fill(password)
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Frase de paso", exact=True).fill(demo.passphrase)
    page.get_by_label("Repite la frase de paso").fill(demo.passphrase)
    page.get_by_role("button", name="Preparar esta tableta").click()


def unlock(page: Page, demo: Demo) -> None:
    page.get_by_label("Frase de paso").fill(demo.passphrase)
    page.get_by_role("button", name="Abrir").click()


def arrive(hands: Hands, camera: Camera) -> None:
    hands.stage(2)
    hands.now("arr_hora_inicio")
    hands.question("arr_geo").get_by_role("button", name="Tomar lectura").click()
    expect(hands.question("arr_geo")).to_contain_text("30.56020")
    for done in ("arr_credencial", "arr_orden_copia", "arr_aviso_datos"):
        hands.choose(done, "Sí")
    attendee = hands.add_person("arr_atiende")
    hands.write("atiende_nombre", "Ramón Félix Castro", attendee)
    hands.write("atiende_cargo", "Encargado de campo", attendee)
    witnesses = (("Beatriz Salas Ibarra", "Domicilio conocido, El Encino"), ("Óscar Nava Lugo", "Calle 3 número 12"))
    for number, (name, address) in enumerate(witnesses, 1):
        witness = hands.add_person("arr_testigos", number)
        hands.write("testigo_nombre", name, witness)
        hands.write("testigo_domicilio", address, witness)
    camera.shot(hands.page, "arrival")


def walk(hands: Hands, camera: Camera) -> None:
    hands.stage(3)
    hands.write("rec_total", "46")
    hands.write("rec_areas_recorridas", "Surcos 1 a 30, bodega, oficina y comedor. El pozo no: estaba cerrado.")
    hands.write("rec_contratista", "Cuadrilla de «El Güero»")
    hands.write("rec_nna_vistos", "4")
    hands.choose("rec_hijos_campo", "No")
    hands.tick("rec_servicios_faltan", "ninguno_falta")
    take_photo(hands, camera)
    hands.stage(4)
    hands.choose("doc_registro_temporales", "Exhibe")


def take_photo(hands: Hands, camera: Camera) -> None:
    photo = hands.take_photo()
    expect(photo.get_by_role("img").first).to_be_visible()
    camera.shot(hands.page, "photo")


def raise_urgent(hands: Hands, camera: Camera) -> None:
    hands.press("Hallazgo urgente", role="link")
    hands.page.get_by_role("button", name="Avisar ahora").click()
    expect(hands.page.locator("main")).to_contain_text("Sale en cuanto haya señal")
    camera.shot(hands.page, "urgent")
    hands.press("Volver a la visita", role="link")


def sign(hands: Hands, name: str) -> None:
    """Lend the tablet to one person, who signs on the glass and gives it back; the PIN opens it again."""
    page = hands.page
    pad = hands.open_pad(name, PIN)
    hands.draw(pad)
    hands.press("Aceptar firma")
    expect(pad).to_have_count(0)
    closed, acta = page.get_by_label("PIN", exact=True), page.get_by_role("article", name="Acta")
    expect(closed.or_(acta)).to_be_visible()
    if closed.count():
        closed.fill(PIN)
    expect(acta).to_be_visible()


def close_the_acta(hands: Hands, camera: Camera) -> None:
    page = hands.page
    hands.press("Ir al acta", role="link")
    expect(page.get_by_role("article", name="Acta")).to_contain_text("San Quintín")
    camera.shot(page, "acta")
    hands.press("Se negó a firmar: Óscar Nava Lugo")
    hands.press("Guardar la negativa")
    expect(page.get_by_role("alert").filter(has_text="Anota la razón")).to_be_visible()
    page.get_by_label("Razón de la negativa").fill("Dijo que no quiere problemas con el patrón.")
    hands.press("Guardar la negativa")
    for name in ("Ramón Félix Castro", "Beatriz Salas Ibarra", "Mariana Olvera Ríos"):
        sign(hands, name)
    camera.shot(page, "signatures")
    hands.press("Cerrar el acta")
    page.get_by_role("dialog").get_by_role("button", name="Sí, cerrar el acta").click()
    expect(page.locator("main")).to_contain_text("Acta cerrada", timeout=20_000)
    camera.shot(page, "closed")


def take_the_copy(page: Page) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Descargar copia").click()
    return Path(waiting.value.path()).read_text(encoding="utf-8")


def answer_the_comment(page: Page, camera: Camera) -> None:
    """The comment arrives by itself or by hand, and is answered in its place."""
    page.get_by_role("button", name="Enviar ahora").click()
    page.get_by_role("link", name="Resguardo: Visitas").click()
    page.get_by_role("link", name=re.compile("evuelt")).first.click()
    page.get_by_role("link", name=re.compile(re.escape(label("rec_areas_recorridas")))).first.click()
    box = page.get_by_label(f"Tu contestación: {label('rec_areas_recorridas')}")
    camera.shot(page, "comment")
    box.fill("A las 10:15, con el encargado.")
    page.get_by_role("button", name="Contestar", exact=True).first.click()
    expect(box).to_have_count(0)  # it is written, and counts among what has to be sent
    send(page)


def assert_urgent_left_first(server: Server) -> None:
    """The office received the urgent packet before anything else written offline."""
    office = open_office(Settings(server.data, server.keys))
    (alarm,) = [seen for seen in office.alarms() if seen.packet]
    assert alarm.signed
    arrived = office.store.evidence.urgents(alarm.alarm.urgent_id or "")[0].received_at
    (visit,) = office.visits()
    written = [s for s in office.store.log.of_visit(visit.visit_id) if s.event.type == "minor_added"]
    assert len(written) == 4
    assert all(arrived <= stored.received_at for stored in written)


def read_pdf(path: Path) -> str:
    """The text an independent reader finds in a PDF."""
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_one_real_visit_from_the_field_to_the_referral(server: Server, chromium: Browser, tmp_path: Path) -> None:
    camera = Camera()
    demo = copied_demo(server)
    server.start()
    context = tablet_context(chromium)
    page = context.new_page()

    # 1. She signs in once with network: enrolled, passphrase set, visit downloaded.
    sign_in_once(page, server.url, demo)
    camera.shot(page, "visits")

    # 2. The network goes away: the server is killed; the page is reloaded; she unlocks; the visit is there.
    server.kill()
    page.reload()
    camera.shot(page, "locked")
    page.get_by_label("Frase de paso").fill("no es esta la frase")
    page.get_by_role("button", name="Abrir").click()
    expect(page.get_by_role("alert")).to_be_visible()
    unlock(page, demo)
    page.get_by_role("link", name=re.compile("Abrir visita")).click()

    # 3. She walks the stages and adds the persons.
    hands = Hands(page)
    arrive(hands, camera)
    walk(hands, camera)
    keys = {}
    for name, person in (("boy13", BOY_13), ("girl16", GIRL_16)):
        keys[name] = hands.add_minor(person)
        camera.shot(page, name)
        hands.do_all_duties()
    raise_urgent(hands, camera)

    # Closing the browser at any point loses nothing.
    page.close()
    page = context.new_page()
    page.goto(f"{server.url}/app/")
    unlock(page, demo)
    back_to_the_list(page)
    page.get_by_role("link", name=re.compile("Abrir visita")).click()
    hands = Hands(page)
    for name, person in (("boy17", BOY_17), ("woman19", WOMAN_19)):
        keys[name] = hands.add_minor(person)
        camera.shot(page, name)
        hands.do_all_duties()

    # 4. She closes the acta and hands over its text, still offline, without any minor's identity.
    hands.write_the_acta()
    close_the_acta(hands, camera)
    copy = take_the_copy(page)
    assert keys["boy13"] in copy and "Óscar Nava Lugo" in copy and "no quiere problemas" in copy
    assert not [word for word in SECRET_WORDS if word in copy]

    # 5. Network returns: everything syncs by itself; the tablet shows the server's receipt.
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")  # as the browser does; its own next try may be minutes away
    expect(page.get_by_role("region", name="Envío")).to_contain_text("Todo enviado", timeout=90_000)
    page.get_by_role("link", name="Ver acuse").click()
    expect(page.locator("main")).to_contain_text("en resguardo de la autoridad")
    camera.shot(page, "receipt")

    assert_urgent_left_first(server)

    # 6. The supervisor sees the urgent finding on top and issues the immediate notice at once.
    supervisor = next(a for a in demo.accounts if a.role == "supervisor")
    office = chromium.new_context(locale="es-MX", viewport={"width": 1440, "height": 900}, accept_downloads=True)
    desk = Desk(office.new_page(), server.url)
    desk.sign_in(supervisor.username, supervisor.password)
    camera.shot(desk.page, "inbox")
    assert "URGENTE, SIN ATENDER" in desk.page.locator("main article").first.inner_text()
    desk.page.get_by_role("link", name=re.compile("Emitir aviso inmediato")).first.click()
    desk.choose(keys["boy13"])
    camera.shot(desk.page, "notice-form")
    notice = read_pdf(desk.issue("Emitir aviso inmediato", tmp_path))
    assert "PRELIMINAR" in notice and keys["boy13"] in notice
    desk.open_visit(PLACE, "Bandeja")
    desk.take_charge()

    # 7. She reviews answer by answer, returns one; the comment reaches the tablet, is answered; she approves.
    desk.open_visit(PLACE, "Revisión")
    desk.return_answer(label("rec_areas_recorridas"), "¿A qué hora pasaron por la bodega?")
    camera.shot(desk.page, "returned")
    answer_the_comment(page, camera)
    desk.open_visit(PLACE, "Revisión")
    expect(desk.page.locator("main")).to_contain_text("A las 10:15, con el encargado.")
    desk.accept_all()
    camera.shot(desk.page, "reviewed")
    desk.page.get_by_role("button", name="Aprobar la visita").click()
    expect(desk.page.locator("main")).to_contain_text(re.compile("probada"))

    # 8. She issues the full referral: one oficio with a sheet for each of the two minors.
    desk.open_visit(PLACE, "Documentos")
    desk.page.get_by_role("link", name=re.compile("Emitir oficio de canalización")).first.click()
    desk.choose(keys["boy13"], keys["girl16"])
    oficio = read_pdf(desk.issue("Emitir oficio de canalización", tmp_path))
    camera.shot(desk.page, "documents")
    assert keys["boy13"] in oficio and keys["girl16"] in oficio and keys["boy17"] not in oficio
    for words in ("CONFIDENCIAL", "Itzel Xóchitl", "Mateo Ángel", "San Quintín", "Procuraduría"):
        assert words in oficio, words

    # 9. Whoever holds the paper checks it; and every page of the office was one that everybody can use.
    code = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", oficio)
    assert code, oficio
    desk.page.goto(f"{server.url}/verificar/{code[0]}")
    expect(desk.page.locator("main")).to_contain_text(re.compile("emiti", re.IGNORECASE))
    camera.shot(desk.page, "checked")
    desk.open_visit(PLACE, "La visita")
    desk.page.get_by_role("link", name=re.compile(keys["boy13"])).first.click()
    camera.shot(desk.page, "person")
    assert not camera.wrong, "\n".join(camera.wrong)
