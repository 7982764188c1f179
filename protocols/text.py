"""A small closed template language: YAML data and plain JSON in, the words of a paper out.

The same template and context give the same bytes here and in ``tablet/src/text.ts``; both run
``tests/golden/text``. A template is data that a lawyer edits. It cannot compute, call or loop beyond this:

* ``"words {name} or {name|formatter}"``; ``{{`` and ``}}`` are braces. Values are put on one line and never
  read as template.
* ``[part, part]``: one after the other.
* ``{"if": name, "then": part, "else": part}``; ``else`` may be missing. False, zero, empty text, empty list
  and null are "no".
* ``{"plural": name, "one": part, "other": part, "zero": part}``; ``zero`` may be missing (then ``other``).
* ``{"list": name, "of": part, "join": joiner, "empty": part}``: ``of`` is read inside each element, which
  hides outer names; an element that is text or a number is ``{it}``.

A document is ``{"sections": [{"title": part, "if": name, "unless": name, "paragraphs": [part, ...]}]}``.
Each paragraph is a line (a list joined by ``lines`` is several); empty ones are left out; an empty line
stands between sections.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from protocols import acta_words as words

Context = Mapping[str, Any]

_HOLE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SHAPES = {
    "if": ({"then"}, {"else"}),
    "plural": ({"one", "other"}, {"zero"}),
    "list": ({"of"}, {"join", "empty"}),
}
_LINE = "\n"


class TemplateError(ValueError):
    """A template breaks a rule of the language; ``path`` is like ``sections[2].paragraphs[0].then``."""

    def __init__(self, path: str, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}")


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    return words.clean(str(value)) if isinstance(value, str | int) else ""


def _counting(form: str) -> Any:
    return lambda value: (
        words.number_words(value, form)
        if isinstance(value, int) and not isinstance(value, bool)
        else _text(value)
    )


def _figures(value: Any) -> str:
    return (
        f"{value} ({words.number_words(value)})"
        if isinstance(value, int) and not isinstance(value, bool)
        else _text(value)
    )


FORMATTERS = {
    "text": _text,
    "quoted": lambda value: words.quoted(_text(value)),
    "sentence": lambda value: words.sentence(_text(value)),
    "number": _counting("alone"),
    "masculine": _counting("masculine"),
    "feminine": _counting("feminine"),
    "figures": _figures,
    "day": lambda value: words.day_words(_text(value)),
    "hour": lambda value: words.hour_words(_text(value)),
    "the_hour": lambda value: words.with_article(_text(value)),
    "moment": lambda value: words.moment_words(_text(value)),
}
JOINERS = {
    "and": words.enumeration,
    "or": lambda parts: words.enumeration(parts, "o"),
    "long_and": words.long_enumeration,
    "commas": ", ".join,
    "semicolons": "; ".join,
    "sentences": " ".join,
    "lines": _LINE.join,
    "nothing": "".join,
}


def check_template(template: Any, path: str = "sections") -> None:
    """Refuse a document that the language does not know.

    Args:
        template: The document, or the list of its sections.
        path: How errors call the list of sections.

    Raises:
        TemplateError: With the path of the first part that is wrong.
    """
    sections = template.get("sections") if isinstance(template, Mapping) else template
    if not isinstance(sections, Sequence) or isinstance(sections, str):
        raise TemplateError(path, "falta la lista de secciones")
    for number, section in enumerate(sections):
        at = f"{path}[{number}]"
        if not isinstance(section, Mapping) or not isinstance(section.get("paragraphs"), list):
            raise TemplateError(at, "una sección lleva «paragraphs», una lista")
        _refuse_others(section, {"title", "if", "unless", "paragraphs"}, at)
        for key in ("if", "unless"):
            if key in section:
                _check_name(section[key], f"{at}.{key}")
        if "title" in section:
            check_part(section["title"], f"{at}.title")
        for place, part in enumerate(section["paragraphs"]):
            check_part(part, f"{at}.paragraphs[{place}]")


def check_part(part: Any, path: str) -> None:
    """Refuse a part (see the module) that the language does not know.

    Raises:
        TemplateError: With the path of the first thing that is wrong.
    """
    if isinstance(part, str):
        for found in _HOLE.finditer(part):
            _check_hole(found, path)
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            check_part(inner, f"{path}[{number}]")
    elif isinstance(part, Mapping):
        _check_node(part, path)
    else:
        raise TemplateError(path, "debe ser texto, lista o una de: if, plural, list")


def _check_node(node: Mapping[str, Any], path: str) -> None:
    kind = next((kind for kind in _SHAPES if kind in node), None)
    if kind is None:
        raise TemplateError(path, "debe llevar una de: if, plural, list")
    needed, optional = _SHAPES[kind]
    _refuse_others(node, {kind} | needed | optional, path)
    _check_name(node[kind], f"{path}.{kind}")
    for key in sorted(needed - set(node)):
        raise TemplateError(f"{path}.{key}", "falta")
    if "join" in node and node["join"] not in JOINERS:
        raise TemplateError(f"{path}.join", "no se conoce; usa una de: " + ", ".join(JOINERS))
    for key in sorted((needed | optional) - {"join"}):
        if key in node:
            check_part(node[key], f"{path}.{key}")


def _check_hole(found: re.Match[str], path: str) -> None:
    if found[0] in ("{{", "}}"):
        return
    if found[1] is None:
        raise TemplateError(path, "una llave suelta; escribe {{ o }}")
    name, bar, formatter = found[1].partition("|")
    _check_name(name, path)
    if bar and formatter not in FORMATTERS:
        raise TemplateError(
            path, f"no se conoce el formato «{formatter}»; usa uno de: " + ", ".join(FORMATTERS)
        )


def _check_name(name: Any, path: str) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise TemplateError(path, f"«{name}» no es un nombre")


def _refuse_others(node: Mapping[str, Any], known: set[str], path: str) -> None:
    for key in node:
        if key not in known:
            raise TemplateError(
                f"{path}.{key}", "no se conoce esta clave; las de aquí son: " + ", ".join(sorted(known))
            )


def render(template: Mapping[str, Any], context: Context) -> str:
    """Return the text of a document: lines ended by one line feed each.

    Args:
        template: A document that `check_template` accepts; other keys beside ``sections`` are not read.
        context: Plain JSON: text, whole numbers, booleans, null, lists and mappings.

    Raises:
        TemplateError: A name is missing from the context: a paper never has a silent gap.
    """
    blocks = []
    for number, section in enumerate(template["sections"]):
        path = f"sections[{number}]"
        if "if" in section and not _holds(section["if"], [context], path):
            continue
        if "unless" in section and _holds(section["unless"], [context], path):
            continue
        lines = [
            render_part(part, [context], f"{path}.paragraphs[{i}]")
            for i, part in enumerate(section["paragraphs"])
        ]
        lines = [line for line in lines if line]
        if lines:
            title = [render_part(section["title"], [context], f"{path}.title")] if "title" in section else []
            blocks.append(_LINE.join(title + lines))
    return (_LINE * 2).join(blocks) + _LINE


def render_part(part: Any, scopes: Sequence[Context], path: str = "part") -> str:
    """Return the words of one part; ``scopes`` are looked up from the last to the first."""
    if isinstance(part, str):
        return _HOLE.sub(lambda found: _fill(found, scopes, path), part)
    if isinstance(part, list):
        return "".join(render_part(inner, scopes, f"{path}[{i}]") for i, inner in enumerate(part))
    if "if" in part:
        chosen = part["then"] if _holds(part["if"], scopes, path) else part.get("else", "")
        return render_part(chosen, scopes, path)
    if "plural" in part:
        return render_part(_of_number(part, scopes, path), scopes, path)
    elements = _found(part["list"], scopes, path)
    if not elements:
        return render_part(part.get("empty", ""), scopes, path)
    inner = [
        render_part(
            part["of"], [*scopes, element if isinstance(element, Mapping) else {"it": element}], f"{path}.of"
        )
        for element in elements
    ]
    return str(JOINERS[part.get("join", "and")]([text for text in inner if text]))


def _of_number(part: Mapping[str, Any], scopes: Sequence[Context], path: str) -> Any:
    value = _found(part["plural"], scopes, path)
    count = len(value) if isinstance(value, list) else value
    if count == 0:
        return part.get("zero", part["other"])
    return part["one"] if count == 1 else part["other"]


def _fill(found: re.Match[str], scopes: Sequence[Context], path: str) -> str:
    if found[1] is None:
        return found[0][0]
    name, _, formatter = found[1].partition("|")
    return str(FORMATTERS[formatter or "text"](_found(name, scopes, path)))


def _holds(name: str, scopes: Sequence[Context], path: str) -> bool:
    return bool(_found(name, scopes, path))


def _found(name: str, scopes: Sequence[Context], path: str) -> Any:
    for scope in reversed(scopes):
        if name in scope:
            return scope[name]
    raise TemplateError(path, f"el contexto no tiene «{name}»")
