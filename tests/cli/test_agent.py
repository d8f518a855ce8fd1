"""The format for agents: a task is done by reading what is printed, and going on with the command that is named."""

from __future__ import annotations

import shlex

import pytest

from assetcards.cli.skill_command import REFERENCE
from assetcards.rendering.agent import LEFT_OUT, bounded
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

TITLES = "name\tstatus\tkinds\tfamily\tarchitecture\tenvironments\tlicense\tdescription"
MODEL = "tiny\t\tmodel\tsmall\ttiny\tlab\tMIT\tA small model for tests."
FINDING = "catalog/models/new.yaml:2:7\terror\tC401\tbase 'tinny' does not exist\tdid you mean 'tiny'?"

TASKS: list[tuple[str, list[str]]] = [
    ("search small model", [TITLES, MODEL]),
    ("search org/tiny-chat --columns name,checkpoint", ["tiny_chat\thg://org/tiny-chat"]),
    ("search tin license:mit kind:tokenizer --columns name", ["name", "tiny_chat"]),
    ("list --kind dataset --columns name,data", ["name\tdata", "sums\thttps://example.org/sums.jsonl"]),
    ("list --where env=lab --columns name,env,checkpoint", ["tiny@lab\tlab\t/lab/tiny.pt"]),
    ("list --where !description --columns name", ["sums", "tiny_chat"]),
    ("list --family llama --where model.encoder.heads=4 --columns name", ["name", "tiny_chat"]),
    (
        "show tiny_chat",
        [
            "name: tiny_chat",
            "file: catalog/models/tiny.yaml:11",
            "chain: tiny_chat, tiny",
            "model_config.encoder.layers: 2",
        ],
    ),
    ("show tiny@lab checkpoint", ["checkpoint: /lab/tiny.pt"]),
    ("show tiny sums", ["name: tiny", "", "name: sums"]),
    ("show tiny --rev v1", ["license: MIT"]),
    ("compare tiny tiny@lab", ["field\ttiny\ttiny@lab", "checkpoint\t./weights/tiny.pt\t/lab/tiny.pt"]),
    ("compare tiny tiny_chat sums", ["license\tMIT\tMIT\t", "dataset_family\t\t\tgeneric"]),
    ("graph tiny_chat --up", ["tiny_chat\tbase\ttiny\t", "tiny@lab\toverride\ttiny\t"]),
    ("graph tiny --down", ["user\tby\tused\tnote", "tiny_chat\tbase\ttiny\t"]),
    ("graph tiny_chat --to tiny", ["tiny_chat\tbase\ttiny\t"]),
    ("validate", [FINDING]),
    ("validate catalog/models/new.yaml", [FINDING]),
    ("diff v1", ["changed\tsums\tdata\thttps://example.org/sums.jsonl\t/sums.jsonl\tsums"]),
    ("policy v1", []),
]
"""Questions, each with lines of the answer: find, narrow, show, compare, what depends on it, validate a new card."""


@pytest.fixture
def changed(cards: GitFixture) -> GitFixture:
    cards.write(
        {
            "catalog/models/new.yaml": "name: new\nbase: tinny\n",
            "catalog/datasets/sums.yaml": "name: sums\ndataset_family: generic\ndata: /sums.jsonl\n",
        }
    )
    return cards


@pytest.mark.parametrize(("task", "lines"), TASKS, ids=[task for task, _ in TASKS])
def test_every_answer_is_small_and_parsed_and_names_what_to_ask_next(
    cards: GitFixture,
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
    task: str,
    lines: list[str],
    request: pytest.FixtureRequest,
) -> None:
    if task.startswith(("validate", "diff")):
        request.getfixturevalue("changed")
    monkeypatch.setenv("CATALOG_FORMAT", "agent")
    code, out, err = ask(*task.split())
    assert code in (0, 1)
    assert len(out.encode()) < 8_000
    printed = out.splitlines()
    assert [line for line in lines if line not in printed] == []
    is_table = not task.startswith("show")
    assert (
        {line.count("\t") for line in printed} == {printed[0].count("\t")}
        if is_table
        else all(": " in line for line in printed if line)
    )
    following = err.splitlines()[-1].removeprefix("next: ")
    assert shlex.split(following)[0] == "catalog"
    assert ask(*shlex.split(following)[1:])[0] in (0, 1)


def test_what_has_no_room_is_counted_and_nothing_is_cut(cards: GitFixture, ask: Ask) -> None:
    many = "\n---\n".join(f"name: card_{number}\ndescription: {'long ' * 20}" for number in range(200))
    cards.write({"catalog/many.yaml": many})
    lines = ask("list", "card_*", "--format", "agent")[1].splitlines()
    assert lines[-1] == f"{LEFT_OUT} {200 - len(lines[1:-1])}"
    assert {line.count("\t") for line in lines[:-1]} == {7}
    assert all(line.endswith("long long") for line in lines[1:-1])


def test_behind_the_first_line_without_room_none_is_shown() -> None:
    assert bounded(["a" * 7000, "b" * 1000, "c"]) == f"{'a' * 7000}\n{LEFT_OUT} 2\n"
    assert bounded(["a" * 9000, "b"]) == f"{'a' * 9000}\n{LEFT_OUT} 1\n"


def test_a_value_null_is_not_as_none_and_what_no_card_has_is_said(cards: GitFixture, ask: Ask) -> None:
    cards.write(
        {"catalog/new.yaml": "{name: new, base: tinny, data: null}\n---\n{name: one, data: null}\n---\nname: two\n"}
    )
    assert ask("compare", "one", "two", "--format", "agent")[1] == "field\tone\ttwo\ndata\tnull\t\n"
    assert ask("graph", "new", "--up", "--format", "agent")[1].splitlines()[1:] == ["new\tbase\ttinny\tno such card"]


def test_the_variable_asks_for_one_format_and_where_there_is_none_for_nothing(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = ask("envs")
    monkeypatch.setenv("CATALOG_FORMAT", "agent")
    assert ask("envs") == plain
    assert ask("list", "--format", "names")[1] == "sums\ntiny\ntiny@lab\ntiny_chat\n"
    code, out, err = ask("blame", "tiny", "--format", "agent")
    assert (code, out) == (2, "")
    assert "'agent' is a format of list, search, show, graph, compare, diff, validate and policy alone" in err
    monkeypatch.setenv("CATALOG_FORMAT", "jason")
    code, out, err = ask("list")
    assert (code, out) == (2, "")
    assert "$CATALOG_FORMAT is 'jason'; it may be 'agent'" in err


def test_the_reference_is_short_and_its_verbs_are_there(ask: Ask) -> None:
    code, out, _ = ask("skill")
    assert (code, out) == (0, REFERENCE)
    assert len(out.encode()) < 4096
    verbs = {line.split()[1] for line in out.splitlines() if line.startswith("    catalog ")}
    assert [ask(verb, "--help")[0] for verb in sorted(verbs)] == [0] * len(verbs)
