"""A short run of the long campaign, the inputs that once failed, and the table of what we refuse."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.campaigns.checks import check_input, ours
from tests.campaigns.deviations import DEVIATIONS, Deviation, may_refuse
from tests.campaigns.fairseq2_reader import is_cards, maybe_read, takes
from tests.campaigns.inputs import drawn_texts, random_bytes, seeds
from tests.campaigns.suites import read, reading_codes
from tests.campaigns.toml_checks import check_toml
from tests.campaigns.toml_inputs import drawn_toml, random_toml
from tests.campaigns.toml_inputs import seeds as toml_seeds
from tests.sampling import sample

ONCE_FAILED = sorted((Path(__file__).parent / "seeds").iterdir())


@pytest.mark.parametrize("file", ONCE_FAILED, ids=lambda file: file.name)
def test_an_input_that_once_failed_gets_a_verdict(file: Path) -> None:
    check_input(file.read_bytes())


def test_every_seed_gets_a_verdict() -> None:
    for text in [*seeds()][:: sample(4, of_all=1)]:
        check_input(text.encode("utf-8", "surrogatepass"))


def test_three_hundred_random_inputs_get_a_verdict() -> None:
    chance = random.Random(20_000)
    sound = sum(check_input(random_bytes(chance)) for _ in range(300))
    assert sound > 5


@settings(max_examples=sample(40, of_all=1000))
@given(drawn_texts())
def test_a_drawn_text_gets_a_verdict(text: str) -> None:
    check_input(text.encode("utf-8", "surrogatepass"))


def test_every_seed_of_settings_and_locks_gets_an_answer() -> None:
    for text in toml_seeds():
        check_toml(text.encode())


def test_hundreds_of_random_settings_and_locks_get_an_answer() -> None:
    chance = random.Random(20_000)
    sound = sum(check_toml(random_toml(chance)) for _ in range(sample(500, of_all=1500)))
    assert sound > 15


@settings(max_examples=sample(150, of_all=5000), deadline=None)
@given(drawn_toml())
def test_drawn_settings_and_locks_get_an_answer(content: bytes) -> None:
    check_toml(content)


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda each: f"{each.code}-{each.message}")
def test_we_refuse_what_fairseq2_takes_as_the_table_says(deviation: Deviation) -> None:
    file = read(deviation.example)
    assert takes(deviation.example)
    assert reading_codes(file) == [deviation.code]
    assert may_refuse(file)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\n...\nb: 2\n",
        "a: 1\n... # end\n# c\nb: 2\n...\n---\nc: 3\n",
        "a: |\n  x\n...\nb: >-\n  y\n\n  z\n",
        "\ufeffa: 1\n",
        "a: 1\r\nb: |\r\n  x\r\n",
        "a: &x {b: 1}\nc: {<<: *x, d: 2}\ne: [*x, *x]\n",
        "a: &x {b: 1}\nc: {d: 2, b: 3, <<: [*x, {b: 4, e: 5}]}\n",
        "a: &x 1\nb: *x\n---\na: &x 2\nb: *x\n",
        "a: &x 1\nb: &x 2\nc: *x\n",
        "=: 1\n",
        "? a\n: b\n? c\n",
        "a: {b, c: , d: [e: f, g]}\n",
        '{"a":1, b: "x\\ty"}\n',
        "a: 'it''s'\nb: \"x\\\n  y\"\nc: >+\n  z\n\n",
        "a: http://x:1/#y\n",
        "a: {1: b, ~: c, 2.5: d}\n",
    ],
)
def test_what_both_read_has_the_same_values(text: str) -> None:
    file = read(text)
    theirs = maybe_read(text.removeprefix("\ufeff"))
    assert reading_codes(file) == []
    assert theirs is not None and is_cards(theirs)
    assert ours(file) == theirs
