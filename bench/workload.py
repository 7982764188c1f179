# ruff: noqa: E501, UP031  the text is the same byte for byte as when it was first measured
"""The workload of every measurement here: invented inspection visits, the same on every machine.

Each visit is 150 checklist answers (90 yes/no/not applicable, 30 texts, 15 integers, 15 dates), 2 minors of 25 fields
and 3 findings of 6 fields: 218 values. All text is Spanish with accents, so that bytes are not characters. Visit i depends
only on (seed, i), never on the clock, on hash order or on the Python version.

Run: .venv/bin/python -m bench.workload   byte counts of the visits as JSON and as XForm submissions
"""

import gzip
import json
import random
import statistics
import uuid
from xml.sax.saxutils import escape

SEED = 20240501
N_VISITS, N_ANSWERS, N_MINORS, N_FINDINGS = 50, 150, 2, 3
FORM_ID, FORM_VERSION = "visita_inspeccion", "1"
NS = uuid.UUID("6b1d3f0e-5c0a-4d0b-9a61-0d6d3c1f7a11")

SECTIONS = [
    ("datos", "Datos generales del centro de trabajo", 15),
    ("contrat", "Contratación y condiciones de trabajo", 25),
    ("jornada", "Jornada, descansos y salario", 25),
    ("menores", "Personas menores de edad en el centro", 25),
    ("seguridad", "Seguridad y salud en el trabajo", 30),
    ("higiene", "Higiene, alojamiento y servicios", 15),
    ("cierre", "Cierre de la visita y acuerdos", 15),
]

_SUJ = [
    "La persona empleadora",
    "El encargado del centro",
    "La administración",
    "El contratista",
    "La cuadrilla",
    "El personal de supervisión",
    "La persona trabajadora entrevistada",
    "La representación sindical",
]
_VER = [
    "manifestó que",
    "no acreditó que",
    "exhibió documentos donde consta que",
    "negó que",
    "reconoció ante la inspección que",
    "señaló durante el recorrido que",
]
_OBJ = [
    "los contratos se entregan por escrito",
    "la jornada rebasa las ocho horas diarias",
    "el pago se realiza a destajo y en efectivo",
    "existen menores de quince años laborando",
    "el equipo de protección no se repone",
    "los extintores están vencidos desde marzo",
    "no hay registro de entrada y salida",
    "el agua potable se acarrea desde el pozo",
    "los menores acompañan a sus padres en el surco",
    "el botiquín carece de material de curación",
    "la capacitación se dio únicamente al inicio de la temporada",
    "las letrinas se encuentran a más de cuatrocientos metros",
]
_CIE = [
    "durante la temporada de cosecha",
    "según consta en la bitácora del mes anterior",
    "sin que mediara explicación",
    "por lo que se solicitó subsanar de inmediato",
    "y se tomó fotografía como evidencia",
    "en presencia de dos testigos de asistencia",
    "de acuerdo con lo observado en el área de empaque",
    "quedando asentado en el acta",
]
_PRE = [
    "¿El centro de trabajo acredita",
    "¿Se cuenta con",
    "¿Se observó durante el recorrido",
    "¿La persona empleadora exhibe",
    "¿Las personas trabajadoras conocen",
    "¿Se encuentra vigente",
    "¿Existe evidencia documental de",
]
_TEM = [
    "el registro patronal y el alta de todas las personas trabajadoras",
    "los contratos individuales firmados por ambas partes",
    "el control de asistencia de los últimos doce meses",
    "los recibos de pago con el desglose de percepciones y deducciones",
    "el permiso de trabajo de adolescentes mayores de quince años",
    "la señalización de rutas de evacuación y salidas de emergencia",
    "la entrega de equipo de protección personal sin costo",
    "el estudio de riesgos por manejo de plaguicidas",
    "agua potable suficiente y al alcance de la mano en el área de labores",
    "la constitución de la comisión mixta de seguridad e higiene",
    "los dormitorios separados y ventilados para jornaleros migrantes",
    "el programa anual de capacitación y adiestramiento",
]
_LEY = [
    "Ley Federal del Trabajo, art. %d",
    "NOM-%03d-STPS, numeral 5.%d",
    "Reglamento General de Inspección, art. %d",
    "Convenio 182 de la OIT, art. %d",
]
_NOM = [
    "María Guadalupe",
    "José Ángel",
    "Juan Carlos",
    "Ana Lucía",
    "Íñigo",
    "Citlali",
    "Ramón",
    "Begoña",
    "Xóchitl",
    "Andrés",
    "Sofía",
    "Óscar",
    "Lucía",
    "Martín",
]
_APE = [
    "Hernández",
    "García",
    "Núñez",
    "López",
    "Pérez",
    "Muñoz",
    "Sánchez",
    "Ibáñez",
    "Gutiérrez",
    "Cárdenas",
    "Ordóñez",
    "Ramírez",
    "Téllez",
    "Vázquez",
]
_MUN = [
    "San Quintín",
    "Culiacán",
    "Tlapa de Comonfort",
    "Metlatónoc",
    "Juchitán",
    "Coicoyán de las Flores",
    "Villa Unión",
    "Elota",
    "Cañada Morelos",
    "Zacapú",
]
SN = ["si", "no", "no_aplica"]

