"""Bounds on what one run may take."""

from __future__ import annotations

import pytest

from assetcards.errors import BoundError
from assetcards.model.work import Work


def test_work_up_to_the_limit_is_done_and_the_next_step_ends_it() -> None:
    work = Work(10, "answers", hint="ask less")
    for _ in range(5):
        work.add(2)
    with pytest.raises(BoundError) as caught:
        work.add(1)
    assert str(caught.value) == "more than 10 answers (ask less)"


def test_one_step_may_be_too_much() -> None:
    with pytest.raises(BoundError, match=r"^more than 1 answers$"):
        Work(1, "answers").add(2)
