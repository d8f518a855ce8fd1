"""The names of the cards of a store as a file: what is whole is looked up, and what is not is no answer."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards import MemoryTree
from assetcards.model import name_index
from assetcards.model.name_index import (
    Indexed,
    NameIndex,
    maybe_indexed,
    maybe_indexed_files,
    maybe_read_index,
    render_index,
)
from assetcards.model.reading import load_card_file
from assetcards.names import FullName
from assetcards.text.documents import Bounds

FILES = {
    "a.yaml": "name: tiny\n---\nname: tiny@lab\n",
    "b/ö c.yaml": "name: tiny_chat\n---\nname: 'ti ny'\n",
    "c.yaml": "name: broken\nnote: [\n",
    "d.yaml": "name: tiny\n",
}
FACTS = b"as it was\0\n"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def indexed_of(files: dict[str, str]) -> Indexed | None:
    tree = MemoryTree("files", files)
    return maybe_indexed_files(load_card_file(tree, path, Bounds()) for path in tree.files())


def maybe_in(content: bytes, facts: bytes = FACTS) -> NameIndex | None:
    return maybe_read_index(lambda start, size: content[start : start + size], facts)


def index_of(files: dict[str, str]) -> NameIndex:
    indexed = indexed_of(files)
    assert indexed is not None
    index = maybe_in(render_index(indexed, FACTS))
    assert index is not None
    return index


def names_in(index: NameIndex, beginning: str = "") -> list[str]:
    names = index.maybe_full_names(beginning)
    assert names is not None
    return [*map(str, names)]


def answers_of(index: NameIndex, names: Iterable[str] = ("tiny", "tiny_chat", "zzz", "")) -> list[object]:
    """All that an index answers; None for what it does not."""
    found = [index.maybe_full_names(name) for name in names]
    alike = [None if each is None else list(each) for each in found]
    paths = [index.maybe_paths_of(name) for name in names]
    return [*alike, *paths, index.maybe_plain_names(), index.has_environment("lab"), index.broken]


def test_an_index_has_each_name_with_its_files_in_their_order() -> None:
    index = index_of(FILES)
    assert names_in(index) == ["broken", "ti ny", "tiny", "tiny@lab", "tiny", "tiny_chat"]
    assert (index.maybe_paths_of("tiny"), index.maybe_paths_of("ti ny"), index.maybe_paths_of("tin")) == (
        ["a.yaml", "d.yaml"],
        ["b/ö c.yaml"],
        [],
    )
    assert names_in(index, "tiny_") == ["tiny_chat"]
    assert index.maybe_plain_names() == ["broken", "ti ny", "tiny", "tiny", "tiny_chat"]
    assert [index.has_environment(env) for env in ("lab", "la", "", "tiny")] == [True, False, False, False]
    assert index.broken == ["c.yaml"]


def test_an_index_of_no_cards_has_no_names() -> None:
    index = index_of({"a.yaml": "# nothing\n"})
    assert (names_in(index), index.maybe_plain_names(), index.maybe_all_names()) == ([], [], [])
    assert (index.maybe_paths_of("tiny"), index.broken, index.has_environment("lab")) == ([], [], False)


def test_what_no_line_can_have_is_not_indexed_and_neither_is_what_could_not_be_read() -> None:
    assert indexed_of({"a.yaml": 'name: "two\\nlines"\n'}) is None
    assert indexed_of({"a\nb.yaml": "name: m\n"}) is None
    tree = MemoryTree("files", {"a.yaml": "name: m\n"})
    assert maybe_indexed_files([load_card_file(tree, "missing.yaml", Bounds())]) is None


@pytest.mark.parametrize("block", [1, 20, 4096])
def test_a_file_that_is_cut_anywhere_or_has_one_bit_changed_answers_nothing_else(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_index, "_BLOCK", block)
    indexed = indexed_of(FILES)
    assert indexed is not None
    content = render_index(indexed, FACTS)
    whole = maybe_in(content)
    assert whole is not None
    expected = answers_of(whole)
    changed = [content[:length] for length in range(len(content))]
    for place in range(len(content)):
        for bit in (1, 64):
            spoiled = bytearray(content)
            spoiled[place] ^= bit
            changed.append(bytes(spoiled))
    for each in changed:
        index = maybe_in(each)
        answers = answers_of(index) if index is not None else [None]
        assert answers != expected
        assert all(answer in (None, known) for answer, known in zip(answers, expected, strict=False))


def test_only_the_block_of_a_name_is_read_for_it() -> None:
    indexed = maybe_indexed([(FullName(f"m{number:05}"), f"models/{number}.yaml") for number in range(10_000)])
    assert indexed is not None
    asked = []

    def read(start: int, size: int) -> bytes:
        asked.append(size)
        return indexed.table[start : start + size]

    index = NameIndex(indexed.front, read)
    assert index.maybe_paths_of("m07000") == ["models/7000.yaml"]
    assert names_in(index, "m0123") == [f"m0123{digit}" for digit in range(10)]
    assert len(asked) == 2
    assert max(asked) < 10_000


def test_a_damaged_block_is_no_answer_and_others_still_answer() -> None:
    indexed = maybe_indexed([(FullName(f"m{number:04}"), "a.yaml") for number in range(1000)])
    assert indexed is not None
    table = indexed.table.replace(b"m0999", b"m0998")
    index = NameIndex(indexed.front, lambda start, size: table[start : start + size])
    assert (index.maybe_paths_of("m0000"), index.maybe_paths_of("m0999")) == (["a.yaml"], None)
    assert (index.maybe_full_names(), index.maybe_plain_names(), index.maybe_all_names()) == (None, None, None)


def test_an_index_of_other_facts_is_none_also_where_they_begin_alike() -> None:
    indexed = maybe_indexed([(FullName("m"), "a.yaml")])
    assert indexed is not None
    content = render_index(indexed, b"facts")
    assert [maybe_in(content, facts) for facts in (b"fact", b"facts\n", b"", b"other")] == [None] * 4


@pytest.mark.parametrize("head", [b"5 99999999999999999999 00000000", b"5 999999999999 00000000", b"5 -1 0", b"5"])
def test_no_head_makes_more_be_read_than_there_is(head: bytes) -> None:
    assert maybe_in(name_index._HEAD + b" " + head + b"\nfacts", b"facts") is None


LINE = st.tuples(TEXT, st.one_of(st.just(""), TEXT), TEXT)
PREFIXES = st.sampled_from(["", "a", "ab", "abc", "a\x01", "b", "é"])
FEW = st.tuples(PREFIXES.filter(bool), st.sampled_from(["", "lab"]), st.sampled_from(["a.yaml", "b/c.yaml", "d\udcff"]))


@given(
    st.lists(st.one_of(LINE, FEW), max_size=30), st.lists(TEXT), st.one_of(TEXT, PREFIXES), st.sampled_from([1, 9, 50])
)
def test_names_of_any_characters_come_back_or_are_not_indexed(
    cards: list[tuple[str, str, str]], broken: list[str], asked: str, block: int
) -> None:
    known = [(FullName(name, env), path) for name, env, path in cards if not {"\0", "\n"} & set(name + env + path)]
    faulty = [path for path in broken if not {"\0", "\n"} & set(path)]
    with pytest.MonkeyPatch.context() as small:
        small.setattr(name_index, "_BLOCK", block)
        indexed = maybe_indexed(known, faulty)
    assert indexed is not None
    index = maybe_in(render_index(indexed, FACTS))
    assert index is not None
    ordered = sorted(known, key=lambda card: card[0].name)
    names = [name for name, _ in ordered]
    assert [*(index.maybe_full_names() or ())] == names
    assert [*(index.maybe_full_names(asked) or ())] == [name for name in names if name.name.startswith(asked)]
    assert index.maybe_plain_names() == [name.name for name in names if not name.env]
    assert index.maybe_paths_of(asked) == [*dict.fromkeys(path for name, path in known if name.name == asked)]
    assert index.has_environment(asked) == (bool(asked) and asked in {name.env for name in names})
    assert index.broken == faulty


@given(st.lists(st.tuples(TEXT, st.one_of(st.just(""), TEXT))))
def test_a_listing_without_paths_is_read_as_it_was_written(cards: list[tuple[str, str]]) -> None:
    known = sorted(FullName(*card) for card in cards if not {"\0", "\n"} & set("".join(card)))
    indexed = maybe_indexed((name, "") for name in known)
    assert indexed is not None
    index = maybe_in(render_index(indexed, FACTS))
    assert index is not None
    assert index.maybe_all_names() == [*map(str, known)]
