"""What somebody who knows other tools types first, and what it is called here."""

from __future__ import annotations

import json

import pytest

from assetcards.cli.main import VERBS
from assetcards.cli.meant import VERBS_MEANT
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "No such command 'check'. Did you mean 'validate'?"),
        (["lint", "catalog"], "No such command 'lint'. Did you mean 'validate'?"),
        (["ls"], "No such command 'ls'. Did you mean 'list'?"),
        (["history", "tiny"], "No such command 'history'. Did you mean 'log'?"),
        (["help"], "No such command 'help'. Did you mean '--help', behind a verb or alone?"),
        (["help", "show"], "No such command 'help'. Did you mean '--help', behind a verb or alone?"),
        (["version"], "No such command 'version'. Did you mean '--version'?"),
        (["list", "--json"], "No such option '--json'. Did you mean '--format json'?"),
        (["show", "tiny", "--yml"], "No such option '--yml'. Did you mean '--format yaml'?"),
        (["diff", "--md"], "No such option '--md'. Did you mean '--format markdown'?"),
        (["show", "tiny", "--tag", "v1"], "No such option '--tag'. Did you mean '--rev'?"),
        (["show", "tiny", "-C", "x"], "No such option '-C'. Did you mean '--repo'?"),
        (["cache", "ls", "--json"], "No such option '--json'. Did you mean '--format json'?"),
        (["list", "--license", "MIT"], "No such option '--license'. Did you mean '--where license=VALUE'?"),
        (["list", "--model-arch=x"], "No such option '--model-arch'. Did you mean '--where model_arch=VALUE'?"),
        (["list", "--gated"], "No such option '--gated'. Did you mean '--where status=gated'?"),
        (["explain", "C401", "--tag", "v1"], "No such option '--tag'."),
        (["blame", "tiny", "--yaml"], "No such option '--yaml'."),
    ],
)
def test_the_verb_or_option_that_was_meant_is_named(
    cards: GitFixture, ask: Ask, arguments: list[str], said: str
) -> None:
    code, out, err = ask(*arguments)
    assert (code, out, err.splitlines()[-1]) == (2, "", f"Error: {said}")


def test_no_verb_is_said_to_mean_another() -> None:
    assert set(VERBS_MEANT.values()) <= set(VERBS)
    assert not VERBS_MEANT.keys() & VERBS.keys()


@pytest.mark.parametrize("verb", ["diff", "policy", "review"])
def test_cards_in_the_place_of_revisions_are_known_for_cards(cards: GitFixture, ask: Ask, verb: str) -> None:
    said = (
        "catalog: 'tiny' is a card, and names no commit (`catalog compare tiny tiny_chat` compares two cards, "
        "`catalog log tiny` shows what changed one)\n"
    )
    assert ask(verb, "tiny", "tiny_chat") == (3, "", said)
    assert "`catalog compare CARD CARD` compares" in ask(verb, "v1", "tiny@lab")[2]
    assert "`catalog compare tiny sums` compares" in ask(verb, "tiny..sums")[2]
    assert ask(verb, "tny", "sums")[2].startswith("catalog: 'tny' names no commit in ")


@pytest.mark.parametrize("verb", ["diff", "policy", "review"])
@pytest.mark.parametrize("path", ["catalog/models/tiny.yaml", "catalog"])
def test_a_path_in_the_place_of_a_revision_is_known_for_a_path(
    cards: GitFixture, ask: Ask, verb: str, path: str
) -> None:
    hint = "leave it out: all cards are compared; `catalog log CARD` shows what changed one"
    assert ask(verb, path) == (3, "", f"catalog: {path!r} is a path, and names no commit ({hint})\n")


def test_revisions_in_the_place_of_cards_are_known_for_revisions(cards: GitFixture, ask: Ask) -> None:
    code, out, err = ask("compare", "v1", "HEAD")
    assert (code, out) == (1, "")
    assert err.startswith("catalog: card 'v1' is not known; `catalog diff v1 HEAD` compares two revisions")
    assert "catalog diff" not in ask("compare", "v1", "nothing")[2]


@pytest.mark.parametrize(
    ("verb", "asked"),
    [("blame", "model:tiny"), ("log", "tokenizer:tiny_chat@"), ("compare tiny", "model:tiny@lab")],
)
def test_a_name_as_list_writes_it_is_taken_without_its_kind(cards: GitFixture, ask: Ask, verb: str, asked: str) -> None:
    assert ask(*verb.split(), asked)[::2] == (0, "")
    assert ask(*verb.split(), f"model:nothing@{asked.partition('@')[2]}")[0] == 1


