"""Finding cards in Python: by patterns, conditions and words, with the errors of the command."""

from __future__ import annotations

from typing import Any

import pytest

from assetcards import Catalog, ConditionError, InvalidNameError, MemoryTree, NotFoundError, open_catalog

CARDS: list[dict[str, object]] = [
    {"name": "tiny", "model_family": "small", "license": "MIT", "description": "For tests."},
    {"name": "tiny_chat", "base": "tiny", "license": "Apache-2.0"},
    {"name": "poems", "dataset_family": "lines", "license": "MIT"},
    {"name": "broken", "base": "nothing"},
]


@pytest.fixture
def catalog() -> Catalog:
    return open_catalog(MemoryTree(cards=CARDS), stores=[])


def test_cards_are_found_by_all_that_is_asked_for(catalog: Catalog) -> None:
    assert catalog.find().names == ["poems", "tiny", "tiny_chat"]
    assert catalog.find("t*", "poe?s", kind="model").names == ["tiny", "tiny_chat"]
    assert catalog.find(family="small", license="MIT").names == ["tiny"]
    assert catalog.find(where=["license~apache", "license=MIT", "!description"]).names == ["poems", "tiny_chat"]
    assert catalog.find("tiny", kind="dataset").names == []


def test_several_kinds_and_families_are_alternatives_and_attributes_are_fields(catalog: Catalog) -> None:
    assert catalog.find(kind=["model", "dataset"], family=["small", "lines"]).names == ["poems", "tiny", "tiny_chat"]
    assert catalog.find("model:t*", kinds=["model"]).names == ["tiny", "tiny_chat"]
    lab = MemoryTree(cards=[*CARDS, {"name": "tiny@lab", "context_length": 8}])
    at_lab = open_catalog(lab, env="lab", stores=[])
    assert (at_lab.find(env="lab").names, at_lab.find(context=8).names) == (["tiny"], ["tiny", "tiny_chat"])
    assert catalog.search(["tiny", "apache"]).names == ["tiny_chat"]


def test_what_is_no_name_is_an_error_that_says_of_which_type_it_is(catalog: Catalog) -> None:
    for ask in (catalog.card, catalog.maybe_card, catalog.__getitem__, catalog.find):
        with pytest.raises(InvalidNameError, match="0 is no name, but of type int"):
            ask(0)  # type: ignore[arg-type]  # that is what is tested
    assert 0 not in catalog and None not in catalog


def test_what_is_neither_a_string_nor_several_is_a_type_error_that_says_what_is_taken(catalog: Catalog) -> None:
    wrong: Any = 3
    for what in ("kind", "family", "where"):
        for asked in (wrong, [wrong]):
            with pytest.raises(TypeError, match=f"{what} takes a string or several, not .*3"):
                catalog.find(**{what: asked})
    with pytest.raises(TypeError, match="search takes a string or several, not 3 of type int"):
        catalog.search(wrong)


def test_a_card_is_found_by_the_name_that_a_listing_gives_it(catalog: Catalog) -> None:
    assert catalog["model:tiny@"] == catalog["tiny"]
    assert repr(catalog["tiny"]).startswith("<ResolvedCard 'tiny' from memory:")


def test_words_are_searched_for(catalog: Catalog) -> None:
    assert catalog.search("tiny").names == ["tiny", "tiny_chat"]
    assert catalog.search("family:small apache").names == ["tiny_chat"]
    assert catalog.search("tiny", limit=1).names == ["tiny"]


def test_what_no_card_has_is_an_error_with_what_is_like_it(catalog: Catalog) -> None:
    with pytest.raises(NotFoundError) as caught:
        catalog.find(family="smal")
    assert (caught.value.name, caught.value.suggestions) == ("smal", ("small",))
    with pytest.raises(NotFoundError, match="license 'MTI' is not known"):
        catalog.find(where=["license=MTI"])
    with pytest.raises(NotFoundError, match="field 'licence' is not known"):
        catalog.find(licence="MIT")
    with pytest.raises(NotFoundError, match=r"license 'MTI' is not known.*did you mean 'MIT'"):
        catalog.find(license="MTI")
    assert catalog.find("tiny", license="Apache-2.0").names == []
    with pytest.raises(NotFoundError, match="famly"):
        catalog.search("famly:small")
    with pytest.raises(ConditionError):
        catalog.find(where=["=x"])
