"""Trees whose entries have every mode there could be, packed into a few commits, and four ways to read these."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from assetcards import Catalog, open_catalog
from assetcards.errors import SourceError
from assetcards.sources.staged import open_index
from tests.gitfixture import GitFixture

TYPES = range(0, 0o200000, 0o10000)
PERMISSIONS = (0o644, 0o755, 0o664, 0o600, 0o100, 0, 0o777, 0o7777)
PLAIN = ("{:o}", "7{:06o}", "4000{:021o}")
"""As git writes numbers, and with bits before the type that git does not look at."""
PADDED = ("0{:o}", "{:07o}", "{:0200o}")
"""With zeros in front, which `git fsck --strict` refuses, and with it who fetches."""

Ways = Mapping[str, Callable[[str], Catalog]]
Cards = dict[str, dict[str, object]]


class Written(NamedTuple):
    """A mode as a tree has it, and what git takes it for."""

    text: str
    bits: int

    @property
    def kind(self) -> int:
        """The bits of the type, of which git knows four: all else is a submodule for it."""
        found = stat.S_IFMT(self.bits)
        return found if found in (stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK) else 0o160000


def written(forms: Iterable[str], permissions: Iterable[int] = PERMISSIONS) -> Iterator[Written]:
    """Every type with each of the permissions, in every form."""
    for form in forms:
        for kind in TYPES:
            for permission in permissions:
                yield Written(form.format(kind | permission), kind | permission)


class OddTrees:
    """A repository of trees that git would not write."""

    def __init__(self, folder: Path) -> None:
        self.repo = GitFixture.init(folder)
        self._numbers = iter(range(10**6))

    def card(self) -> str:
        """The blob of a card with a name of its own."""
        return self.repo.git("hash-object", "-w", "--stdin", content=f"name: card{next(self._numbers)}\n")

    def tree(self, entries: Mapping[str, tuple[str, str]]) -> str:
        """A tree of modes and ids by name, in the order that git has by the type of each."""

        def place(name: str) -> str:
            return f"{name}/" if stat.S_ISDIR(int(entries[name][0][-6:], 8)) else name

        content = b"".join(
            f"{mode} {name}".encode() + b"\0" + bytes.fromhex(object_id)
            for name, (mode, object_id) in sorted(entries.items(), key=lambda item: place(item[0]))
        )
        return self.repo.store_object("tree", content)

    def object_for(self, mode: Written) -> str:
        """An object that an entry of that mode can name: a folder with a card for folders, else a card."""
        card = self.card()
        return self.tree({"inner.yaml": ("100644", card)}) if stat.S_ISDIR(mode.bits) else card

    def entries(self, modes: Iterable[Written], suffix: str) -> dict[str, tuple[str, str]]:
        """An entry for each of the modes, by names of their own."""
        return {f"e{next(self._numbers)}{suffix}": (mode.text, self.object_for(mode)) for mode in modes}

    def commit(self, entries: Mapping[str, tuple[str, str]], *parents: str) -> str:
        """Commit a tree as the branch `main`, and make the index and the checkout of it, as git does."""
        named = (option for parent in parents for option in ("-p", parent))
        commit = self.repo.git("commit-tree", "-m", "Odd modes", *named, self.tree(entries))
        self.repo.git("update-ref", "refs/heads/main", commit)
        self.repo.git("read-tree", commit)
        self.repo.git("checkout-index", "--all", "--force")
        return commit

    def ways(self, commit: str) -> Ways:
        """The ways to read the catalog below a folder of that commit."""
        return ways_to_read(self.repo.folder, commit)


def ways_to_read(folder: Path, commit: str) -> Ways:
    """The ways to read the catalog below a folder of a commit that is the index and the checkout of a repository."""
    return {
        "revision": lambda root: open_catalog(folder, rev=commit, root=root, stores=[]),
        "index": lambda root: open_index(folder, root=root),
        "checkout": lambda root: open_catalog(root=folder / root, stores=[]),
        "remote": lambda root: open_catalog(f"file://{folder}", rev=commit, root=root, stores=[]),
    }


def cards_of(opened: Callable[[str], Catalog], root: str) -> Cards:
    """Every card that is served, by name, with its file and its fields; none where the folder is refused."""
    with suppress(SourceError), opened(root) as catalog:
        return {card.name: {"path": card.card.path, **card.fields} for card in catalog}
    return {}


def unreadable_files(catalog: Catalog) -> dict[str, str]:
    """The files that are no plain ones, each with what is said of it."""
    with catalog:
        return {finding.path: finding.message for finding in catalog.findings() if finding.code == "C001"}
