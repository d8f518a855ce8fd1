"""Generated catalogs: the library resolves them as the second model does, which shares no code with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assetcards import AssetCardsError, FolderTree, MemoryTree
from assetcards.model.catalog import Catalog
from assetcards.model.store import Store
from assetcards.values import as_json_value
from tests.conformance.answers import KINDS_OF_ERROR, kind_of
from tests.model.naive import BAD_URI, Resolved, Source, ask, to_json
from tests.model.rendering import render
from tests.model.strategies import catalogs, questions
from tests.sampling import sample

ROOT = "memory:made-up"


def catalog_of(sources: list[Source], env: str | None = None) -> Catalog:
    return Catalog([Store(MemoryTree("made-up", render(sources)))], env=env)


def answer_of_library(catalog: Catalog, query: str) -> dict[str, Any] | str:
    """The parts of an answer, or the kind of the error."""
    try:
        card = catalog.card(query)
        parts = {"chain": card.chain, "fields": card.fields, "kinds": card.kinds, "configs": card.configs}
    except AssetCardsError as error:
        return kind_of(error)
    return {**as_json_value(parts), "uris": {name: uri_or_bad(card, name) for name in names_of_uris(card)}}


def names_of_uris(card: Any) -> list[str]:
    odd = [name for name in ("checkpoint", "tokenizer", "data") if card.fields.get(name) is not None]
    return sorted({*card.uris, *odd})


def uri_or_bad(card: Any, name: str) -> str:
    try:
        return str(card.uri(name))
    except AssetCardsError:
        return BAD_URI


def expected_answer(answer: Resolved | str) -> dict[str, Any] | str:
    if isinstance(answer, str):
        return KINDS_OF_ERROR[answer]
    parts = {"chain": answer.chain, "fields": answer.fields, "kinds": answer.kinds, "configs": answer.configs}
    return {**json.loads(json.dumps(to_json(parts))), "uris": answer.uris}


def as_text(answer: dict[str, Any] | str) -> str:
    """An answer as text, in which `1`, `1.0` and `true` differ and the order of keys does not count."""
    return json.dumps(answer, sort_keys=True)


def same_uris(ours: dict[str, str], theirs: dict[str, str]) -> bool:
    """A tree in memory has no folder to be relative to, so its relative paths are compared by name alone."""
    with_scheme = {name: uri for name, uri in theirs.items() if not uri.startswith("file://ROOT")}
    return ours.keys() == theirs.keys() and with_scheme.items() <= ours.items()


@settings(max_examples=sample(60, of_all=3000))
@given(st.data())
def test_a_generated_catalog_resolves_as_in_the_second_model(data: st.DataObject) -> None:
    sources = data.draw(catalogs())
    query, env = data.draw(questions(sources))
    ours = answer_of_library(catalog_of(sources, env), query)
    theirs = expected_answer(ask(sources, query, env))
    if not isinstance(ours, str) and not isinstance(theirs, str):
        assert same_uris(ours.pop("uris"), theirs.pop("uris"))
    assert as_text(ours) == as_text(theirs)


@settings(max_examples=sample(30, of_all=1500))
@given(st.data())
def test_the_order_and_the_names_of_files_change_nothing(data: st.DataObject) -> None:
    sources = data.draw(catalogs())
    query, env = data.draw(questions(sources))
    one_file = [Source(path="all.yaml", card=source.card) for source in data.draw(st.permutations(sources))]
    first, second = catalog_of(sources, env), catalog_of(one_file, env)
    ours, again = answer_of_library(first, query), answer_of_library(second, query)
    if not isinstance(ours, str) and not isinstance(again, str):
        ours.pop("uris"), again.pop("uris")
    assert as_text(ours) == as_text(again)


@settings(max_examples=sample(20, of_all=1000))
@given(st.data())
def test_look_up_on_demand_finds_what_reading_everything_finds(data: st.DataObject) -> None:
    sources = data.draw(catalogs())
    query, env = data.draw(questions(sources))
    lazy, eager = catalog_of(sources, env), catalog_of(sources, env)
    eager.findings()
    assert as_text(answer_of_library(lazy, query)) == as_text(answer_of_library(eager, query))


def test_a_chain_of_three_thousand_is_an_error_and_no_recursion() -> None:
    cards = [{"name": f"c{number}", "base": f"c{number + 1}"} for number in range(3000)]
    catalog = Catalog([Store(MemoryTree("deep", cards=[*cards, {"name": "c3000"}]))])
    too_deep = KINDS_OF_ERROR["base-depth"]
    assert [answer_of_library(catalog, name) == too_deep for name in ("c0", "c2744", "c2745")] == [True, True, False]


def test_the_model_and_the_library_read_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: a\nbase: b\ncheckpoint: ./x\n---\nname: b\nmodel_family: f\n")
    sources = [
        Source(path="a.yaml", card={"name": "a", "base": "b", "checkpoint": "./x"}, root=tmp_path.as_uri()),
        Source(path="a.yaml", card={"name": "b", "model_family": "f"}, root=tmp_path.as_uri()),
    ]
    card = Catalog([Store(FolderTree(tmp_path))]).card("a")
    answer = ask(sources, "a")
    assert isinstance(answer, Resolved)
    assert (card.chain, card.fields, card.kinds, card.uris) == (answer.chain, answer.fields, answer.kinds, answer.uris)
