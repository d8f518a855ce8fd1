"""How revisions are written: what is one at all, and the steps back at the end of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from assetcards.errors import RevisionError
from assetcards.redaction import is_like_address, redact_address

MAX_REVISION_LENGTH = 1000

_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f]")
_WAY = re.compile(r"(.+?)((?:[~^][0-9]*|\^\{(?:commit)?\})*)", re.DOTALL)
_PEEL = re.compile(r"\^\{(?:commit)?\}")
_TURN = re.compile(r"([~^])([0-9]*)")


def check_revision(revision: str) -> None:
    """Refuse before git sees it what could be an option, a range, a path in a commit, or no argument at all."""
    try:
        os.fsencode(revision)
    except UnicodeEncodeError:
        odd = True
    else:
        odd = bool(_CONTROL_CHARACTER.search(revision)) or len(revision) > MAX_REVISION_LENGTH
    open_brace = revision.count("{") != revision.count("}")  # what is added to it would be taken for part of it
    if odd or open_brace or not revision or revision.startswith(("-", "^")) or ":" in revision or ".." in revision:
        shown = redact_address(revision) if is_like_address(revision) else revision
        raise RevisionError(
            revision, f"{shown[:80]!r} is not a revision", hint="name a branch, a tag or the id of a commit"
        )


def split_way(revision: str) -> tuple[str, str]:
    """A revision without the steps back at its end, and these.

    >>> split_way("main~2^2"), split_way("v1^{tree}")
    (('main', '~2^2'), ('v1^{tree}', ''))
    """
    match = _WAY.fullmatch(revision)
    assert match is not None  # a revision is not empty
    return match[1], match[2]


def parent_numbers(way: str) -> Iterator[int]:
    """The parent to go to at each step back, from 1; what only says that a commit is meant is no step.

    >>> list(parent_numbers("~2^{commit}^2"))
    [1, 1, 2]
    """
    for kind, digits in _TURN.findall(_PEEL.sub("", way)):
        number = int(digits or "1")
        if kind == "~":
            yield from (1 for _ in range(number))
        elif number:
            yield number
