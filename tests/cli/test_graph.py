"""`catalog graph`: who uses whom, as people and programs see it."""

from __future__ import annotations

import json

import pytest

from assetcards import MemoryTree, open_catalog
from assetcards.commands.graph import graph_of, graph_of_all
from assetcards.rendering.display import PLAIN
from assetcards.rendering.graph import FORMATS
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

MORE = """\
{name: words, tokenizer_family: words, tokenizer: /w}
---
{name: tiny_long, base: tiny_chat, tokenizer_ref: words}
---
{name: tiny_code, base: tiny_long, tokenizer_ref: words}
"""
LOOP = "{name: a, x_ref: b}\n---\n{name: b, x_ref: a}\n---\n{name: c, base: gone}\n"


@pytest.fixture(autouse=True)
def more_cards(cards: GitFixture) -> None:
    cards.write({"catalog/more.yaml": MORE})


def test_a_card_is_drawn_with_what_it_uses_and_what_uses_it(ask: Ask) -> None:
    assert ask("graph", "tiny_long")[1] == (
        "uses\n"
        "tiny_long\n"
        "├── tiny_chat base\n"
        "│   ├── tiny base\n"
        "│   └── tiny@lab base\n"
        "└── words tokenizer_ref\n"
        "\n"
        "is used by\n"
        "tiny_long\n"
        "└── tiny_code base\n"
    )


def test_two_directions_are_both_of_them(ask: Ask) -> None:
    both = ask("graph", "tiny_long")
    for directions in (["--up", "--down"], ["--down", "--up"], ["--both"], ["--both", "--up"]):
        assert ask("graph", "tiny_long", *directions) == both


def test_that_nothing_uses_a_card_is_said(ask: Ask) -> None:
    assert ask("graph", "tiny_code", "--down")[1] == "tiny_code\n└── (no card)\n"
    assert ask("graph", "words", "--up")[1] == "words\n└── (nothing)\n"
    assert ask("graph", "words", "--to", "words")[1] == "uses\nwords\n"