MINOR_FIELDS = [  # 25: (name, type)
    ("nombre", "text"),
    ("primer_apellido", "text"),
    ("segundo_apellido", "text"),
    ("fecha_nacimiento", "date"),
    ("edad", "integer"),
    ("sexo", "select_one sexo"),
    ("nacionalidad", "text"),
    ("lengua", "text"),
    ("municipio_origen", "text"),
    ("vive_con", "text"),
    ("escolaridad", "text"),
    ("asiste_escuela", "select_one sn"),
    ("motivo_inasistencia", "text"),
    ("actividad", "text"),
    ("fecha_inicio", "date"),
    ("horas_dia", "integer"),
    ("dias_semana", "integer"),
    ("turno", "select_one turno"),
    ("salario_diario", "integer"),
    ("forma_pago", "text"),
    ("labor_peligrosa", "select_one sn"),
    ("equipo_proteccion", "select_one sn"),
    ("permiso_padres", "select_one sn"),
    ("canalizado_a", "text"),
    ("observaciones", "text"),
]
FINDING_FIELDS = [  # 6
    ("norma", "text"),
    ("gravedad", "select_one gravedad"),
    ("descripcion", "text"),
    ("evidencia", "text"),
    ("medida_correctiva", "text"),
    ("plazo_dias", "integer"),
]
CHOICES = {
    "sn": SN,
    "sexo": ["mujer", "hombre"],
    "turno": ["diurno", "mixto", "nocturno"],
    "gravedad": ["leve", "media", "grave"],
}


class R:
    """A generator that only uses random(): the same on every Python 3."""

    def __init__(self, *key):
        n = 0
        for k in key:
            n = (n * 1000003 + k + 17) % (1 << 61)
        self.r = random.Random(n).random

    def i(self, a, b):
        return a + int(self.r() * (b - a + 1))

    def pick(self, xs):
        return xs[int(self.r() * len(xs))]

    def sentence(self):
        return "%s %s %s %s." % (self.pick(_SUJ), self.pick(_VER), self.pick(_OBJ), self.pick(_CIE))

    def text(self, lo, hi):
        """Spanish prose of about lo..hi characters."""
        want, out = self.i(lo, hi), ""
        while len(out) < want:
            out = (out + " " + self.sentence()).strip()
        if len(out) > want:
            cut = out.rfind(" ", 0, want + 1)
            out = out[: cut if cut > 0 else want].rstrip(" .,") + "."
        return out

    def date(self, y0, y1):
        return "%04d-%02d-%02d" % (self.i(y0, y1), self.i(1, 12), self.i(1, 28))

    def uuid(self):
        return str(
            uuid.UUID(
                int=int(self.r() * (1 << 53)) << 75 | int(self.r() * (1 << 53)) << 22 | int(self.r() * (1 << 22)),
                version=4,
            )
        )


def questions(seed=SEED):
    """The 150 questions, the same for every visit."""
    r, out, n = R(seed, 1), [], 0
    for code, title, count in SECTIONS:
        for _ in range(count):
            n += 1
            k = n % 10  # 60 / 20 / 10 / 10 per cent
            tipo = "si_no_na" if k < 6 else "texto" if k < 8 else "entero" if k == 8 else "fecha"
            ley = r.pick(_LEY)
            ley = ley % ((r.i(1, 30), r.i(1, 20)) if ley.count("%") == 2 else r.i(1, 1010))
            out.append(
                {
                    "codigo": "q%03d" % n,
                    "seccion": code,
                    "seccion_titulo": title,
                    "tipo": tipo,
                    "pregunta": "%s %s?" % (r.pick(_PRE), r.pick(_TEM)),
                    "fundamento": ley,
                }
            )
    assert n == N_ANSWERS
    return out


_Q = {}


def _questions(seed):
    if seed not in _Q:
        _Q[seed] = questions(seed)
    return _Q[seed]


