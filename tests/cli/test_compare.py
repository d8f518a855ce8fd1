"""`catalog compare`: resolved cards side by side."""

from __future__ import annotations

import json
import re

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.commands.compare import compare
from assetcards.rendering.compare import FORMATS
from assetcards.rendering.display import PLAIN, Display
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture


def test_the_text_has_what_differs_in_two_columns(cards: GitFixture, ask: Ask) -> None:
    assert ask("compare", "tiny", "tiny_chat") == (
        0,
        """\
                              tiny                      tiny_chat
  chain                       tiny                      tiny_chat < tiny
  base                        -                         tiny
  checkpoint                  ./weights/tiny.pt         hg://org/tiny-chat
  description                 A small model for tests.  -
  model_config.encoder.heads  -                         4
  tokenizer                   -                         hg://org/tiny-chat
  tokenizer_family            -                         llama

  the same in both: license, model_arch, model_config.dropout, model_config.encoder.layers, model_family
""",
        "",
    )


def test_the_document_has_both_cards_what_differs_and_what_does_not(cards: GitFixture, ask: Ask) -> None:
    document = json.loads(ask("compare", "tiny@", "tiny@lab", "--rev", "v1", "--format", "json")[1])
    card = {"name": "tiny", "chain": ["tiny"], "kinds": ["model"]}
    assert document == {
        "schema_version": 3,
        "revision": {"asked": "v1", "commit": cards.head("v1")},
        "cards": [{"query": "tiny@", "env": None, **card}, {"query": "tiny@lab", "env": "lab", **card}],
        "fields": {"checkpoint": {"in": [0, 1], "values": ["./weights/tiny.pt", "/lab/tiny.pt"]}},
        "common": {
            "description": "A small model for tests.",
            "license": "MIT",
            "model_arch": "tiny",
            "model_config.dropout": 0.1,
            "model_config.encoder.layers": 2,
            "model_family": "small",
        },
    }


def test_null_and_nothing_are_distinguished(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/datasets/sums.yaml": "name: sums\ndata: null\n---\nname: none\n"})
    document = json.loads(ask("compare", "sums", "none", "--format", "json")[1])
    assert document["fields"] == {"data": {"in": [0], "values": [None, None]}}
    assert re.search(r"data +null +-\n", ask("compare", "sums", "none")[1])


def test_the_page_is_a_table(cards: GitFixture, ask: Ask) -> None:
    assert ask("compare", "tiny@", "tiny@lab", "--format", "markdown")[1] == (
        "| field | `tiny@` | `tiny@lab` |\n|---|---|---|\n"
        "| `checkpoint` | `./weights/tiny.pt` | `/lab/tiny.pt` |\n\n6 values the same in both.\n"
    )


def test_the_page_stays_within_its_bounds(cards: GitFixture, ask: Ask) -> None:
    """GitHub takes comments of 65,536 characters."""
    fields = "".join(f"f{number}: '{'|' * 300}'\n" for number in range(200))
    cards.write({"catalog/datasets/sums.yaml": f"name: sums\n---\nname: '{'|' * 9000}'\n{fields}"})
    page = ask("compare", "sums", "|" * 9000, "--format", "markdown")[1]
    assert len(page) < 65_536
    assert re.search(r"\n\d+ more left out\n", page)


@pytest.mark.parametrize(
    ("output_format", "text"),
    [
        ("text", "  tiny and tiny@ resolve to the same values\n\n  the same in both: checkpoint, "),
        ("markdown", "`tiny` and `tiny@` resolve to the same values.\n\n7 values the same in both.\n"),
    ],
)
def test_one_card_has_the_same_values_as_itself(cards: GitFixture, ask: Ask, output_format: str, text: str) -> None:
    assert ask("compare", "tiny", "tiny@", "--format", output_format)[1].startswith(text)


def test_a_long_value_is_cut_in_a_terminal_around_the_position_where_the_values_part() -> None:
    texts = {name: f"{'a ' * 100}{name}" for name in ("one", "two", "three")}
    with open_catalog(MemoryTree(cards=[{"name": name, "note": text} for name, text in texts.items()])) as catalog:
        compared = compare(catalog, list(texts))
    whole = FORMATS["text"](compared, PLAIN)
    assert all(text in whole for text in texts.values())
    lines = FORMATS["text"](compared, Display(width=lambda: 100)).splitlines()
    assert [name for name in texts if f" a a {name}  " in f"{lines[1]}  "] == list(texts)


def test_paths_that_are_written_alike_and_name_different_files_are_shown_by_what_they_name() -> None:
    files = {
        f"{folder}/card.yaml": f"{{name: {folder}, data: ./x, note: {note}}}"
        for folder, note in (("a", "same"), ("b", "same"), ("c", "other"))
    }
    with open_catalog(MemoryTree(files=files)) as catalog:
        compared = compare(catalog, ["a", "b", "c"])
    assert FORMATS["text"](compared, PLAIN) == (
        "        a     b     c\n  data  a/x   b/x   c/x\n  note  same  same  other\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("tiny", "tinny"), 1, "card 'tinny' is not known (did you mean 'tiny'"),
        (("tiny", "tiny@lob"), 1, "environment 'lob' is not known"),
        (("tiny", "a@b@c"), 2, "'a@b@c' has more than one '@'"),
        (("tiny",), 2, "Missing argument 'NAME[@ENV]'"),
        (("tiny", "tiny", "--rev", "nowhere"), 3, "'nowhere' names no commit"),
    ],
)
def test_what_cannot_be_compared_is_said(
    cards: GitFixture, ask: Ask, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ended, out, err = ask("compare", *arguments)
    assert (ended, out) == (code, "")
    assert message in err


def test_a_broken_card_says_why(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/datasets/sums.yaml": "name: sums\nbase: nowhere\n"})
    code, out, err = ask("compare", "tiny", "sums")
    assert (code, out) == (1, "")
    assert err.startswith("catalog: card 'sums' cannot be resolved")
    assert "datasets/sums.yaml:2:7: base 'nowhere' does not exist" in err


def test_more_than_two_cards_have_a_column_each(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/datasets/more.yaml": "name: rhymes\ndataset_family: generic\ndata: null\nlicense: 'a|b'\n"})
    asked = ("compare", "sums", "rhymes", "sums@")
    assert ask(*asked)[1] == (
        "           sums                            rhymes  sums@\n"
        "  data     https://example.org/sums.jsonl  null    https://example.org/sums.jsonl\n"
        "  license  -                               a|b     -\n"
        "\n"
        "  the same in all: dataset_family\n"
    )
    document = json.loads(ask(*asked, "--format", "json")[1])
    address = "https://example.org/sums.jsonl"
    assert [each["query"] for each in document["cards"]] == ["sums", "rhymes", "sums@"]
    assert document["fields"] == {
        "data": {"in": [0, 1, 2], "values": [address, None, address]},
        "license": {"in": [1], "values": [None, "a|b", None]},
    }
    assert document["common"] == {"dataset_family": "generic"}
    page = ask(*asked, "--format", "markdown")[1].splitlines()
    assert page[3] == r"| `license` | absent | `a\|b` | absent |"
    assert page[-1] == "1 value the same in all."


def test_more_than_five_cards_are_refused(cards: GitFixture, ask: Ask) -> None:
    assert ask("compare", *["tiny"] * 5)[0] == 0
    assert ask("compare", *["tiny"] * 6)[0] == 2
