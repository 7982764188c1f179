"""A whole visit with five minors, told once: whoever's hands they are (mouse, touch, keyboard) go through it."""

import re
from dataclasses import replace

from playwright.sync_api import expect

from tests.browser.field import Field
from tests.browser.people import BOY_13, BOY_17, GIRL_16, Person, born
from tests.browser.tablet_hands import begins

PIN = "4827"
ATTENDEE, WITNESS, REFUSES, INSPECTOR = (
    "Ramón Félix Castro",
    "Beatriz Salas Ibarra",
    "Óscar Nava Lugo",
    "Mariana Olvera Ríos",
)

UNKNOWN = Person(
    title="",
    first={"nna_tarea": "Acarrea cubetas de jitomate; no quiso decir su edad."},
    one_of={
        "nna_sexo": "mujer",
        "nna_prueba_edad": "sin_prueba",
        "nna_duda_edad": "podria_menor_15",
        "nna_actividad": "trabaja",
        "nna_quien_manda": "patron",
        "det_nivel_riesgo": "inmediato",
    },
    many={
        "nna_tareas_campo": ("tar_cosecha",),
        "haz_176": ("ninguno_observado",),
        "sin_delito": ("ninguna_senal_vista",),
    },
    said={
        "nna_paradero_72h": "Duerme en el galerón junto a la bodega.",
        "det_narracion": "A las 11:05 en el surco 3 la vi acarrear cubetas; parece de doce o trece años.",
    },
)
SAYS_17 = Person(title="", first={"nna_edad_dicha": "17"}, one_of={"nna_sexo": "hombre"}, many={})


PERMITTED = replace(
    BOY_17,
    first={**BOY_17.first, "nna_edad_dicha": "16"},
    born=born(16),
)
BROTHER = replace(BOY_13, one_of={**BOY_13.one_of, "nna_prueba_edad": "dicho_propio"})
SISTER = replace(GIRL_16, born=None, one_of={**GIRL_16.one_of, "nna_prueba_edad": "dicho_propio"})


def arrive_and_walk(field: Field, seen: int = 5) -> None:
    hands = field.hands
    hands.stage(2)
    hands.now("arr_hora_inicio")
    for done in ("arr_credencial", "arr_orden_copia", "arr_aviso_datos"):
        hands.choose(done, "Sí")
    attendee = hands.add_person("arr_atiende")
    hands.write("atiende_nombre", ATTENDEE, attendee)
    hands.write("atiende_cargo", "Encargado de campo", attendee)
    for number, (name, address) in enumerate(((WITNESS, "El Encino"), (REFUSES, "Calle 3, 12")), 1):
        witness = hands.add_person("arr_testigos", number)
        hands.write("testigo_nombre", name, witness)
        hands.write("testigo_domicilio", address, witness)
    hands.stage(3)
    hands.write("rec_total", "46")
    hands.write("rec_areas_recorridas", "Surcos 1 a 30, bodega, oficina y comedor")
    hands.write("rec_nna_vistos", str(seen))
    hands.choose("rec_hijos_campo", "No")
    hands.tick("rec_servicios_faltan", "ninguno_falta")
    hands.stage(4)
    hands.choose("doc_registro_temporales", "Exhibe")


def visit_with_one_minor(field: Field) -> None:
    """The short one: one child at work, noted and protected, the acta closed."""
    field.hands.press(begins("Abrir visita"), role="link")
    arrive_and_walk(field, seen=1)
    brother = find(field, BROTHER)
    raise_urgent(field)
    field.hands.write_the_acta()
    only_signatures_are_missing(field)
    sign_and_close(field, [brother])


def find(field: Field, person: Person, duties: bool = True) -> str:
    """Note a minor, read the determination, stamp what is done; returns the key."""
    key = field.hands.add_minor(person)
    if duties:
        field.hands.do_all_duties()
    return key


def correct(field: Field, way: str) -> None:
    field.hands.tab("Corregir la ficha")
    field.hands.mark(field.page.get_by_role("radio", name=way))