def visit(i, seed=SEED):
    r = R(seed, 2, i)
    day, t = r.date(2024, 2025), r.i(8 * 3600, 10 * 3600)

    def stamp(step):
        nonlocal t
        t += r.i(1, step)
        return "%sT%02d:%02d:%02d.%03dZ" % (day, t // 3600 % 24, t // 60 % 60, t % 60, r.i(0, 999))

    v = {
        "id": r.uuid(),
        "folio": "STPS-%05d/%s" % (i + 1, day[:4]),
        "inspector": "inspector%02d" % (i % 20 + 1),
        "dispositivo": "tab-%04d" % (i % 25 + 1),
        "centro": "Agrícola %s de %s" % (r.pick(_APE), r.pick(_MUN)),
        "inicio": stamp(60),
        "respuestas": [],
        "menores": [],
        "hallazgos": [],
    }
    for q in _questions(seed):
        tipo = q["tipo"]
        if tipo == "si_no_na":
            x = r.r()
            valor = "si" if x < 0.55 else "no" if x < 0.85 else "no_aplica"
            obs = r.text(60, 220) if valor == "no" or r.r() < 0.3 else r.text(20, 60)
        elif tipo == "texto":
            valor, obs = r.text(40, 240), ""
        elif tipo == "entero":
            valor, obs = r.i(0, 400), r.text(20, 120)
        else:
            valor, obs = r.date(2019, 2025), r.text(20, 120)
        v["respuestas"].append({"codigo": q["codigo"], "valor": valor, "observacion": obs, "respondida_en": stamp(40)})
    for _ in range(N_MINORS):
        edad = r.i(7, 17)
        m = {
            "nombre": r.pick(_NOM),
            "primer_apellido": r.pick(_APE),
            "segundo_apellido": r.pick(_APE),
            "fecha_nacimiento": r.date(2024 - edad, 2024 - edad),
            "edad": edad,
            "sexo": r.pick(CHOICES["sexo"]),
            "nacionalidad": r.pick(["mexicana", "guatemalteca", "hondureña"]),
            "lengua": r.pick(["español", "náhuatl", "mixteco", "tlapaneco", "zapoteco"]),
            "municipio_origen": r.pick(_MUN),
            "vive_con": r.pick(["ambos padres", "la madre", "el padre", "tíos y abuelos"]),
            "escolaridad": r.pick(["ninguna", "primaria incompleta", "primaria", "secundaria incompleta"]),
            "asiste_escuela": r.pick(SN),
            "motivo_inasistencia": r.text(20, 120),
            "actividad": r.pick(
                ["corte de tomate", "acarreo de cubetas", "cuidado de hermanos", "selección y empaque"]
            ),
            "fecha_inicio": r.date(2023, 2024),
            "horas_dia": r.i(2, 12),
            "dias_semana": r.i(1, 7),
            "turno": r.pick(CHOICES["turno"]),
            "salario_diario": r.i(60, 320),
            "forma_pago": r.pick(["efectivo", "destajo en efectivo", "se paga al padre", "sin pago"]),
            "labor_peligrosa": r.pick(SN),
            "equipo_proteccion": r.pick(SN),
            "permiso_padres": r.pick(SN),
            "canalizado_a": r.pick(["DIF municipal", "Procuraduría de Protección", "ninguna institución"]),
            "observaciones": r.text(80, 300),
        }
        assert [k for k, _ in MINOR_FIELDS] == list(m)
        v["menores"].append(m)
    for _ in range(N_FINDINGS):
        f = {
            "norma": "NOM-%03d-STPS" % r.i(1, 37),
            "gravedad": r.pick(CHOICES["gravedad"]),
            "descripcion": r.text(120, 400),
            "evidencia": r.text(30, 120),
            "medida_correctiva": r.text(80, 240),
            "plazo_dias": r.i(1, 90),
        }
        assert [k for k, _ in FINDING_FIELDS] == list(f)
        v["hallazgos"].append(f)
    return v


def visits(n=N_VISITS, seed=SEED, start=0):
    return [visit(i, seed) for i in range(start, start + n)]


def compact(o):
    return json.dumps(o, ensure_ascii=False, separators=(",", ":"))


def xml(v, run=0):
    """The visit as an XForm submission. run changes the instance id only."""
    e, qs = lambda x: escape(str(x)), _questions(SEED)
    out = ['<data xmlns:orx="http://openrosa.org/xforms" id="%s" version="%s">' % (FORM_ID, FORM_VERSION)]
    for k in ("folio", "inspector", "dispositivo", "centro", "inicio"):
        out.append("<%s>%s</%s>" % (k, e(v[k]), k))
    by, n = {a["codigo"]: a["valor"] for a in v["respuestas"]}, 0
    for code, _, count in SECTIONS:
        out.append("<%s>" % code)
        for q in qs[n : n + count]:
            out.append("<%s>%s</%s>" % (q["codigo"], e(by[q["codigo"]]), q["codigo"]))
        out.append("</%s>" % code)
        n += count
    for name, rows in (("menor", v["menores"]), ("hallazgo", v["hallazgos"])):
        for row in rows:
            out.append("<%s>%s</%s>" % (name, "".join("<%s>%s</%s>" % (k, e(x), k) for k, x in row.items()), name))
    out.append(
        "<meta><orx:instanceID>uuid:%s</orx:instanceID></meta></data>" % uuid.uuid5(NS, "%s/%d" % (v["id"], run))
    )
    return "".join(out)


def main() -> None:
    """Print the byte counts."""
    for name, rows in (
        ("visit as JSON", [compact(v) for v in visits()]),
        ("XForm submission", [xml(v) for v in visits()]),
    ):
        sizes, zipped = [len(row.encode()) for row in rows], [len(gzip.compress(row.encode(), 6)) for row in rows]
        print(f"{name:18} n={len(rows)} mean {statistics.mean(sizes):.0f} B, gzipped {statistics.mean(zipped):.0f} B")


if __name__ == "__main__":
    main()
