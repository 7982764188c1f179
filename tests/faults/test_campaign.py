"""The fault campaign: the same seeds in every run, each checked against every guarantee and both merges.

``FAULT_SEEDS=200`` asks for fewer; ``python -m tests.faults.run --seeds 20000`` is the long run.
"""

import os
import time
from pathlib import Path

import pytest

from inspection.domain.corrections import CORRECTIONS, WITHDRAWAL
from inspection.store.sqlite.store import open_store
from tests.faults.guarantees import check
from tests.faults.run import Campaign, on_all_cores, report
from tests.faults.world import World

SEEDS = int(os.environ.get("FAULT_SEEDS", "2000"))
"""A number, not a time: what occurs in them never depends on the speed of the machine."""

FAULTS = (
    "request lost", "answer lost", "request repeated", "request cut", "answer cut", "reordered", "delayed for long",
    "commit seen late", "device cloned", "device lost", "device revoked",
    "handed in by a device shut out", "stream rescued", "scope granted late",
    "scope revoked", "server restarted", "wrong clock", "urgent raised", "unknown type", "unknown visit",
    "not in scope", "oversize", "malformed body", "wrong reference", "forged authority", "forged batch, changed",
    "forged batch, float", "forged batch, no event", "forged batch, false secret", "secret replaced",
    "quarantine released", "release refused", "server restored", "subject erased", "photo taken",
    "file with a flipped bit", "file from a wrong offset", "forged batch, later version", "device put back",
    "records lost on the tablet", "acknowledgement nobody gave", "stream asked out of scope",
)  # fmt: skip
OUTCOMES = ("stored", "duplicate", "quarantined", "fork", "retry_after")
CORRECTED = (*CORRECTIONS, WITHDRAWAL)
RECONCILED = (
    "comparisons", "others' events", "own events", "a twin's events", "forks", "offered again", "set aside",
)  # fmt: skip
VERDICTS = (
    "not_in_scope", "unknown_visit", "revoked_device", "malformed_body", "bad_signature", "oversize",
    "not_canonical", "fork",
)  # fmt: skip


def test_every_guarantee_holds_and_both_merges_agree(capsys: pytest.CaptureFixture[str]) -> None:
    total, started = Campaign(), time.perf_counter()
    for part in on_all_cores(range(SEEDS), os.cpu_count() or 1):
        total.add(part)
    total.seconds = time.perf_counter() - started
    with capsys.disabled():
        print(f"\n{report(total)}")

    assert not total.failures
    wanted = [f"fault: {one}" for one in FAULTS] + [f"outcome: {one}" for one in OUTCOMES]
    wanted += [f"verdict: {one}" for one in VERDICTS] + ["answer: 413 too_large", "answer: 401 nonce_reused"]
    wanted += [f"reconciled: {one}" for one in RECONCILED]
    wanted += [f"correction: {one}" for one in CORRECTED] + [
        "answer: 409 offset_differs",
        "answer: 422 file_hash_differs",
    ]
    assert [name for name in wanted if not total.tally[name]] == []


def test_a_seed_lives_the_same_life_again() -> None:
    first, second = World(3).run(), World(3).run()

    assert [r.raw for r in first.server.history.readings] == [r.raw for r in second.server.history.readings]
    assert first.tally == second.tally and first.timeline.now == second.timeline.now


@pytest.mark.parametrize("seed", [1, 2])
def test_the_guarantees_hold_over_sqlite_too(tmp_path: Path, seed: int) -> None:
    world = World(seed, open_store=lambda: open_store(tmp_path / "data")).run()

    assert check(world) == []
    world.close()
    world.server.store.close()  # type: ignore[attr-defined]
