"""Everything that can go wrong, in one table: code -> status and what to tell a person."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, jsonify, render_template, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException, InternalServerError

from inspection.sync.refusals import Refused
from protocols.law_of_day import NoParameterInForce

_SAFE = "Lo guardado en la tableta sigue a salvo."
_NOTHING_LOST = "No se perdió ni se cambió nada."


@dataclass(frozen=True)
class Sentence:
    """What to tell: what happened, what is safe, what to do."""

    status: int
    happened_es: str
    safe_es: str
    do_es: str

    @property
    def title_es(self) -> str:
        """A heading."""
        return "No se pudo abrir" if self.status < 500 else "Algo falló en el servidor"

    @property
    def message_es(self) -> str:
        """The three together."""
        return f"{self.happened_es} {self.safe_es} {self.do_es}"


SENTENCES: dict[str, Sentence] = {
    "malformed_json": Sentence(
        400, "El servidor no pudo leer la petición.", _SAFE, "Actualiza la aplicación y vuelve a enviar."
    ),
    "malformed_request": Sentence(
        422,
        "A la petición le falta un dato o trae uno que no corresponde.",
        _SAFE,
        "Actualiza la aplicación y vuelve a enviar.",
    ),
    "signature_invalid": Sentence(
        401,
        "El servidor no reconoció la firma de esta tableta.",
        _SAFE,
        "Vuelve a dar de alta la tableta con tu contraseña.",
    ),
    "incarnation_unknown": Sentence(
        401,
        "Esta tableta no está dada de alta en este servidor.",
        _SAFE,
        "Da de alta la tableta con tu usuario y contraseña.",
    ),
    "incarnation_revoked": Sentence(
        401, "El alta de esta tableta fue retirada.", _SAFE, "Entrégala en tu oficina para recuperar su trabajo."
    ),
    "nonce_reused": Sentence(401, "La petición ya se había recibido.", _NOTHING_LOST, "Sincroniza de nuevo."),
    "sign_in_required": Sentence(
        401, "Hace falta iniciar sesión.", _NOTHING_LOST, "Entra con tu usuario y contraseña."
    ),
    "credentials_wrong": Sentence(
        401,
        "El usuario o la contraseña no son correctos.",
        _NOTHING_LOST,
        "Escríbelos de nuevo o pide otra contraseña.",
    ),
    "too_many_attempts": Sentence(
        429,
        "Hubo demasiados intentos con este usuario.",
        _NOTHING_LOST,
        "Espera quince minutos y vuelve a intentar.",
    ),
    "too_many_unsigned": Sentence(
        429,
        "Llegaron demasiados avisos urgentes sin firma desde esta red.",
        "El aviso sigue en la tableta, y una vez firmado entra siempre.",
        "Desbloquea la tableta para firmarlo. Si hay peligro, llama por teléfono ahora.",
    ),
    "too_many_comparisons": Sentence(
        429,
        "Esta tableta pidió comparar sus visitas demasiadas veces seguidas.",
        _NOTHING_LOST,
        "Sigue trabajando: la tableta compara otra vez sola más tarde.",
    ),
    "too_many_handed_in": Sentence(
        429, "Una tableta dada de baja entrega demasiado aprisa.", _NOTHING_LOST, "Espera: entrega sola lo que falta."
    ),
    "not_releasable": Sentence(
        409,
        "Ese registro no puede contar: su contenido no es confiable, o solo la oficina puede escribirlo.",
        "El registro se conserva apartado.",
        "Pide a la persona inspectora que lo escriba de nuevo.",
    ),
    "forbidden": Sentence(403, "Tu cuenta no permite hacer esto.", _NOTHING_LOST, "Pide el permiso a tu oficina."),
    "not_found": Sentence(404, "Esa dirección no existe.", _NOTHING_LOST, "Revisa el enlace."),
    "visit_unknown": Sentence(
        404,
        "No hay una visita con esa clave, o no está asignada a ti.",
        _SAFE,
        "Pide la asignación a tu oficina.",
    ),
    "event_unknown": Sentence(404, "Ese dato no está apartado.", _NOTHING_LOST, "Vuelve a la lista y elige otro."),
    "alarm_unknown": Sentence(404, "No hay una alerta con esa clave.", _NOTHING_LOST, "Vuelve a la bandeja."),
    "bundle_unknown": Sentence(404, "El servidor no tiene esa versión del protocolo.", _SAFE, "Avisa a tu oficina."),
    "file_unknown": Sentence(
        404,
        "El servidor no espera un archivo con ese nombre.",
        _SAFE,
        "Sincroniza: la tableta lo anunciará de nuevo.",
    ),
    "method_not_allowed": Sentence(
        405, "Esa dirección no acepta esa acción.", _NOTHING_LOST, "Actualiza la aplicación."
    ),
    "incarnation_taken": Sentence(
        409, "Otra tableta ya usa esa identificación.", _SAFE, "Vuelve a dar de alta la tableta."
    ),
    "offset_differs": Sentence(
        409, "El archivo continúa en otro punto.", _SAFE, "La tableta sigue sola desde donde quedó."
    ),
    "file_size_differs": Sentence(
        409,
        "El archivo se había anunciado con otro tamaño.",
        _SAFE,
        "Avisa a tu oficina: el archivo sigue en la tableta.",
    ),
    "secret_missing": Sentence(
        409,
        "Todavía no llega la llave de esta visita, o fue destruida.",
        _SAFE,
        "Sincroniza primero los datos de la visita.",
    ),
    "too_large": Sentence(413, "El envío es demasiado grande.", _SAFE, "La tableta lo divide y lo envía en partes."),
    "file_too_large": Sentence(
        413,
        "El archivo pasa de 50 MB y el servidor no lo recibe.",
        "El archivo sigue completo en la tableta.",
        "Toma la foto con menos resolución o entrega el archivo en tu oficina.",
    ),
    "unsupported_media_type": Sentence(
        415,
        "El servidor no conoce ese tipo de contenido.",
        _SAFE,
        "Actualiza la aplicación y vuelve a enviar.",
    ),
    "public_key_invalid": Sentence(
        422, "La llave de la tableta no es válida.", _NOTHING_LOST, "Vuelve a dar de alta la tableta."
    ),
    "file_hash_differs": Sentence(
        422,
        "El archivo llegó distinto del original.",
        "El original sigue en la tableta.",
        "La tableta lo envía de nuevo desde el inicio.",
    ),
    "urgent_malformed": Sentence(
        422,
        "El aviso urgente llegó incompleto.",
        "El aviso sigue en la tableta.",
        "Llama por teléfono ahora y vuelve a enviar.",
    ),
    "form_not_yours": Sentence(
        400,
        "El formulario se abrió en otra sesión, o lleva mucho tiempo abierto.",
        _NOTHING_LOST,
        "Vuelve atrás, copia lo que escribiste, actualiza la página y envíalo de nuevo.",
    ),
    "visit_not_approved": Sentence(
        409,
        "El oficio de canalización sale de una visita aprobada, y esta todavía no lo está.",
        "No se emitió nada.",
        "Emite el aviso inmediato, que no espera a la revisión; el oficio, después de aprobar.",
    ),
    "visit_changed_after_approval": Sentence(
        409,
        "La visita cambió después de aprobarse.",
        "No se emitió nada.",
        "Revisa lo nuevo y aprueba otra vez. Si hay una persona en riesgo, emite el aviso inmediato.",
    ),
    "minors_missing": Sentence(
        422,
        "No elegiste de quién habla el documento.",
        "No se emitió nada.",
        "Vuelve atrás y marca al menos una clave.",
    ),
    "minor_unknown": Sentence(
        422,
        "El formulario nombra a una persona que no está en esta visita.",
        "No se emitió nada.",
        "Abre de nuevo la página de documentos.",
    ),
    "acta_not_closed": Sentence(
        409,
        "El acta no se ha cerrado: no hay texto que imprimir.",
        _NOTHING_LOST,
        "Espera a que la tableta envíe el cierre.",
    ),
    "document_unknown": Sentence(
        404,
        "Esta visita no tiene un documento con ese código.",
        _NOTHING_LOST,
        "Vuelve a la lista de documentos y elige otro.",
    ),
    "paper_nobody": Sentence(
        422,
        "La hoja no es de la persona que elegiste.",
        "No se guardó nada.",
        "Vuelve atrás y elige de quién habla la hoja, o «una persona que todavía no está en la visita».",
    ),
    "paper_empty": Sentence(
        422,
        "No hay ninguna respuesta que guardar.",
        "No se guardó nada.",
        "Escribe las claves de las casillas marcadas y vuelve a leer.",
    ),
    "scan_unreadable": Sentence(
        422,
        "La imagen de la hoja no es un JPEG o PNG completo, o pasa de 1.9 MB.",
        "No se guardó nada.",
        "Vuelve atrás y elige otra imagen (en gris, a 150 puntos por pulgada, basta), o guarda sin imagen.",
    ),
    "document_revoked": Sentence(
        409,
        "Ese documento ya quedó sin efectos.",
        _NOTHING_LOST,
        "Si hace falta, emite uno nuevo: lleva otro folio y otro código.",
    ),
    "reason_missing": Sentence(
        422,
        "Falta la razón, o pasa de 500 letras.",
        "El documento sigue vigente.",
        "Vuelve atrás y escribe en una frase por qué queda sin efectos.",
    ),
    "signed_file_missing": Sentence(
        422, "No elegiste ningún archivo.", _NOTHING_LOST, "Vuelve atrás y elige el documento firmado."
    ),
    "signed_file_kind": Sentence(
        422,
        "El archivo no es un PDF ni una imagen PNG o JPEG.",
        "No se guardó nada.",
        "Sube el PDF que dejó «resguardo sign», o el escaneo del papel firmado.",
    ),
    "signed_file_unsigned": Sentence(
        422,
        "Es el mismo archivo que se emitió: todavía no lleva firma.",
        "No se guardó nada.",
        "Fírmalo con «resguardo sign», o imprímelo, fírmalo y sube el escaneo.",
    ),
    "signature_refused": Sentence(
        422,
        "La firma de ese archivo no se sostiene, o no es la de este documento.",
        "El documento emitido sigue intacto y el archivo no se guardó.",
        "Descarga otra vez el documento, fírmalo con «resguardo sign» y súbelo sin guardarlo en otro programa.",
    ),
    "authority_incomplete": Sentence(
        422,
        "Falta el nombre de la autoridad, dónde lo comprobaste o tu confirmación.",
        "No cambió nada: los documentos siguen saliendo con el nombre genérico.",
        "Vuelve atrás, completa los datos (300 letras como máximo cada uno) y marca que lo comprobaste.",
    ),
    "document_kind_unknown": Sentence(
        404,
        "No hay un documento de esa clase.",
        _NOTHING_LOST,
        "Vuelve a la página de documentos y elige uno de la lista.",
    ),
    "authority_unreadable": Sentence(
        422,
        "El archivo no es el certificado de una autoridad certificadora.",
        _NOTHING_LOST,
        "Usa el .cer o .crt de la autoridad que emite las e.firmas, no el de una persona.",
    ),
    "batch_empty": Sentence(
        422, "No hay ningún documento de esa clase por emitir.", _NOTHING_LOST, "Vuelve a los lotes y elige otra clase."
    ),
    "batch_too_large": Sentence(
        422, "El lote pasa de dos mil documentos.", "No se emitió nada.", "Divídelo en lotes más pequeños."
    ),
    "batch_unknown": Sentence(404, "No hay un lote con esa clave.", _NOTHING_LOST, "Vuelve a la lista de lotes."),
    "paper_failed": Sentence(
        500,
        "El programa falló al escribir o dibujar este documento.",
        "No se le dio folio y los demás siguieron.",
        "Ábrelo en la visita y emítelo solo; si vuelve a fallar, avisa a quien da soporte con la clave de la visita.",
    ),
    "paper_takes_down": Sentence(
        500,
        "Este documento detuvo el programa varias veces y se apartó.",
        "No se le dio folio y los demás siguieron.",
        "Avisa a quien da soporte con la clave de la visita; quizá falta memoria en el servidor.",
    ),
    "act_without_ground": Sentence(
        409,
        "La visita no da motivo para ese documento.",
        "No se emitió nada.",
        "Vuelve a la página de documentos: ahí dice qué falta.",
    ),
    "asked_missing": Sentence(
        422,
        "Falta un dato del documento, no se entiende, o es un día y una hora que ya pasaron.",
        "No se emitió nada.",
        "Vuelve atrás y escribe lo que pide el formulario.",
    ),
    "form_broken": Sentence(
        400,
        "Al formulario le falta un dato o trae uno que la página no ofrece.",
        _NOTHING_LOST,
        "Vuelve a la visita, actualiza la página e inténtalo otra vez.",
    ),
    "law_does_not_reach": Sentence(
        409,
        "La ley cargada no alcanza esa fecha.",
        _NOTHING_LOST,
        "Revisa en la tableta la fecha en que empezó la visita, o pide que se cargue la ley de ese día.",
    ),
    "internal": Sentence(500, "El servidor tuvo una falla.", _SAFE, "Espera un momento y vuelve a intentar."),
    "app_not_built": Sentence(
        503,
        "La aplicación de la tableta no está construida en este servidor.",
        _NOTHING_LOST,
        "Ejecuta «./run demo».",
    ),
}

_CODE_OF_STATUS = {
    400: "malformed_json",
    401: "sign_in_required",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "malformed_request",
    429: "too_many_attempts",
}


def error_body(code: str, details: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON of an error."""
    return {"code": code, "message": SENTENCES[code].message_es, "details": details}


