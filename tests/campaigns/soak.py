"""The long campaigns: `python -m tests.campaigns.soak cards|settings [--inputs N] [--seed N] [--processes N]`.

A quarter of the inputs are drawn by hypothesis, the others are seeds and pieces put together and broken at random. What
fails the check of the campaign, takes the processor too long or ends the process is written into the folder
`soak-failures`.
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
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from tests.campaigns.checks import check_input
from tests.campaigns.inputs import drawn_bytes, random_bytes
from tests.campaigns.toml_checks import check_toml
from tests.campaigns.toml_inputs import drawn_toml, random_toml
from tests.hostile.judging import peak_bytes

BATCH = 500
MEMORY = 2 << 30
FAILURES = Path("soak-failures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """What is tried, what must hold for it, and how long the processor may take for one input, in how much memory."""

    random: Callable[[random.Random], bytes]
    drawn: Callable[[], st.SearchStrategy[bytes]]
    check: Callable[[bytes], bool]
    seconds: int
    memory: int


CAMPAIGNS = {
    "cards": Campaign(random=random_bytes, drawn=drawn_bytes, check=check_input, seconds=10, memory=MEMORY),
    "settings": Campaign(random=random_toml, drawn=drawn_toml, check=check_toml, seconds=2, memory=300_000_000),
}


def run_batch(name: str, seed: int, *, by_hypothesis: bool) -> Counter[str]:
    """Check a batch of inputs that its seed tells, and count how they end."""
    counts: Counter[str] = Counter()
    running = FAILURES / f"running-{seed}"
    campaign = CAMPAIGNS[name]

    def check(content: bytes) -> None:
        running.write_bytes(content)
        counts[_outcome(campaign, content)] += 1

    _draw_by_hypothesis(campaign, check, seed) if by_hypothesis else _draw_at_random(campaign, check, seed)
    running.unlink(missing_ok=True)
    return counts


def _draw_at_random(campaign: Campaign, check: Callable[[bytes], None], seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(BATCH):
        check(campaign.random(chance))


def _draw_by_hypothesis(campaign: Campaign, check: Callable[[bytes], None], seed: int) -> None:
    unbounded = settings(max_examples=BATCH, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    seeded(seed)(unbounded(given(campaign.drawn())(check)))()


def _outcome(campaign: Campaign, content: bytes) -> str:
    signal.setitimer(signal.ITIMER_PROF, campaign.seconds)
    try:
        sound = campaign.check(content)
        assert peak_bytes() < campaign.memory
        return "without an error" if sound else "with errors"
    except Exception:
        name = FAILURES / f"failure-{time.time_ns()}"
        name.with_suffix(".input").write_bytes(content)
        name.with_suffix(".txt").write_text(traceback.format_exc(), "utf-8")
        return "FAILED"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError("no verdict in the time that one input may take")


def _prepare() -> None:
    signal.signal(signal.SIGPROF, _too_long)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> int:
    """Run the campaign; 0 when every input was judged. Raises BrokenProcessPool when one ends the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("campaign", choices=CAMPAIGNS)
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    FAILURES.mkdir(exist_ok=True)
    batches = range(-(-options.inputs // BATCH))
    counts: Counter[str] = Counter()
    started = time.monotonic()
    with ProcessPoolExecutor(options.processes, initializer=_prepare) as pool:
        jobs = [
            pool.submit(run_batch, options.campaign, options.seed + number, by_hypothesis=number % 4 == 0)
            for number in batches
        ]
        for done, job in enumerate(as_completed(jobs), 1):
            counts += job.result()
            if sys.stderr.isatty():
                print(f"\r{done}/{len(batches)} batches, {dict(counts)}", end="", file=sys.stderr, flush=True)
    print(f"{counts.total()} inputs in {time.monotonic() - started:.0f} s: {dict(counts)}")
    return 1 if counts["FAILED"] else 0


if __name__ == "__main__":
    sys.exit(main())
