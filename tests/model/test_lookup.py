"""A card is found by its name without parsing all files, however the name is written: as if all had been parsed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards import MemoryTree
from assetcards.model.name_index import Indexed, NameIndex, maybe_indexed_files
from assetcards.model.store import Store
from assetcards.trees.tree import Tree
from tests.sampling import sample

HERE = Path(__file__).parents[1]
FOLDERS = [HERE / "hostile" / "files", HERE / "corpus"]
NAMES = ["tiny", "tiny_chat", "tin", "t", "a.b-c", "12", "true", "1e3", "null", "two words", "tiny#1", "é", "x\ny", "~"]
ENVIRONMENTS = ["", "lab", "user", "tiny"]


def _escaped(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


def _folded(text: str) -> str:
    return ">-\n  " + text.replace(" ", "\n  ").replace("\n\n", "\n")


SPELLINGS = {
    "plain": "name: {0}\n",
    "single": "name: '{0}'\n",
    "double": 'name: "{0}"\n',
    "broken in two": 'name: "{0}\\\n  "\n',
    "tagged": "name: !!str {0}\n",
    "anchored": "note: &a {0}\nname: *a\n",
    "flow": "{{name: {0}}}\n",
    "flow and quoted": '{{"name": "{0}"}}\n',
    "literal": "name: |-\n  {0}\n",
    "explicit": "? name\n: {0}\n",
    "merged": "note: &a {{name: {0}}}\n<<: *a\n",
    "spaced": "name:   '  {0}  '  # {0}\n",
    "typo": "nmae: {0}\n",
    "in a comment": "name: other # {0}\n",
    "unfinished": "name: {0}\nnote: [\n",
}


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A card with some name, written in some way."""
    name, env = draw(st.sampled_from(NAMES)), draw(st.sampled_from(ENVIRONMENTS))
    full = f"{name}@{env}" if env else name
    if draw(st.booleans()):
        return (
            f"{draw(st.sampled_from(['name', _escaped('name')]))}: {draw(st.sampled_from([_escaped, _folded]))(full)}\n"
        )
    return SPELLINGS[draw(st.sampled_from(sorted(SPELLINGS)))].format(full)


FILES = st.dictionaries(
    st.sampled_from(["a.yaml", "b/c.yml", "d.yaml"]), st.lists(documents(), max_size=3).map("---\n".join)
)


def _index_of(indexed: Indexed) -> NameIndex:
    return NameIndex(indexed.front, lambda start, size: indexed.table[start : start + size])


def check_look_ups(tree: Tree, others: Collection[str] = ("tiny", "nobody")) -> None:
    """Check that each name and environment is found as in a store of which all is parsed, and in an index of that."""
    whole = Store(tree)
    cards = list(whole.cards())
    indexed = maybe_indexed_files(whole.files())
    index = None if indexed is None else _index_of(indexed)
    for name in {*(card.name for card in cards), *others}:
        expected = [(card.path, card.line, card.env) for card in cards if card.name == name]
        found = Store(tree).cards_named(name)
        assert [(card.path, card.line, card.env) for card in found] == expected
        if index is not None:
            assert index.maybe_paths_of(name) == list(dict.fromkeys(path for path, _, _ in expected))
    for env in {*(card.env for card in cards if card.env), "lab"}:
        expected_env = any(card.env == env for card in cards)
        assert Store(tree).has_environment(env) == expected_env
        assert index is None or index.has_environment(env) == expected_env


def check_beginnings(tree: Tree) -> None:
    """The same for what a shell completes."""
    whole = Store(tree)
    names = {str(card.full_name) for card in whole.cards()}
    for beginning in ("", "tin", "two", "é"):
        found = {str(name) for name in Store(tree).names_beginning(beginning)}
        assert {name for name in found if name.startswith(beginning)} == {
            name for name in names if name.startswith(beginning)
        }


@given(FILES)
def test_a_name_is_found_however_it_is_written(files: dict[str, str]) -> None:
    tree = MemoryTree("random", files)
    check_look_ups(tree, sample(["tiny", "12", "nobody"], of_all=NAMES))
    check_beginnings(tree)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_name_of_real_and_of_hostile_files_is_found(folder: Path) -> None:
    for file in sorted(folder.rglob("*.y*ml")):
        start = file.read_bytes()[: sample(1000, of_all=100_000)]
        check_look_ups(MemoryTree("start", {file.name: start.decode("utf-8", "replace")}))
