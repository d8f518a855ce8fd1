"""The long campaign: `python -m tests.campaigns.soak [--inputs N] [--seed N] [--processes N]`.

A quarter of the inputs are drawn by hypothesis, the others are seeds and pieces put together and broken at random. What
fails `check_input`, takes longer than ten seconds or ends the process is written into the folder `soak-failures`.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from types import FrameType

from tests.campaigns.checks import check_input
from tests.campaigns.inputs import random_bytes

BATCH = 500
SECONDS = 10
MEMORY = 2 << 30
FAILURES = Path("soak-failures")


def run_batch(job: tuple[int, bool]) -> Counter[str]:
    """Check a batch of inputs that its seed tells, and count how they end."""
    seed, by_hypothesis = job
    counts: Counter[str] = Counter()
    running = FAILURES / f"running-{seed}"

    def check(content: bytes) -> None:
        running.write_bytes(content)
        counts[_outcome(content)] += 1

    _draw_by_hypothesis(check, seed) if by_hypothesis else _draw_at_random(check, seed)
    running.unlink(missing_ok=True)
    return counts


def _draw_at_random(check: Callable[[bytes], None], seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(BATCH):
        check(random_bytes(chance))


def _draw_by_hypothesis(check: Callable[[bytes], None], seed: int) -> None:
    from hypothesis import HealthCheck, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    from tests.campaigns.inputs import drawn_texts

    contents = drawn_texts().map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=80)
    unbounded = settings(max_examples=BATCH, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    seeded(seed)(unbounded(given(contents)(check)))()


def _outcome(content: bytes) -> str:
    signal.alarm(SECONDS)
    try:
        return "without an error" if check_input(content) else "with errors"
    except Exception:
        name = FAILURES / f"failure-{time.time_ns()}"
        name.with_suffix(".yaml").write_bytes(content)
        name.with_suffix(".txt").write_text(traceback.format_exc(), "utf-8")
        return "FAILED"
    finally:
        signal.alarm(0)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"no verdict after {SECONDS} seconds")


def _prepare() -> None:
    signal.signal(signal.SIGALRM, _too_long)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> int:
    """Run the campaign; 0 when every input was judged. Raises BrokenProcessPool when one ends the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    FAILURES.mkdir(exist_ok=True)
    batches = [(options.seed + number, number % 4 == 0) for number in range(-(-options.inputs // BATCH))]
    counts: Counter[str] = Counter()
    started = time.monotonic()
    with ProcessPoolExecutor(options.processes, initializer=_prepare) as pool:
        jobs = [pool.submit(run_batch, batch) for batch in batches]
        for done, job in enumerate(as_completed(jobs), 1):
            counts += job.result()
            if sys.stderr.isatty():
                print(f"\r{done}/{len(batches)} batches, {dict(counts)}", end="", file=sys.stderr, flush=True)
    print(f"{counts.total()} inputs in {time.monotonic() - started:.0f} s: {dict(counts)}")
    return 1 if counts["FAILED"] else 0


if __name__ == "__main__":
    sys.exit(main())
