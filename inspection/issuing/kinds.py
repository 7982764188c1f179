"""The kinds of paper: what each is called, its series of folios, its file name, who draws it."""

from collections.abc import Mapping
from typing import Any

from forms import act, acta, acta_version, immediate_notice, referral
from forms.documents import Act, Acta, ActaVersion, Document, ImmediateNotice, Referral, texts_of
from forms.typeface import signs_missing_in
from protocols.paper_words import load_act_words

NOTICE, REFERRAL, ACTA = "immediate_notice", "referral", "acta"
_OWN: Mapping[str, tuple[str, str, str]] = {
    NOTICE: (immediate_notice.KIND, "AVI", "aviso-inmediato"),
    REFERRAL: (referral.KIND, "CAN", "oficio-de-canalizacion"),
    ACTA: (acta.KIND, "ACT", "acta-de-inspeccion"),
}
"""``{kind: (title, series, file name)}``; those of acts and versions are in their words."""


def acts() -> Mapping[str, Mapping[str, Any]]:
    """Return ``{kind: words}`` of the acts, in their order."""
    found: Mapping[str, Mapping[str, Any]] = load_act_words()["acts"]
    return found


def versions() -> Mapping[str, Mapping[str, Any]]:
    """Return ``{kind: words}`` of the versions of the acta."""
    words = load_act_words()["versions"]
    return {kind: entry for kind, entry in words.items() if "series" in entry}


def _named(kind: str) -> tuple[str, str, str]:
    if kind in _OWN:
        return _OWN[kind]
    entry = {**acts(), **versions()}[kind]
    return entry["title_es"], entry["series"], entry["file"]


def title_of(kind: str) -> str:
    """Return what a kind of paper is called; a kind of a newer version of the program is called by its code."""
    try:
        return _named(kind)[0]
    except KeyError:
        return kind


def series_of(kind: str) -> str:
    """Return the letters of its series of folios.

    Raises:
        KeyError: The kind is unknown.
    """
    return _named(kind)[1]


def download_name(kind: str, folio: str) -> str:
    """Return a file name that says which paper it is and nothing of anybody.

    >>> download_name("referral", "ORFT-BC/CAN/00017/2026")
    'oficio-de-canalizacion-ORFT-BC-CAN-00017-2026.pdf'
    """
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in folio)
    return f"{_named(kind)[2]}-{plain}.pdf"


def draw(document: Document) -> bytes:
    """Draw any paper."""
    if isinstance(document, Referral):
        return referral.draw(document)
    if isinstance(document, ImmediateNotice):
        return immediate_notice.draw(document)
    if isinstance(document, Act):
        return act.draw(document)
    if isinstance(document, ActaVersion):
        return acta_version.draw(document)
    return acta.draw(document)


def addressee_words(document: Document) -> str:
    """Return the office a paper is addressed to; empty when it is addressed to nobody."""
    if isinstance(document, Acta | ActaVersion) or document.addressee is None:
        return ""
    return document.addressee.office


def print_notes(document: Document) -> tuple[str, ...]:
    """Tell which signs of the texts the typeface lacks."""
    signs = signs_missing_in(texts_of(document))
    if not signs:
        return ()
    return (f"Signos que la tipografía no tiene y se imprimen como \ufffd: {', '.join(signs[:20])}.",)
