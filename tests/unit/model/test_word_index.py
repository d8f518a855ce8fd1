"""The words of files: no file that may have a name is missed, and what is not whole is no index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from assetcards.model import word_index
from assetcards.model.word_index import WordIndex, maybe_parsed, maybe_word_index, render_word_index
from assetcards.model.written import NameSearch
from tests.sampling import sample

if TYPE_CHECKING:
    import pytest

Files = Sequence[tuple[str, bytes | None]]

FILES: Files = [
    ("a.yaml", b"name: tiny\n---\nname: tiny_chat@lab\nbase: tiny\n"),
    ("b/\xf6 c.yaml", b"name: 'tiny.x'\nbase: [tiny]\n"),
    ("c.yaml", b'name: "\\x74iny2"\n'),
    ("d.yaml", None),
    ("e.yaml", "name: größe\nbase: -tiny\n".encode()),
]
FACTS = b"as it was\0\n"
NAMES = st.text("ab1._-", min_size=1, max_size=3)
CONTENTS = st.one_of(st.none(), st.text("ab1._- :@\n'\"\\[]é\0", max_size=12).map(str.encode), st.binary(max_size=8))


def index_of(files: Files, tree_id: str = "0123") -> WordIndex:
    index = maybe_word_index(tree_id, files, len(files))
    assert index is not None
    return index


def test_a_word_is_in_the_files_that_have_it_as_a_whole_and_any_may_be_in_one_that_cannot_be_read() -> None:
    index = index_of(FILES)
    assert index.maybe_paths_with(["tiny"]) == {"a.yaml", "b/\xf6 c.yaml", "c.yaml", "d.yaml"}
    assert index.maybe_paths_with(["tiny_chat", "-tiny"]) == {"a.yaml", "c.yaml", "d.yaml", "e.yaml"}
    assert index.maybe_paths_with(["tin"]) == index.maybe_paths_with([]) == {"c.yaml", "d.yaml"}


@given(st.lists(CONTENTS, max_size=6), st.lists(NAMES, min_size=1, max_size=3))
def test_what_is_looked_up_is_what_a_search_of_all_bytes_finds(contents: list[bytes | None], names: list[str]) -> None:
    files = [(f"{number}.yaml", content) for number, content in enumerate(contents)]
    search = NameSearch(names)
    found = index_of(files).maybe_paths_with(names)
    assert found == {path for path, content in files if search.may_be_in(content)}


def test_of_common_words_and_of_long_ones_it_is_not_known_which_files_have_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(word_index, "MIN_COMMON", 2)
    index = index_of([(f"{number}.yaml", b"name: rare%d" % (number // 2)) for number in range(8)])
    assert index.maybe_paths_with(["rare1"]) == {"2.yaml", "3.yaml"}
    assert index.maybe_paths_with(["name"]) is index.maybe_paths_with(["rare1", "name"]) is None
    assert index.maybe_paths_with(["x" * (word_index.MAX_WORD + 1)]) is None
    assert index_of([(path, b"\\") for path, _ in FILES]).maybe_paths_with(["tiny"]) is None


def test_a_path_of_several_lines_is_not_indexed() -> None:
    assert maybe_word_index("0123", [("a\nb.yaml", b"name: tiny")], 1) is None


def test_a_file_that_is_cut_anywhere_or_has_one_bit_changed_is_no_index() -> None:
    index = index_of(FILES)
    content = render_word_index(index, FACTS)
    assert as_values(maybe_parsed(content, FACTS)) == as_values(index)
    for length in range(0, len(content), sample(7, of_all=1)):
        assert maybe_parsed(content[:length], FACTS) is None
    for place in range(0, len(content), sample(7, of_all=1)):
        changed = bytearray(content)
        changed[place] ^= 1
        found = maybe_parsed(bytes(changed), FACTS)
        assert found is None or as_values(found) == as_values(index)


def as_values(index: WordIndex | None) -> tuple[str, bytes, list[int]] | None:
    return index and (index.tree_id, index.paths, list(index.numbers))


def test_an_index_of_other_facts_is_none_also_where_they_begin_alike() -> None:
    content = render_word_index(index_of(FILES), b"facts")
    assert [maybe_parsed(content, facts) for facts in (b"fact", b"facts\n", b"", b"other")] == [None] * 4
