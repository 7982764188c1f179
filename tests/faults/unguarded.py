"""Takes one guard away from outside: shipped code has no switch, so its source is read, changed and run again here.

In this process `without` patches; a process of its own is told by ``FAULTS_REMOVED_GUARD``, JSON of
``[module, name, guard, instead]`` for Python and of ``[end of the path, guard, instead]`` for the tablet's TypeScript.
"""

import inspect
import json
import os
import sys
import textwrap
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "FAULTS_REMOVED_GUARD"
ROOT = Path(__file__).resolve().parents[2]


def unguarded(owner: Any, name: str, guard: str, instead: str) -> Any:
    """Return a function of a module or class as if ``guard`` had never stood in its source."""
    real = inspect.getattr_static(owner, name)
    function = real.func if hasattr(real, "func") else inspect.unwrap(getattr(owner, name))
    source = textwrap.dedent(inspect.getsource(function))
    assert guard in source, f"no such guard any more: {guard}"
    made: dict[str, Any] = {}
    exec(compile(source.replace(guard, instead), f"<{name} unguarded>", "exec"), function.__globals__, made)
    return made[name]


def without(patch: pytest.MonkeyPatch, owner: Any, name: str, guard: str, instead: str) -> None:
    """Take the guard away, everywhere that the function is known by its name."""
    real, changed = getattr(owner, name), unguarded(owner, name, guard, instead)
    patch.setattr(owner, name, changed)
    for module in [one for key, one in sys.modules.items() if key.startswith(("inspection.", "tests."))]:
        if getattr(module, name, None) is real:
            patch.setattr(module, name, changed)


def owner_of(path: str) -> Any:
    """Return the module, or the class in it, that ``path`` names: ``inspection.store.files:Files``."""
    module, _, inside = path.partition(":")
    found = import_module(module)
    return getattr(found, inside) if inside else found


def remove_asked() -> None:
    """Take away what the environment names, for the rest of this process."""
    if asked := os.environ.get(VARIABLE):
        path, name, guard, instead = json.loads(asked)
        without(pytest.MonkeyPatch(), owner_of(path), name, guard, instead)


def pytest_configure() -> None:
    """As a plugin (``-p tests.faults.unguarded``): before any test is collected."""
    remove_asked()