def was_an_adult(field: Field) -> None:
    """Of the open card: he turns out to be an adult."""
    hands, page = field.hands, field.page
    correct(field, "Resultó ser una persona adulta")
    hands.mark(page.get_by_role("radio", name="documento"))
    box = page.get_by_label("Qué viste o te dijeron")
    hands.type(box, "Mostró su credencial de elector: nació en 2003.")
    hands.leave(box)
    hands.press("Anotar que es persona adulta")
    expect(page.locator("main")).to_contain_text("Ya no cuenta entre las personas menores")


def are_siblings(field: Field, other: str) -> None:
    correct(field, "Es familia de otra persona menor")
    field.hands.mark(field.page.get_by_role("radio", name=begins(other)))
    field.hands.press("Anotar el parentesco")
    expect(field.page.locator("main")).to_contain_text(f"Familia: {other}")


def raise_urgent(field: Field) -> None:
    hands, page = field.hands, field.page
    hands.press("Hallazgo urgente", role="link")
    hands.press("Avisar ahora")
    expect(page.locator("main")).to_contain_text("Sale en cuanto haya señal")
    hands.press("Volver a la visita", role="link")


def sign(field: Field, name: str) -> None:
    hands, page = field.hands, field.page
    pad = hands.open_pad(name, PIN)
    hands.draw(pad)
    hands.press("Aceptar firma")
    expect(pad).to_have_count(0)
    if name != INSPECTOR:
        hands.type(page.get_by_label("PIN", exact=True), PIN)
    expect(page.get_by_role("article", name="Acta")).to_be_visible()
    # Back where people sign, not at the first line of the acta.
    expect(page.get_by_role("heading", level=2, name="Firmas")).to_be_in_viewport()
    expect(page.get_by_role("group", name=name)).to_contain_text("Firmó a las")


def sign_and_close(field: Field, keys: list[str], signing: tuple[str, ...] = (ATTENDEE, WITNESS, INSPECTOR)) -> None:
    """Read the acta, sign it, one refuses with his reason; closed. Who is not named in `signing` signs on paper."""
    hands, page = field.hands, field.page
    hands.press("Ir al acta", role="link")
    acta = page.get_by_role("article", name="Acta")
    for key in keys:
        expect(acta).to_contain_text(key)
    hands.press(f"Se negó a firmar: {REFUSES}")
    reason = page.get_by_label("Razón de la negativa")
    hands.type(reason, "Dijo que no quiere problemas con el patrón.")
    hands.press("Guardar la negativa")
    for name in (ATTENDEE, WITNESS, INSPECTOR):
        if name in signing:
            sign(field, name)
        else:
            hands.press(f"Firmó en papel: {name}")
    hands.press("Cerrar el acta")
    hands.activate(page.get_by_role("dialog").get_by_role("button", name="Sí, cerrar el acta"))
    expect(page.locator("main")).to_contain_text("Acta cerrada", timeout=20_000)


def only_signatures_are_missing(field: Field) -> None:
    page = field.page
    field.hands.press(re.compile("Qué falta"), role="link")
    expect(page.get_by_role("heading", level=1, name="Qué falta para cerrar")).to_be_visible()
    expect(page.locator("main").get_by_role("heading", level=2)).to_have_text(["Firmas"])
    field.hands.press("Volver a la visita", role="link")


def visit_with_five_minors(field: Field, signing: tuple[str, ...] = (ATTENDEE, WITNESS, INSPECTOR)) -> None:
    """From the list of visits to the closed acta; see `sign_and_close`."""
    hands, page = field.hands, field.page
    hands.press(begins("Abrir visita"), role="link")
    arrive_and_walk(field)
    brother = find(field, BROTHER)
    raise_urgent(field)
    sister = find(field, SISTER)
    are_siblings(field, brother)
    unknown = find(field, UNKNOWN)
    permitted = find(field, PERMITTED)
    adult = find(field, SAYS_17, duties=False)
    was_an_adult(field)
    field.hands.write_the_acta()
    only_signatures_are_missing(field)
    sign_and_close(field, [brother, sister, unknown, permitted], signing)
    expect(page.get_by_role("article", name="Acta")).not_to_contain_text(adult)
