"""Situations beside those that were found in the field: of the same kinds, and chosen without seeing the code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import BASE, CHILD, Ask
from tests.cli.questions import COMMANDS
from tests.cli.test_openable_paths import LOCATION
from tests.gitfixture import GitFixture

PATH = "catalog/models/pair.yaml"


def pair(config: str, kind: str = "model") -> str:
    """A base with a config of a kind, and a card that inherits it."""
    base = f"name: base_card\n{kind}_family: small\n{kind}_config: {config}\n"
    return f"{base}---\nname: heir\nbase: base_card\n{kind}_config: {{c: 2}}\n"


def differing(cards: GitFixture, ask: Ask, old: str, new: str) -> set[str]:
    """The fields of the heir that differ, for which the lock of the old card fails exactly when there are any."""
    cards.commit({PATH: old})
    assert ask("lock", "heir", "--rev", "main")[0] == 0
    cards.commit({PATH: new})
    changed = json.loads(ask("diff", "HEAD~1", "HEAD", "--format", "json")[1])["changed"]
    fields = {name for each in changed if each["name"] == "heir" for name in each["fields"]}
    assert ask("lock", "--check")[0] == (1 if fields else 0)
    return fields


# What reaches the defaults of a family


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("{encoder: {_del_: [dropout], w: 1}}", "{encoder: {w: 1}}", {"model_config.encoder._del_.dropout"}),
        ("{_del_: [c], a: 1}", "{a: 1}", set()),
        ("{encoder: {}}", "{_set_: {encoder: {}}}", {"model_config._set_.encoder"}),
        ("{n: null, l: [{a: {}}]}", "{_set_: {n: null, l: [{a: {}}]}}", set()),
    ],
    ids=[
        "a deletion further down",
        "a deletion of what the heir writes again",
        "an empty mapping under _set_",
        "null and a list of mappings under _set_",
    ],
)
def test_a_directive_differs_where_a_default_can_open_differently(
    cards: GitFixture, ask: Ask, old: str, new: str, differs: set[str]
) -> None:
    assert differing(cards, ask, pair(old), pair(new)) == differs


def test_a_deletion_in_the_config_of_a_dataset_counts_as_in_that_of_a_model(cards: GitFixture, ask: Ask) -> None:
    old, new = pair("{_del_: [shuffle], a: 1}", "dataset"), pair("{a: 1}", "dataset")
    assert differing(cards, ask, old, new) == {"dataset_config._del_.shuffle"}


def test_the_lowest_deletion_is_right_in_any_kind_of_config(cards: GitFixture, ask: Ask) -> None:
    cards.write({PATH: pair("{_del_: [shuffle], split: {_del_: [seed]}, a: 1}", "dataset")})
    assert " C503 " not in ask("validate")[1]
    cards.write({PATH: pair("{a: 1}", "dataset").replace("{c: 2}", "{_del_: [b]}")})
    assert " C503 " in ask("validate")[1]


@pytest.mark.parametrize("config", ["{_del_: [dropuot]}", "{rope_scale: {_del_: [dropuot]}}"])
def test_a_deletion_of_what_the_family_has_no_default_for_is_reported(cards: GitFixture, ask: Ask, config: str) -> None:
    cards.write({PATH: pair(config).replace("small", "llama")})
    assert "dropuot' (" in ask("validate")[1]


# Reviews


def test_a_new_override_and_a_new_chain_have_their_fields_in_the_review(cards: GitFixture, ask: Ask) -> None:
    cards.commit(
        {
            "catalog/models/@site/tiny.yaml": "name: tiny@site\nowners: [bob]\nmodel_config: {dropout: 0.2}\n",
            "catalog/models/new.yaml": (
                "name: first\nmodel_family: small\nmodel_arch: tiny\nlicense: MIT\nmodel_config: {width: 7}\n"
                "---\nname: second\nbase: first\ncheckpoint: 'hg://org/second'\n"
            ),
        }
    )
    out = ask("review", "HEAD~1", "HEAD")[1]
    for said in ("second", "first", "width", "hg://org/second", "tiny@site", "0.2", "bob"):
        assert said in out, said
    page = ask("review", "HEAD~1", "HEAD", "--format", "markdown")[1]
    assert "<details>" in page
    assert "hg://org/second" in page


def test_a_base_two_steps_up_names_its_line_and_the_owners_of_the_last_heir(cards: GitFixture, ask: Ask) -> None:
    heir = "name: tiny_last\nbase: tiny_chat\nowners: [zoe]\n"
    cards.commit({"catalog/models/last.yaml": heir})
    cards.commit({"catalog/models/tiny.yaml": f"{BASE}---\n{CHILD}".replace("dropout: 0.1", "dropout: 0.3")})
    out = ask("review", "HEAD~1", "HEAD")[1]
    assert "`tiny` (catalog/models/tiny.yaml:8, Ada Author) changed `model_config.dropout`" in out
    assert "zoe (1 card)" in out


def test_an_override_of_a_base_reaches_the_heirs_in_its_environment_with_their_owners(
    cards: GitFixture, ask: Ask
) -> None:
    cards.commit({"catalog/models/last.yaml": "name: tiny_last\nbase: tiny_chat\nowners: [zoe]\n"})
    cards.commit({"catalog/models/@lab/tiny.yaml": "name: tiny@lab\ncheckpoint: /lab/tiny.pt\nlicense: ISC\n"})
    out = ask("review", "HEAD~1", "HEAD")[1]
    assert "`tiny@lab` (catalog/models/@lab/tiny.yaml:3, Ada Author) changed `license`" in out
    assert "zoe (1 card)" in out


# First use


@pytest.mark.parametrize("here", [".", "catalog/models"])
@pytest.mark.parametrize("verb", ["diff", "review"])
def test_files_of_a_comparison_open_from_where_one_stands(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, verb: str, here: str
) -> None:
    cards.commit(
        {"catalog/models/tiny.yaml": f"{BASE}---\n{CHILD}".replace("MIT", "ISC").replace("base: t", "base: x")}
    )
    monkeypatch.chdir(cards.folder / here)
    named = {match[0] for match in LOCATION.finditer(ask(verb, "v1")[1])}
    assert named
    assert [path for path in named if not Path(path).is_file()] == []


def test_an_override_that_deprecates_says_so_in_its_environment_alone(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/models/@lab/tiny.yaml": "name: tiny@lab\ndeprecated: {since: '3.0', reason: no room}\n"})
    said = "deprecated since 3.0: no room"
    assert said in ask("show", "tiny", "--env", "lab")[1]
    assert said not in ask("show", "tiny")[1]
    assert said not in ask("show", "tiny_chat", "--env", "lab")[1]


def test_where_only_warnings_were_there_already_they_are_counted_as_such(cards: GitFixture, ask: Ask) -> None:
    odd = "name: odd\nmodel_family: small\nmodel_arch: x\nurl: 'https://example.org'\nlicense: MIT\nowners:\n"
    cards.commit({"catalog/models/odd.yaml": odd})
    code, out, _ = ask("validate", "--new-only", "HEAD")
    assert (code, out.splitlines()[-1]) == (0, "no new findings; 1 warning was in HEAD already")


def test_what_was_fixed_is_not_counted_against_what_is_new(cards: GitFixture, ask: Ask) -> None:
    cards.commit({"catalog/models/odd.yaml": "name: odd\nbase: gone\n"})
    cards.write({"catalog/models/odd.yaml": "name: odd\nbase: tiny\n---\nname: other\nbase: lost\n"})
    code, out, _ = ask("validate", "--new-only", "HEAD")
    assert code == 1
    assert "base 'lost' does not exist" in out
    assert out.splitlines()[-1].startswith("1 new error")


def test_the_page_of_rules_has_the_policies(ask: Ask) -> None:
    page = ask("rules", "--format", "markdown")[1]
    assert {code for code in ("P101", "P113", "C401") if code not in page} == set()


def test_every_verb_that_reads_another_repository_can_be_kept_offline() -> None:
    options = {verb: {opt for each in command.params for opt in each.opts} for verb, command in COMMANDS.items()}
    assert [verb for verb, has in options.items() if "--repo" in has and "--offline" not in has] == []


# Histories


def test_a_card_that_is_renamed_with_its_file_and_its_override_keeps_its_log(cards: GitFixture, ask: Ask) -> None:
    cards.git("mv", "catalog/datasets/sums.yaml", "catalog/datasets/totals.yaml")
    text = (cards.folder / "catalog/datasets/totals.yaml").read_text()
    override = "catalog/datasets/@lab/sums.yaml"
    cards.commit({override: "name: sums@lab\ndata: /lab/sums.jsonl\n"})
    cards.commit(
        {
            "catalog/datasets/totals.yaml": text.replace("name: sums", "name: totals"),
            override: "name: totals@lab\ndata: /lab/sums.jsonl\n",
        }
    )
    for name in ("totals", "totals@lab"):
        changes = [each["change"] for each in json.loads(ask("log", name, "--format", "json")[1])["entries"]]
        assert (changes[0], changes[-1], len(changes) > 1) == ("renamed", "appeared", True), name


@pytest.mark.parametrize("style", ['"one\n  two\n  three"', "|\n  one\n  two\n  three", "'one\n\n  two\n  three'"])
def test_a_string_on_several_lines_has_the_newest_commit_of_them_whatever_its_style(
    cards: GitFixture, ask: Ask, style: str
) -> None:
    text = f"name: words\nmodel_family: small\ndescription: {style}\nlicense: MIT\n"
    cards.commit({PATH: text}, message="First")
    newest = cards.commit({PATH: text.replace("two", "2")}, message="One line")
    entries = json.loads(ask("blame", "words", "--format", "json")[1])["entries"]
    commits = {each["field"]: each["commit"] for each in entries}
    assert commits.pop("description") == newest
    assert newest not in commits.values()
    [entry] = [each for each in entries if each["field"] == "description"]
    assert entry["line"] == 3
    assert entry["end_line"] == 3 + style.count("\n")
