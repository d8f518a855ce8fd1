"""The upstreams of a catalog: each one a commit of a remote repository, opened when somebody needs a card of it."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

from assetcards.errors import NoCatalogError, RemoteError, RevisionError, SourceError
from assetcards.model.settings import Upstream
from assetcards.model.upstream import UpstreamStore
from assetcards.notices import say
from assetcards.sources.defaults import is_offline, maybe_indexes, open_cache
from assetcards.trees.paths import file_uri
from assetcards.trees.tree import Tree, TreeOrigin, TreeState

if TYPE_CHECKING:
    from assetcards.git.addresses import Address
    from assetcards.git.commit_tree import CommitTree
    from assetcards.sources.endpoints import Opener


class Upstreams:
    """The stores of the upstreams that the settings of one source, which has an opener, name, each opened once."""

    def __init__(self, opener: Opener, *, offline: bool | None) -> None:
        self._opener = opener
        self._offline = offline
        self._stores: dict[tuple[str, ...], UpstreamStore] = {}

    def stores(self, upstreams: Iterable[Upstream], tree: Tree) -> Sequence[UpstreamStore]:
        """The store of each upstream that the settings of a tree name; nothing is read or fetched yet."""
        return [self._store(upstream, tree) for upstream in upstreams]

    def _store(self, upstream: Upstream, tree: Tree) -> UpstreamStore:
        key = upstream.facts + ((str(tree.origin),) if upstream.vendored else ())
        if key not in self._stores:
            opened = UpstreamTree(upstream, lambda: self._open(upstream, tree))
            self._stores[key] = UpstreamStore(opened, upstream.name, maybe_indexes())
        return self._stores[key]

    def _open(self, upstream: Upstream, tree: Tree) -> CommitTree:
        """Raises SourceError when it cannot be had."""
        if upstream.problem:
            raise SourceError(f"catalog.toml:{upstream.line}: {upstream.problem}")
        return self._maybe_copy(upstream, tree) or self.open_commit(upstream)

    def _maybe_copy(self, upstream: Upstream, tree: Tree) -> CommitTree | None:
        if not upstream.vendored or not upstream.commit:
            return None
        from assetcards.sources.endpoints import commit_named
        from assetcards.sources.vendored import maybe_copy

        end = commit_named(tree.origin.commit)
        try:
            return maybe_copy(upstream, tree, cache(lambda folder: self._opener.tree(end, folder)))
        except RemoteError:  # the commit itself may be in the cache, or be reached
            return None

    def open_commit(self, upstream: Upstream) -> CommitTree:
        """The commit as it is in the cache, or is fetched into there. Raises SourceError when it cannot be had."""
        from assetcards.sources.endpoints import commit_named
        from assetcards.sources.remotes import RemoteOpener

        address = self.address_of(upstream)
        opener = RemoteOpener(
            address, open_cache(), offline=self._is_offline, before_fetch=lambda: _say_fetching(upstream, address)
        )
        if upstream.commit:
            opener.pin(upstream.rev, upstream.commit)
        try:
            return opener.tree(commit_named(upstream.rev), upstream.root or None)
        except NoCatalogError as error:
            hint = 'name the folder of its cards in catalog.toml: root = "..."'
            raise NoCatalogError(error.message, hint=hint) from None

    def look_up(self, upstream: Upstream) -> tuple[str, bool]:
        """The commit that the revision of an upstream names now, and whether that is a branch.

        Raises RemoteError, RevisionError or OfflineError.
        """
        address, cache, offline = self.address_of(upstream), open_cache(), self._is_offline
        commit = cache.resolve(address, upstream.rev, offline=offline)
        if upstream.rev.startswith("refs/") or upstream.rev == "HEAD":
            return commit, not upstream.rev.startswith("refs/tags/")
        try:
            return commit, upstream.rev.lower() != commit and not cache.resolve(
                address, f"refs/tags/{upstream.rev}", offline=offline
            )
        except RevisionError:
            return commit, True

    @property
    def _is_offline(self) -> bool:
        return is_offline() if self._offline is None else self._offline

    def address_of(self, upstream: Upstream) -> Address:
        """The address of an upstream's repository.

        Raises AddressError, and SourceError for what cannot be relative, and for what is not its business.
        """
        from assetcards.git.addresses import maybe_address

        address = maybe_address(upstream.repository)
        if address is None:
            address = maybe_address(join_address(self._opener.upstream_base(), upstream.repository))
        assert address is not None, "what is joined is an address"
        if address.is_file and self._opener.is_elsewhere:
            hint = "write an address that others reach, or a path seen from that repository"
            raise SourceError(f"{address} is on this machine, and the catalog is not", hint=hint)
        return address


def _say_fetching(upstream: Upstream, address: Address) -> None:
    say(f"fetching upstream {upstream.name!r} at {upstream.commit[:12] or upstream.rev} from {address}, once")


def join_address(base: str, relative: str) -> str:
    """The address that a relative one means, seen from an address or an absolute path, as git does for submodules.

    Raises SourceError when it leads above the base.

    >>> join_address("https://example.org/lab/cards.git/", "../base.git"), join_address("git@host:lab/cards", "../base")
    ('https://example.org/lab/base.git', 'git@host:lab/base')
    >>> join_address("/srv/cards", "./base"), join_address("/srv", "../base")
    ('file:///srv/cards/base', 'file:///base')
    """
    above, separator = base.rstrip("/"), "/"
    parts = [part for part in posixpath.normpath(relative).split("/") if part != "."]
    for part in parts:
        if part != "..":
            break
        is_host_and_path = not above.startswith("/") and "://" not in above
        cut = max(above.rfind("/"), above.rfind(":") if is_host_and_path else -1)
        if cut < 0 or above[:cut].endswith(("/", ":")):
            raise SourceError(f"{relative!r} leads above {base!r}", hint="write the whole address of the upstream")
        above, separator = above[:cut], above[cut]
    below = "/".join(part for part in parts if part != "..")
    joined = f"{above}{separator}{below}" if below else above
    return file_uri(joined) if joined.startswith("/") else joined


class UpstreamTree(Tree):
    """The tree of an upstream's commit, opened when it is first asked for; what is wrong with it is said once."""

    def __init__(self, upstream: Upstream, open_tree: Callable[[], Tree]) -> None:
        self._upstream = upstream
        self._open_tree = open_tree
        self._problem: SourceError | None = None

    @cached_property
    def _opened(self) -> Tree:
        return self._open_tree()

    @property
    def _tree(self) -> Tree:
        """The tree of the commit. Raises SourceError, always the same, when it cannot be read."""
        if self._problem is not None:
            raise self._problem
        try:
            return self._opened
        except SourceError as error:
            self._problem = error
            say(f"upstream {self._upstream.name!r} is left out, because it cannot be read: {error}")
            raise

    @property
    def origin(self) -> TreeOrigin:
        """That of the commit; what the settings say of it before it is opened."""
        if "_opened" in self.__dict__:
            return self._opened.origin
        upstream = self._upstream
        return TreeOrigin(kind="git", place=upstream.repository, commit=upstream.commit, folder=upstream.root)

    def files(self) -> Sequence[str]:
        """As of a commit. Raises SourceError when it cannot be read."""
        return self._tree.files()

    def read(self, path: str, limit: int) -> bytes:
        """As of a commit."""
        return self._tree.read(path, limit)

    def misspelled_files(self) -> Sequence[str]:
        """As of a commit."""
        return self._tree.misspelled_files()

    def repositories(self) -> Sequence[str]:
        """As of a commit."""
        return self._tree.repositories()

    def maybe_digest(self, path: str) -> str | None:
        """As of a commit."""
        return self._tree.maybe_digest(path)

    def maybe_state(self) -> TreeState | None:
        """As of a commit. Raises SourceError when it cannot be read."""
        return self._tree.maybe_state()

    def close(self) -> None:
        """Close what was opened."""
        if "_opened" in self.__dict__:
            self._opened.close()
