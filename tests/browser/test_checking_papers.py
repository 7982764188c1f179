"""Whoever holds a paper checks it in a browser: authentic, altered, without effect, unknown; no file is sent."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from forms.signing import load_credential, sign_paper
from inspection.clock import system_clock, system_rng
from inspection.issuing import Issued, accept_signed, issue_notice, read_document, revoke_document
from inspection.web import Settings, create_app
from protocols import load_bundle
from tests.browser.conftest import SHOTS, Server
from tests.factories import FakeClock, make_user, make_visit
from tests.transport import through_client
from tests.unit.documents import story
from tests.unit.forms import efirma
from tests.virtual_tablet import VirtualTablet

SIZES = {"phone": (390, 844), "desk": (1440, 900)}
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type: 'application/pdf' }));
  const box = document.getElementById('soltar');
  for (const kind of ['dragover', 'drop'])
    box.dispatchEvent(new DragEvent(kind, { bubbles: true, dataTransfer: carried }));
}"""


@dataclass(frozen=True)
class Papers:
    """One paper in force, signed, and one left without effect; their files as an outsider would hold them."""

    good: Issued
    revoked: Issued
    files: dict[str, bytes]


@pytest.fixture
def papers(server: Server) -> Iterator[Papers]:
    app = create_app(Settings(server.data, server.keys), clock=system_clock, rng=system_rng)
    office = app.extensions["office"]
    ana = make_user(office, "ana", name="Ana Inventada")
    sofia = make_user(office, "sofia", name="Sofía Supervisora Inventada", role="supervisor")
    visit_id = make_visit(office, ana, bundle=load_bundle("trabajo_infantil/2024_1").data)
    tablet = VirtualTablet(through_client(app.test_client()), "ana", clock=FakeClock(system_clock()))
    assert tablet.enrol().status == 201
    tablet.pull()
    minor = tablet.add_minor(visit_id)
    tablet.set_answer(visit_id, f"{minor}/{story.code('minor_name', 'minor')}", story.BOY_NAME, src="child")
    tablet.push(visit_id)
    good, revoked = (issue_notice(office, visit_id, [minor], sofia.user_id, system_clock()) for _ in range(2))
    issued = read_document(office, visit_id, good.code)[1]
    own = load_credential(efirma.make_certificate(), efirma.make_key(), efirma.PASSWORD, efirma.NOW)
    signed = sign_paper(issued, own, legend="Vale como la autógrafa.", post="", signed_at=efirma.NOW).pdf
    accept_signed(office, visit_id, good.code, signed, sofia.user_id)
    revoke_document(office, visit_id, revoked.code, "Se emitió dos veces", sofia.user_id)
    files = {
        "issued": issued,
        "signed": signed,
        "altered": signed[:-40] + bytes([signed[-40] ^ 1]) + signed[-39:],
        "revoked": read_document(office, visit_id, revoked.code)[1],
    }
    office.store.close()
    server.start()
    yield Papers(good, revoked, files)


@pytest.fixture(params=SIZES)
def page(request, chromium: Browser) -> Page:
    width, height = SIZES[request.param]
    return chromium.new_context(locale="es-MX", viewport={"width": width, "height": height}).new_page()


def keep(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    width = (page.viewport_size or {"width": 0})["width"]
    page.screenshot(path=SHOTS / f"checking-{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page goes sideways"


def test_a_paper_is_authentic_altered_without_effect_or_unknown_and_no_file_is_sent(
    server: Server, page: Page, papers: Papers, tmp_path: Path
) -> None:
    methods: set[str] = set()

    def note(request: Request) -> None:
        methods.add(request.method)

    page.on("request", note)
    result, title = page.locator("#resultado"), page.locator("h1")
    for name, data in papers.files.items():
        (tmp_path / f"{name}.pdf").write_bytes(data)

    page.goto(f"{server.url}/verificar/")
    page.get_by_label("Código de verificación o huella").fill(papers.good.code.lower().replace("-", " "))
    page.get_by_role("button", name="Verificar").click()
    expect(title).to_have_text("Código auténtico")
    expect(page.locator("main")).to_contain_text(papers.good.folio)
    keep(page, "authentic")
    for name, said in (
        ("issued", "Es el documento emitido, sin cambios."),
        ("altered", "ALTERADO o distinto"),
        ("signed", "Es el documento firmado que recibió la oficina, sin cambios."),
    ):
        page.set_input_files("#archivo", tmp_path / f"{name}.pdf")
        expect(result).to_contain_text(said)
        expect(title).to_have_text("Archivo alterado o distinto" if name == "altered" else "Código auténtico")
        expect(page.get_by_text("sigue vigente")).to_be_visible(visible=name != "altered")
        keep(page, name)

    page.goto(f"{server.url}/verificar/{papers.revoked.code}")
    expect(title).to_have_text("Documento sin efectos")
    page.set_input_files("#archivo", tmp_path / "revoked.pdf")
    expect(result).to_contain_text("El archivo es el mismo, pero el documento quedó sin efectos.")
    keep(page, "revoked")

    page.goto(f"{server.url}/verificar/0000-0000-0000-0000")
    expect(title).to_have_text("Código desconocido")
    keep(page, "unknown")
    assert methods == {"GET"}, "something was sent"


def test_a_file_is_dropped_on_the_page_and_nobody_is_named_there(server: Server, page: Page, papers: Papers) -> None:
    page.goto(f"{server.url}/verificar/{papers.good.code}")
    for name, said in (("altered", "ALTERADO o distinto"), ("signed", "sin cambios")):
        page.evaluate(DROP, [f"{name}.pdf", base64.b64encode(papers.files[name]).decode()])
        expect(page.locator("#resultado")).to_contain_text(said)

    words = page.content()
    assert not [part for part in (*story.BOY_NAME.split(), "Ana", "Sofía", "NNA-") if part in words]
