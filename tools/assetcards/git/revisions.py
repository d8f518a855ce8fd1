"""How revisions are written: what is one at all, the steps back at the end of it, and what it may be the name of."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

from assetcards.errors import AmbiguousRevisionError, RevisionError
from assetcards.redaction import is_like_address, redact_address

MAX_REVISION_LENGTH = 1000

_WAY = re.compile(r"(.+?)((?:[~^][0-9]*|\^\{(?:commit)?\})*)", re.DOTALL)
_PEEL = re.compile(r"\^\{(?:commit)?\}")
_FULL_ID = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
_RULES = ("refs/{}", "refs/tags/{}", "refs/heads/{}", "refs/remotes/{}", "refs/remotes/{}/HEAD")
"""What git takes a name for, in its order: that of a tag before that of a branch."""

_NONE = re.compile(r"(?:0{40}|0{64})(?:[~^@].*)?", re.DOTALL)
"""What git gives as the id of a commit where there is none: before the first push of a branch."""

_TURN = re.compile(r"([~^])([0-9]*)")


def check_revision(revision: str) -> None:
    """Refuse before git sees it what could be an option, a range, a path in a commit, or no argument at all.

    The id of no commit is refused, too.
    """
    try:
        os.fsencode(revision)
    except UnicodeEncodeError:
        odd = True
    else:
        odd = min(revision, default=" ") < " " or "\x7f" in revision or len(revision) > MAX_REVISION_LENGTH
    open_brace = revision.count("{") != revision.count("}")  # what is added to it would be taken for part of it
    if odd or open_brace or not revision or revision.startswith(("-", "^")) or ":" in revision or ".." in revision:
        shown = redact_address(revision) if is_like_address(revision) else revision
        raise RevisionError(
            revision, f"{shown[:80]!r} is not a revision", hint="name a branch, a tag or the id of a commit"
        )
    if is_none(revision):
        message = f"{revision!r} is the id of no commit: the branch is new or was deleted"
        raise RevisionError(revision, message, hint="name the base of a new one, such as origin/main")


def is_none(revision: str) -> bool:
    """Whether a revision is what git and CI systems write before a branch that is new, and after one that is deleted.

    >>> is_none("0" * 40), is_none("0" * 64 + "~2"), is_none("0" * 7)
    (True, True, False)
    """
    return revision.startswith("0" * 40) and _NONE.fullmatch(revision) is not None


def possible_refs(start: str) -> list[str]:
    """The refs that git may take the start of a revision for; none for what is not the short name of a ref.

    >>> possible_refs("main@{1}")[1:3], possible_refs("refs/heads/main"), possible_refs("HEAD^{/Merge}")
    (['refs/tags/main', 'refs/heads/main'], [], [])
    """
    name = start.partition("~")[0].partition("^")[0].partition("@{")[0]
    if name in ("", "@", "HEAD") or name.startswith("refs/") or _FULL_ID.fullmatch(name):
        return []
    return [rule.format(name) for rule in _RULES]


def check_is_one_commit(revision: str, commits: Mapping[str, str]) -> None:
    """Raise AmbiguousRevisionError when a revision stands for refs, each with its commit, of several commits.

    git takes the tag. Whoever may push anything may push a tag, which must not replace a branch.

    >>> try:
    ...     check_is_one_commit("main", {"refs/tags/main": "a" * 40, "refs/heads/main": "b" * 40})
    ... except AmbiguousRevisionError as error:
    ...     error.message
    "'main' may be refs/tags/main or refs/heads/main, which are different commits"
    """
    if len(set(commits.values())) > 1:
        message = f"{revision!r} may be {' or '.join(commits)}, which are different commits"
        raise AmbiguousRevisionError(revision, message, hint="write the one that you mean in full")


def split_way(revision: str) -> tuple[str, str]:
    """A revision without the steps back at its end, and these.

    >>> split_way("main~2^2"), split_way("v1^{tree}")
    (('main', '~2^2'), ('v1^{tree}', ''))
    """
    if "~" not in revision and "^" not in revision:
        return revision, ""
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
