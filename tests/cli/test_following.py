"""The next command that is named to agents: it is about the same catalog as the answer, and in the same format."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

ASKED = [
    ("list tiny --env lab --store more", "show tiny --env lab --store more"),
    ("list tiny --rev v1", "show tiny --rev v1"),
    ("list tiny --env=", "show tiny --env ''"),
    ("search sums --rev v1 --root catalog", "show sums --root catalog --rev v1"),
    ("show tiny --rev v1 --env lab", "graph tiny --down --format names --rev v1 --env lab"),
    ("graph tiny_chat --up --rev v1", "show tiny --rev v1"),
    ("compare tiny sums --rev v1", "show tiny --rev v1"),
    ("validate --quiet --rev v1", "list --limit 20 --rev v1"),
    ("validate --quiet --from-ref v1", "diff v1...HEAD"),
    ("validate --staged", "diff --staged"),
    ("validate --quiet", "diff"),
    ("diff v1 HEAD", "show sums --rev HEAD"),
    ("diff v1 --staged", "validate --staged"),
    ("policy v1 --staged", "diff v1 --staged"),
    ("policy --base v1", "diff v1...HEAD"),
]


@pytest.fixture
def elsewhere(cards: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The repository, by a name with a space, as it is named from another folder; its last commit moves a file."""
    cards.commit({"catalog/datasets/sums.yaml": "{name: sums, dataset_family: generic, data: /sums.jsonl}\n"})
    (tmp_path / "more").mkdir()
    (tmp_path / "my cards").symlink_to(cards.folder)
    monkeypatch.chdir(tmp_path)
    return "my cards"


@pytest.mark.parametrize(("asked", "following"), ASKED, ids=[asked for asked, _ in ASKED])
def test_the_next_command_reads_what_the_answer_was_read_from(
    elsewhere: str, ask: Ask, asked: str, following: str
) -> None:
    arguments = shlex.split(asked)
    code, _, err = ask(*arguments, "--repo", elsewhere, "--format", "agent")
    assert code == 0
    verb, *rest = shlex.split(following)
    named = shlex.split(err.splitlines()[-1].removeprefix("next: catalog "))
    in_format = [] if "--format" in rest else ["--format", "agent"]
    assert sorted(named) == sorted([verb, *rest, "--repo", elsewhere, *in_format])
    assert ask(*named)[0] == 0


def test_a_lock_and_a_day_are_kept(cards: GitFixture, ask: Ask) -> None:
    ask("lock", "tiny", "--rev", "v1")
    for question in (["show", "tiny"], ["list"], ["graph", "tiny"], ["compare", "tiny", "tiny"]):
        code, _, err = ask(*question, "--lock", "catalog.lock", "--format", "agent")
        named = shlex.split(err.splitlines()[-1].removeprefix("next: catalog "))
        assert (code, named[named.index("--lock") + 1], ask(*named)[0]) == (0, "catalog.lock", 0)
    at = ask("show", "tiny", "--at", "2100-01-01", "--format", "agent")[2].splitlines()[-1]
    assert at == f"next: catalog graph tiny --down --format names --rev {cards.head()}"


def test_what_explains_a_finding_reads_no_catalog_and_a_variable_is_not_repeated(
    elsewhere: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(elsewhere, "catalog", "new.yaml").write_text("{name: new, base: tinny}\n", encoding="utf-8")
    monkeypatch.setenv("CATALOG_FORMAT", "agent")
    assert ask("validate", "--repo", elsewhere)[2].splitlines()[-1] == "next: catalog explain C401"
    assert ask("list", "tiny", "--rev", "v1", "--repo", elsewhere)[2] == (
        "next: catalog show tiny --repo 'my cards' --rev v1\n"
    )
