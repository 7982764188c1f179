"""How a test uses the supervisor's desk: by what is written on the page."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect


class Desk:
    """The supervisor at her desk."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def sign_in(self, username: str, password: str) -> None:
        self.page.goto(f"{self.url}/escritorio/")
        self.page.get_by_label("Usuario").fill(username)
        self.page.get_by_label("Contraseña").fill(password)
        self.page.get_by_role("button", name="Entrar").click()
        expect(self.page.get_by_role("heading", name="Bandeja")).to_be_visible()

    def take_charge(self) -> None:
        self.page.get_by_role("button", name=re.compile("Me hago cargo")).first.click()
        expect(self.page.get_by_role("button", name=re.compile("Me hago cargo"))).to_have_count(0)

    def choose(self, *keys: str) -> None:
        """Mark exactly these minors."""
        boxes = self.page.get_by_role("checkbox", name=re.compile("NNA-"))
        expect(boxes.first).to_be_visible()
        self.page.wait_for_load_state()  # every one is there
        for box in boxes.all():
            box.set_checked(False)
        for key in keys:
            self.page.get_by_role("checkbox", name=re.compile(key)).first.set_checked(True)

    def issue(self, button: str, folder: Path) -> Path:
        """Press an issuing button and download the newest document."""
        self.page.get_by_role("button", name=button, exact=True).first.click()
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=re.compile("^Descargar PDF")).first.click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def open_visit(self, place: str, tab: str) -> None:
        self.page.goto(f"{self.url}/escritorio/")
        self.page.get_by_role("link", name=re.compile(re.escape(place))).first.click()
        expect(self.page).to_have_url(re.compile("/visitas/"))  # the inbox has links of such names too
        self.page.get_by_role("link", name=re.compile(f"^{tab}")).first.click()

    def return_answer(self, question: str, comment: str) -> None:
        self.page.get_by_label(f"Devolver con comentario: {question}").first.click()
        box = self.page.get_by_label("Qué debe aclarar o corregir").locator("visible=true").first
        box.fill(comment)
        self.page.get_by_role("button", name="Devolver con este comentario").locator("visible=true").first.click()
        expect(self.page.get_by_role("status")).to_contain_text("Respuesta devuelta")  # the office has it

    def accept_all(self) -> None:
        """Accept answer by answer, whole steps at once where the page offers it."""
        self.page.wait_for_load_state()  # a page still coming has fewer buttons
        for words in ("^Aceptar las ", "^Aceptar: "):
            buttons = self.page.get_by_role("button", name=re.compile(words))
            while left := buttons.count():
                buttons.first.click()
                expect(buttons).not_to_have_count(left)  # else the load of the page before would do for the next wait
                self.page.wait_for_load_state()
                expect(self.page.locator("main")).to_be_visible()
                assert buttons.count() < left, "accepting did not lower what waits"
