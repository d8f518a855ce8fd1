"""Names of cards that are kept in the cache: no answer depends on them but the time it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.model import store
from assetcards.sources.defaults import unindexed
from assetcards.trees import stats
from tests.cli.conftest import OVERRIDE, Ask
from tests.gitfixture import GitFixture

BROKEN = "name: half\nbase: tiny\nnote: [\n---\nname: lost\n"
WATCHED = ["show tiny --env lab", "show tiny_cat", "envs", "list --format names"]


@pytest.fixture
def large(cards: GitFixture, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cards with faults of all sorts, in a catalog that counts for large, and was not changed just now; its folder."""
    monkeypatch.setattr(store, "MIN_INDEXED", 0)
    monkeypatch.setattr(stats, "SETTLED_NS", -(10**18))
    more = {
        "catalog/models/half.yaml": BROKEN,
        "catalog/models/needs.yaml": "name: needs_lost\nbase: lost\n",
        "catalog/models/twice.yaml": "name: twice\n---\nname: twice\n",
        "catalog/models/escaped.yaml": 'name: "esc\\u0061ped"\n',
        "catalog/models/extra.yaml": "name: tiny_extra\nbase: tiny\n",
        "catalog/.hidden.yaml": "name: hidden\n",
        "more/more.yaml": "name: one_more\n",
    }
    cards.commit(more)
    return cards.folder


Answers = list[tuple[int, str, str]]
AnswerAll = Callable[..., Answers]


@pytest.fixture
def answers(ask: Ask) -> AnswerAll:
    """What the command says to some questions."""

    def ask_all(questions: Sequence[str] = WATCHED) -> Answers:
        return [ask(*question.split()) for question in questions]

    return ask_all


@pytest.fixture
def plain(answers: AnswerAll) -> AnswerAll:
    """The same without any index."""

    def ask_all(*questions: Sequence[str]) -> Answers:
        with unindexed():
            return answers(*questions)

    return ask_all


def kept_in(cache: Path) -> list[Path]:
    return sorted(file for file in cache.rglob("*") if file.is_file())


def test_names_of_a_catalog_that_was_read_whole_are_looked_up_without_parsing(large: Path, cache: Path) -> None:
    for rev in (None, "HEAD"):
        with open_catalog(large, rev=rev, stores=[]) as catalog:
            names = catalog.names()
        with open_catalog(large, rev=rev, stores=[]) as catalog:
            assert catalog.names() == names
            assert "lab" in catalog.environments()
            assert catalog.own.parsed_paths == []
            assert catalog.card("tiny_extra").chain == ["tiny_extra", "tiny"]
            assert catalog.own.parsed_paths == ["models/extra.yaml", "models/@lab/tiny.yaml", "models/tiny.yaml"]
    assert [file.name.partition("-")[0] for file in kept_in(cache)] == ["folder", "tree"]


def test_a_small_catalog_and_one_that_was_changed_just_now_keep_nothing(
    large: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as small:
        small.setattr(store, "MIN_INDEXED", 100)
        with open_catalog(large, stores=[]) as catalog:
            catalog.names()
    with monkeypatch.context() as hasty:
        hasty.setattr(stats, "SETTLED_NS", 2 * 10**9)
        (large / "catalog/models/new.yaml").write_text("name: new\n")
        with open_catalog(large, stores=[]) as catalog:
            catalog.names()
    assert kept_in(cache) == []


def test_the_names_of_a_part_of_a_store_are_not_kept_for_the_whole(large: Path, cache: Path) -> None:
    for _ in range(2):
        with open_catalog(large, stores=[]) as catalog:
            part = catalog.own.part(["models/extra.yaml"], ["tiny_extra"])
            assert [str(name) for name in part.full_names()] == ["tiny_extra"]
            assert list(part.cards_named("tiny")) == []
            assert "tiny_chat" in catalog.names()


def test_a_listing_of_names_is_kept_when_there_is_no_more_to_say_than_the_names(
    large: Path, cache: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kinds_kept() -> set[str]:
        return {file.name.partition("-")[0] for file in kept_in(cache)}

    ask("list", "--format", "names")
    assert kinds_kept() == {"folder"}  # broken cards are reported each time
    for name in ("half", "needs", "twice"):
        (large / f"catalog/models/{name}.yaml").unlink()
    for question in ("list --format names tiny*", "list --format names --limit 2", "list", "list --format names"):
        assert "listed" not in kinds_kept()
        expected = ask(*question.split())
    assert "listed" in kinds_kept()
    monkeypatch.setattr("assetcards.cli.list_command.list_cards", None)
    assert ask("list", "--format", "names") == expected
    assert ask("list", "--format", "names", "--env", "lba")[0] == 1


@pytest.mark.parametrize("question", ["list --format names", "show tiny_cat", "envs", "validate"])
def test_without_the_cache_names_are_neither_kept_nor_used(large: Path, cache: Path, ask: Ask, question: str) -> None:
    expected = ask(*question.split(), "--no-cache")
    assert kept_in(cache) == []
    assert ask(*question.split()) == expected
    kept = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in kept_in(cache)}
    (large / "catalog/models/new.yaml").write_text("name: tiny_cat\n")
    ask("--no-cache", *question.split())
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in kept_in(cache)} == kept


def test_names_of_the_stores_of_the_system_are_kept_as_well(
    large: Path,
    cache: Path,
    answers: AnswerAll,
    plain: AnswerAll,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    system = large.parent / "system"
    system.mkdir()
    (system / "cat.yaml").write_text("name: system_cat\n")
    answers(WATCHED)
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", str(system))
    assert answers(WATCHED) == plain(WATCHED)
    (system / "cat.yaml").write_text(OVERRIDE.replace("tiny", "tiny_cat"))
    assert answers(WATCHED) == plain(WATCHED)
