"""Writes tests/golden/text/*.json: the words of the acta that Python and TypeScript must both write, letter by letter.

Run it after a change of the template or of its language: .venv/bin/python tests/golden/make_text_vectors.py
Read the difference aloud before keeping it: it is what a person will sign. Every person is invented.
"""

# ruff: noqa: E501

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from protocols import acta_words as words  # noqa: E402
from protocols.acta_context import acta_text  # noqa: E402
from protocols.bundle import load_bundle  # noqa: E402
from protocols.text import TemplateError, check_part, check_template, render  # noqa: E402
from tests.golden.text_stories import VISITS  # noqa: E402

OUT = Path(__file__).parent / "text"
PROTOCOL = "trabajo_infantil/2024_1"


def trimmed(bundle: dict[str, Any]) -> dict[str, Any]:
    """Return what the acta reads of a bundle, and no more. ``status`` is fixed: publishing changes no text."""
    item_keys = ("id", "label_es", "type", "options", "catalogue", "for", "when", "public", "acta", "role")
    stages = [
        {
            "steps": [
                {"items": [{key: item[key] for key in item_keys} for item in step["items"]]}
                for step in stage["steps"]
            ]
        }
        for stage in bundle["protocol"]["stages"]
    ]
    law, protocol = bundle["law"], bundle["protocol"]
    rule_keys, name = ("id", "slug", "title_es", "sanctions", "cite"), protocol["acta"]["term_parameter"]
    return {
        "protocol": {
            **{k: protocol[k] for k in ("title_es", "version", "mark", "acta", "people_roles")},
            "status": "published",
            "stages": stages,
        },
        "law": {
            "catalogues": {k: law["catalogues"][k] for k in ("sectors", "farm_tasks", "lft176", "municipalities")},
            "rules": [{key: rule[key] for key in rule_keys} for rule in law["rules"]],
            "checks": [{key: check[key] for key in ("id", "sanctions", "cite")} for check in law["checks"]],
            "citations": {
                k: {key: c[key] for key in ("cite", "instrument", "mark", "full_es")}
                for k, c in law["citations"].items()
            },
            "parameters": {name: law["parameters"][name]},
            "calendars": law["calendars"],
        },
    }


def word_cases() -> dict[str, Any]:
    """Return {function: [[arguments, words], ...]}."""
    numbers = [0, 1, 2, 15, 16, 21, 22, 29, 30, 31, 42, 60, 99, 100, 101, 121, 199, 200, 201, 500, 555, 700, 901, 999, 1000, 1001, 1021,
               1101, 2000, 2026, 21000, 21021, 31031, 99999, 100000, 101001, 201201, 999999, 1000000, 1000001, 2000000, 21000021,
               200200200, 999999999999, 1000000000000, -7, -21]  # fmt: skip
    days = [
        "2026-11-22",
        "2027-03-01",
        "2000-02-29",
        "1999-12-31",
        "2031-01-21",
        "2026-13-01",
        "2026-02-30",
        "2026-00-10",
        "22/11/2026",
        "",
        "mañana\nHECHOS",
    ]
    hours = [
        "00:00",
        "00:01",
        "01:00",
        "01:01",
        "10:15",
        "11:21",
        "12:30",
        "21:31",
        "23:59",
        "24:00",
        "9:40",
        "",
        "de noche",
    ]
    lists = [[], ["una"], ["una", "dos"], ["a", "b", "c"], ["padre", "hijos"], ["agua", "hielo"], ["Ana", "Ignacio"], ["Ana", "Íñigo"],
             ["Ana", "Ian"], ["Ana", "Yvonne"], ["Ana", "Yolanda"], ["cobre", "hierro"], ["x", "«Isabel»"], ["siete", "ocho"], ["plata", "oro"],
             ["mujer", "hombre"], ["7", "8"], ["10", "11"], ["10", "110"], ["uno, dos", "tres"]]  # fmt: skip
    texts = ["hola", " dos   espacios ", "línea\nnueva\r\n\tHECHOS", "\u202eal revés\u202c", "a\u200bb\u00adc\ufeff", "\u00a0duro\u3000", "«dice «que»»",
             "{nombre} {{x}}", "", "¿sí?", "cierra.", "cierra.»", "…", "Área", "IMSS", "Él", "x", "A", "Ñandú", "\u0007campana", "emoji 🌱 queda", "\U000e0041oculto"]  # fmt: skip
    forms = ("alone", "masculine", "feminine")
    return {
        "number_words": [[[n, form], words.number_words(n, form)] for n in numbers for form in forms],
        "day_words": [[[d], words.day_words(d)] for d in days],
        "hour_words": [[[h], words.hour_words(h)] for h in hours],
        "with_article": [[[h], words.with_article(h)] for h in hours],
        "moment_words": [[[f"{d}T{h}"], words.moment_words(f"{d}T{h}")] for d in days[:5] for h in hours[:5]]
        + [[[x], words.moment_words(x)] for x in texts],
        "enumeration": [[[x, last], words.enumeration(x, last)] for x in lists for last in "yo"],
        "long_enumeration": [[[x, last], words.long_enumeration(x, last)] for x in lists for last in "yo"],
        "clean": [[[x], words.clean(x)] for x in texts],
        "quoted": [[[x], words.quoted(x)] for x in texts],
        "sentence": [[[x], words.sentence(x)] for x in texts],
        "lowered": [[[x], words.lowered(x)] for x in texts],
    }


