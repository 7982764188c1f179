"""How a test uses the tablet: by what is written on the screen, as a person would."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from protocols.bundle import load_bundle
from tests.browser.people import Person

BUNDLE = load_bundle("trabajo_infantil/2024_1").data
ITEMS = {
    item["id"]: item for stage in BUNDLE["protocol"]["stages"] for step in stage["steps"] for item in step["items"]
}

KEPT = re.compile("Guardado en esta tableta|Enviado")

# A long page is drawn from the top, a few rows at every other frame: when that many frames brought none, all are there.
DRAWN_WHOLE = """() => new Promise(done => {
  let [rows, still] = [-1, 0];
  const look = () => {
    const now = document.querySelectorAll('article.item').length;
    [rows, still] = [now, now === rows ? still + 1 : 0];
    if (still === 12) return done(true);
    requestAnimationFrame(() => setTimeout(look, 0));
  };
  look();
})"""

# What is being sealed or written to the disk, counted: at nought, all that was typed is kept.
COUNT_THE_UNKEPT = """() => {
  globalThis.unkept = 0;
  const begun = () => { globalThis.unkept += 1; }, done = () => { globalThis.unkept -= 1; };
  const { encrypt } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.encrypt = function (...given) {
    const work = encrypt.apply(this, given);
    begun();
    work.then(done, done);
    return work;
  };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...given) {
    const made = transaction.apply(this, given);
    begun();
    made.addEventListener('complete', done);
    made.addEventListener('abort', done);
    return made;
  };
}"""


def wait_until_kept(page: Page) -> None:
    """Wait until what was typed since `COUNT_THE_UNKEPT` is on disk, if only as a draft."""
    page.wait_for_function("globalThis.unkept === 0")


ORDER = {item_id: number for number, item_id in enumerate(ITEMS)}


def label(item_id: str) -> str:
    return str(ITEMS[item_id]["label_es"])


def option(item_id: str, code: str) -> str:
    item = ITEMS[item_id]
    choices = item["options"] or BUNDLE["law"]["catalogues"][item["catalogue"]]
    return str(next(c["label_es"] for c in choices if c["code"] == code))


def step_of(item_id: str) -> str:
    for stage in BUNDLE["protocol"]["stages"]:
        for step in stage["steps"]:
            if any(item["id"] == item_id for item in step["items"]):
                return str(step["title_es"])
    raise KeyError(item_id)


def begins(text: str) -> re.Pattern[str]:
    return re.compile("^" + re.escape(text))


def takes_strokes(pad: Locator) -> None:
    """Wait until the line to sign on listens, and with it the screen to every way out: that comes after it is drawn."""
    expect(pad).to_be_visible()
    expect(pad).to_have_attribute("style", re.compile("touch-action: none"))


class Hands:
    """One person's hands on one tablet page; between mouse, touch and keyboard only the first five gestures differ."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def activate(self, what: Locator) -> None:
        """Press a button or follow a link."""
        what.click()

    def type(self, box: Locator, text: str) -> None:
        """Put text in a field in place of what it held."""
        box.fill(text)

    def leave(self, box: Locator) -> None:
        """Go on from a field."""
        box.blur()

    def mark(self, box: Locator) -> None:
        """Choose a radio button or a checkbox."""
        box.check()

    def draw(self, pad: Locator) -> None:
        """Sign on the line."""
        box = pad.bounding_box()
        assert box
        mouse = self.page.mouse
        mouse.move(box["x"] + 60, box["y"] + box["height"] * 0.6)
        mouse.down()
        for step in range(12):
            mouse.move(box["x"] + 60 + step * 22, box["y"] + box["height"] * (0.35 + 0.3 * (step % 2)), steps=3)
        mouse.up()

    def press(self, name: str | re.Pattern[str], role: Any = "button", exact: bool = False) -> None:
        self.activate(self.page.get_by_role(role, name=name, exact=exact).first)

    def stage(self, number: int) -> None:
        stages = self.page.get_by_role("navigation", name="Etapas de la visita")
        if not stages.count():
            self.press(re.compile("Personas menores"), role="link")
            self.press("Volver a la visita", role="link")
        self.activate(stages.get_by_role("link", name=re.compile(rf"^{number}\b")).first)

    def whole_stage(self, number: int) -> None:
        """Go to a stage and wait until its page is drawn to the end."""
        self.stage(number)
        title = next(stage["title_es"] for stage in BUNDLE["protocol"]["stages"] if stage["number"] == number)
        expect(self.page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
        self.page.evaluate(DRAWN_WHOLE)

    def whole_tab(self, title: str) -> None:
        """Open one divider of a minor's page and wait until it is drawn to the end."""
        self.tab(title)
        tabs = self.page.get_by_role("navigation", name="Apartados de la ficha")
        expect(tabs.locator("[aria-current]")).to_contain_text(title)
        self.page.evaluate(DRAWN_WHOLE)

    def question(self, item_id: str, within: Locator | None = None) -> Locator:
        place = within or self.page.locator("main")
        return place.get_by_role("article", name=re.compile(r"^[\d.]*\s*" + re.escape(label(item_id)))).first

    def write(self, item_id: str, text: str, within: Locator | None = None) -> None:
        box = self.question(item_id, within).get_by_role("textbox").first
        self.type(box, text)
        self.leave(box)

    def see_kept(self, item_id: str, timeout: float | None = None) -> None:
        """See that an answer is kept: on the tablet, or sent already, for a contact may come at any moment."""
        expect(self.question(item_id)).to_contain_text(KEPT, timeout=timeout)

    def choose(self, item_id: str, words: str, within: Locator | None = None) -> None:
        """Pick one of the big buttons."""
        article = self.question(item_id, within)
        self.mark(article.get_by_role("radio", name=words, exact=True))

    def tick(self, item_id: str, *codes: str) -> None:
        """Mark options of a list, opening and searching it when it is long."""
        article = self.question(item_id)
        expect(article).to_be_visible()
        listed = article.get_by_role("button", name=begins("Ver la lista"))
        if listed.count():
            self.activate(listed.first)
        for code in codes:
            words = option(item_id, code)
            search = article.get_by_role("searchbox")
            if search.count():
                self.type(search.first, words.split("(")[0].strip()[:24])
            self.mark(article.get_by_role("checkbox", name=begins(words)).first)
        closing = article.get_by_role("button", name=begins("Cerrar la lista"))
        if closing.count():
            self.activate(closing.first)

    def date(self, item_id: str, day: int, month: int, year: int) -> None:
        article = self.question(item_id)
        for name, value in (("Día", day), ("Mes", month), ("Año", year)):
            box = article.get_by_role("textbox", name=name)
            self.type(box, str(value))
            self.leave(box)

    def duration(self, item_id: str, hours: str, minutes: str) -> None:
        article = self.question(item_id)
        for name, value in (("Horas", hours), ("Minutos", minutes)):
            box = article.get_by_role("textbox", name=name)
            self.type(box, value)
            self.leave(box)

    def now(self, item_id: str) -> None:
        self.activate(self.question(item_id).get_by_role("button", name="Ahora"))

    def add_person(self, item_id: str, number: int = 1) -> Locator:
        self.press(f"Añadir: {label(item_id)}")
        region = self.page.get_by_role("region", name=re.compile(rf"{re.escape(label(item_id))}.*{number}$"))
        expect(region.first).to_be_visible()
        return region.first

    def tab(self, title: str) -> None:
        """Open one divider of a minor's page."""
        tabs = self.page.get_by_role("navigation", name="Apartados de la ficha")
        self.activate(tabs.get_by_role("link", name=re.compile(re.escape(title))).first)

    def answer(self, item_id: str, answer: str) -> None:
        """Pick an option by code, a big button by its word, or write a duration."""
        if ITEMS[item_id]["type"] == "minutes":
            self.duration(item_id, *answer.split(":"))
        elif ITEMS[item_id]["type"] == "enum":
            self.choose(item_id, option(item_id, answer))
        else:
            self.choose(item_id, answer)

    def new_card(self) -> None:
        """Add a possible minor; her first field takes the focus, while the card before still has one of that name."""
        self.press("Añadir persona menor")
        expect(self.question("nna_edad_dicha").get_by_role("textbox")).to_be_focused()

    def add_minor(self, person: Person) -> str:
        """Add a possible minor, answer what the story says, and return her or his key."""
        self.new_card()
        for item_id, text in person.first.items():
            self.write(item_id, text)
        if person.born:
            self.tab(step_of("nna_fecha_nacimiento"))
            self.date("nna_fecha_nacimiento", *person.born)
        todo: dict[str, list[tuple[str, str | tuple[str, ...]]]] = {}
        answers = {**person.one_of, **person.many, **person.said}
        # In the protocol's order, as one reads down a page: some questions only come once another is answered.
        for item_id, what in sorted(answers.items(), key=lambda one: ORDER[one[0]]):
            todo.setdefault(step_of(item_id), []).append((item_id, what))
        for title, answers in todo.items():
            self.tab(title)
            for item_id, what in answers:
                if isinstance(what, tuple):
                    self.tick(item_id, *what)
                elif item_id in person.said:
                    self.write(item_id, what)
                else:
                    self.answer(item_id, what)
        self.tab("La ley a la mano")
        expect(self.page.locator("main")).to_contain_text(person.title)
        return str(re.search(r"NNA-\w{4}", self.page.locator("main").inner_text())[0])  # type: ignore[index]

    def do_all_duties(self) -> None:
        """Stamp every duty of the open minor, then confirm the proposal."""
        buttons = self.page.get_by_role("button", name=begins("Ya lo hice"))
        expect(self.page.get_by_role("button", name="Confirmo la propuesta")).to_be_visible()  # drawn with the duties
        while buttons.count():
            # By its name: an answer still being saved may ask for one more, and is read before the stamp is.
            duty = str(buttons.first.get_attribute("aria-label"))
            mine = self.page.get_by_role("button", name=duty, exact=True)
            self.activate(mine)
            expect(mine).to_have_count(0)
        self.press("Confirmo la propuesta")
        expect(self.page.locator("main")).to_contain_text("Confirmaste a las")

    def take_photo(self, item_id: str = "rec_foto") -> Locator:
        """Take a picture of a question, use it, and return the question."""
        photo = self.question(item_id)
        photo.get_by_role("button", name="Tomar foto").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name="Tomar", exact=True).click()
        dialog.get_by_role("button", name="Usar esta foto").click()
        return photo

    def meet_working(self, *ages: str) -> None:
        """Add a minor at work for an employer for each age that was said."""
        for age in ages:
            self.new_card()
            self.write("nna_edad_dicha", age)
            self.choose("nna_actividad", option("nna_actividad", "trabaja"))
            self.choose("nna_quien_manda", option("nna_quien_manda", "patron"))
            # Answered by the account beside the page, which is of what was read again after it was saved.
            tabs = self.page.get_by_role("navigation", name="Apartados de la ficha")
            expect(tabs.locator("[aria-current]")).to_contain_text(re.compile(r"\b3 de \d"))

    def share_with_all(self) -> None:
        """On the page of several at once, say what all of them have in common."""
        shared = self.page.get_by_role("region", name="Lo común a todas")
        shared.get_by_label(label("nna_lugar_visto")).fill("Camión 3, carretera a Camalú")
        shared.get_by_role("radio", name=option("nna_actividad", "trabaja")).check()
        shared.get_by_role("button", name="Listo").click()

    def say_all_there_is_to_say_first(self) -> None:
        """In the talk, go through what is said until the first question stands there."""
        for saying in BUNDLE["protocol"]["interview"]["script"]:
            expect(self.page.get_by_role("heading", level=1)).to_have_text(saying["title_es"])
            self.page.get_by_role("button", name=re.compile("Siguiente|Ya se lo dije")).click()
        expect(self.page.locator(".interview .ask")).to_be_visible()

    def write_the_acta(self) -> None:
        """Answer what the acta still needs of the last stage."""
        self.stage(8)
        self.write("act_hechos", "Se recorrió el campo y se encontró a personas menores trabajando, como se detalla.")
        self.write("act_manifestacion_patron", "Que el contratista los trajo y que no sabía su edad.")
        for done in ("act_plazo_5", "act_lectura"):
            self.choose(done, "Sí")
        self.now("act_hora_cierre")

    def open_pad(self, name: str, pin: str) -> Locator:
        """Go to sign as somebody, setting a PIN when the tablet has none yet, and return the line."""
        self.press(f"Firmar: {name}", role="link")
        pad = self.page.get_by_role("img", name="Espacio para firmar")
        first = self.page.get_by_label("PIN nuevo, de 4 a 8 cifras")
        expect(pad.or_(first)).to_be_visible()
        if first.count():
            self.type(first, pin)
            self.type(self.page.get_by_label("Repite el PIN"), pin)
            self.press("Guardar PIN")
        takes_strokes(pad)
        return pad