def test_a_card_that_is_its_own_base_is_drawn_as_the_cycle_that_it_is(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/selfie.yaml": "{name: selfie, base: selfie}\n"})
    assert ask("graph", "selfie", "--up")[1].startswith("selfie\n└── selfie base (*)\n")
    [edge] = json.loads(ask("graph", "selfie", "--format", "json")[1])["edges"]
    assert edge == {"user": "selfie", "by": "base", "used": "selfie"}


def test_a_cycle_that_nothing_leads_to_is_drawn_at_any_depth() -> None:
    for depth in (None, 1, 0):
        catalog = open_catalog(MemoryTree("mine", {"a.yaml": LOOP, "b.yaml": "{name: alone}"}), stores=[])
        graphed = graph_of_all(catalog, depth=depth)
        assert {"a", "alone"} <= {str(name) for name in graphed.parts[0].starts}


def test_a_part_that_was_drawn_is_marked_where_it_comes_again(ask: Ask) -> None:
    assert ask("graph", "words", "--down")[1] == (
        "words\n├── tiny_code tokenizer_ref\n└── tiny_long tokenizer_ref\n    └── tiny_code base\n"
    )
    assert ask("graph", "tiny_code", "--up")[1] == (
        "tiny_code\n"
        "├── tiny_long base\n"
        "│   ├── tiny_chat base\n"
        "│   │   ├── tiny base\n"
        "│   │   └── tiny@lab base\n"
        "│   └── words tokenizer_ref\n"
        "└── words tokenizer_ref\n"
    )


def test_a_cycle_and_a_name_that_no_card_has_are_drawn(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/loop.yaml": LOOP})
    assert ask("graph", "a", "--up")[1] == (
        "a\n└── b x_ref\n    └── a x_ref (*)\n\n(*) drawn with all that follows elsewhere\n"
    )
    assert ask("graph", "c", "--up")[1] == "c\n└── gone base (no such card)\n"
    assert "\na\n└── b x_ref\n" in ask("graph")[1]


def test_all_that_a_change_touches_are_the_names_below(ask: Ask) -> None:
    assert ask("graph", "tiny", "--down", "--format", "names") == (0, "tiny@lab\ntiny_chat\ntiny_code\ntiny_long\n", "")
    assert ask("graph", "tiny@lab", "--down", "--format", "names")[1] == "tiny_chat\ntiny_code\ntiny_long\n"
    assert ask("graph", "tiny", "--down", "--depth", "1", "--format", "names")[1] == "tiny@lab\ntiny_chat\n"


def test_in_an_environment_a_card_and_its_override_are_one(cards: GitFixture, ask: Ask) -> None:
    assert ask("graph", "tiny_chat", "--env", "lab", "--up")[1] == "tiny_chat\n└── tiny@lab base\n"
    cards.write({"catalog/models/@lab/chat.yaml": "{name: tiny_chat@lab, base: words}\n"})
    assert ask("graph", "tiny_chat", "--env", "lab", "--up")[1] == "tiny_chat@lab\n└── words base\n"


def test_the_shortest_way_is_through_what_one_of_them_uses(ask: Ask) -> None:
    assert ask("graph", "tiny_code", "--to", "tiny")[1] == (
        "uses\ntiny_code\n└── tiny_long base\n    └── tiny_chat base\n        └── tiny base\n"
    )
    assert ask("graph", "words", "--to", "tiny_code")[1] == "is used by\nwords\n└── tiny_code tokenizer_ref\n"
    assert ask("graph", "words", "--to", "sums") == (1, "", "catalog: neither of 'words' and 'sums' uses the other\n")


def test_a_broken_card_is_in_the_graph_and_one_that_is_not_there_is_not(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/broken.yaml": "{name: broken, base: tinny}\n"})
    assert ask("graph", "broken", "--up")[1] == "broken\n└── tinny base (no such card)\n"
    assert ask("graph", "tinny", "--down")[1] == "tinny (no such card)\n└── broken base\n"
    cards.write({"catalog/models/@lab/ghost.yaml": "{name: ghost@lab}\n"})
    assert ask("graph", "ghost", "--down", "--format", "names")[1] == "ghost@lab\n"
    code, out, err = ask("graph", "tiny_chta")
    assert (code, out) == (1, "")
    assert err.startswith("catalog: card 'tiny_chta' is not known (did you mean 'tiny_chat'")


@pytest.mark.parametrize(
    "arguments", [["--up"], ["--to", "tiny"], ["tiny", "--to", "sums", "--down"], ["tiny", "--depth", "0"]]
)
def test_what_has_no_meaning_together_is_refused(ask: Ask, arguments: list[str]) -> None:
    assert ask("graph", *arguments)[0] == 2


def test_programs_get_nodes_and_edges(ask: Ask) -> None:
    document = json.loads(ask("graph", "tiny_chat", "--up", "--format", "json")[1])
    del document["schema_version"], document["revision"]
    assert document == {
        "query": "tiny_chat",
        "env": None,
        "nodes": [{"name": name, "exists": True} for name in ("tiny", "tiny@lab", "tiny_chat")],
        "edges": [
            {"user": "tiny_chat", "by": "base", "used": "tiny"},
            {"user": "tiny_chat", "by": "base", "used": "tiny@lab"},
            {"user": "tiny@lab", "by": "override", "used": "tiny"},
        ],
    }


ODD = MemoryTree(cards=[{"name": 'a"]; <b>\\', "base": "x|y"}, {"name": "x|y"}, {"name": "end", "base": "x|y"}])


def test_names_are_no_markup_of_mermaid_and_of_graphviz() -> None:
    with open_catalog(ODD, stores=[]) as catalog:
        graphed = graph_of_all(catalog)
    assert FORMATS["mermaid"](graphed, PLAIN) == (
        "flowchart LR\n"
        '  n0["a#34;#93;#59;#32;#60;b#62;#92;"]\n'
        '  n1["end"]\n'
        '  n2["x#124;y"]\n'
        '  n0 -->|"base"| n2\n'
        '  n1 -->|"base"| n2\n'
    )
    assert FORMATS["dot"](graphed, PLAIN) == (
        "digraph cards {\n  rankdir=LR;\n"
        '  n0 [label="a\\"]; <b>\\\\"];\n  n1 [label="end"];\n  n2 [label="x|y"];\n'
        '  n0 -> n2 [label="base"];\n  n1 -> n2 [label="base"];\n}\n'
    )


def test_thousands_of_cards_and_long_ways_are_drawn() -> None:
    """A chain of references as long as the catalog, and all others directly below its begin."""
    chain: list[dict[str, object]] = [{"name": f"c{number}", "x_ref": f"c{number + 1}"} for number in range(1000)]
    leaves: list[dict[str, object]] = [{"name": f"d{number}", "base": "c1000"} for number in range(4000)]
    with open_catalog(MemoryTree(cards=[*chain, {"name": "c1000"}, *leaves]), stores=[]) as catalog:
        lines = FORMATS["text"](graph_of(catalog, "c1000", ["down"]), PLAIN).splitlines()
    assert len(lines) == 1 + 100 + 4000 + 2
    assert lines[-1] == "(...) no room for what follows: draw the graph of that card"
    assert lines[100].endswith("└── c900 x_ref (...)")
