"""When this process started."""

from __future__ import annotations

import subprocess
import sys
import time

from assetcards.fairseq2.started import started_at

TICK = 20_000_000
"""The clock of processes is coarse."""


def test_a_process_started_after_it_was_asked_for_and_before_it_answers() -> None:
    before = time.time_ns()
    program = "from assetcards.fairseq2.started import started_at; print(started_at())"
    answer = int(subprocess.check_output([sys.executable, "-c", program]))
    assert before - TICK <= answer <= time.time_ns()


def test_the_answer_stays() -> None:
    assert abs(started_at() - started_at()) <= TICK
