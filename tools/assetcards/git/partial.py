"""What a partial clone has left out, fetched when it is needed: at once, and into a folder of our own.

The clone stays as it is. Its configuration says from where, and nothing else: it is reached as any other remote
repository is, by the user's means and within the limits of a fetch.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from assetcards.errors import AddressError, GitError, NotFetchedError
from assetcards.git.objects import GitObject
from assetcards.git.repo import Repository
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

    A clone may lack trees, too: they are fetched first, all that are wanted at once, and without files. With `offline`,
    it fetches nothing, and says how to. What fetches is loaded by then: few repositories lack anything.
    """

    def __init__(
        self, repository: Repository, environ: Mapping[str, str], limits: Callable[[], Limits], *, offline: bool
    ) -> None:
        self._repository = repository
        self._environ = environ
        self._limits = limits
        self._offline = offline
        self._wanted: list[Trees] = []
        self._commits: set[str] = set()
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

    def want_folders(self, commits: Iterable[str]) -> None:
        """Note that the trees of these commits are going to be read, and no files."""
        self._commits.update(commits)

    def bring(self) -> None:
        """Fetch what is wanted and missing."""
        if not self._offline:
            self._fetch_folders()
            self._fetch()

    def variables(self) -> Mapping[str, str]:
        """What git itself needs in its environment to read what was fetched."""
        folders = dict.fromkeys(lender.git_dir for lender in self._fetched.values())
        quoted = (f'"{_escaped(folder)}/objects"' for folder in folders)
        return {"GIT_ALTERNATE_OBJECT_DIRECTORIES": os.pathsep.join(quoted)} if folders else {}

    def maybe_object(self, object_id: str, limit: int, kind: str) -> GitObject | None:
        """An object that the repository lacks; None when it is part of nothing that is wanted, or cannot be had."""
        if object_id not in self._fetched and not self._offline:
            if kind == "tree":
                self._fetch_folders(object_id)
            elif not (self._is_asking or self._is_tried):
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
        """Fetch all files that are missing of what is wanted by now, unless they were asked for before."""
        trees = set(self._all_wanted()) - self._asked
        self._asked |= trees
        if trees:
            self._fetch_objects(self._missing(trees))

    def _fetch_folders(self, *trees: str) -> None:
        """Fetch missing trees, with those of the commits that are wanted, unless they were asked for before."""
        commits, missing = self._commits - self._asked, set(trees) - self._asked
        self._asked |= commits | missing
        if commits:
            missing.update(self._missing(commits, "--no-walk", "--filter=blob:none"))
        self._fetch_objects(missing)

    def _fetch_objects(self, object_ids: Iterable[str]) -> None:
        """Fetch objects, and what is below them but files, as far as they are not here by now."""
        missing = sorted(set(object_ids) - self._fetched.keys())
        address = _maybe_source(self._repository) if missing else None
        if address is None:
            return
        from assetcards.git.fetch import Fetcher
        from assetcards.git.scratch import temporary_folder

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
        listed = lender.run(["cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)"])
        self._fetched |= dict.fromkeys(listed.decode("ascii").split(), lender)

    def _all_wanted(self) -> list[str]:
        """The ids of the trees; to work them out may take objects that are missing, too, and files are not fetched."""
        if self._is_asking:
            return []
        self._is_asking = True
        try:
            return list(dict.fromkeys(tree for trees in self._wanted for tree in _as_far_as_here(trees)))
        finally:
            self._is_asking = False

    def _missing(self, starts: Iterable[str], *options: str) -> list[str]:
        """The ids of what trees or commits need and the repository has not."""
        asked = "".join(f"{each}\n" for each in sorted(starts)).encode("ascii")
        arguments = ["rev-list", "--objects", "--missing=print", "--no-object-names", *options, "--stdin"]
        listed = self._repository.run(arguments, content=asked).decode("ascii").split()
        return [line[1:] for line in listed if line.startswith("?")]


def _as_far_as_here(trees: Trees) -> Iterator[str]:
    """The ids of trees, until one is missing on the way to the next."""
    with suppress(NotFetchedError):
        yield from trees()


def _escaped(path: str) -> str:
    """A path between the quotes in which git expects it in a list of paths."""
    return path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _maybe_promisor(repository: Repository) -> str | None:
    """The name of the remote that a partial clone was cloned from."""
    try:
        listed = repository.run(["config", "--local", "--name-only", "--get-regexp", r"^remote\..*\.promisor$"])
    except GitError:
        return None
    return os.fsdecode(listed).split("\n")[0].removeprefix("remote.").removesuffix(".promisor") or None


def _maybe_source(repository: Repository) -> Address | None:
    """Where that remote is; None when nobody says so, or when it is nothing that catalogs are read from."""
    from urllib.parse import quote

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
