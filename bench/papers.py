"""Time and memory of papers: a referral of 3 pages beside WeasyPrint and Typst, an oficio of 25 to 200 sheets, signing.

Run: pip install '.[bench]', then .venv/bin/python -m bench.papers [rounds]

The three draw the same words, in the same tables, with the same fonts and QR, as tagged PDF; ours is PDF/A-3a and
PDF/UA-1 at once, Typst's too, WeasyPrint's PDF/UA-1 (it takes one name). They are timed in turn in one run, imports
and a first drawing left out on every side. Memory is the peak of a process that draws one oficio.
"""

import io
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import pikepdf
import segno

from forms import referral
from forms.documents import Fact, Referral
from forms.signing import load_credential, sign_paper
from forms.spanish import date_in_words
from tests.unit.forms import efirma
from tests.unit.forms import paper_samples as samples

ROUNDS, SHEETS = 9, (25, 50, 100, 200)
FONTS = Path(__file__).resolve().parent.parent / "forms" / "fonts"
Block = tuple[str, ...]
"""``(kind, text...)``: h1, h2, p, small, item, row (label, value), keep (label, value): a block that stands alone."""


def blocks_of(document: Referral) -> list[Block]:
    """Return the words of a letter in reading order: what any engine must set."""
    issuer, registration, to = document.issuer, document.registration, document.addressee
    place = f"{issuer.place}, a {date_in_words(registration.issued_at.date())}."
    found: list[Block] = [("h1", referral.KIND), ("p", issuer.institution), ("p", issuer.unit)]
    found += [("small", issuer.address)]
    head = [("Área", issuer.area), ("Oficio núm.", registration.folio), ("Expediente", registration.case_file)]
    found += [("row", label, value) for label, value in [*head, ("Contacto", issuer.contact)]]
    found += [("p", document.legend.classification), ("p", place), ("p", f"Asunto: {document.subject}")]
    found += [("p", to.post), ("p", to.office), ("small", to.caution), ("p", "Presente"), ("p", document.opening)]
    found += [("h2", "Lo que debe saberse primero"), *_rows(document.summary), ("h2", "Hechos")]
    found += [("p", text) for text in document.facts]
    found += [*_rows(document.background), ("h2", "Motivación")]
    for reason in document.reasons:
        found += [("item", f"{reason.key}. {reason.text}"), ("small", "; ".join(g.cite for g in reason.grounds))]
    found += [("h2", "Lo que ya se hizo"), *(("item", text) for text in document.done)]
    found += [("h2", "Lo que ordena la ley"), *(("item", f"{g.text} ({g.cite})") for g in document.grounds)]
    found += [("h2", "Petición")]
    found += [("item", f"{one.text} ({'; '.join(g.cite for g in one.grounds)})") for one in document.requests]
    found += [("h2", "Respuesta"), ("p", document.reply), ("p", "Atentamente"), ("p", issuer.signer_name)]
    found += [("p", issuer.signer_post), ("h2", "Anexos")]
    found += [("item", f"{one.title} {one.detail}") for one in document.annexes]
    found += [("h2", "C.c.p."), *(("item", f"{one.who}. {one.purpose}") for one in document.copies)]
    found += [("h2", "Verificación"), ("p", registration.code), ("small", registration.verify_at)]
    found += [("small", document.legend.text), *(("small", text) for text in document.legend.privacy_notice)]
    return [block for block in found if block[-1]]


def _rows(facts: Sequence[Fact]) -> list[Block]:
    return [("row", fact.label, f"{fact.value} {fact.source}".strip()) for fact in facts]


def as_html(blocks: Sequence[Block], qr: str) -> str:
    """Return the blocks as a page for WeasyPrint."""
    faces = {"NotoSans-Regular": (400, "normal"), "NotoSans-Bold": (700, "normal"), "NotoSans-Italic": (400, "italic")}
    css = "".join(
        f"@font-face{{font-family:Noto;src:url('{(FONTS / f'{name}.ttf').as_uri()}');"
        f"font-weight:{weight};font-style:{style}}}"
        for name, (weight, style) in faces.items()
    )
    css += "@page{size:letter;margin:22mm 20mm;@bottom-right{content:'Página ' counter(page) ' de ' counter(pages)}}"
    css += "body{font:10pt/1.35 Noto}small{font-size:8.5pt}table{width:100%;border-collapse:collapse}"
    css += "th{text-align:left;width:25%;vertical-align:top}td,th{border-bottom:.4pt solid #999;padding:2pt}"
    tags = {"h1": "h1", "h2": "h2", "p": "p", "item": "p"}
    out, inside = [], False
    for kind, *texts in blocks:
        if (kind == "row") != inside:
            out.append("</table>" if inside else "<table>")
            inside = kind == "row"
        if kind == "row":
            out.append(f"<tr><th scope=row>{escape(texts[0])}</th><td>{escape(texts[1])}</td></tr>")
        elif kind == "small":
            out.append(f"<p><small>{escape(texts[0])}</small></p>")
        else:
            out.append(f"<{tags[kind]}>{escape(texts[0])}</{tags[kind]}>")
    body = "".join(out) + ("</table>" if inside else "")
    head = f"<title>Oficio</title><style>{css}</style>"
    return f"<html lang=es-MX><head>{head}</head><body>{body}<div role=img aria-label=QR>{qr}</div></body></html>"


