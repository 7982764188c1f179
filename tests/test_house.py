"""The laws of the house: who may import whom, one door for each library, sizes, and what code may not say."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("inspection", "protocols", "forms")
PYTHON = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))
TABLET = sorted(p for s in ("*.ts", "*.tsx") for p in (ROOT / "tablet" / "src").rglob(s))
MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60

# The floors of inspection/: a file may import its own floor and those below it.
FLOORS = {"domain": 0, "store": 1, "sync": 2, "documents": 3, "issuing": 3, "paper_entry": 3}
FLOORS |= {"web": 4, "demo": 4, "cli": 5}

_TLS = "inspection/web/tls.py"

# One door for each outside library: the only places that may import it (path prefixes).
DOORS = {
    "flask": ("inspection/web/", "inspection/cli.py"),
    "flask_smorest": ("inspection/web/",),
    "werkzeug": ("inspection/web/",),
    "gunicorn": ("inspection/web/", "inspection/cli.py"),
    "marshmallow": ("inspection/web/",),
    "sqlite3": ("inspection/store/",),
    "sqlite_utils": ("inspection/store/",),
    "argon2": ("inspection/store/", "inspection/web/sign_in/"),
    "cryptography": (
        "inspection/domain/sealing.py",
        "inspection/domain/signing.py",
        "inspection/store/",
        _TLS,
        "forms/signing/",
    ),
    "asn1crypto": ("forms/signing/",),
    "pyhanko": ("forms/signing/",),
    "pyhanko_certvalidator": ("forms/signing/",),
    "reportlab": ("forms/",),
    "pikepdf": ("forms/",),
    "PIL": ("forms/",),
    "segno": ("forms/",),
    "babel": ("forms/", "inspection/documents"),
    "yaml": ("protocols/loader.py", "protocols/reading.py"),
}

PURE = ("inspection/domain/", "protocols/", "forms/")
IMPURE_MODULES = {"secrets", "random", "time", "socket", "subprocess", "requests"}
IMPURE_CALLS = {"now", "today", "utcnow", "uuid4", "urandom", "token_bytes", "token_hex"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> list[str]:
    """Every module imported anywhere in the file, also under TYPE_CHECKING or inside a function."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = list(path.relative_to(ROOT).with_suffix("").parts)
                if path.name == "__init__.py":
                    parents = [*parents[:-1], ""]
                base = ".".join([*parents[: -node.level], base]).strip(".")
            names = [f"{base}.{alias.name}" for alias in node.names]
            found += names if all(is_module(name) for name in names) else [base, *names]
    return found


def is_module(name: str) -> bool:
    """`from package import module` is an import of the module, not of what the package gathers."""
    path = ROOT / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def floor(module: str) -> int | None:
    parts = module.split(".")
    return FLOORS.get(parts[1]) if parts[0] == "inspection" and len(parts) > 1 else None


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_arrows_point_down_only(path: Path) -> None:
    home = relative(path).split("/")[0]
    for module in imports(path):
        package = module.split(".")[0]
        if package in PACKAGES and home != "inspection":
            assert package == home, f"{relative(path)} imports {module}; {home} imports nothing of ours"
        own, theirs = floor(relative(path)[:-3].replace("/", ".")), floor(module)
        if own is not None and theirs is not None:
            assert theirs <= own, f"{relative(path)} (floor {own}) imports {module} (floor {theirs})"


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_each_library_has_one_door(path: Path) -> None:
    for module in imports(path):
        doors = DOORS.get(module.split(".")[0])
        if doors:
            assert relative(path).startswith(doors), f"{relative(path)} imports {module}; its door is {doors}"


