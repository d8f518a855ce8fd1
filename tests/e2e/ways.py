"""One edit to a copy of a catalog that breaks it, and where that is to be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to break a catalog: the edit, and the one finding that it deserves.

    The finding is at the line of `path` that holds `at` (the first one from the card on, when a card is named), or of
    the file as a whole when `at` is empty.
    """

    code: str
    path: str
    at: str
    edit: Callable[[Path], None]
    card: str = ""

    def line(self, root: Path) -> int:
        """The line of the offence once the edit is made; 0 for a file as a whole."""
        if not self.at:
            return 0
        text = (root / self.path).read_bytes().decode("utf-8", "replace")
        start = text.index(f"name: {self.card}\n") if self.card else 0
        return text.count("\n", 0, text.index(self.at, start)) + 1


def change(code: str, path: str, card: str, old: str, new: str, at: str | None = None) -> Way:
    """Replace the first `old` from a card on; the offence is where `at` stands then, or else `new`."""

    def edit(root: Path) -> None:
        content = (root / path).read_bytes()
        start = content.index(f"name: {card}\n".encode())
        assert content.find(old.encode(), start) >= 0
        after = content[start:].replace(old.encode(), new.encode("utf-8", "surrogateescape"), 1)
        (root / path).write_bytes(content[:start] + after)

    return Way(code=code, path=path, at=new.strip("\n") if at is None else at, edit=edit, card=card if at else "")


def append(code: str, path: str, text: str, at: str | None = None) -> Way:
    """Write more at the end of a file; the offence is where `at` stands then, or else the text."""

    def edit(root: Path) -> None:
        (root / path).write_bytes((root / path).read_bytes() + text.encode())

    return Way(code=code, path=path, at=text.strip("\n") if at is None else at, edit=edit)


def add(code: str, path: str, text: str, at: str, told: str = "") -> Way:
    """Add a file; the offence is in it, or in the file `told`."""

    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8", newline="")

    return Way(code=code, path=told or path, at=at, edit=edit)


def move(code: str, old: str, new: str, at: str) -> Way:
    """Move a file; the offence is in it at its new place."""

    def edit(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)

    return Way(code=code, path=new, at=at, edit=edit)


def link(code: str, path: str, target: str) -> Way:
    """Add a symbolic link."""
    return Way(code=code, path=path, at="", edit=lambda root: (root / path).symlink_to(target))


def rewrite(code: str, path: str, at: str, transform: Callable[[bytes], bytes]) -> Way:
    """Make a whole file anew."""

    def edit(root: Path) -> None:
        (root / path).write_bytes(transform((root / path).read_bytes()))

    return Way(code=code, path=path, at=at, edit=edit)
