"""What the system says of files: any change shows, and one that was made just before is not settled."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from assetcards.trees import stats
from assetcards.trees.stats import stats_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_change_shows_though_size_and_time_are_as_before(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("name: a\n")
    os.utime(file, ns=(10**18, 10**18))
    before = stats_of([os.fsencode(file)])
    assert stats_of([os.fsencode(file)]).facts == before.facts
    file.write_text("name: b\n")
    os.utime(file, ns=(10**18, 10**18))
    assert stats_of([os.fsencode(file)]).facts != before.facts


def test_what_is_gone_or_is_no_file_any_more_shows(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("name: a\n")
    there = stats_of([os.fsencode(file)]).facts
    os.rename(file, tmp_path / "b.yaml")
    gone = stats_of([os.fsencode(file)])
    assert (gone.facts == there, gone.settled) == (False, True)
    file.symlink_to("b.yaml")
    assert stats_of([os.fsencode(file)]).facts not in (there, gone.facts)


def test_a_time_beyond_all_that_is_usual_is_taken_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("name: a\n")
    facts = set()
    for seconds in (-(1 << 31), 0, (1 << 34) - 1):  # as far as file systems go
        os.utime(file, (seconds, seconds))
        facts.add(stats_of([os.fsencode(file)]).facts)
    assert len(facts) == 3


def test_a_file_that_was_changed_just_now_is_not_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("name: a\n")
    assert not stats_of([os.fsencode(file)]).settled
    monkeypatch.setattr(stats, "SETTLED_NS", -1)
    assert stats_of([os.fsencode(file)]).settled
