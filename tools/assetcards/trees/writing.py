"""The one way to write a file of a user: whole or not at all, where it belongs, and over nothing but its own kind.

A work tree holds what others have committed: a link by the name of a lock file, a folder that is a link, a file of the
user where a page is to be written. So a verb names the kind of file that it writes, and each step on the way to the
file is opened without following links: what is checked is what is written to.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from assetcards.errors import SourceError
from assetcards.trees.leftovers import hold, is_left
from assetcards.trees.tree import SETTINGS_FILE, describe_mode, is_card_file, is_misspelled
from assetcards.trees.work_tree import maybe_work_tree

MAX_BYTES = 1 << 26
"""How much is read of a file that is about to be written."""

_UNFINISHED = ".unfinished-"
_IS_UNFINISHED = re.compile(re.escape(_UNFINISHED) + "[0-9a-f]{32}")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_NO_SURPRISE = os.O_NOFOLLOW | os.O_NONBLOCK
"""Neither a link is followed nor a pipe waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file that is written: what to call it, what each one begins with, and the usual name.

    What begins otherwise, and is not empty, is somebody else's, and is never written over.
    """

    name: str
    head: str
    example: str

    def holds(self, content: bytes) -> bool:
        """Whether a file of that content is one of the kind; line endings do not count, which git may change."""
        return not content or content.replace(b"\r\n", b"\n").startswith(self.head.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A file to write: its path below the folder `top`, POSIX, and how it was named."""

    top: str
    path: str
    named: str
    kind: FileKind


def find_target(named: str, place: str, here: str, kind: FileKind) -> Target:
    """The target for a file that somebody named, which is the absolute path `place`, in the current directory `here`.

    Raises SourceError when it is not in the work tree that one is in, or outside of git not below the current
    directory, when a link is on the way, and when it is, or would be, a file of another kind.
    """
    if not named or _is_of_catalog(os.path.basename(place)):
        raise SourceError(f"{named!r} cannot be {kind.name}", hint=f"name a file such as {kind.example}")
    top = maybe_work_tree(here)
    path = _maybe_below(place, top or here)
    if path is None or any(part.lower() == ".git" for part in path.split("/")):
        where = f"the work tree {top}" if top else f"the current directory {here}"
        raise SourceError(f"{named!r} is not in {where}", hint="name a file by its path in there")
    target = Target(top=top or here, path=path, named=named, kind=kind)
    maybe_read(target)
    return target


def _is_of_catalog(name: str) -> bool:
    return is_card_file(name) or is_misspelled(name) or name.lower() == SETTINGS_FILE


def _maybe_below(place: str, top: str) -> str | None:
    """The path of a file below a folder; the folder may have been named through a link to it."""
    for is_same in (str.__eq__, _is_same_folder):
        folder, name = os.path.split(place)
        path = name
        while not is_same(folder, top) and os.path.dirname(folder) != folder:
            folder, name = os.path.split(folder)
            path = f"{name}/{path}"
        if is_same(folder, top):
            return path
    return None


def _is_same_folder(folder: str, other: str) -> bool:
    try:
        return os.path.samefile(folder, other)
    except OSError:
        return False


def maybe_read(target: Target) -> bytes | None:
    """What the file holds now; None when there is none. Raises SourceError when it is none that may be written over."""
    with _naming(target), _folder_of(target) as folder:
        return _maybe_read(folder, target)


def write_file(target: Target, text: str) -> None:
    """Write a string as UTF-8: whoever reads the path sees the old content or the new, never a part.

    A file keeps its permissions. What a process that was killed has left in the folder is removed first. Raises
    SourceError when the file is none that may be written over, and OSError that names it when it cannot be written.
    """
    content = text.encode()
    with _naming(target), _folder_of(target) as folder:
        _maybe_read(folder, target)
        _sweep(folder)
        _replace(folder, os.path.basename(target.path), content)