def answer_refused(error: Refused) -> Any:
    """Answer a refusal of the layers below."""
    wait = error.details.get("retry_after_s")
    return _answer(error.code, error.details, {"Retry-After": str(wait)} if wait else {})


def answer_http(error: HTTPException) -> Any:
    """Answer an HTTP exception, keeping its own headers (``Allow``, ``Retry-After``)."""
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code >= 500:
        return _answer("internal", {}, {})
    data = getattr(error, "data", None) or {}
    headers = {k: v for k, v in error.get_headers() if k.lower() not in ("content-type", "content-length")}
    code = _CODE_OF_STATUS.get(error.code, "malformed_request")
    return _answer(code, _texts(data.get("messages", {})), headers)


def answer_beyond_law(error: NoParameterInForce) -> Any:
    """Answer that the law loaded has no numbers for the day of the facts."""
    return _answer("law_does_not_reach", {"parameter": error.name, "on": error.on}, {})


def answer_failure(error: Exception) -> Any:
    """Answer what nobody foresaw; the trace goes to the log, which holds no value of a minor."""
    return answer_http(InternalServerError(original_exception=error))


def register_errors(app: Flask) -> None:
    """Answer errors as JSON under /api/ and as a page elsewhere."""
    app.register_error_handler(Refused, answer_refused)
    app.register_error_handler(NoParameterInForce, answer_beyond_law)
    app.register_error_handler(RecursionError, answer_failure)


def _answer(code: str, details: dict[str, Any], headers: dict[str, str]) -> Any:
    sentence = SENTENCES[code]
    if request.path.startswith("/api/"):
        response: Response = jsonify(error_body(code, details))
        return response, sentence.status, headers
    return _page(sentence), sentence.status, headers


def _page(sentence: Sentence) -> str:
    """Return the page of an error; after a failure nothing is risked on a template."""
    if sentence.status < 500 and "desk" in current_app.blueprints:
        return render_template("errors/error.html", page=sentence)
    title, text = escape(sentence.title_es), escape(sentence.message_es)
    return f"<!doctype html><html lang=es-MX><title>{title}</title><h1>{title}</h1><p>{text}</p></html>"


def _texts(messages: Any) -> dict[str, Any]:
    """Return validation messages without the values they complain of."""
    return messages.get("json", messages) if isinstance(messages, dict) else {}
