"""The names of the cards of a store as a file: what is whole comes back, and what is not is no index."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assetcards import MemoryTree
from assetcards.model.name_index import NameIndex, maybe_index, parse_index, render_index
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


def index_of(files: dict[str, str]) -> NameIndex | None:
    tree = MemoryTree("files", files)
    return maybe_index(load_card_file(tree, path, Bounds()) for path in tree.files())


def test_an_index_has_each_name_with_its_files_in_their_order() -> None:
    index = index_of(FILES)
    assert index is not None
    assert [*map(str, index.full_names())] == ["tiny", "tiny@lab", "tiny_chat", "ti ny", "broken", "tiny"]
    assert (index.paths_of("tiny"), index.paths_of("ti ny"), index.paths_of("tin")) == (
        ["a.yaml", "d.yaml"],
        ["b/ö c.yaml"],
        [],
    )
    assert [*map(str, index.full_names("tiny_"))] == ["tiny_chat"]
    assert index.plain_names() == ["tiny", "tiny_chat", "ti ny", "broken", "tiny"]
    assert [index.has_environment(env) for env in ("lab", "la", "", "tiny")] == [True, False, False, False]
    assert index.broken == ["c.yaml"]


def test_an_index_of_no_cards_has_no_names() -> None:
    assert [*(index_of({"a.yaml": "# nothing\n"}) or NameIndex(b"", ())).full_names()] == []
    assert (index_of({"a.yaml": "# nothing\n"}) or NameIndex(b"", ())).plain_names() == []


def test_what_no_line_can_have_is_not_indexed_and_neither_is_what_could_not_be_read() -> None:
    assert index_of({"a.yaml": 'name: "two\\nlines"\n'}) is None
    assert index_of({"a\nb.yaml": "name: m\n"}) is None
    tree = MemoryTree("files", {"a.yaml": "name: m\n"})
    assert maybe_index([load_card_file(tree, "missing.yaml", Bounds())]) is None


def test_a_file_that_is_cut_anywhere_or_has_one_bit_changed_is_no_index() -> None:
    index = index_of(FILES)
    assert index is not None
    content = render_index(index, FACTS)
    assert parse_index(content, FACTS) == index
    assert {parse_index(content[:length], FACTS) for length in range(len(content))} == {None}
    for place in range(len(content)):
        for bit in (1, 64):
            changed = bytearray(content)
            changed[place] ^= bit
            found = parse_index(bytes(changed), FACTS)
            assert found is None or found == index  # a letter of a number in its head may be a capital one


def test_an_index_of_other_facts_is_none_also_where_they_begin_alike() -> None:
    content = render_index(NameIndex(b"\nm\0\0a.yaml\n", ()), b"facts")
    assert [parse_index(content, facts) for facts in (b"fact", b"facts\n", b"", b"other")] == [None] * 4


@given(st.lists(st.tuples(TEXT, st.one_of(st.just(""), TEXT), TEXT)), st.lists(TEXT), TEXT)
def test_names_of_any_characters_come_back_or_are_not_indexed(
    cards: list[tuple[str, str, str]], broken: list[str], asked: str
) -> None:
    lines = "".join(
        f"{name}\0{env}\0{path}\n" for name, env, path in cards if not {"\0", "\n"} & set(name + env + path)
    )
    known = [line.split("\0") for line in lines.split("\n")[:-1]]
    index = NameIndex(f"\n{lines}".encode(), [path for path in broken if not {"\0", "\n"} & set(path)])
    again = parse_index(render_index(index, FACTS), FACTS)
    assert again == index
    assert [*index.full_names()] == [FullName(name, env) for name, env, _ in known]
    assert [*index.full_names(asked)] == [FullName(name, env) for name, env, _ in known if name.startswith(asked)]
    assert index.plain_names() == [name for name, env, _ in known if not env]
    expected = [*dict.fromkeys(path for name, _, path in known if name == asked)]
    assert (index.paths_of(asked), list(index.paths_by_name().get(asked, ()))) == (expected, expected)
    assert index.has_environment(asked) == (asked in {env for _, env, _ in known})