def check_in_place(target: Target) -> None:
    """Check a file that others open by its path, such as a lock: they may follow links, cut it, and change its mode.

    Raises SourceError when it is a link or no file, when it has further names, or when a folder on the way is a link.
    """
    with _naming(target), _folder_of(target) as folder:
        about = _maybe_stat(folder, target, target.path)
        if about is not None:
            _check_is_file(target.named, about.st_mode)
            if about.st_nlink > 1:
                raise SourceError(f"{target.named!r} has another name as well, a hard link", hint="remove it")


def append_text(path: str, text: str) -> None:
    """Add a string to a file that the surroundings name, wherever it is, or begin it.

    Raises SourceError when it is of a catalog, or no file, and OSError when it cannot be written.
    """
    if _is_of_catalog(os.path.basename(path)):
        raise SourceError(f"{path!r} is a file of a catalog, and nothing is added to it")
    with open(path, "ab", opener=lambda named, flags: os.open(named, flags | _NO_SURPRISE, 0o666)) as file:
        _check_is_file(path, os.fstat(file.fileno()).st_mode)
        file.write(text.encode())


@contextmanager
def _naming(target: Target) -> Iterator[None]:
    """Name the file as it was named in what the system refuses; nobody has asked for a part of the way to it."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = target.named, None
        raise


@contextmanager
def _folder_of(target: Target) -> Iterator[int]:
    """The folder of the file, open; each step was no link when it was opened."""
    folder = os.open(target.top, _FOLDER)
    try:
        steps = target.path.split("/")[:-1]
        for number, step in enumerate(steps, start=1):
            _maybe_stat(folder, target, "/".join(steps[:number]))
            inner = os.open(step, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield folder
    finally:
        os.close(folder)


def _maybe_stat(folder: int, target: Target, path: str) -> os.stat_result | None:
    """What an open folder has by a path on the way to the file; None when it is nothing. Raises SourceError for a link.

    Where the file was named by an absolute path, so is the link.
    """
    try:
        about = os.stat(os.path.basename(path), dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(about.st_mode):
        shown = os.path.join(target.top, path) if os.path.isabs(target.named) else path
        raise SourceError(f"{shown!r} is a link, and links are not written through", hint="name the file, or remove it")
    return about


def _check_is_file(named: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise SourceError(f"{named!r} is {describe_mode(mode)}, not a file", hint="name another file, or remove it")


def _maybe_read(folder: int, target: Target) -> bytes | None:
    about = _maybe_stat(folder, target, target.path)
    if about is None:
        return None
    _check_is_file(target.named, about.st_mode)
    with open(os.open(os.path.basename(target.path), os.O_RDONLY | _NO_SURPRISE, dir_fd=folder), "rb") as file:
        content = file.read(MAX_BYTES)
    if not target.kind.holds(content):
        hint = "name another file, or remove this one first"
        raise SourceError(f"{target.named!r} is there, and is not {target.kind.name}", hint=hint)
    return content


def _replace(folder: int, name: str, content: bytes) -> None:
    temporary, descriptor = _create_unfinished(folder)
    try:
        with open(descriptor, "wb") as file:
            with suppress(FileNotFoundError):
                os.fchmod(descriptor, os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode & 0o777)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise


def _create_unfinished(folder: int) -> tuple[str, int]:
    """A new file, with its descriptor, locked for as long as this is open: nobody sweeps it."""
    while True:
        name = f"{_UNFINISHED}{os.urandom(16).hex()}"
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666, dir_fd=folder)
        hold(descriptor)
        if os.fstat(descriptor).st_nlink:  # else it was swept before it was locked
            return name, descriptor
        os.close(descriptor)


def _sweep(folder: int) -> None:
    """Remove what processes that were killed have left in a folder: what nobody has locked."""
    with os.scandir(folder) as entries:
        left = [entry.name for entry in entries if _IS_UNFINISHED.fullmatch(entry.name)]
    for name in left:
        with suppress(OSError):
            descriptor = os.open(name, os.O_RDONLY | _NO_SURPRISE, dir_fd=folder)
            with open(descriptor, "rb"):
                if is_left(descriptor):
                    os.unlink(name, dir_fd=folder)
