"""What the evidence check found, in words for the person who must act on it."""

from inspection.domain.events import DEVICE_STREAM
from inspection.domain.verification import Fault

_COPY = (
    "No siga usando esta base. Restaure el último respaldo sano con: resguardo restore, "
    "y deje que las tabletas sincronicen"
)
_FILE = (
    "Si la tableta que lo tomó todavía lo guarda, pida su exportación sellada e impórtela en una base restaurada; "
    "si no, tome el archivo de un respaldo"
)
_TABLETS = (
    "Pida a las tabletas de esta visita que sincronicen y repita la comprobación; si sigue igual, restaure un respaldo"
)
_KEYS = (
    "Revise que --keys sea la carpeta de llaves de esta base; si lo es, restaure un respaldo con su archivo de secretos"
)

FAULTS: dict[str, tuple[str, str]] = {
    "event_unreadable": ("el evento no se puede leer", _COPY),
    "content_differs": ("los bytes del evento no son los de su huella", _COPY),
    "columns_differ": ("la fila dice ser de otro lugar que el evento que guarda", _COPY),
    "link_differs": ("el eslabón guardado no es el que resulta del evento", _COPY),
    "place_taken_twice": ("hay dos eventos en el mismo lugar", _COPY),
    "chain_broken": ("la cadena se rompe: este evento no sigue al anterior", _COPY),
    "author_uncertified": ("su autor no tiene un certificado firmado por este servidor", _KEYS),
    "signature_differs": ("la firma no corresponde al evento", _COPY),
    "signature_missing": ("ninguna firma cubre el evento", _COPY),
    "event_missing": ("falta un evento que sí llegó", _TABLETS),
    "rows_missing": ("de la bitácora se quitaron o agregaron filas por fuera", _COPY),
    "fork_unjudged": ("el evento está apartado como bifurcación y nadie lo juzgó así", _COPY),
    "certificate_differs": ("la tabla de tabletas no dice lo que dice el certificado", _COPY),
    "urgent_differs": ("un aviso urgente no es el que se firmó", _COPY),
    "opening_missing": ("falta el evento que abrió la visita", _TABLETS),
    "bundle_differs": ("el protocolo guardado no es el que fijó la visita", _COPY),
    "body_malformed": ("un evento del servidor no tiene la forma de su tipo", _COPY),
    "secret_broken": ("el secreto no abre con estas llaves", _KEYS),
    "secret_differs": ("el secreto no es el que se prometió al agregar a la persona", _KEYS),
    "secret_gone": ("el secreto falta y no consta su borrado", _KEYS),
    "secret_not_erased": ("consta el borrado de la persona y su secreto sigue aquí", "Repita: resguardo erase"),
    "closure_event_missing": ("falta un evento que el cierre del acta cubre", _TABLETS),
    "closure_state_differs": ("lo que hay no suma el estado que el acta cerró", _COPY),
    "closure_text_differs": (
        "el texto guardado del acta no es el que se firmó",
        "No expida copias de esta acta. Compare con la copia que se entregó y llame a quien la cerró",
    ),
    "closure_signer_differs": ("una firma del acta no es de este texto", "No expida copias de esta acta"),
    "receipt_differs": ("un recibo guardado no es el que el servidor firmó", _COPY),
    "receipt_event_missing": ("falta un evento por el que se dio recibo", _TABLETS),
    "receipt_state_differs": ("lo que hay no suma el estado por el que se dio recibo", _COPY),
    "receipt_file_missing": ("falta un archivo por el que se dio recibo", _FILE),
    "file_unreadable": ("el archivo no está entero o no abre", _FILE),
    "file_differs": ("el archivo no es el que dice su nombre", _FILE),
    "document_differs": ("el documento guardado no es el que se expidió", _FILE),
    "photo_differs": ("la fotografía guardada no es la que se tomó", _FILE),
}


def sentence(fault: Fault) -> str:
    """Return where, what, what was expected, and what to do. Ids and fingerprints only, never a value."""
    what, todo = FAULTS[fault.code]
    visit = "Certificados y avisos" if fault.visit_id == DEVICE_STREAM else f"Visita {fault.visit_id}"
    lines = [f"{visit}: {what}."]
    if fault.stream:
        place = f", evento {fault.seq}" if fault.seq is not None else ""
        lines.append(f"  Dónde:       autor {fault.stream}{place}")
    if fault.expected:
        lines.append(f"  Se esperaba: {_plain(fault.expected)}")
    if fault.found:
        lines.append(f"  Se encontró: {_plain(fault.found)}")
    lines.append(f"  Qué hacer:   {todo}.")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A damaged column may hold anything; a terminal must not obey it."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
