"""Looking cards up: names, environments, what is missing, and what is read for it."""

from __future__ import annotations

import pytest

from assetcards import (
    CardError,
    CardNotFoundError,
    Catalog,
    EnvironmentNotFoundError,
    InvalidNameError,
    MemoryTree,
    NotFoundError,
    Revision,
    open_catalog,
)
from assetcards.model.settings import Settings
from assetcards.model.store import Store
from assetcards.names import Asked, parse_asked
from assetcards.text.documents import Bounds
from tests.unit.cards import TINY, catalog_of


class CountingTree(MemoryTree):
    """Counts which files are read."""

    def __init__(self, files: dict[str, str]) -> None:
        super().__init__("counting", files)
        self.read_paths: list[str] = []

    def read(self, path: str, limit: int) -> bytes:
        self.read_paths.append(path)
        return super().read(path, limit)


class KnowingTree(CountingTree):
    """Knows which file holds a name without reading."""

    def maybe_files_with(self, text: str) -> list[str]:
        return [f"{text}.yaml"] if f"{text}.yaml" in self.files() else []


@pytest.mark.parametrize(
    ("query", "env", "expected"),
    [
        ("tiny", None, "hg://org/tiny"),
        ("tiny", "lab", "/lab/tiny.pt"),
        ("tiny@", "lab", "hg://org/tiny"),
        ("tiny@lab", None, "/lab/tiny.pt"),
        (" tiny @ lab ", None, "/lab/tiny.pt"),
        ("tiny@user", "lab", "hg://org/tiny"),
    ],
)
def test_a_question_tries_the_environments_that_it_should(query: str, env: str | None, expected: str) -> None:
    assert catalog_of(TINY, env=env).card(query).fields["checkpoint"] == expected


def test_the_override_in_force_is_named() -> None:
    catalog = catalog_of(TINY)
    assert [catalog.card(query).env for query in ("tiny@lab", "tiny@", "tiny@user")] == ["lab", None, None]


def test_an_override_without_a_plain_card_is_named_when_the_card_is_asked_for() -> None:
    with pytest.raises(CardNotFoundError) as caught:
        catalog_of("name: ghost@lab\n").card("ghost")
    assert str(caught.value) == "card 'ghost' is not known; it has overrides (ghost@lab) but no plain card"


def test_a_broken_file_that_may_hold_the_card_is_named() -> None:
    with pytest.raises(CardNotFoundError) as caught:
        catalog_of({"a.yaml": "name: tiny\n", "b.yaml": "{ lost\n"}).card("lost")
    assert str(caught.value).startswith("card 'lost' is not known; b.yaml:2:1 could not be read: not valid YAML")
    assert [d.path for d in caught.value.findings] == ["b.yaml"]


def test_maybe_card_gives_none_for_an_unknown_name_and_raises_for_a_broken_card() -> None:
    catalog = catalog_of("name: a\nbase: gone\n")
    assert catalog.maybe_card("b") is None
    with pytest.raises(CardError):
        catalog.maybe_card("a")


def test_the_current_environment_is_not_asked_when_the_question_names_its_own() -> None:
    assert catalog_of(TINY, env="lap").card("tiny@lab").env == "lab"
    assert catalog_of(TINY, env="lap").card("tiny@").env is None


def test_an_environment_known_from_the_settings_gives_the_plain_card() -> None:
    card = catalog_of(TINY, environments=("spare",)).card("tiny@spare")
    assert (card.env, card.fields["checkpoint"]) == (None, "hg://org/tiny")


@pytest.mark.parametrize("query", ["", " ", "@", "@lab", "a@b@c"])
def test_what_cannot_be_a_name_is_refused(query: str) -> None:
    with pytest.raises(InvalidNameError):
        catalog_of(TINY).card(query)


def test_iteration_leaves_out_what_is_broken_and_findings_name_it_once() -> None:
    catalog = catalog_of({"a.yaml": "name: a\n---\nname: b\nbase: 3\n", "c.yaml": "[\n", "d.yaml": "name: d\n"})
    assert [card.name for card in catalog] == ["a", "d"]
    assert [f"{d.location} {d.code}" for d in catalog.findings()] == ["a.yaml:4:7 C402", "c.yaml:2:1 C120"]


def test_a_kind_that_there_is_not_is_refused_before_anything_is_read() -> None:
    with pytest.raises(NotFoundError) as caught:
        catalog_of("name: [").find(kind="zzz")  # type: ignore[arg-type]  # what a type checker refuses, a run refuses, too
    assert str(caught.value) == (
        "kind 'zzz' is not known (did you mean 'model' or 'dataset' or 'tokenizer' or 'other'?)"
    )


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"kind": "model"}, ["tiny"]),
        ({"kind": "tokenizer"}, ["tok"]),
        ({"kind": "other"}, []),
        ({"family": "char"}, ["tok"]),
        ({"num_shards": 8}, ["tiny"]),
        ({}, ["tiny", "tok"]),
    ],
)
def test_find_compares_kind_family_and_fields_with_their_types(wanted: dict[str, object], names: list[str]) -> None:
    kind, family = wanted.pop("kind", None), wanted.pop("family", None)
    assert [c.name for c in catalog_of(TINY).find(kind=kind, family=family, **wanted)] == names  # type: ignore[arg-type] # (parameters of a table)


@pytest.mark.parametrize("number", [8.0, "8", True])
def test_a_value_of_another_type_is_one_that_no_card_has(number: object) -> None:
    with pytest.raises(NotFoundError, match=f"num_shards '{number}' is not known"):
        catalog_of(TINY).find(num_shards=number)


