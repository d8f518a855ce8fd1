"""Pages of Markdown that fit into a comment: what matters least is left out first, and the page says what that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assetcards.rendering.counts import render_count

MAX_PAGE = 65_000
"""How many bytes a page has at most: GitHub takes comments of 65,536 characters."""

_ROOM_FOR_NOTES = 1000
"""For what says how much is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page: blocks, between what is `above` and `below` them.

    Sections of a higher `rank` are left out first; of a section, the last blocks. `noun` is what a block is about.
    With a `count` of them, blocks that are left out are not even made.
    """

    rank: int
    noun: str
    blocks: Iterable[str]
    count: int | None = None
    above: str = ""
    below: str = ""
    between: str = "\n"


def render_sections(sections: Sequence[Section], *, room: int = MAX_PAGE, everything: str) -> str:
    """The sections as one page of at most so many bytes; `everything` is the command that leaves nothing out.

    >>> sections = [Section(rank=at, noun="line", blocks=[f"{at}", "x" * 50]) for at in (1, 0)]
    >>> print(render_sections(sections, room=1070, everything="catalog diff --format json"), end="")
    1
    <BLANKLINE>
    0
    xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
    <BLANKLINE>
    Left out, because a comment has no room for it: 1 line. `catalog diff --format json` has everything.
    """
    room -= _ROOM_FOR_NOTES
    texts: dict[int, str] = {}
    left_out: dict[str, int] = {}
    for at in sorted(range(len(sections)), key=lambda at: sections[at].rank):
        texts[at], dropped = _fit(sections[at], room)
        room -= _size(texts[at]) + 2
        if dropped:
            noun = sections[at].noun
            left_out[noun] = left_out.get(noun, 0) + dropped
    page = [texts[at] for at in range(len(sections)) if texts[at]]
    if left_out:
        counts = ", ".join(render_count(count, noun) for noun, count in left_out.items())
        page.append(f"Left out, because a comment has no room for it: {counts}. `{everything}` has everything.")
    return "\n\n".join(page) + "\n"


def _fit(section: Section, room: int) -> tuple[str, int]:
    """As much of a section as there is room for, and how many blocks are left out."""
    room -= _size(section.above) + _size(section.below)
    kept: list[str] = []
    dropped = 0
    for block in section.blocks:
        room -= _size(block) + len(section.between)
        if dropped or room < 0:
            dropped += 1
            if section.count is not None:
                dropped = section.count - len(kept)
                break
        else:
            kept.append(block)
    text = f"{section.above}{section.between.join(kept)}{section.below}" if kept else ""
    return text, dropped


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
