"""What a partial clone has left out, fetched when it is needed: at once, and into a folder of our own.

The clone stays as it is. Its configuration says from where, and nothing else: it is reached as any other remote
repository is, by the user's means and within the limits of a fetch.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import quote

from assetcards.errors import AddressError, GitError
from assetcards.git.objects import GitObject
from assetcards.git.repo import Repository
from assetcards.git.scratch import temporary_folder
from assetcards.notices import say

if TYPE_CHECKING:
    from assetcards.git.addresses import Address
    from assetcards.git.limits import Limits

MAX_NAMED = 8
"""How many trees a hint names."""

Trees = Callable[[], Iterable[str]]
"""The ids of trees that are going to be read, worked out when something is missing."""


class Supply:
    """Fetches for a repository what it lacks of the trees that are wanted; `limits` gives those of a fetch.

    With `offline`, it fetches nothing, and says how to. What fetches is loaded by then: few repositories lack anything.
    """

    def __init__(
        self, repository: Repository, environ: Mapping[str, str], limits: Callable[[], Limits], *, offline: bool
    ) -> None:
        self._repository = repository
        self._environ = environ
        self._limits = limits
        self._offline = offline
        self._wanted: list[Trees] = []
        self._asked: set[str] = set()
        self._is_asking = self._is_tried = False
        self._fault = ""
        self._hint: str | None = None
        self._fetched: dict[str, Repository] = {}
        self._open = ExitStack()

    def want(self, trees: Trees) -> None:
        """Note that trees are going to be read, with all files below them."""
        self._wanted.append(trees)
        self._is_tried = False
        self._hint = None

    def maybe_object(self, object_id: str, limit: int) -> GitObject | None:
        """An object that the repository lacks; None when it is part of nothing that is wanted, or cannot be had."""
        if not (object_id in self._fetched or self._offline or self._is_asking or self._is_tried):
            self._is_tried = True
            self._fetch()
        found = self._fetched.get(object_id)
        return None if found is None else found.read_object(object_id, limit)

    def has(self, object_id: str) -> bool:
        """Whether an object was fetched already."""
        return object_id in self._fetched

    def hint(self) -> str:
        """Why nothing was fetched, and how to fetch all that is wanted and missing, and no more; empty if unknown."""
        if self._hint is None:
            self._hint = self._find_hint()
        return self._hint

    def _find_hint(self) -> str:
        remote = _maybe_promisor(self._repository)
        trees = [tree[:12] for tree in self._all_wanted()]
        if remote is None or not 0 < len(trees) <= MAX_NAMED:
            return self._fault
        missing = f"git rev-list --objects --missing=print {' '.join(trees)}"
        how = f"fetch what is missing: {missing} | sed -n 's/^?//p' | git fetch --stdin {remote}"
        return f"{self._fault}; {how}" if self._fault else how

    def close(self) -> None:
        """Remove what was fetched."""
        self._fetched.clear()
        self._asked.clear()
        self._is_tried = False
        self._open.close()

    def _fetch(self) -> None:
        """Fetch all that is missing of what is wanted by now, unless it was asked for before."""
        trees = set(self._all_wanted()) - self._asked
        self._asked |= trees
        address = _maybe_source(self._repository) if trees else None
        missing = [each for each in self._missing(trees) if each not in self._fetched] if address is not None else []
        if address is None or not missing:
            return
        from assetcards.git.fetch import Fetcher

        say(f"fetching {len(missing)} objects that this partial clone lacks from {address}")
        folder = self._open.enter_context(temporary_folder())
        weakref.finalize(self, self._open.close)  # for one that nobody closes
        try:
            Fetcher(address, self._environ, self._limits()).fetch_objects(folder, missing)
        except GitError as error:  # a reader may do without, or say what is missing
            self._fault = str(error)
            return
        lender = Repository(folder, None, self._environ)
        self._open.callback(lender.close)
        self._fetched |= dict.fromkeys(missing, lender)

    def _all_wanted(self) -> list[str]:
        """The ids of the trees; to work them out may take objects that are missing, too, and these are not fetched."""
        if self._is_asking:
            return []
        self._is_asking = True
        try:
            return list(dict.fromkeys(tree for trees in self._wanted for tree in trees()))
        finally:
            self._is_asking = False

    def _missing(self, trees: Iterable[str]) -> list[str]:
        """The ids of what the trees need and the repository has not."""
        asked = "".join(f"{tree}\n" for tree in sorted(trees)).encode("ascii")
        arguments = ["rev-list", "--objects", "--missing=print", "--no-object-names", "--stdin"]
        listed = self._repository.run(arguments, content=asked).decode("ascii").split()
        return [line[1:] for line in listed if line.startswith("?")]


def _maybe_promisor(repository: Repository) -> str | None:
    """The name of the remote that a partial clone was cloned from."""
    try:
        listed = repository.run(["config", "--local", "--name-only", "--get-regexp", r"^remote\..*\.promisor$"])
    except GitError:
        return None
    return os.fsdecode(listed).split("\n")[0].removeprefix("remote.").removesuffix(".promisor") or None


def _maybe_source(repository: Repository) -> Address | None:
    """Where that remote is; None when nobody says so, or when it is nothing that catalogs are read from."""
    from assetcards.git.addresses import maybe_address

    remote = _maybe_promisor(repository)
    if remote is None:
        return None
    try:
        said = repository.run(["config", "--local", "--get", f"remote.{remote}.url"])
        url = os.fsdecode(said).removesuffix("\n")
        return maybe_address(f"file://{quote(url)}" if url.startswith("/") else url)
    except (GitError, AddressError):
        return None
