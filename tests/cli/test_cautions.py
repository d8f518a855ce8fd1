"""Deprecated and gated cards are said to be so where they are used."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

CARDS = """\
name: old
model_family: llama
checkpoint: "hg://org/old"
description: "A model."
deprecated:
  since: "2.0"
  reason: "its *tokenizer* was wrong"
  replaced_by: tiny
---
name: asked
model_family: llama
url: "https://example.org/ask"
---
name: child
base: old
checkpoint: "hg://org/child"
"""
DEPRECATED = "deprecated since 2.0: its *tokenizer* was wrong (use 'tiny')"
GATED = "gated: ask for it at https://example.org/ask"
DEPRECATION = {"since": "2.0", "reason": "its *tokenizer* was wrong", "replaced_by": "tiny"}


@pytest.fixture
def repo(cards: GitFixture) -> GitFixture:
    cards.commit({"catalog/models/more.yaml": CARDS})
    return cards


def test_show_says_it_below_the_name_and_of_no_child(repo: GitFixture, ask: Ask) -> None:
    code, out, err = ask("show", "old")
    assert (code, err) == (0, "")
    assert out.startswith(f"old\n  A model.\n  {DEPRECATED}\n\n")
    assert out.count("deprecated") == 1
    assert ask("show", "asked")[1].startswith(f"asked\n  {GATED}\n\n")
    assert "deprecated" not in ask("show", "child")[1]


def test_the_document_of_show_has_what_is_said(repo: GitFixture, ask: Ask) -> None:
    def cautions(name: str) -> list[object]:
        out = ask("show", name, "--format", "json")[1]
        document = json.loads(out)
        return [document["deprecation"], document["gated_at"]]

    assert cautions("old") == [DEPRECATION, None]
    assert cautions("asked") == [None, "https://example.org/ask"]
    assert cautions("child") == [None, None]
    assert "gated_at: https://example.org/ask\n" in ask("show", "asked", "--format", "yaml")[1]


@pytest.mark.parametrize("options", [[], ["--changed"]])
def test_the_list_says_it_behind_each_card(repo: GitFixture, ask: Ask, options: list[str]) -> None:
    lines = {line.split()[1]: line for line in ask("list", *options)[1].splitlines() if line.startswith("   -")}
    assert lines["model:old@"].endswith(f"  {DEPRECATED}")
    assert lines["model:asked@"].endswith(f"  {GATED}")
    assert [name for name, line in lines.items() if "deprecated" in line] == ["model:old@"]


def test_other_formats_of_the_list_say_it_too_and_names_are_names(repo: GitFixture, ask: Ask) -> None:
    listed = {card["name"]: card for card in json.loads(ask("list", "--format", "json")[1])["cards"]}
    assert (listed["old"]["deprecation"], listed["old"]["gated_at"]) == (DEPRECATION, None)
    assert (listed["asked"]["deprecation"], listed["asked"]["gated_at"]) == (None, "https://example.org/ask")
    page = ask("list", "--format", "markdown")[1]
    assert "| `deprecated since 2.0: its *tokenizer* was wrong (use 'tiny')`. A model. |" in page
    assert "old\n" in ask("list", "--format", "names")[1]


def test_a_lock_says_it_of_each_card_when_it_is_written_checked_and_updated(repo: GitFixture, ask: Ask) -> None:
    said = f"asked is {GATED}\nold is {DEPRECATED}\n"
    for options in (["old", "asked", "child", "--rev", "main"], ["--check"], ["--update"]):
        code, out, err = ask("lock", *options)
        assert (code, out.endswith(said), err) == (0, True, ""), out
    cards = json.loads(ask("lock", "--check", "--format", "json")[1])["cards"]
    assert [(card["name"], card["deprecation"], card["gated_at"]) for card in cards] == [
        ("asked", None, "https://example.org/ask"),
        ("child", None, None),
        ("old", DEPRECATION, None),
    ]
