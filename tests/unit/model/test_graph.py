"""Who names whom among cards, and what they inherit in which environment."""

from __future__ import annotations

import pytest

from assetcards.model.graph import Graph
from assetcards.model.references import named_cards
from assetcards.names import Asked, parse_card_name
from tests.unit.cards import catalog_of


def graph_of(*cards: str) -> Graph:
    """The graph of cards that are written in one line each."""
    return catalog_of("".join(f"--- {{{card}}}\n" for card in cards)).graph


def dependents(graph: Graph, *names: str) -> list[str]:
    """The full names of all that depends on cards, themselves included."""
    return [str(name) for name in sorted(graph.with_dependents(map(parse_card_name, names)))]


def questions(graph: Graph) -> list[str]:
    return [str(asked) for asked in graph.questions()]


def answered(graph: Graph, *names: str) -> list[str]:
    return sorted(str(asked) for asked in graph.answered_by(map(parse_card_name, names)))


def test_a_card_names_its_base_and_what_its_references_ask_for() -> None:
    [card] = catalog_of("name: a\nx_ref: t@lab\nbase: ' b '\nother: c\ny_ref: null\n").all_cards()
    found = [(each.field, each.asked, each.node.line) for each in named_cards(card)]
    assert found == [("base", Asked("b"), 3), ("x_ref", Asked("t", "lab"), 2)]


@pytest.mark.parametrize(("base", "bases"), [("a", set()), ("b", {"b"}), ("null", set()), ("[a]", set())])
def test_an_override_makes_another_card_a_base_but_not_its_own_plain_card(base: str, bases: set[str]) -> None:
    graph = graph_of("name: a", f"name: a@lab, base: {base}", "name: b")
    assert (graph.bases, graph.named) == (bases, bases)


def test_a_name_in_a_reference_is_named_and_no_base() -> None:
    graph = graph_of("name: a, x_ref: b@lab", "name: b", "name: c, base: a")
    assert (graph.bases, graph.named) == ({"a"}, {"a", "b"})


def test_what_depends_on_a_card_names_it_or_overrides_it_however_far() -> None:
    graph = graph_of("name: a", "name: a@lab", "name: b, base: a", "name: b@lab", "name: c, x_ref: b@lab", "name: d")
    assert dependents(graph, "a") == ["a", "a@lab", "b", "b@lab", "c"]
    assert dependents(graph, "a@lab") == ["a@lab", "b", "b@lab", "c"]
    assert dependents(graph, "b@lab") == ["b@lab", "c"]
    assert dependents(graph, "d", "gone") == ["d", "gone"]


def test_bases_in_a_cycle_depend_on_each_other() -> None:
    assert dependents(graph_of("name: a, base: b", "name: b, base: a", "name: c"), "a") == ["a", "b"]


def test_a_card_is_asked_for_in_the_environments_that_change_it_and_after_its_bases() -> None:
    graph = graph_of("name: a, base: z", "name: b", "name: z", "name: z@lab", "name: b@hut", "name: lost@hut")
    assert questions(graph) == ["z@", "a@", "b@", "b@hut", "z@lab", "a@lab"]


@pytest.mark.parametrize(
    ("base", "in_lab", "asked"),
    [
        ("base: b", "b", ["b@", "a@", "c@", "b@lab", "a@lab"]),
        ("base: null", None, ["b@", "a@", "c@", "a@lab", "b@lab"]),
        ("base: c", "c", ["b@", "a@", "c@", "a@lab", "b@lab"]),
        ("base: a", "b", ["b@", "a@", "c@", "b@lab", "a@lab"]),
        ("x: 1", "b", ["b@", "a@", "c@", "b@lab", "a@lab"]),
    ],
)
def test_the_base_that_counts_in_an_environment(base: str, in_lab: str | None, asked: list[str]) -> None:
    graph = graph_of("name: a, base: b", f"name: a@lab, {base}", "name: b", "name: b@lab", "name: c")
    assert [graph.maybe_base(Asked("a", env)) for env in (None, "", "hut", "lab")] == ["b", "b", "b", in_lab]
    assert questions(graph) == asked


def test_an_edited_card_answers_the_questions_about_it_and_about_its_heirs_in_part() -> None:
    graph = graph_of("name: a", "name: a@lab", "name: b, base: a", "name: b@hut, base: null", "name: c, x_ref: a")
    assert answered(graph, "a") == ["a@", "a@lab", "b@", "b@lab"]
    assert answered(graph, "a@lab") == ["a@lab", "b@lab"]
    assert answered(graph, "b") == ["b@", "b@hut", "b@lab"]
    assert answered(graph, "b@hut") == ["b@hut"]


def test_a_card_that_went_answered_the_questions_about_its_heirs() -> None:
    graph = graph_of("name: b, base: gone", "name: b@lab", "name: c, base: b", "name: d")
    assert answered(graph, "gone") == ["b@", "b@lab", "c@", "c@lab"]


def test_the_uses_of_all_cards_are_edges_and_a_document() -> None:
    graph = graph_of("name: a, base: b, x_ref: gone", "name: b", "name: b@lab")
    assert [(str(edge.user), edge.by, str(edge.used)) for edge in graph.edges] == [
        ("a", "base", "b"),
        ("a", "base", "b@lab"),
        ("a", "x_ref", "gone"),
        ("b@lab", "override", "b"),
    ]
    document = graph.to_dict()
    assert document["nodes"] == [{"name": name, "exists": name != "gone"} for name in ("a", "b", "b@lab", "gone")]
    assert document["edges"] == [{"user": str(a), "by": by, "used": str(b)} for a, by, b in graph.edges]
    assert (graph.up("b@lab"), graph.down("gone", depth=1), graph.up("a", depth=1)) == (
        ["b"], ["a"], ["b", "b@lab", "gone"]
    )  # fmt: skip


def test_cards_that_use_each_other_or_themselves_are_cycles() -> None:
    in_cycles = ["name: c1, base: c2", "name: c2, base: c3", "name: c3, x_ref: c1", "name: selfie, base: selfie"]
    beside = ["name: above, base: c1", "name: c4", "name: c2@lab, x_ref: c4", "name: c4@lab, base: c4"]
    graph = graph_of(*in_cycles, *beside)
    assert graph.cycles() == [["c1", "c2", "c2@lab", "c3"], ["selfie"]]
    assert graph_of(*beside).cycles() == []
