"""Visits a second that the documented server takes in, beside the same server storing the same bodies unread.

Run: .venv/bin/python -m bench.server [--visits 200] [--rounds 3]
Every visit is one batch of the workload (218 values): inflated, links and signature verified, events checked, stored
at synchronous=FULL, read tables updated. Both servers run as `resguardo serve` does (2 processes of 8 threads) on a
fresh copy of the same folder, in turn, in every round. Third, without HTTP: plain sqlite3, a row a value, a
transaction a visit.
"""

import argparse
import json
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from bench import workload
from bench.batches import Request, prepared
from bench.load import Load, burst
from bench.serving import folders, opened, served

CLIENTS = (1, 8, 32)
AIM, ODK = 0.20, 174
"""At least this part of the floor. ODK: visits a second that ODK Central accepts on such a machine."""


def ours(base: Path, requests: list[Request], clients: int) -> Load:
    """Send everything to the real server, on a copy of the prepared folders, and check that all was stored."""
    with folders() as (data, keys):
        shutil.copytree(base / "data", data)
        shutil.copytree(base / "keys", keys)
        with served(data, keys) as url:
            load = burst(urlsplit(url).port or 0, requests, clients)
    for body in load.bodies:
        assert {one["outcome"] for one in json.loads(body)["results"]} == {"stored"}
    return load


def floor(_: Path, requests: list[Request], clients: int) -> Load:
    """Send everything to the server that reads nothing."""
    with folders() as (data, keys), served(data, keys, "-m", "bench.unread", "--data", str(data)) as url:
        return burst(urlsplit(url).port or 0, requests, clients)


def plain_sqlite(visits: int) -> float:
    """Return visits a second of plain sqlite3, one row a value and one transaction a visit, synchronous=FULL."""
    rows = [[(v["id"], k, json.dumps(x)) for k, x in _values(v)] for v in workload.visits(visits)]
    with folders() as (data, _):
        data.mkdir()
        db = sqlite3.connect(data / "plain.sqlite3", isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            db.execute(f"PRAGMA {pragma}")
        db.execute(
            "CREATE TABLE value (visit_id TEXT, code TEXT, value TEXT, PRIMARY KEY (visit_id, code)) WITHOUT ROWID"
        )
        start = time.perf_counter()
        for visit in rows:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT INTO value VALUES (?, ?, ?)", visit)
            db.execute("COMMIT")
        seconds = time.perf_counter() - start
        db.close()
    return visits / seconds


def _values(visit: dict) -> list[tuple[str, object]]:
    named = [(one["codigo"], [one["valor"], one["observacion"]]) for one in visit["respuestas"]]
    for name in ("menores", "hallazgos"):
        named += [(f"{name}{i}/{k}", x) for i, row in enumerate(visit[name]) for k, x in row.items()]
    return named


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, nargs="*", default=CLIENTS)
    arguments = parser.parse_args()
    with folders() as (data, keys):
        requests = prepared(opened(data, keys), arguments.visits)
        size = statistics.mean(len(one.body) for one in requests)
        print(
            f"{arguments.visits} visits of 218 values, {size:.0f} B each as sent; medians of {arguments.rounds} rounds"
        )
        for clients in arguments.clients:
            found: dict[Callable[..., Load], list[Load]] = {ours: [], floor: []}
            for _ in range(arguments.rounds):
                for which, loads in found.items():
                    loads.append(which(data.parent, requests, clients))
            _say(clients, found[ours], found[floor])
    rates = [plain_sqlite(arguments.visits) for _ in range(arguments.rounds)]
    print(f"plain sqlite3, a row a value, no HTTP, nothing checked: {statistics.median(rates):.0f} visits/s")


def _say(clients: int, here: list[Load], unread: list[Load]) -> None:
    rate, bare = (statistics.median(load.per_second for load in loads) for loads in (here, unread))
    p99, bare99 = (1000 * statistics.median(load.p99 for load in loads) for loads in (here, unread))
    ratios = [one.per_second / other.per_second for one, other in zip(here, unread, strict=True)]
    part = statistics.median(ratios)
    print(
        f"{clients} clients: {rate:4.0f} visits/s, p99 {p99:4.0f} ms; unread {bare:4.0f} visits/s, p99 {bare99:.0f} ms;"
        f" {part:.0%} of it ({min(ratios):.0%} to {max(ratios):.0%}), aim {AIM:.0%}:"
        f" {'met' if part >= AIM else 'missed'}; {rate / ODK:.1f} times ODK Central's {ODK}"
    )


if __name__ == "__main__":
    main()
