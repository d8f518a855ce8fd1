"""The values of a lock file: within bounds, and of their form."""

from __future__ import annotations

import tomllib

import pytest

from assetcards.sources.lockfile import LockError
from assetcards.sources.lockvalues import MAX_LOCK_BYTES, quote, read_table


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("version = [\n", "line 1: not valid TOML: "),
        ("x = " + "9" * 5000, "line 1: a number of more than 4000 digits"),
        ("#" * (MAX_LOCK_BYTES + 1), f"more than {MAX_LOCK_BYTES} bytes"),
    ],
)
def test_what_is_no_toml_within_bounds_says_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(LockError, match=f"the lock file is not valid: {problem}"):
        read_table(text.encode())


def test_every_character_that_a_file_name_may_have_is_quoted_as_toml_wants_it() -> None:
    text = "".join(map(chr, [*range(1, 0x250), 0x2028, 0x1F600]))
    assert tomllib.loads(f"x = {quote(text)}") == {"x": text}


def test_a_file_name_that_is_no_utf8_is_refused() -> None:
    with pytest.raises(LockError, match=r"cannot be written in TOML \(give the file a name in UTF-8\)"):
        quote("\udce9.yaml")
