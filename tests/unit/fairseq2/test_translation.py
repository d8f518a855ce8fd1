"""Cards for fairseq2: it resolves them to what ours are, whatever its own cards and habits are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assetcards import AssetCardsError, Catalog, MemoryTree, open_catalog
from assetcards.fairseq2.folder import render_folder
from assetcards.fairseq2.handed import ClashError, Translation, Why
from assetcards.fairseq2.likeness import Likeness, likenesses, shipped_likenesses
from assetcards.fairseq2.translation import OnClash, translate
from assetcards.model.questions import resolve_all
from tests.unit.fairseq2.comparing import BROKEN_THERE, of_ours, of_theirs
from tests.unit.fairseq2.standin import answer, read_store

TESTS = Path(__file__).parents[2]
FAIRSEQ2 = TESTS / "corpus" / "fairseq2-0.8.1" / "cards"


def catalog_of(*cards: dict[str, Any]) -> Catalog:
    return open_catalog(MemoryTree(files=dict(files_of(*cards))), stores=[], env="")


def files_of(*cards: dict[str, Any]) -> Any:
    tree = MemoryTree(cards=cards)
    return ((path, tree.read(path, 10_000)) for path in tree.files())


def write(folder: Path, catalog: Catalog, theirs: dict[str, Likeness], on_clash: OnClash = "error") -> Translation:
    found = translate(catalog, theirs, on_clash)
    for path, content in render_folder(catalog, found.cards).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    return found


def differences(catalog: Catalog, *folders: Path) -> list[tuple[str, Any, Any]]:
    """Every question that fairseq2 answers otherwise."""
    store = read_store(*folders)
    found = []
    for asked, card in resolve_all(catalog):
        ours = None if isinstance(card, AssetCardsError) else of_ours(card)
        theirs = of_theirs(answer(store, asked.name, asked.env or ""))
        if asked.name != BROKEN_THERE and ours != theirs:
            found.append((str(asked), ours, theirs))
    return found


@pytest.mark.parametrize(
    "corpus", ["corpus/conformance", "corpus/sonar", "expectations/bounds", "expectations/layers", "expectations/paths"]
)
def test_a_folder_of_cards_resolves_to_the_same_values(corpus: str, tmp_path: Path) -> None:
    with open_catalog(TESTS / corpus / "cards", stores=[], env="") as catalog:
        write(tmp_path, catalog, {})
        assert differences(catalog, tmp_path) == []


def test_our_catalog_resolves_to_the_same_values_beside_the_cards_of_fairseq2(tmp_path: Path) -> None:
    with open_catalog(TESTS.parent / "catalog", stores=[], env="") as catalog:
        found = write(tmp_path, catalog, shipped_likenesses())
        assert differences(catalog, tmp_path, FAIRSEQ2) == []
    left = {note.card: note.why for note in found.notes if note.why in (Why.SAME, Why.CLASH, Why.BROKEN)}
    assert len(left) == 88
    assert {name for name, why in left.items() if why is not Why.SAME} == {BROKEN_THERE}
    assert {card.full_name.name for card in found.cards if not card.full_name.env}.isdisjoint(left)


TINY = {"name": "tiny", "model_family": "my_model", "checkpoint": "hg://org/tiny", "model_config": {"a": 1}}


def beside(tmp_path: Path, ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> Translation:
    """A translation, of which every question is answered by fairseq2 with these cards as ours are."""
    with catalog_of(*theirs) as known, catalog_of(*ours) as catalog:
        for side in ("ours", "theirs"):
            (tmp_path / side).mkdir()
        found = write(tmp_path / "ours", catalog, likenesses(known))
        for path, content in files_of(*theirs):
            (tmp_path / "theirs" / path).write_bytes(content)
        assert differences(catalog, tmp_path / "ours", tmp_path / "theirs") == []
        return found


def names(found: Translation) -> list[str]:
    return [str(card.full_name) for card in found.cards]


def test_an_equal_card_is_left_to_fairseq2_however_it_is_layered_and_spelled(tmp_path: Path) -> None:
    root = {"name": "root", "model_family": "my_model", "model_config": {"a": 1}}
    ours = {"name": "tiny", "base": "root", "checkpoint": "hg://org/tiny", "license": "MIT", "url": "https://x.org"}
    theirs = {**TINY, "model_config": None, "model_config_overrides": {"a": 1}}
    found = beside(tmp_path, [root, ours], [theirs])
    assert names(found) == ["root"]
    assert [(note.card, note.why) for note in found.notes] == [("tiny", Why.SAME)]


def test_an_override_of_a_card_of_fairseq2_stays_an_override_where_it_only_replaces_fields(tmp_path: Path) -> None:
    found = beside(tmp_path, [TINY, {"name": "tiny@lab", "checkpoint": "/lab/tiny.pt"}], [TINY])
    assert [card.fields for card in found.cards] == [{"checkpoint": "/lab/tiny.pt"}]


@pytest.mark.parametrize(
    "override",
    [{"model_config": {"b": 2}}, {"base": "tiny", "model_config": {"b": 2}}, {"base": None}],
    ids=["config", "layer", "base"],
)
def test_an_override_of_a_card_of_fairseq2_is_written_whole_where_layers_count(
    override: dict[str, Any], tmp_path: Path
) -> None:
    theirs = {**TINY, "model_config": None, "model_config_overrides": {"a": 1}}
    found = beside(tmp_path, [TINY, {"name": "tiny@lab", **override}], [theirs])
    assert [note.why for note in found.notes if note.card == "tiny@lab"][-1] is Why.WHOLE


def test_a_card_of_fairseq2_is_written_whole_in_an_environment_that_changes_its_base(tmp_path: Path) -> None:
    root = {"name": "root", "model_family": "my_model", "model_config": {"a": 1}}
    child = {"name": "tiny", "base": "root", "checkpoint": "hg://org/tiny"}
    lab = {"name": "root@lab", "model_config": {"a": 2}}
    assert names(beside(tmp_path, [root, child, lab], [TINY])) == ["root", "root@lab", "tiny@lab"]


def test_a_base_that_fairseq2_spells_otherwise_is_copied_for_cards_of_ours(tmp_path: Path) -> None:
    theirs = {**TINY, "model_config": None, "model_config_overrides": {"a": 1}}
    chat = {"name": "chat", "base": "tiny", "model_config": {"b": 2}}
    lab = {"name": "tiny@lab", "checkpoint": "/lab/tiny.pt"}
    found = beside(tmp_path, [TINY, chat, lab], [theirs])
    assert names(found) == ["tiny.copy", "chat", "tiny@lab", "tiny.copy@lab"]


def test_a_base_that_fairseq2_has_alike_is_kept(tmp_path: Path) -> None:
    found = beside(tmp_path, [TINY, {"name": "chat", "base": "tiny", "model_config": {"b": 2}}], [TINY])
    assert [card.fields["base"] for card in found.cards] == ["tiny"]


def test_a_card_that_differs_from_that_of_fairseq2_is_refused_or_left_to_it(tmp_path: Path) -> None:
    ours, chat = {**TINY, "checkpoint": "hg://org/other"}, {"name": "chat", "base": "tiny"}
    with catalog_of(TINY) as known, catalog_of(ours, chat) as catalog:
        with pytest.raises(ClashError, match="1 card differs from fairseq2's own of the same name: tiny") as error:
            translate(catalog, likenesses(known))
        found = write(tmp_path, catalog, likenesses(known), "theirs")
    assert error.value.names == ("tiny",)
    assert names(found) == ["tiny.copy", "chat"]
    assert [(note.card, note.why) for note in found.notes] == [("tiny", Why.CLASH), ("tiny", Why.COPY)]
    chat_there = answer(read_store(tmp_path), "chat", "")
    assert chat_there is not None and chat_there["uris"] == {"checkpoint": "hg://org/other"}


def test_another_name_is_one_that_no_card_has() -> None:
    cards: list[dict[str, Any]] = [TINY, {"name": "tiny.plain"}, {"name": "tiny@lab", "base": "tiny"}]
    with catalog_of(*cards) as catalog:
        assert names(translate(catalog, {})) == ["tiny", "tiny.plain_", "tiny.plain", "tiny@lab"]


def test_a_card_that_does_not_resolve_says_why_and_hides_no_other(tmp_path: Path) -> None:
    with open_catalog(TESTS / "expectations" / "broken" / "cards", stores=[], env="") as catalog:
        found = write(tmp_path, catalog, {})
        assert differences(catalog, tmp_path) == []
    problems = {str(card.full_name): card.problem for card in found.cards if card.problem}
    assert problems != {}
    assert problems == {note.card: note.text for note in found.notes if note.why is Why.BROKEN}