def test_no_circle_of_imports() -> None:
    modules = {relative(p)[:-3].replace("/", ".").removesuffix(".__init__"): p for p in PYTHON}
    graph = {name: {m for m in imports(path) if m in modules and m != name} for name, path in modules.items()}
    # A package's __init__ that gathers its modules is not a circle when they import each other directly.
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, "circle: " + " -> ".join([*trail[trail.index(name) :], name])
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize("path", [p for p in PYTHON if relative(p).startswith(PURE)], ids=relative)
def test_pure_files_take_clock_and_randomness_as_arguments(path: Path) -> None:
    for module in imports(path):
        assert module.split(".")[0] not in IMPURE_MODULES, f"{relative(path)} imports {module}"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in IMPURE_CALLS, f"{relative(path)}:{node.lineno} calls {node.func.attr}()"


@pytest.mark.parametrize("path", [*PYTHON, *TABLET], ids=relative)
def test_files_stay_one_room(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_FILE_LINES, f"{relative(path)} has {lines} lines"


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_functions_stay_small(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION_LINES, f"{relative(path)}:{node.lineno} {node.name} has {length} lines"


def item_ids() -> set[str]:
    stages = (ROOT / "protocols").glob("trabajo_infantil/*/*.yaml")
    pattern = re.compile(r"^\s*-\s*\{?\s*id:\s*([a-z0-9_]+)", re.M)
    return {i for stage in stages for i in pattern.findall(stage.read_text(encoding="utf-8")) if "_" in i}


def strings_python(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(n.lineno, n.value) for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def strings_tablet(path: Path) -> list[tuple[int, str]]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        code = line.split("//")[0]
        found += [(number, text) for text in re.findall(r"""["'`]([^"'`]*)["'`]""", code)]
    return found


@pytest.mark.parametrize("path", [*PYTHON, *TABLET], ids=relative)
def test_no_code_names_a_question(path: Path) -> None:
    ids = item_ids()
    assert len(ids) >= 60
    strings = strings_python(path) if path.suffix == ".py" else strings_tablet(path)
    named = [(line, text) for line, text in strings if text in ids or text.split("/")[-1] in ids]
    assert not named, f"{relative(path)} names protocol items: {named}"


LAWS = "LFT|LGDNNA|LFPA|LGPDPPSO|CPEUM|LGPSEDMTP|CNPP|CPF|NOM-038"
ARTICLE = re.compile(rf"\b({LAWS})\b[^.]{{0,12}}\d|\bart(s?\.|ículos?)\s*\d", re.I)


def docstrings(tree: ast.AST) -> set[int]:
    """Line numbers of docstrings: they may and should cite the law."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(first.value.lineno)
        elif isinstance(node, ast.ClassDef | ast.Module):
            continue
    return found


@pytest.mark.parametrize("path", [*PYTHON, *TABLET], ids=relative)
def test_no_article_of_law_is_a_literal(path: Path) -> None:
    """The law is data: a citation in a string of code would escape its date and its mark."""
    if path.suffix == ".py":
        allowed = docstrings(ast.parse(path.read_text(encoding="utf-8")))
        strings = [(line, text) for line, text in strings_python(path) if line not in allowed]
    else:
        strings = strings_tablet(path)
    cited = [(line, text[:80]) for line, text in strings if ARTICLE.search(text)]
    assert not cited, f"{relative(path)} cites the law in code: {cited}"


def test_the_tablet_never_sends_a_childs_words_to_a_speech_service() -> None:
    for path in TABLET:
        text = path.read_text(encoding="utf-8")
        assert "SpeechRecognition" not in text and "speechSynthesis" not in text, relative(path)


def test_the_tablet_never_records_sound() -> None:
    for path in TABLET:
        text = path.read_text(encoding="utf-8")
        for word in ("MediaRecorder", "AudioContext", "getDisplayMedia"):
            assert word not in text, f"{relative(path)} says {word}"
        for call in re.findall(r"getUserMedia\((.*?)\)", text, re.S):
            assert "audio: false" in call, f"{relative(path)} opens a microphone"
    assert any("getUserMedia" in path.read_text(encoding="utf-8") for path in TABLET)


def test_lock_files_name_no_host() -> None:
    for name in ("requirements.lock", "tablet/package-lock.json"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r'"resolved"|index.url|find.links', text), name
