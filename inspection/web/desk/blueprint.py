"""The desk's blueprint: closed to all but supervisors, never cached, and the words it says after an act."""

from typing import Any

from flask import Blueprint, Response, request

blueprint = Blueprint("desk", __name__, url_prefix="/escritorio")

SAID = {
    "accepted": ("held", "Respuesta aceptada."),
    "accepted_many": ("held", "Respuestas aceptadas."),
    "returned": ("", "Respuesta devuelta. Tu comentario llegará a la tableta en su próximo contacto."),
    "resolved": ("held", "Conflicto resuelto. Los dos valores quedan en la bitácora."),
    "approved": ("held", "Visita aprobada. Ya puedes emitir el oficio de canalización."),
    "visit_returned": ("", "Visita devuelta. La persona inspectora lo verá en su próximo contacto."),
    "in_charge": ("held", "La alerta quedó a tu cargo, con tu nombre y esta hora."),
    "signed_efirma": ("held", "Firma electrónica comprobada y guardada. El firmado ya se verifica con su código."),
    "signed_untrusted": (
        "doubt",
        "La firma se sostiene y se guardó, pero su certificado no es de una autoridad en la que confíe este servidor.",
    ),
    "signed_autograph": ("held", "Escaneo guardado con su huella. Ya se puede verificar con su código."),
    "revoked": ("held", "El documento quedó sin efectos. Quien verifique su código lo verá."),
    "notice_issued": ("held", "Aviso inmediato emitido. Descárgalo y hazlo llegar a la procuraduría."),
    "acta_unknown": (
        "doubt",
        "Ningún acta cerrada ni documento de esta oficina tiene esa huella o ese código. Revisa que esté completo; "
        "si la tableta aún no sincroniza, el acta no ha llegado.",
    ),
    "referral_issued": ("held", "Oficio de canalización emitido. Descárgalo y recaba el acuse."),
    "authority_confirmed": ("held", "Nombre confirmado. Desde ahora los documentos de ese estado lo llevan."),
    "paper_kept": ("held", "Hoja capturada. Sus respuestas ya están en la visita, con tu nombre; guarda el papel."),
    "act_issued": ("held", "Documento emitido. Descárgalo, recaba las firmas y hazlo llegar a quien va dirigido."),
    "acta_issued": ("held", "Acta emitida en PDF, del texto que se leyó y firmó."),
    "released": ("held", "El registro ya cuenta en la visita."),
    "order_given": ("held", "Número de orden asentado. La tableta lo recibe en su próximo contacto."),
    "order_broken": ("doubt", "No se asentó: escribe el número de la orden (hasta 60 letras) y una fecha que exista."),
    "phone_confirmed": ("held", "Teléfono confirmado. Cada tableta con red lo tiene en unos minutos."),
    "phone_withdrawn": ("", "Esa procuraduría queda sin teléfono confirmado."),
    "phone_broken": (
        "doubt",
        "No se guardó: elige la procuraduría, escribe el teléfono sólo con cifras (de 3 a 15) y un día que ya llegó.",
    ),
    "comment_empty": ("doubt", "Para devolver una respuesta hace falta decir qué aclarar o corregir."),
    "not_approvable": ("doubt", "La visita todavía no se puede aprobar; abajo está lo que falta."),
}


@blueprint.app_context_processor
def offer_said() -> dict[str, Any]:
    """Give templates what to say after an act; the address carries a code, never a text."""
    return {"said": said}


def said() -> list[tuple[str, str]]:
    """Return (kind, text) of what the last act did."""
    found = SAID.get(request.args.get("dicho", ""))
    return [found] if found else []


@blueprint.after_request
def never_keep(response: Response) -> Response:
    """Keep every page of the desk out of caches and out of other sites' referrers."""
    response.headers["Cache-Control"] = "no-store"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response
