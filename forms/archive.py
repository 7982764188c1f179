"""From reportlab's bytes to an archival, accessible file: PDF/A-3a and PDF/UA-1, same bytes each run."""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageCms

from forms.tagging import Node
from forms.xmp import XMP

LANGUAGE = "es-MX"
PRODUCER = "Resguardo"
_PACK = re.compile(rb"(\d+ 0 obj\n<< /Type /ObjStm /Length )(\d+)( [^>]*>>\nstream\n)")
_PACK_END, _PACK_BYTES = b"\nendstream\nendobj\n", 200_000
_AMBIGUOUS_END = b"\r\nendstream"
"""Compressed data that happens to end in CR: with the line end before ``endstream`` it reads one byte less,
and strict readers refuse the length."""
_ATTEMPTS = 16
_UP = b"\x02"
"""Begins a row of PNG whose bytes are added to those above: above the first row all are nought."""


@dataclass(frozen=True)
class Metadata:
    """What a file says of itself to anyone who sees it from outside: never a minor's name."""

    title: str
    subject: str
    author: str
    issued_at: datetime
    """Aware instant of issue; the only date of the file."""
    identifier: str = ""
    """``folio|code|address``, as `Registration.identifier` writes it: what a signature speaks of."""


def archive(raw: bytes, root: Node, metadata: Metadata) -> bytes:
    """Return the file with structure tree, colour intent and metadata.

    Args:
        raw: What reportlab wrote, drawn through ``TaggedCanvas``.
        root: The ``Document`` node whose kids were drawn.
        metadata: Title, subject, author and instant.

    Returns:
        A PDF/A-3a and PDF/UA-1 file. The same arguments give the same bytes.
    """
    pdf = pikepdf.open(io.BytesIO(raw))
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.StructTreeRoot = _structure_tree(pdf, root)
    pdf.Root.OutputIntents = _colour_intent(pdf)
    _drop_null_unicode(pdf)
    _describe(pdf, metadata)
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Save a file whose streams every reader counts alike: none ends in CR; same file, same bytes.

    The streams that are there are mended one by one. Objects are packed together only when saved: a pack that then
    ends in CR is mended where it lies, so that a file of hundreds of packs is saved once. What cannot be mended in
    its place is shifted by idle objects, one more each time.
    """
    _mend_ends(pdf)
    for spare in range(1, _ATTEMPTS + 1):
        out = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        pdf.save(out, deterministic_id=True, min_version="1.7", object_stream_mode=mode)
        data = _mend_packs(out.getvalue())
        if _AMBIGUOUS_END not in data:
            break
        pdf.Root.StructTreeRoot["/RSGD_Idle"] = Array([pdf.make_indirect(Dictionary(N=n)) for n in range(spare)])
    return data


def _mend_packs(data: bytes) -> bytes:
    """Give each pack of objects that ends in CR one idle byte, within the very bytes it takes: no offset changes.

    Compressed harder, a pack has room for it; one that has not stays as it is.
    """
    whole, at = bytearray(data), data.find(_AMBIGUOUS_END)
    while at >= 0:
        end = at + 1
        heads = _PACK.finditer(data, max(0, end - _PACK_BYTES), end)
        head = next((one for one in heads if one.end() + int(one[2]) == end), None)
        if head is not None:
            packed = zlib.compress(zlib.decompress(data[head.end() : end]) + b"\n", 9)
            room = end - head.end()
            if len(packed) <= room and not packed.endswith(b"\r"):
                length = str(len(packed)).encode().ljust(len(head[2]))
                put = head[1] + length + head[3] + packed + _PACK_END
                # What is left over is white space between two objects.
                whole[head.start() : end + len(_PACK_END)] = put.ljust(end + len(_PACK_END) - head.start(), b"\n")
        at = data.find(_AMBIGUOUS_END, end)
    return bytes(whole)


def _mend_ends(pdf: pikepdf.Pdf) -> None:
    """Compress what is not; what then ends in CR is compressed as one row of a picture, which does not.

    No byte of the data changes: what is kept to be proved (a list of revoked certificates, a case whose hash is
    printed) comes out as it went in. The last bytes of the compressed form are a sum of what was compressed.
    """
    for found in pdf.objects:
        if not isinstance(found, pikepdf.Stream) or found.get("/Type") in (Name.Metadata, Name.XRef, Name.ObjStm):
            continue
        if found.get("/Filter") == Name.FlateDecode and not found.read_raw_bytes().endswith(b"\r"):
            continue
        data = found.read_bytes()
        whole = zlib.compress(data, 9)
        if whole.endswith(b"\r"):
            row = Dictionary(Predictor=15, Columns=len(data))
            found.write(zlib.compress(_UP + data, 9), filter=Name.FlateDecode, decode_parms=row)
        else:
            found.write(whole, filter=Name.FlateDecode)


def _structure_tree(pdf: pikepdf.Pdf, root: Node) -> pikepdf.Object:
    """Build the tree of elements, and the table that leads from each page's marks back to them."""
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    marks: dict[int, dict[int, pikepdf.Object]] = {}
    pages = [page.obj for page in pdf.pages]
    tree.K = _element(pdf, root, tree, marks, pages)
    numbers: Any = Array()
    for index in sorted(marks):
        page = pages[index]
        page.StructParents, page.Tabs = index, Name.S
        numbers.extend([index, pdf.make_indirect(Array([marks[index][i] for i in range(len(marks[index]))]))])
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(pdf.pages)
    return tree


