"""Options that say what is read: a verb obeys those in its help, and has none there that it has no use for."""

from __future__ import annotations

import pytest

from assetcards.cli.main import VERBS
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

ARGUMENTS = {
    "blame": ["tiny"],
    "compare": ["tiny", "tiny"],
    "fetch": ["tiny"],
    "log": ["tiny"],
    "search": ["tiny"],
    "show": ["tiny"],
    "verify": ["tiny"],
}


def takes(ask: Ask, verb: str, option: str) -> bool:
    return f"  {option} " in ask(verb, "--help")[1]


def test_an_environment_that_nobody_knows_is_refused_by_every_verb_that_takes_one(cards: GitFixture, ask: Ask) -> None:
    asked = [[verb, *ARGUMENTS.get(verb, [])] for verb in VERBS if takes(ask, verb, "--env")]
    asked += [["validate", "--staged"], ["validate", "--from-ref", "HEAD"], ["list", "--changed"]]
    assert len(asked) > 9
    said = "catalog: environment 'lba' is not known (did you mean 'lab'?)\n"
    assert [ask(*each, "--env", "lba") for each in asked] == [(1, "", said)] * len(asked)


@pytest.mark.parametrize(("verb", "option"), [("lock", "--env"), ("lock", "--store"), ("stores", "--env")])
def test_an_option_that_a_verb_has_no_use_for_is_not_in_its_help(
    cards: GitFixture, ask: Ask, verb: str, option: str
) -> None:
    assert not takes(ask, verb, option)
    code, out, err = ask(verb, option, "x")
    assert (code, out) == (2, "")
    assert "No such option" in err and option in err
