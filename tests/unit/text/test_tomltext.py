"""The place of every key and item of a TOML text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetcards.text.tomltext import Path, TomlError, describe_value, parse_toml, parse_toml_table

TRICKY = '''\
# a comment with [brackets] and "quotes
bare = 1 # [not.a.table]
"quoted key" = "a # no comment"
'it''s' = 2
a.b."c d" = 3
a.e = 4
multi = """
[no.table]
key = 1 "" quotes \\""" still in
"""""
literal = \'\'\'
key = 'x\'\'\'\'
dates = [1979-05-27 07:32:00, 1979-05-27T07:32:00Z, 07:32:00] # times
nested = [
  [1, 2],  # one
  { x = "}", y.z = [3, ] },
  "],",
  inf, -1.5e3, 0xFF,
]
empty = []
table = {}
tight = {a=[1,2],b={c=3,d=4}}

[ spaced . out ]
key = true
[spaced.out."dotted.name"]
key = false

[[list]]
name = "first"
[list.sub]
deep = 1
[[list.more]]
x = 1
[[list.more]]
x = 2
[[list]]
name = "second"
[list.sub]
deep = 2
'''.replace("'it''s'", "'it s'")


def paths_of(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every key and item of a value."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from paths_of(child, (*path, key))


def text_at(text: str, place: tuple[int, int]) -> str:
    line, column = place
    return text.split("\n")[line - 1][column - 1 :]


def check_places(text: str) -> None:
    document = parse_toml(text.encode())
    assert document.table == tomllib.loads(text)
    for path in paths_of(document.table):
        rest = text_at(text, document.locations[path])
        if isinstance(path[-1], str):
            token = re.match(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""", rest)
            assert token is not None
            key = tomllib.loads(f"key = {token[0]}")["key"] if token[0][0] in "\"'" else token[0]
            assert key == path[-1]
        else:
            assert rest[0] not in " ,]#"


def test_every_key_and_item_has_its_location() -> None:
    check_places(TRICKY)


def test_windows_line_endings_count_as_one() -> None:
    document = parse_toml(TRICKY.replace("\n", "\r\n").encode())
    assert document.locations == parse_toml(TRICKY.encode()).locations


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("bare",), (2, 1)),
        (("quoted key",), (3, 1)),
        (("a", "b", "c d"), (5, 5)),
        (("literal",), (11, 1)),
        (("dates", 1), (13, 31)),
        (("nested", 0, 1), (15, 7)),
        (("nested", 1, "y", "z", 0), (16, 21)),
        (("nested", 2), (17, 3)),
        (("nested", 5), (18, 16)),
        (("tight", "a", 1), (22, 15)),
        (("tight", "b", "d"), (22, 25)),
        (("spaced", "out"), (24, 12)),
        (("spaced", "out", "dotted.name", "key"), (27, 1)),
        (("list", 0), (29, 3)),
        (("list", 0, "more", 1, "x"), (36, 1)),
        (("list", 1, "sub", "deep"), (40, 1)),
    ],
)
def test_the_location_is_that_of_the_first_character(path: Path, place: tuple[int, int]) -> None:
    assert parse_toml(TRICKY.encode()).location(path) == place


@pytest.mark.parametrize(
    ("content", "message", "place"),
    [
        (b"a = ", "invalid value", (1, 5)),
        (b"a = 1\nb == 2\n", "invalid value", (2, 4)),
        (b"x = [1", "unclosed array", (1, 7)),
        (b"x = 1\nx = 2\n", "duplicate key 'x'", (2, 1)),
        (b"[t]\nx = [\n  1]\n  \"x\" = [\n  2]\n", "duplicate key '\"x\"'", (4, 3)),
        (b"\xff", "not UTF-8", (1, 1)),
        (b"a = 1\n\xff", "not UTF-8", (2, 1)),
        (b"a = " + b"[" * 100_000, "nested deeper than 64 levels", (1, 69)),
        (b"b = 1\n[a" + b".a" * 20_000 + b"]", "nested deeper than 64 levels", (2, 129)),
        (b"b = 1\na = [\n{a" + b" . \"a\"" * 20_000 + b" = 1}]", "nested deeper than 64 levels", (3, 376)),
        (b"a = '" + b"x" * 65_536 + b"'", "a key or value of more than 65536 characters", (1, 5)),
        (b"\n" + b"x" * 65_537 + b" = 1", "a key or value of more than 65536 characters", (2, 1)),
        (b"a = [" + b"1," * 250_000 + b"]", "more than 250000 keys and values", (1, 500_002)),
        (b"\xef\xbb\xbfa = 1", "invalid statement", (1, 1)),
        (b"a = " + b"9" * 5000, "a number of more than 4000 digits", (1, 5)),
        (b"a = [1,\n -" + b"1_" * 3000 + b"1]", "a number of more than 4000 digits", (2, 2)),
    ],
)  # fmt: skip
def test_what_is_no_toml_is_refused_with_its_location(content: bytes, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(TomlError) as caught:
        parse_toml(content)
    assert (caught.value.message, caught.value.location) == (message, place)


def test_nesting_that_can_be_read_has_locations_too() -> None:
    depth = 60
    document = parse_toml(b"a = " + b"[" * depth + b"]" * depth)
    assert document.location(("a", *[0] * (depth - 1))) == (1, 4 + depth)


def test_what_is_in_strings_and_comments_counts_for_nothing() -> None:
    marks = "[{." * 100
    text = f"# {marks}\na = \"{marks}\"\nb = '{marks}'\nc = \"\"\"\n{marks}\"\"\"\nd = '''\n{marks}'''\n"
    assert set(parse_toml(text.encode()).table.values()) == {marks}


def test_a_key_beyond_the_locations_that_are_found_has_that_of_its_table() -> None:
    document = parse_toml(f"a = 1\nb = [{'1,' * 60_000}]\n".encode())
    assert document.location(("b", 40_000)) == (2, 6 + 80_000)
    assert document.location(("b", 59_999)) == (2, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("true", "true"),
        ("[[1]]", "a list"),
        ("{a.b = 1}", "a table"),
        ("-1e400", "-inf"),
        ("1979-05-27 07:32:00Z", "1979-05-27T07:32:00+00:00"),
        ("'" + "x" * 100 + "'", "'" + "x" * 59 + "..."),
        ("-9", "-9"),
        ("0x" + "f" * 5000, "a number of more than 60 digits"),
    ],
)
def test_a_value_is_shown_in_short(text: str, told: str) -> None:
    assert describe_value(parse_toml_table(f"x = {text}".encode())["x"]) == told


KEYS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=5),
)
SCALARS = st.one_of(st.integers(-99, 99), st.booleans(), st.text(st.characters(codec="utf-8"), max_size=8))
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


def write_text(text: str) -> str:
    escaped = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return f'"{escaped}"'


def write_value(value: Any, gap: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{write_text(key)} = {write_value(each, ' ')}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{gap}" + f",{gap}".join(write_value(each, gap) for each in value) + f"{gap}]"
    return str(value) if isinstance(value, int) else write_text(value)


@given(
    st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3),
    st.sampled_from(["", " ", "\n  ", " # ] comment\n"]),
)
def test_generated_toml_has_a_location_for_every_key_and_item(tables: dict[str, dict[str, Any]], gap: str) -> None:
    lines = []
    for name, table in tables.items():
        lines.append(f"[{write_text(name)}]")
        lines += [f"{write_text(key)} = {write_value(value, gap)}" for key, value in table.items()]
    check_places("\n".join(lines) + "\n")
