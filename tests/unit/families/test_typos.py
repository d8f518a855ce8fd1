"""When a name is one typo away from another, beside a second way to say so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assetcards.families.typos import maybe_typo_of

NAMES = st.text("ab4_", min_size=1, max_size=5)


def is_typo(name: str, other: str) -> bool:
    """All that one edit makes of a name, one after the other."""
    edits = [(name[:i] + name[i + 1 :], name[i]) for i in range(len(name))]
    for letter in "ab4_":
        edits += [(name[:i] + letter + name[i:], letter) for i in range(len(name) + 1)]
        edits += [(name[:i] + letter + name[i + 1 :], name[i] + letter) for i in range(len(name))]
    swaps = [name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in range(len(name) - 1)]
    found = [text for text, differing in edits if "4" not in differing] + swaps
    return name != other and other in found


@given(NAMES, NAMES)
def test_one_edit_or_exchange_but_no_digit(name: str, other: str) -> None:
    assert (maybe_typo_of(name, [other]) == other) is is_typo(name, other)


def test_the_first_of_several_is_meant() -> None:
    assert maybe_typo_of("qwe", ["qwer", "qwen"]) == "qwen"
