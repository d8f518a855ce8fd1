"""Tests of the time that a run may take, wherever it is, and whatever code of others makes of it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from assetcards.cli.boundary import run_guarded
from assetcards.cli.time_limit import OutOfTimeError, limited_time
from assetcards.errors import SourceError
from assetcards.trees.guarding import foreign_code
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

SENTENCE = (
    "catalog: this took more than 1 s of processor time "
    "(ask for less; if the catalog is really that large, raise CATALOG_CPU_SECONDS)\n"
)
"""What a run of a second says."""


def spin() -> int:
    """Never end."""
    while True:
        pass


@pytest.fixture(autouse=True)
def second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_CPU_SECONDS", "1")


def test_a_run_that_takes_too_long_ends_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_guarded(spin, ()) == 3
    assert capsys.readouterr() == ("", SENTENCE)


def test_the_clock_is_gone_after_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGPROF)
    run_guarded(spin, ())
    assert (signal.getitimer(signal.ITIMER_PROF), signal.getsignal(signal.SIGPROF)) == ((0.0, 0.0), before)


def test_the_clock_rings_again_where_code_of_others_lets_nothing_through(capsys: pytest.CaptureFixture[str]) -> None:
    def swallow() -> int:
        with suppress(BaseException):
            spin()
        end = time.process_time() + 5
        while time.process_time() < end:
            pass
        return 0

    assert run_guarded(swallow, ()) == 3
    assert capsys.readouterr() == ("", SENTENCE)


def test_code_of_others_is_not_said_to_fail_when_the_time_is_over() -> None:
    with pytest.raises(OutOfTimeError), limited_time(), foreign_code(SourceError):
        spin()


@pytest.mark.parametrize("verb", [["list"], ["validate", "--format", "json"], ["envs"]], ids=lambda verb: verb[0])
def test_a_catalog_that_takes_too_long_is_given_up(cards: GitFixture, verb: list[str]) -> None:
    lines = "".join(f"  k{number}: [{number}, 1.5, yes]\n" for number in range(11_000))
    cards.write({f"catalog/models/large{number}.yaml": f"name: large{number}\nc:\n{lines}" for number in range(9)})
    done = subprocess.run([sys.executable, "-m", "assetcards", *verb], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", SENTENCE)


@pytest.mark.parametrize("value", ["none", "0", "-1", "1.5"])
def test_what_is_no_number_of_seconds_is_refused(ask: Ask, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CATALOG_CPU_SECONDS", value)
    said = (
        f"catalog: $CATALOG_CPU_SECONDS is {value!r}, which is no number of seconds above 0 (write one, such as 600)\n"
    )
    assert ask("list") == (3, "", said)


def test_an_empty_variable_says_nothing(ask: Ask, cards: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_CPU_SECONDS", "")
    assert ask("list", "--format", "names")[0] == 0
