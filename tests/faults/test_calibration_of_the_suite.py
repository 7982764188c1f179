"""Guards that no seed can reach, or whose loss one test names best: each removed once, in a pytest of its own."""

import json
import os
import subprocess
import sys

import pytest

from tests.faults.guards import SEEN_BY_A_TEST, Guard
from tests.faults.unguarded import ROOT, VARIABLE


@pytest.mark.parametrize("guard", SEEN_BY_A_TEST, ids=[one[0] for one in SEEN_BY_A_TEST])
def test_a_test_notices_when(guard: Guard) -> None:
    _, owner, name, text, instead, address = guard
    asked = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "tests.faults.unguarded", "-p", "no:cacheprovider"]
    environment = os.environ | {VARIABLE: json.dumps([owner, name, text, instead])}
    done = subprocess.run([*asked, address], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == pytest.ExitCode.TESTS_FAILED, f"nobody noticed:\n{done.stdout[-2000:]}{done.stderr}"
    assert "no such guard" not in done.stdout + done.stderr
