"""Guards of the tablet's merge, each removed once from the TypeScript that Node loads: the same seeds must notice."""

import json

import pytest

from tests.faults.run import campaign
from tests.faults.tablet_merge import TabletMerge

PATIENCE = 60
GUARDS = {
    "quarantine counts": ("!refusals.has(logged.key)", "true"),
    "a release is not heard": ("codes.delete(key)", "void key"),
    "any path supersedes any other": ("places.has(", "refs.has(logged.ref) || places.has("),
    "removed ticks stay": ("logged, 'removes'", "logged, 'nothing'"),
    "half-blind removals hide a child": ("others.every(", "others.some("),
    "holes are not counted": ("expected < seq && holes.length", "expected < 0 && holes.length"),
    "the last to come decides": ("[...byKey.values()].sort(", "[...byKey.values()].filter("),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_the_same_seeds_notice_when(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULTS_REMOVED_GUARD", json.dumps(["/tablet/src/state.ts", *GUARDS[guard]]))

    with TabletMerge() as tablet:
        total = campaign(range(1, PATIENCE), also=tablet.differences, until="g5")

    found = [one for failures in total.failures.values() for one in failures]
    assert any("the tablet's merge reads" in one for one in found), f"unnoticed in {total.seeds} seeds"
