"""Which catalog the command line names, and opening it; without the parser of options, which not every run needs."""

from __future__ import annotations

from typing import NamedTuple

from assetcards.cli.prefixes import opened, prefixes_from_here
from assetcards.cli.printing import complain
from assetcards.model.catalog import Catalog
from assetcards.sources.making import check_readable, with_folders
from assetcards.sources.opening import open_catalog


class Source(NamedTuple):
    """Which catalog the command line names."""

    repo: str | None = None
    root: str | None = None
    rev: str | None = None
    env: str | None = None
    stores: tuple[str, ...] = ()
    lock: str | None = None

    def at_commit(self) -> Source:
        """The same, read at HEAD when no revision is named; an empty string is a revision, and refused as one."""
        return self._replace(rev="HEAD" if self.rev is None else self.rev)

    def open(self, *, alone: bool = False) -> Catalog:
        """Open it, and report what is wrong with its settings.

        `alone` leaves out the stores that nobody named, and the environment. Raises SourceError, also when the folder
        of cards or a named store cannot be read.
        """
        catalog = self.open_leniently(alone=alone)
        check_readable(catalog)
        report_settings(catalog)
        return catalog

    def open_leniently(self, *, alone: bool = False, offline: bool | None = None) -> Catalog:
        """Open it, also when nothing can be read of its stores."""
        if self.lock is not None:
            return self._open_locked(self.lock, alone=alone, offline=offline)
        env, stores = (self.env or "", ()) if alone else (self.env, None)
        catalog = open_catalog(self.repo, rev=self.rev, root=self.root, env=env, stores=stores, offline=offline)
        catalog = with_folders(catalog, self.stores)
        opened.set(catalog)
        return catalog

    def _open_locked(self, lock: str, *, alone: bool, offline: bool | None) -> Catalog:
        if self._replace(env=None, lock=None) != Source():
            import click

            raise click.UsageError("a lock file names its own source; leave out --repo, --root, --rev and --store")
        return open_catalog(lock=lock, env=self.env or "" if alone else self.env, offline=offline)


def report_settings(catalog: Catalog) -> None:
    """Report what is wrong with the settings of a catalog."""
    if not catalog.settings.findings:
        return
    from assetcards.rendering.findings import render_finding  # late: most settings are right

    for finding in catalog.settings.findings:
        complain(f"catalog: {render_finding(finding, prefixes=prefixes_from_here(catalog))}")


def announce_history(catalog: Catalog) -> None:
    """Say that the history of a remote catalog is fetched, which takes longer than its cards did."""
    repository = getattr(catalog.own.tree, "repository", None)
    if repository is not None and repository.lacks_history:
        announce_fetching(repository.place)


def announce_fetching(address: str) -> None:
    """Say that a history is fetched now."""
    complain(f"catalog: fetching the history of {address}, once")
