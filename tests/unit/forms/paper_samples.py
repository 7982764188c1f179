# ruff: noqa: E501
"""The story as papers: a field of jitomate near San Quintín, a boy of 13 and a girl of 16. All names are invented."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from forms.documents import (
    Acta,
    ActaSigner,
    Addressee,
    Annex,
    Copy,
    Fact,
    Ground,
    ImmediateNotice,
    Issuer,
    Legend,
    Reason,
    Referral,
    Registration,
    Request,
)
from tests.unit.forms.paper_sheets import BOY_SHEET, GIRL_SHEET

TIJUANA = ZoneInfo("America/Tijuana")
ISSUED_AT = datetime(2026, 11, 22, 13, 40, tzinfo=TIJUANA)

ISSUER = Issuer(
    institution="Secretaría del Trabajo y Previsión Social",
    unit="Oficina de Representación Federal del Trabajo en Baja California",
    area="Inspección Federal del Trabajo",
    address="Calle de la Prueba 100, colonia Invento, C.P. 00000, Mexicali, Baja California",
    contact="Teléfono 000 000 0000, lunes a viernes de 9:00 a 18:00 horas",
    place="San Quintín, Baja California",
    signer_name="Lic. Verónica Supuesta Demostración",
    signer_post="Titular de la Oficina de Representación Federal del Trabajo en Baja California",
    competence=(Ground("vigilar el cumplimiento de las normas de trabajo", "LFT 540, fr. I"),),
    initials="VSD/iaf",
)
REGISTRATION = Registration(
    folio="ORFT-BC/CAN/00017/2026",
    case_file="BC-INSP-EXT-00231/2026",
    code="7K3Q-9T2M-4HXV-B8RC",
    verify_at="https://resguardo.example/verificar/7K3Q-9T2M-4HXV-B8RC",
    issued_at=ISSUED_AT,
)
ADDRESSEE = Addressee(
    post="Persona titular de la",
    office="Procuraduría de Protección de Niñas, Niños y Adolescentes del Estado de Baja California",
    level="estatal",
    caution="Denominación por confirmar en el directorio oficial antes de la firma.",
)
LEGEND = Legend(
    classification="CONFIDENCIAL",
    text=(
        "CONFIDENCIAL. Contiene datos personales y datos personales sensibles de niñas, niños o adolescentes. Su tratamiento y "
        "transferencia se rigen por los artículos 76 y 79 de la Ley General de los Derechos de Niñas, Niños y Adolescentes y 7, "
        "61 y 63 de la Ley General de Protección de Datos Personales en Posesión de Sujetos Obligados. Queda prohibida su "
        "difusión; se acompaña el aviso de privacidad aplicable."
    ),
    footer="CONFIDENCIAL. Contiene datos personales de niñas, niños o adolescentes. Prohibida su difusión.",
    privacy_notice=(
        "La Secretaría del Trabajo y Previsión Social es responsable del tratamiento de los datos personales de este documento.",
        "Se usan sólo para proteger a la niña, niño o adolescente y para que la autoridad que recibe ejerza sus atribuciones. "
        "Quien recibe debe guardar confidencialidad y usar los datos sólo para ese fin.",
        "Los derechos de acceso, rectificación, cancelación y oposición se ejercen ante la Unidad de Transparencia.",
    ),
)
GROUNDS = (
    Ground(
        "La autoridad debe conocer de inmediato los casos de niñas, niños y adolescentes cuyos derechos se violen.",
        "LGDNNA 12",
    ),
    Ground(
        "Las autoridades deben prevenir, atender y sancionar el trabajo antes de los quince años.",
        "LGDNNA 47, fr. V",
    ),
    Ground(
        "La Procuraduría protege, representa y coordina las medidas de protección y de restitución.",
        "LGDNNA 121, 122 y 123",
    ),
    Ground("Quien tiene menos de quince años no puede trabajar.", "LFT 22 Bis"),
    Ground("Ante el hallazgo se ordena el cese inmediato de labores.", "LFT 23, párr. primero"),
    Ground(
        "Sólo tareas administrativas para mayores de dieciséis años en el campo.",
        "NOM-038-STPS-2024",
        "por_validar",
    ),
    Ground(
        "Los hechos certificados en el acta se tienen por ciertos mientras no se demuestre lo contrario.",
        "LFT 543",
    ),
)
BACKGROUND = (
    Fact(
        14,
        "Inspección",
        "Extraordinaria, 22 de noviembre de 2026, de 09:10 a 13:05 horas. Persona inspectora: Irene Acta Fingida, "
        "credencial 000123. Orden BC-0231/2026 del 20 de noviembre de 2026.",
    ),
    Fact(
        15,
        "Centro de trabajo",
        "Agrícola Invento del Pacífico, S.P.R. de R.L.; RFC AIP000101XX0; cultivo de jitomate en campo abierto (SCIAN 111211).",
    ),
    Fact(
        16,
        "Domicilio y cómo llegar",
        "Rancho El Supuesto, carretera Transpeninsular km 180, localidad Vicente Guerrero, San Quintín, Baja "
        "California (clave 02006). Coordenadas 30.721450, -115.987320 (± 8 m). Desde el km 180, brecha al oriente 2.4 km; portón verde.",
    ),
    Fact(
        17,
        "Quién atendió y quién dirige",
        "Atendió: encargado de campo. Contrata y dirige a la cuadrilla: contratista Servicios Agrícolas Ficticios.",
    ),
    Fact(
        18,
        "Competencia",
        "Federal en seguridad y salud; el hallazgo se comunica además a la autoridad local.",
    ),
)


REASONS = (
    Reason(
        "NNA-7K3Q",
        "El adolescente, de 13 años según copia de su acta de nacimiento, trabajaba para un tercero en el corte de jitomate con "
        "cuchillo; no alcanza la edad mínima y la labor es además peligrosa",
        (Ground("", "LFT 22 Bis"), Ground("", "LFT 23, párr. primero"), Ground("", "LFT 176, fr. VII")),
    ),
    Reason(
        "NNA-M4XC",
        "La adolescente, de 16 años según su credencial escolar, mezclaba agroquímicos sin protección; la labor está prohibida a "
        "toda persona menor de dieciocho años",
        (
            Ground("", "LFT 175, fr. IV"),
            Ground("", "LFT 176, fr. IV"),
            Ground("", "NOM-038-STPS-2024", "por_validar"),
        ),
    ),
)
REQUESTS = (
    Request(
        "Valorar y, en su caso, solicitar o dictar la atención médica inmediata de los dos adolescentes",
        (Ground("", "LGDNNA 122, fr. VI, b"),),
        True,
    ),
    Request(
        "Acudir a la familia y al lugar antes del martes 24 de noviembre, pues la cuadrilla prevé salir hacia Sinaloa",
        (Ground("", "LGDNNA 123, fr. II"),),
        True,
    ),
    Request(
        "Determinar los derechos restringidos o vulnerados y elaborar el diagnóstico y el plan de restitución",
        (Ground("", "LGDNNA 123, frs. III y IV"),),
    ),
    Request("Gestionar con la autoridad educativa su regreso a la escuela", (Ground("", "LGDNNA 57"),)),
)

SUMMARY = (
    Fact(
        0,
        "NNA-7K3Q",
        "Adolescente de 13 años, hombre: trabajo infantil en labor peligrosa; no puede esperar (ficha 1).",
    ),
    Fact(0, "NNA-M4XC", "Adolescente de 16 años, mujer: trabajo adolescente en labor peligrosa (ficha 2)."),
    Fact(0, "Dónde están", "Se encontraban en el campo de jitomate El Supuesto, Carretera Transpeninsular km 180."),
    Fact(0, "Qué se pide", "De inmediato, valorar medidas urgentes (NNA-7K3Q). Además: acercarse a la familia."),
    Fact(0, "Cómo responder", "En veinticuatro horas: teléfono 000 000 0000."),
)


def make_referral(**changes) -> Referral:
    document = Referral(
        registration=REGISTRATION,
        issuer=ISSUER,
        addressee=ADDRESSEE,
        legend=LEGEND,
        subject="se canaliza a dos adolescentes en situación de trabajo prohibido y se solicitan medidas urgentes.",
        urgent=True,
        opening="En la inspección extraordinaria que se describe, esta Oficina encontró a dos adolescentes en trabajo que la ley prohíbe. Se hace "
        "de su conocimiento para que ejerza sus atribuciones de protección y restitución de derechos. En este oficio se les nombra por su "
        "clave; su identidad está sólo en las fichas adjuntas.",
        summary=SUMMARY,
        grounds=GROUNDS,
        background=BACKGROUND,
        facts=(
            "El veintidós de noviembre de dos mil veintiséis, de las 09:10 a las 13:05 horas, se inspeccionó el campo de jitomate. Los hechos "
            "constan en el acta número ORFT-BC/ACT/00231/2026, que se acompaña en versión reservada.",
        ),
        reasons=REASONS,
        done=(
            "Se ordenó el cese inmediato de labores de NNA-7K3Q a las 10:42 horas; la parte patronal acató.",
            "Se retiró a NNA-M4XC de la mezcla de agroquímicos a las 11:20 horas.",
        ),
        requests=REQUESTS,
        reply="Se solicita atentamente informar por escrito, dentro de las 24 horas siguientes a la recepción, las medidas urgentes, y dentro "
        "de los diez días hábiles siguientes el número de expediente, la persona responsable y el plan. La ley no fija este plazo.",
        annexes=(
            Annex("Dos fichas individuales."),
            Annex("Acta de inspección, versión reservada.", "SHA-256 " + "ab12" * 16 + "."),
            Annex("Aviso de privacidad."),
        ),
        copies=(
            Copy(
                "Fiscalía General del Estado de Baja California",
                "Para los efectos de la denuncia presentada por separado.",
            ),
        ),
        sheets=(BOY_SHEET, GIRL_SHEET),
    )
    return replace(document, **changes)


def make_notice(**changes) -> ImmediateNotice:
    brief = replace(BOY_SHEET, groups=BOY_SHEET.groups[2:3], account=())
    girl = replace(GIRL_SHEET, groups=GIRL_SHEET.groups[1:2], account=())
    document = ImmediateNotice(
        registration=replace(REGISTRATION, folio="ORFT-BC/AVI/00009/2026"),
        issuer=ISSUER,
        addressee=ADDRESSEE,
        legend=LEGEND,
        subject="se da aviso inmediato de dos adolescentes en situación de trabajo prohibido.",
        known_at=datetime(2026, 11, 22, 10, 34, tzinfo=TIJUANA),
        opening="Se hace de su conocimiento, de inmediato, lo que la persona inspectora asentó en el lugar.",
        preliminary="La visita no ha sido revisada; los datos pueden cambiar y se confirman en el oficio de canalización.",
        background=BACKGROUND[:4],
        sheets=(brief, girl),
        done=make_referral().done,
        requests=REQUESTS[:2],
        reasons=REASONS,
        grounds=GROUNDS[:3],
        founded="Este aviso se funda además en los artículos 22 Bis y 23, primer párrafo, de la Ley Federal del Trabajo.",
        reply="Se solicita confirmar la recepción por el medio más rápido y nombrar a la persona responsable.",
    )
    return replace(document, **changes)


ACTA_TEXT = """ACTA DE INSPECCIÓN