def test_what_is_locked_is_named_without_its_kind(cards: GitFixture, ask: Ask) -> None:
    code, _, err = ask("lock", "--rev", "v1", "dataset:sums@")
    assert (code, "(did you mean 'sums@'?)" in err) == (1, True), err


@pytest.mark.parametrize(
    "verb", [["show"], ["blame"], ["log"], ["compare", "sums"], ["lock", "--rev", "v1"], ["fetch"]]
)
@pytest.mark.parametrize(("here", "path"), [(".", "./catalog/models/tiny.yaml"), ("catalog", "models/tiny.yaml")])
def test_a_file_instead_of_a_card_is_answered_with_its_cards(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, verb: list[str], here: str, path: str
) -> None:
    monkeypatch.chdir(cards.folder / here)
    code, _, err = ask(*verb, path)
    assert (code, "is not known (did you mean 'tiny' or 'tiny_chat'" in err) == (1, True), err


@pytest.mark.parametrize(
    "verb", [["show"], ["blame"], ["log"], ["compare", "sums"], ["lock", "--rev", "v1"], ["fetch"], ["graph"]]
)
def test_a_file_in_the_folder_of_an_environment_is_one_and_no_environment(
    cards: GitFixture, ask: Ask, verb: list[str]
) -> None:
    code, _, err = ask(*verb, "catalog/models/@lab/tiny.yaml")
    said = "card 'catalog/models/@lab/tiny.yaml' is not known (did you mean 'tiny@lab'?)"
    assert (code, said in err) == (1, True), err


def test_an_environment_with_a_slash_is_one_where_a_card_has_it(cards: GitFixture, ask: Ask) -> None:
    cards.write({"store/x.yaml": "name: x\n---\nname: x@lab/a.yaml\nnote: here\n"})
    assert "here" in ask("show", "x@lab/a.yaml", "--root", "store")[1]
    assert "card 'x@lab/b.yaml' is not known" in ask("show", "x@lab/b.yaml", "--root", "store")[2]


def test_a_file_without_cards_is_answered_with_no_card(cards: GitFixture, ask: Ask) -> None:
    assert "did you mean" not in ask("show", "catalog/models/lost.yaml")[2]


@pytest.mark.parametrize(
    "wanted",
    [
        ["--family", "llma"],
        ["--kind", "other"],
        ["--kind", "modle"],
        ["--where", "license=BSD-3-Clause"],
        ["--where", "licence=MIT"],
        ["--kind", "model", "--family", "generic"],
        ["--env", "lba"],
        ["--family", "nothing", "--format", "json"],
        ["--family", "nothing", "--format", "names"],
        ["--family", "nothing", "--format", "markdown"],
    ],
)
def test_where_no_card_is_what_was_looked_for_the_answer_is_no(cards: GitFixture, ask: Ask, wanted: list[str]) -> None:
    assert ask("list", *wanted)[0] == 1


def test_an_empty_catalog_lists_nothing_and_that_is_no_miss(cards: GitFixture, ask: Ask) -> None:
    cards.git("rm", "-r", "--quiet", "catalog/models", "catalog/datasets")
    assert ask("list") == (0, "  no card\n", "")
    assert ask("list", "--kind", "modle") == (1, "", "catalog: kind 'modle' is not known (did you mean 'model'?)\n")


def test_formats_and_options_are_there_wherever_they_make_sense(cards: GitFixture, ask: Ask) -> None:
    rules = json.loads(ask("rules", "--format", "json")[1])
    assert {"P101", "P104"} <= {policy["code"] for policy in rules["policies"]}
    assert "  P101  " in ask("rules")[1]
    assert json.loads(ask("explain", "P101", "--format", "json")[1])["kind"] == "policy"
    ask("lock", "tiny", "--rev", "v1")
    assert json.loads(ask("lock", "--check", "--format", "json")[1])["differences"] == []
    without = [verb for verb in ("list", "show", "stores", "envs", "lock") if "--offline" not in ask(verb, "--help")[1]]
    assert without == []
    code, _, err = ask("stores", "--offline", "--repo", "https://example.org/cards.git", "--rev", "v1")
    assert (code, "is not in the cache" in err) == (3, True), err