def test_look_up_by_name_parses_only_the_files_that_may_hold_it() -> None:
    files = {"a.yaml": "name: one\nbase: two\n", "b.yaml": "name: two\n", "c.yaml": "name: three\n", "d.yaml": "["}
    catalog = catalog_of(files)
    assert catalog.card("one").chain == ["one", "two"]
    assert sorted(catalog.own.parsed_paths) == ["a.yaml", "b.yaml"]


def test_a_name_written_with_escapes_is_found() -> None:
    assert catalog_of(r'name: "t\x69ny"' + "\n").card("tiny").name == "tiny"


def test_a_name_with_spaces_is_found_though_it_may_be_folded() -> None:
    assert catalog_of("name: two\n  words\nnote: x\n").card("two words").fields == {"note": "x"}


def test_a_tree_that_knows_where_names_are_is_not_read_for_others() -> None:
    tree = KnowingTree({"a.yaml": "name: a\nbase: b\n", "b.yaml": "name: b\n", "c.yaml": "name: c\n"})
    assert Catalog([Store(tree)]).card("a").chain == ["a", "b"]
    assert tree.read_paths == ["a.yaml", "b.yaml"]


def test_every_file_is_read_once() -> None:
    tree = CountingTree({"a.yaml": "name: a\nbase: b\n", "b.yaml": "name: b\n"})
    catalog = Catalog([Store(tree)])
    catalog.card("a")
    catalog.card("b")
    catalog.findings()
    catalog.names()
    assert sorted(tree.read_paths) == ["a.yaml", "b.yaml"]


def test_a_question_is_answered_as_its_text_is() -> None:
    catalog = catalog_of(TINY, env="lab")
    for text in ("tiny", "tiny@", "tiny@lab"):
        assert catalog.resolve(parse_asked(text)).fields == catalog.card(text).fields
    assert catalog.maybe_resolve(Asked("gone")) is None
    for asked, error in ((Asked("tin", "lab"), CardNotFoundError), (Asked("tiny", "lap"), EnvironmentNotFoundError)):
        with pytest.raises(error, match=r"did you mean .*(tiny|lab)"):
            catalog.resolve(asked)


def test_a_catalog_with_another_environment_is_the_same_but_for_that_and_reads_nothing_again() -> None:
    tree = CountingTree({"a.yaml": "name: a\nnote: x\n---\nname: a@lab\nnote: y\n"})
    revision = Revision(asked="main", commit="0" * 40)
    catalog = Catalog([Store(tree)], settings=Settings(fields=("note",)), env="lab", revision=revision)
    bare = catalog.with_(env="")
    assert (catalog.card("a").fields, bare.card("a").fields) == ({"note": "y"}, {"note": "x"})
    assert (bare.stores, bare.settings, bare.env, bare.revision) == (catalog.stores, catalog.settings, None, revision)
    assert catalog.with_(revision=revision._replace(asked="v1")).env == "lab"
    assert tree.read_paths == ["a.yaml"]


def test_files_are_read_again_only_under_settings_that_bound_them_otherwise() -> None:
    tree = CountingTree({"a.yaml": "name: a\n"})
    catalog = Catalog([Store(tree, role="catalog")])
    assert [each.with_(settings=Settings(fields=("x",))).names() for each in (catalog, catalog)] == [["a"], ["a"]]
    assert tree.read_paths == ["a.yaml"]
    small = catalog.with_(settings=Settings(bounds=Bounds(file_bytes=3)))
    assert ([d.code for d in small.findings()], small.own.role) == (["C130"], "catalog")
    assert tree.read_paths == ["a.yaml", "a.yaml"]


def test_findings_report_all_that_keeps_cards_out_and_settings_from_being_obeyed() -> None:
    text = (
        "name: circle\nbase: back\n---\nname: back\nbase: circle\n---\nname: lost@lab\n---\n"
        "name: far\nbase: gone\n---\nname: child\nbase: far\n---\nname: odd\nmodel_config: {_del_: 3}\n"
    )
    with open_catalog(MemoryTree("first", {"x.yaml": text, "catalog.toml": "bounds = 3\n"}), stores=[]) as catalog:
        assert [card.name for card in catalog] == ["odd"]
        assert [f"{d.location} {d.code}" for d in catalog.findings()] == [
            "catalog.toml:1:1 C903",
            "x.yaml:2:7 C403",
            "x.yaml:7:7 C205",
            "x.yaml:10:7 C401",
            "x.yaml:16:23 C505",
        ]


def test_a_card_is_in_a_catalog_by_its_full_name_be_it_broken_or_not() -> None:
    catalog = catalog_of(TINY + "---\nname: bad\nbase: 3\n")
    names = ("tiny", "tiny@", "tiny@lab", "bad", "tiny@edge", "other", "a@b@c", "", 3)
    assert [name for name in names if name in catalog] == ["tiny", "tiny@", "tiny@lab", "bad"]


def test_what_is_wrong_in_another_store_is_reported_with_the_store() -> None:
    catalog = catalog_of("name: a\nbase: far\n---\nname: b\nbase: 3\n", more="name: far\nbase: 3\n")
    told = {}
    for name in ("a", "b"):
        with pytest.raises(CardError) as caught:
            catalog.card(name)
        told[name] = str(caught.value).partition(": base is")[0]
    assert told == {
        "a": "card 'a' cannot be resolved (a -> far): y.yaml:2:7 in memory:second",
        "b": "card 'b' cannot be resolved: x.yaml:5:7",
    }