En San Quintín, Baja California, siendo las nueve horas con diez minutos del veintidós de noviembre de dos mil veintiséis, se constituyó la persona inspectora en el campo de jitomate que ocupa Agrícola Invento del Pacífico.

HECHOS
Se observó a NNA-7K3Q, presunta persona menor de quince años, en el corte de jitomate con cuchillo.
Se observó a NNA-M4XC en la mezcla de agroquímicos.

CIERRE
Leída el acta, se cierra a las trece horas con cinco minutos."""


def make_acta(**changes) -> Acta:
    wave = tuple(n for i in range(60) for n in (80 + i * 14, 200 + (140 if i % 6 < 3 else -120) * (i % 3) // 2))
    document = Acta(
        registration=replace(REGISTRATION, folio="ORFT-BC/ACT/00231/2026"),
        issuer=ISSUER,
        legend=LEGEND,
        title="Acta de inspección",
        text=ACTA_TEXT,
        text_sha256="5f" * 32,
        signers=(
            ActaSigner("Irene Acta Fingida", "Persona inspectora", "glass", (wave,)),
            ActaSigner("Pedro Encargo Supuesto", "Por la parte patronal", "glass", (wave,)),
            ActaSigner("Rosa Testigo Inventada", "Testigo de asistencia", "glass", (wave,)),
            ActaSigner(
                "Juan Testigo Inventado",
                "Testigo de asistencia",
                "refused",
                (),
                "Dijo que no quería problemas con el patrón.",
            ),
        ),
    )
    return replace(document, **changes)
