"""A string of a TOML file is changed, and nothing else of it."""

from __future__ import annotations

import pytest

from assetcards.text.tomledit import maybe_with_string

TABLE = ("upstream", 1)
OTHER = '# Ours.\n[[upstream]]\nrev = "v0"\n\n'


def edited(text: str) -> str | None:
    """With another commit in the second table."""
    changed = maybe_with_string((OTHER + text).encode(), TABLE, "commit", "new", ["rev", "repository"])
    assert changed is None or changed.decode().startswith(OTHER)
    return None if changed is None else changed.decode().removeprefix(OTHER)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[[upstream]]\ncommit = "old"\n', '[[upstream]]\ncommit = "new"\n'),
        ("[[upstream]]\n  commit='old'# by hand\n", '[[upstream]]\n  commit="new"# by hand\n'),
        ('[[upstream]]\nrev = "v1" # a tag\n', '[[upstream]]\nrev = "v1" # a tag\ncommit = "new"\n'),
        ('[[upstream]]\n\trepository = "x"', '[[upstream]]\n\trepository = "x"\n\tcommit = "new"\n'),
        ('[[upstream]]\r\nrev = "v1"\r\n[uris]\r\n', '[[upstream]]\r\nrev = "v1"\r\ncommit = "new"\r\n[uris]\r\n'),
        (
            '[[upstream]]\nname = "commit = 1"\nrev = "v1"',
            '[[upstream]]\nname = "commit = 1"\nrev = "v1"\ncommit = "new"\n',
        ),
        ('[[upstream]]\n"commit" = "o=ld"\n', '[[upstream]]\n"commit" = "new"\n'),
    ],
)
def test_only_the_value_or_one_new_line_differs(before: str, after: str) -> None:
    assert edited(before) == after


def test_a_table_in_one_line_is_changed_where_it_has_the_key() -> None:
    text = b'upstream = [{rev = "v1", commit = "old", root = "x"}]  # short\n'
    changed = maybe_with_string(text, ("upstream", 0), "commit", "new", ["rev"])
    assert changed == b'upstream = [{rev = "v1", commit = "new", root = "x"}]  # short\n'
    assert maybe_with_string(b'upstream = [{rev = "v1"}]', ("upstream", 0), "commit", "new", ["rev"]) is None


@pytest.mark.parametrize(
    "text",
    ['[[upstream]]\nname = "x"\n', '[[upstream]]\ncommit = """\nold"""\n', '[[upstream]]\nrev = """\nv1"""\n'],
)
def test_what_is_written_in_another_way_is_left_alone(text: str) -> None:
    assert edited(text) is None
