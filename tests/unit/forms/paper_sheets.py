# ruff: noqa: E501
"""The two sheets of the story, one a minor. All names are invented."""

from dataclasses import replace

from forms.documents import Fact, FactGroup, Sheet
from forms.spanish import Person

BOY, GIRL = "Tomás Zacarías Imaginado", "Marisol Quimérica Ejemplar"


def blank(number: int, label: str, why: str = "no se preguntó") -> Fact:
    return Fact(number, label, why, blank=True)


BOY_SHEET = Sheet(
    key="NNA-7K3Q",
    person=Person("adolescent", "man"),
    name=Fact(20, "Nombre", BOY, "dicho del adolescente", False),
    headline="Adolescente de 13 años, hombre",
    finding="Trabajo por debajo de la edad mínima en labor peligrosa.",
    alert="No puede esperar: tiene menos de quince años y corta con cuchillo. El cese inmediato ya se ordenó a las 10:42 horas.",
    lead=(
        Fact(
            33,
            "Dónde encontrarle en las próximas 72 horas",
            "Albergue de la cuadrilla, cuarto 14, a 300 m del empaque. El martes 24 sale "
            "hacia Sinaloa con la cuadrilla.",
            "dicho del adolescente",
            False,
        ),
        Fact(
            30,
            "Con quién está",
            "Con su tío materno, jornalero de la misma cuadrilla.",
            "dicho del adolescente",
            False,
        ),
        Fact(
            26,
            "En qué lengua hablarle",
            "Mixteco del sur (variante por precisar). Entiende poco español; hace falta intérprete.",
            "observación de la persona inspectora",
            None,
        ),
        Fact(
            28,
            "Salud",
            "Herida reciente de 2 cm en la mano izquierda, sin curar.",
            "observación de la persona inspectora",
            True,
        ),
    ),
    groups=(
        FactGroup(
            "Identidad",
            (
                Fact(21, "Sexo", "Hombre", "dicho del adolescente", False),
                Fact(
                    22,
                    "Edad",
                    "13 años cumplidos; nació el 4 de mayo de 2013",
                    "según documento (copia del acta de nacimiento)",
                    True,
                ),
                Fact(23, "Calidad jurídica", "Adolescente"),
                blank(24, "CURP u otro documento", "no proporcionado"),
                Fact(
                    25,
                    "Nacionalidad y origen",
                    "Mexicana; San Juan Mixtepec, Oaxaca",
                    "dicho del adolescente",
                    False,
                ),
                blank(27, "Se reconoce indígena o afromexicano"),
                Fact(
                    29,
                    "Escuela",
                    "No asiste. Terminó cuarto de primaria. Dejó de ir porque la cuadrilla cambia de estado cada tres meses.",
                    "dicho del adolescente",
                    False,
                ),
            ),
        ),
        FactGroup(
            "Familia y paradero",
            (
                Fact(
                    31,
                    "Familia",
                    "Madre en San Juan Mixtepec, sin teléfono propio; caseta 000 000 0000. El tío no mostró documento de custodia.",
                    "dicho de persona adulta",
                    False,
                ),
                Fact(
                    32,
                    "Dónde vive",
                    "Cuarto compartido con otras nueve personas en el albergue de la cuadrilla.",
                    "observación de la persona inspectora",
                    True,
                ),
                blank(34, "Situación migratoria", "no aplica"),
            ),
        ),
        FactGroup(
            "Trabajo",
            (
                Fact(
                    35,
                    "Tarea y jornada",
                    "Corta jitomate con cuchillo y carga cubetas de 16 kg. Desde septiembre de 2026. De 6:00 a 15:00, seis días por semana, sin trabajo nocturno.",
                    "dicho del adolescente",
                    False,
                ),
                Fact(36, "Pago", "$180.00 al día, por tarea. Lo recibe el tío.", "dicho del adolescente", False),
                Fact(37, "Para quién trabaja", "Para un tercero: el contratista dirige y paga."),
                Fact(
                    38,
                    "Riesgos",
                    "Herramienta punzocortante [LFT 176, fr. VII]; cargas de más de 7 kg [LFT 176, fr. III]; intemperie extrema.",
                    "observación de la persona inspectora",
                    True,
                ),
                blank(40, "Accidentes, enfermedad o acoso", "no se preguntó: queda para personal especializado"),
            ),
        ),
        FactGroup(
            "Situación",
            (
                Fact(
                    44,
                    "Derechos presuntamente vulnerados",
                    "Educación; salud y seguridad social; descanso y esparcimiento; vida libre de violencia e integridad personal.",
                ),
                Fact(45, "Tipo de caso", "Trabajo antes de los quince años."),
                blank(46, "Indicios de trabajo forzoso o trata", "ninguno observado"),
                Fact(
                    47,
                    "Nivel de riesgo",
                    "Inmediato: labor peligrosa, herida sin atender y traslado previsto en dos días.",
                ),
                Fact(48, "Cese inmediato", "Ordenado a las 10:42 horas; la parte patronal acató."),
                Fact(
                    49,
                    "Medidas tomadas",
                    "Agua y sombra; curación con botiquín; permanece con su tío en el albergue.",
                ),
                Fact(50, "Autoridades ya informadas", "911 a las 11:05 horas, folio 0000000."),
            ),
        ),
    ),
    account=(
        Fact(
            41,
            "Narración de los hechos",
            "A las 10:30 horas, en el lote 7, se observó al adolescente cortando jitomate con un cuchillo de unos 12 cm y "
            "cargando cubetas al hombro. El jefe de cuadrilla le indicaba el surco.",
            "observación de la persona inspectora",
            True,
        ),
        Fact(
            42,
            "Cómo se le escuchó",
            "A la sombra, lejos del jefe de cuadrilla, a la vista de una maestra de la guardería; 12 minutos; tradujo una promotora.",
        ),
        Fact(
            43,
            "En sus palabras",
            "«Quiero ir a la escuela, pero mi mamá necesita el dinero».",
            "dicho del adolescente",
            None,
        ),
    ),
)
SAID = ("dicho de la adolescente", False)
SEEN = ("observación de la persona inspectora", True)
GIRL_SHEET = replace(
    BOY_SHEET,
    key="NNA-M4XC",
    person=Person("adolescent", "woman"),
    name=Fact(20, "Nombre", GIRL, "según documento (credencial escolar)", True),
    headline="Adolescente de 16 años, mujer",
    finding="Trabajo adolescente peligroso: mezcla de agroquímicos.",
    alert="",
    lead=(
        Fact(33, "Dónde encontrarla en las próximas 72 horas", "Colonia Nueva Era, casa de su madre.", *SAID),
        Fact(30, "Con quién está", "Con su madre, que empaca en el mismo campo.", *SAID),
        Fact(26, "En qué lengua hablarle", "Español; no hace falta intérprete.", *SEEN),
        Fact(28, "Salud", "Dijo que le arden los ojos; sin lesión visible.", *SAID),
    ),
    groups=(
        FactGroup(
            "Identidad",
            (
                Fact(21, "Sexo", "Mujer", *SAID),
                Fact(
                    22,
                    "Edad",
                    "16 años cumplidos; nació el 11 de febrero de 2010",
                    "según documento (credencial escolar)",
                    True,
                ),
                Fact(23, "Calidad jurídica", "Adolescente"),
                blank(24, "CURP u otro documento", "no proporcionado"),
                Fact(25, "Nacionalidad y origen", "Mexicana; Tlapa de Comonfort, Guerrero", *SAID),
                blank(27, "Se reconoce indígena o afromexicana"),
                Fact(29, "Escuela", "No asiste. Terminó la secundaria.", *SAID),
            ),
        ),
        FactGroup(
            "Trabajo",
            (
                Fact(
                    35,
                    "Tarea y jornada",
                    "Mezcla agroquímicos en tambos sin guantes ni mascarilla. Ocho horas al día, seis días por semana.",
                    *SEEN,
                ),
                Fact(36, "Pago", "$280.00 al día. Lo recibe ella.", *SAID),
                Fact(37, "Para quién trabaja", "Para un tercero: el contratista dirige y paga."),
                Fact(
                    38,
                    "Riesgos",
                    "Químicos en el aire o en el lugar [LFT 176, fr. I]; manejo de sustancias [LFT 176, fr. IV].",
                    *SEEN,
                ),
                blank(39, "Certificado médico", "no se exhibió"),
            ),
        ),
        FactGroup(
            "Situación",
            (
                Fact(45, "Tipo de caso", "Labor peligrosa antes de los dieciocho años."),
                blank(46, "Indicios de trabajo forzoso o trata", "ninguno observado"),
                Fact(47, "Nivel de riesgo", "Alto: exposición diaria a plaguicidas."),
                Fact(48, "Retiro de la labor", "A las 11:20 horas; la parte patronal acató."),
            ),
        ),
    ),
    account=(
        Fact(
            41,
            "Narración de los hechos",
            "A las 11:05 horas, en la bodega norte, mezclaba un producto de etiqueta roja con un palo.",
            *SEEN,
        ),
        Fact(42, "Cómo se le escuchó", "En la puerta de la bodega, sin el encargado; 8 minutos."),
        blank(43, "En sus palabras"),
    ),
)
