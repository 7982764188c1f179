"""The invented people of the story and what the inspector writes of them: {item id: answer}."""

from dataclasses import dataclass, field
from datetime import date

from inspection.clock import system_clock

MS = 1000


def born(age: int) -> tuple[int, int, int]:
    """The birthday, half a year back, of who is so old whatever day the test runs."""
    today = date.fromtimestamp(system_clock() / MS)
    month = (today.month + 5) % 12 + 1
    return (12, month, today.year - age - (month > today.month))


@dataclass(frozen=True)
class Person:
    """One possible minor.

    Attributes:
        first: Words typed on the first tab: {item id: text}.
        born: (day, month, year) when a document proves it.
        one_of: {item id: option code, word on the button, or HH:MM of a duration}.
        many: {item id: option codes}.
        said: Words typed on other tabs.
    """

    title: str
    first: dict[str, str]
    one_of: dict[str, str]
    many: dict[str, tuple[str, ...]]
    said: dict[str, str] = field(default_factory=dict)
    born: tuple[int, int, int] | None = None


BOY_13 = Person(
    title="Trabajo infantil",
    first={
        "nna_nombre": "Mateo Ángel Ruvalcaba Solís",
        "nna_edad_dicha": "13",
        "nna_tarea": "Corta jitomate con un cuchillo; lo trajo un contratista.",
    },
    one_of={
        "nna_sexo": "hombre",
        "nna_actividad": "trabaja",
        "nna_quien_manda": "patron",
        "det_nivel_riesgo": "inmediato",
    },
    many={
        "nna_tareas_campo": ("tar_cosecha",),
        "haz_176": ("l176_vii_punzocortantes",),
        "sin_delito": ("ninguna_senal_vista",),
    },
    said={
        "nna_paradero_72h": "Cuartería azul junto al pozo de El Encino, con su tía Rufina.",
        "det_narracion": "A las 9:40 en el surco 14 lo vi cortar jitomate con un cuchillo de unos 15 cm, sin guantes.",
    },
)

GIRL_16 = Person(
    title="Trabajo adolescente en labor peligrosa",
    first={
        "nna_nombre": "Itzel Xóchitl Ñuñez Peña",
        "nna_edad_dicha": "16",
        "nna_tarea": "Mezcla agroquímicos en tambos con las manos.",
    },
    born=born(16),
    one_of={
        "nna_sexo": "mujer",
        "nna_actividad": "trabaja",
        "nna_quien_manda": "patron",
        "nna_prueba_edad": "curp",
        "det_nivel_riesgo": "alto",
    },
    many={
        "nna_tareas_campo": ("tar_agroquimicos",),
        "haz_176": ("l176_i_2_quimicos", "l176_ii_8_campo", "l176_iv_sqp"),
        "sin_delito": ("ninguna_senal_vista",),
    },
    said={
        "nna_paradero_72h": "Albergue de la empacadora, módulo 3.",
        "det_narracion": "A las 10:15 en la bodega la vi mezclar agroquímicos en un tambo, sin equipo de protección.",
    },
)

BOY_17 = Person(
    title="permitido",
    first={
        "nna_nombre": "Adrián Cota Leyva",
        "nna_edad_dicha": "17",
        "nna_tarea": "Pasa lista y captura asistencia en una oficina aparte.",
    },
    born=born(17),
    one_of={
        "nna_sexo": "hombre",
        "nna_actividad": "trabaja",
        "nna_quien_manda": "patron",
        "nna_prueba_edad": "acta_nacimiento",
        "det_nivel_riesgo": "bajo",
        "haz_evidencia_admin": "Sí",
        "doc_contrato": "Exhibe",
        "doc_escolar": "Exhibe",
        "doc_medico": "Exhibe",
        "doc_registro_180": "Exhibe",
        "doc_nomina": "Exhibe",
        "doc_asistencia": "Exhibe",
        "nna_pago_igual": "Sí",
        "nna_pago_minimo": "Sí",
        "doc_vacaciones": "Sí",
        "doc_capacitacion": "Sí",
        "nna_basica_terminada": "Sí",
        "nna_escuela_impide": "No",
        "nna_horas_dia": "06:00",
        "nna_noche": "No",
        "nna_domingo": "No",
        "nna_horas_extra": "No",
        "nna_pago_forma": "por_semana",
        "nna_pago_recibe": "propia",
    },
    many={
        "nna_tareas_campo": ("tar_admin",),
        "haz_176": ("ninguno_observado",),
        "haz_nom038": ("nom038_adm",),
        "sin_delito": ("ninguna_senal_vista",),
    },
    said={
        "nna_dias_semana": "5",
        "nna_paradero_72h": "Vive con su madre y su padre en el ejido.",
        "det_narracion": "A las 10:50 en la oficina lo vi pasar lista; el patrón mostró todos sus papeles.",
    },
)

WOMAN_19 = Person(
    title="Mayor de edad",
    first={"nna_nombre": "Rosa Elena Tiznado Cruz", "nna_edad_dicha": "19"},
    born=born(19),
    one_of={"nna_prueba_edad": "curp"},
    many={},
)