def _element(pdf: pikepdf.Pdf, node: Node, parent: pikepdf.Object, marks: dict, pages: list) -> pikepdf.Object:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + node.tag), P=parent))
    if "alt" in node.attributes:
        element.Alt = String(node.attributes["alt"])
    if "scope" in node.attributes:
        element.A = Dictionary(O=Name.Table, Scope=Name("/" + node.attributes["scope"]))
    elif "columns" in node.attributes:
        element.A = Dictionary(O=Name.Table, ColSpan=int(node.attributes["columns"]))
    kids = Array()
    for kid in node.kids:
        if isinstance(kid, Node):
            if not kid.is_empty():
                kids.append(_element(pdf, kid, element, marks, pages))
        else:
            page, mark = kid
            marks.setdefault(page - 1, {})[mark] = element
            kids.append(Dictionary(Type=Name.MCR, Pg=pages[page - 1], MCID=mark))
    element.K = kids
    return element


@cache
def _srgb_profile() -> bytes:
    """The sRGB profile that Pillow makes, with its clock and its id fixed: else bytes differ each run."""
    icc = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    icc[24:36] = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    icc[84:100] = bytes(16)
    return bytes(icc)


def _colour_intent(pdf: pikepdf.Pdf) -> Array:
    profile = pdf.make_stream(_srgb_profile())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    return Array([intent])


def _drop_null_unicode(pdf: pikepdf.Pdf) -> None:
    """Rewrite ToUnicode: reportlab maps unused codes to U+0000, which both standards forbid."""
    for found in pdf.objects:
        if isinstance(found, Dictionary) and found.get("/Type") == Name.Font and "/ToUnicode" in found:
            text = found.ToUnicode.read_bytes().decode("ascii")
            head, _, rest = text.partition("endcodespacerange")
            pairs = [p for p in re.findall(r"<[0-9A-F]{2}> <[0-9A-F]{4,}>", rest) if not p.endswith("<0000>")]
            blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
            body = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
            tail = rest.split("endbfchar")[-1].lstrip()
            found.ToUnicode = pdf.make_stream((head + "endcodespacerange\n" + body + tail).encode())


def _describe(pdf: pikepdf.Pdf, metadata: Metadata) -> None:
    """Write the same description twice, as both standards ask: document information and XMP."""
    stamp = metadata.issued_at.strftime("%Y%m%d%H%M%S%z")
    iso = metadata.issued_at.replace(microsecond=0).isoformat()
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    entries = {"Title": metadata.title, "Subject": metadata.subject, "Author": metadata.author}
    for key, text in {**entries, "Creator": PRODUCER, "Producer": PRODUCER}.items():
        pdf.docinfo["/" + key] = String(text)
    date = String(f"D:{stamp[:-2]}'{stamp[-2:]}'")
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = date
    texts = {key.lower(): escape(text) for key, text in entries.items()}
    xmp = XMP.format(**texts, identifier=escape(metadata.identifier), language=LANGUAGE, iso=iso, producer=PRODUCER)
    stream = pdf.make_stream(xmp.encode("utf-8"))
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream
