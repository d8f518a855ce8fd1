"""One `[[upstream]]` of a `catalog.toml`: its values, and what is wrong with them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from assetcards.errors import AddressError, RevisionError
from assetcards.model.settings import Upstream
from assetcards.text.tomltext import describe_value

MAX_LENGTH = 1000
"""How many characters a value of an upstream has at most."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Problem(NamedTuple):
    """What is wrong with a key of an upstream, and how to fix it; an empty key is the whole table."""

    key: str
    message: str
    hint: str


def parse_upstream(table: Mapping[str, Any], taken: Collection[str]) -> tuple[Upstream | None, list[Problem]]:
    """The upstream that a table describes, and what is wrong with it.

    It is None without a name of its own. With another problem it has that as its `problem`: its cards are not unknown,
    but cannot be read. `taken` are the names of other upstreams.

    >>> parse_upstream({"name": "base", "repository": "../base", "commit": "v1"}, [])[0].problem
    "commit is 'v1'"
    """
    problems = list(_check(table, taken))
    texts: dict[str, Any] = {key: value for key, value in table.items() if isinstance(value, str)}
    if any(problem.key == "name" for problem in problems) or "name" not in texts:
        return None, problems
    problem = problems[0].message if problems else ""
    return Upstream(name="", repository="")._replace(**texts, problem=problem), problems


def _check(table: Mapping[str, Any], taken: Collection[str]) -> Iterator[Problem]:
    for key in ("name", "repository"):
        if key not in table:
            yield Problem("name" if key == "name" else "", f"[[upstream]] without {key}", f'write {key} = "..."')
    for key, value in table.items():
        if isinstance(value, str) and 0 < len(value) <= MAX_LENGTH and value.isprintable():
            yield from _CHECKS[key](value)
        else:
            yield Problem(
                key, f"{key} is {describe_value(value)}", f"write a string of at most {MAX_LENGTH} characters"
            )
    name = table.get("name")
    if isinstance(name, str) and name in taken:
        yield Problem("name", f"two upstreams are called {name!r}", "give each a name of its own")


def _check_name(text: str) -> Iterator[Problem]:
    if not _NAME.fullmatch(text):
        yield Problem("name", f"name is {text!r}", "write letters, digits, `.`, `_` and `-`")


def _check_commit(text: str) -> Iterator[Problem]:
    if not _COMMIT.fullmatch(text):
        yield Problem("commit", f"commit is {text!r}", "write the full id: `catalog upstream update` does")


def _check_root(text: str) -> Iterator[Problem]:
    if posixpath.isabs(text) or ".." in text.split("/"):
        yield Problem("root", f"root is {text!r}", "write the path of a folder in that repository")


def _check_vendored(text: str) -> Iterator[Problem]:
    if posixpath.isabs(text):
        yield Problem("vendored", f"vendored is {text!r}", "write a path relative to the folder of catalog.toml")


def _check_repository(text: str) -> Iterator[Problem]:
    from assetcards.git.addresses import maybe_address  # which most settings do not need

    try:
        address = maybe_address(text)
    except AddressError as error:
        yield Problem("repository", error.message, error.hint)
        return
    if address is not None and address.login is not None:
        message = f"repository {address} holds credentials"
        yield Problem("repository", message, "remove them, and keep them where git does: see `git help credentials`")
    if address is None and posixpath.isabs(text):
        yield Problem("repository", f"repository is {text!r}", "write an address, or a path seen from this repository")


def _check_revision(text: str) -> Iterator[Problem]:
    from assetcards.git.revisions import check_revision

    try:
        check_revision(text)
    except RevisionError as error:
        yield Problem("rev", error.message, error.hint)


_CHECKS: Mapping[str, Callable[[str], Iterable[Problem]]] = {
    "name": _check_name,
    "repository": _check_repository,
    "rev": _check_revision,
    "commit": _check_commit,
    "root": _check_root,
    "vendored": _check_vendored,
}

UPSTREAM_KEYS = tuple(_CHECKS)
"""The settings of an upstream."""