def as_typst(blocks: Sequence[Block], qr: str) -> str:
    """Return the blocks as Typst's own markup; every text is a string literal."""
    out = ['#set document(title: "Oficio")', '#set text(lang: "es", region: "MX", font: "Noto Sans", size: 10pt)']
    out += ['#set page("us-letter", margin: (x: 20mm, y: 22mm), numbering: "1 / 1")']
    rows: list[str] = []
    for kind, *texts in [*blocks, ("end", "")]:
        said = [json.dumps(text, ensure_ascii=False) for text in texts]
        if kind == "row":
            rows.append(f"text(weight: 700, {said[0]}), text({said[1]})")
            continue
        if rows:
            out.append(f"#table(columns: (25%, 75%), stroke: (bottom: .4pt), {', '.join(rows)})")
            rows = []
        if kind in ("h1", "h2"):
            out.append(f"#heading(level: {kind[1]}, {said[0]})")
        elif kind == "small":
            out.append(f"#par(text(size: 8.5pt, {said[0]}))")
        elif kind != "end":
            out.append(f"#par(text({said[0]}))")
    out.append(f'#image(bytes({json.dumps(qr)}), format: "svg", width: 27mm, alt: "QR")')
    return "\n".join(out)


def peers(blocks: Sequence[Block], address: str) -> dict[str, Callable[[], bytes]]:
    """Return how each peer draws the blocks, QR included; what a program would do anew for each paper is inside."""
    import typst
    import weasyprint

    def qr() -> str:
        return segno.make(address, error="m").svg_inline(scale=3)

    def with_weasyprint() -> bytes:
        page = weasyprint.HTML(string=as_html(blocks, qr()))
        return bytes(page.write_pdf(pdf_variant="pdf/ua-1"))

    turn = iter(range(10**9))

    def with_typst() -> bytes:
        source = as_typst([("p", f"{next(turn)}"), *blocks], qr())  # else its cache answers
        made = typst.compile(source.encode(), font_paths=[str(FONTS)], pdf_standards=["a-3a", "ua-1"])
        return bytes(made)

    return {"WeasyPrint": with_weasyprint, "Typst": with_typst}


def in_turn(works: dict[str, Callable[[], object]], rounds: int) -> dict[str, tuple[float, float]]:
    """Return {name: (median wall ms, median processor ms)}, one round of each after another."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            found[name].append(((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000))
    return {
        name: (statistics.median(one for one, _ in times), statistics.median(one for _, one in times))
        for name, times in found.items()
    }


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def letter_beside_peers(rounds: int) -> None:
    document = samples.make_referral(sheets=())
    works = {"Resguardo": lambda: referral.draw(document)}
    works |= peers(blocks_of(document), document.registration.verify_at)
    sizes = {name: (pages(work()), len(work())) for name, work in works.items()}
    times = in_turn(works, rounds)
    ours = times["Resguardo"]
    for name, (wall, cpu) in times.items():
        count, size = sizes[name]
        ratio = f"{cpu / ours[1]:.2f} of ours" if name != "Resguardo" else ""
        print(f"{name:<12} {count} pages, {size // 1024} KB: {wall:7.1f} ms, processor {cpu:7.1f} ms {ratio}")
    part = ours[1] / times["WeasyPrint"][1]
    print(f"ours is {part:.2f} of WeasyPrint's processor time; aim 0.25: {'met' if part <= 0.25 else 'missed'}")


def many_sheets(count: int) -> Referral:
    given = samples.make_referral()
    sheets = tuple(replace(given.sheets[n % 2], key=f"NNA-{n:04d}") for n in range(count))
    return replace(given, sheets=sheets)


_APART = """
import json, resource, sys, time
from bench.papers import many_sheets, pages
from forms import referral
count = int(sys.argv[1])
referral.draw(many_sheets(1))
start = time.process_time()
pdf = referral.draw(many_sheets(count))
spent = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([spent, peak, pages(pdf), len(pdf)]))
"""


def oficios() -> None:
    per_sheet = []
    for count in SHEETS:
        done = subprocess.run([sys.executable, "-c", _APART, str(count)], capture_output=True, check=True, text=True)
        spent, peak, count_pages, size = json.loads(done.stdout)
        per_sheet.append(spent / count * 1000)
        print(
            f"{count:4} sheets, {count_pages} pages, {size // 1024} KB: processor {spent:6.2f} s, "
            f"{spent / count * 1000:5.1f} ms a sheet, peak {peak:.0f} MB"
        )
    print(f"200 sheets cost {per_sheet[-1] / per_sheet[0]:.2f} a sheet of what 25 cost; linear is 1")


def signing(rounds: int) -> None:
    pdf = referral.draw(samples.make_referral(sheets=()))
    credential = load_credential(efirma.make_certificate(), efirma.make_key(), efirma.PASSWORD, efirma.NOW)

    def sign() -> object:
        return sign_paper(pdf, credential, legend="Leyenda.", post="Titular", signed_at=efirma.NOW)

    wall, cpu = in_turn({"sign": sign}, rounds)["sign"]
    print(f"signing adds {wall:.0f} ms, processor {cpu:.0f} ms; aim 200: {'met' if cpu <= 200 else 'missed'}")


def main(rounds: int) -> None:
    letter_beside_peers(rounds)
    oficios()
    signing(rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