def language_cases() -> list[dict[str, Any]]:
    """Return templates with their context and what they say, or the path at which they are refused."""
    context = {"name": "Ana", "none": "", "n0": 0, "n1": 1, "n21": 21, "yes": True, "no": False, "void": None, "when": "2026-11-22T10:15",
               "day": "2026-11-22", "list": ["a", "b", "i"], "empty": [], "rows": [{"name": "Eva", "of": ["x"]}, {"of": []}],
               "nasty": "{name}\n\nHECHOS «no» \u202e"}  # fmt: skip
    parts: list[Any] = [
        "hola {name}", "{{name}}", "{nasty}", "{nasty|quoted}", "{n21} {n21|number} {n21|masculine} {n21|feminine} {n21|figures}", "{day|day}",
        "{when|moment}", "{name|sentence}", "{void}{yes}{none}", ["a", "-", "{name}"], {"if": "yes", "then": "sí"}, {"if": "no", "then": "sí"},
        {"if": "empty", "then": "hay", "else": "no hay"}, {"if": "n0", "then": "hay", "else": "cero"}, {"if": "void", "then": "hay", "else": "nada"},
        *[{"plural": name, "zero": "ninguna", "one": "una", "other": "{n21|feminine}"} for name in ("n0", "n1", "n21", "list", "empty")],
        {"plural": "n0", "one": "una", "other": "varias"},
        *[{"list": "list", "of": "{it}", "join": join} for join in ("and", "or", "long_and", "commas", "semicolons", "sentences", "lines", "nothing")],
        {"list": "empty", "of": "{it}", "empty": "ninguna"},
        {"list": "rows", "of": ["{name}: ", {"list": "of", "of": "{it}", "empty": "sin nada"}], "join": "semicolons"},
    ]  # fmt: skip
    bad: list[Any] = [
        "{", "}", "{name", "{Nombre}", "{name|upper}", "{name|}", "{}", {"if": "yes"}, {"then": "x"}, {"if": "a b", "then": "x"}, {"if": "yes", "then": "x", "otherwise": "y"},
        {"plural": "n1", "one": "x"}, {"list": "list"}, {"list": "list", "of": "x", "join": "newline"}, 7, None, True, ["a", {"if": "yes", "then": ["b", "{x|y}"]}],
        {"list": "list", "of": {"if": "yes", "then": {"python": "x"}}}, {"eval": "1"}, {"if": ["yes"], "then": "x"},
    ]  # fmt: skip
    cases = [{"template": part, "context": context, "text": _rendered(part, context)} for part in parts]
    return cases + [{"template": part, "refused_at": _refusal(part)} for part in bad]


def _rendered(part: Any, context: dict[str, Any]) -> str:
    check_part(part, "part")
    return render({"sections": [{"title": "T", "paragraphs": [part]}]}, context)


def _refusal(part: Any) -> str:
    try:
        check_template({"sections": [{"paragraphs": [part]}]})
    except TemplateError as error:
        return error.path
    raise AssertionError(f"accepted: {part!r}")


def main() -> None:
    """Write every file."""
    OUT.mkdir(exist_ok=True)
    bundle = trimmed(json.loads(load_bundle(PROTOCOL).json))
    check_template(bundle["protocol"]["acta"])
    actas = []
    for name, make in VISITS.items():
        visit = make(bundle)
        text = acta_text(bundle, visit)
        actas.append({"name": name, "visit": visit, "text": text.split("\n")})
    files = {"bundle": bundle, "words": word_cases(), "language": language_cases(), "acta": actas}
    for name, content in files.items():
        (OUT / f"{name}.json").write_text(
            json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
