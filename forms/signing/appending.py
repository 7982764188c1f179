"""Adds the signature's sheet to an archival file, with its structure, and an empty tagged field for the signature."""

import io
import json
from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from forms.archive import saved
from forms.signing.revocation import Revocation, keep_revocation

FIELD = "Firma1"
SEAL_FILE = "firma.json"
_LABEL = "Firma electrónica avanzada"


def append_sheet(pdf: bytes, sheet: bytes, seal: Mapping[str, str], revocation: Revocation | None = None) -> bytes:
    """Return the paper with the sheet at its end; still PDF/A-3a and PDF/UA-1, same arguments, same bytes.

    Args:
        pdf: A paper of ours.
        sheet: What `draw_sheet` drew.
        seal: Cadena, sello and certificate number for machines; attached as ``firma.json``.
        revocation: Kept in the file's store when given.
    """
    base, extra = pikepdf.open(io.BytesIO(pdf)), pikepdf.open(io.BytesIO(sheet))
    first = len(base.pages)
    base.pages.extend(extra.pages)
    tree: Any = base.Root.StructTreeRoot
    _graft(base, extra, tree, first)
    _add_field(base, tree)
    with base.open_outline() as outline:
        outline.root.append(OutlineItem("Firma electrónica", first))
    data = json.dumps(dict(seal), ensure_ascii=False, sort_keys=True).encode("utf-8")
    base.attachments[SEAL_FILE] = pikepdf.AttachedFileSpec(
        base,
        data,
        filename=SEAL_FILE,
        description="Cadena original y sello digital",
        mime_type="application/json",
        relationship=Name.Supplement,  # type: ignore[call-arg]  # its stub lacks it
        creation_date="",
        mod_date="",
    )
    if revocation is not None:
        keep_revocation(base, revocation)
    return saved(base)


def _graft(base: pikepdf.Pdf, extra: pikepdf.Pdf, tree: Any, first: int) -> None:
    """Move the sheet's elements under the paper's document element, and its marks into the paper's table."""
    document = tree.K
    for kid in _kids(extra.Root.StructTreeRoot.K.K):
        element: Any = base.copy_foreign(kid)
        element.P = document
        document.K.append(element)
    numbers = extra.Root.StructTreeRoot.ParentTree.Nums
    key = int(tree.ParentTreeNextKey)
    for place in range(0, len(numbers), 2):
        page = base.pages[first + int(numbers[place])].obj
        page.StructParents = key
        tree.ParentTree.Nums.extend([key, base.copy_foreign(numbers[place + 1])])
        key += 1
    tree.ParentTreeNextKey = key


def _kids(found: Any) -> list[Any]:
    return list(found) if isinstance(found, Array) else [found]


def _add_field(pdf: pikepdf.Pdf, tree: Any) -> None:
    """An invisible field, but one that a screen reader names: PDF/UA asks for it before signing."""
    key, last = int(tree.ParentTreeNextKey), pdf.pages[-1].obj
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(_LABEL),
            Rect=Array([0, 0, 0, 0]),
            F=132,
            P=last,
            StructParent=key,
        )
    )
    last.Annots = Array([widget])
    reference = Dictionary(Type=Name.OBJR, Obj=widget, Pg=last)
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, P=tree.K, K=Array([reference])))
    tree.K.K.append(element)
    tree.ParentTree.Nums.extend([key, element])
    tree.ParentTreeNextKey = key + 1
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([widget]), SigFlags=3))
