"""The one way to write a file of a user: completely or not at all, inside the work tree, and only over its own kind.

A work tree has what others have committed: a link named like a lock file, a folder that is a link, a file of the user
with the name of a page to write. So a verb names the kind of file that it writes, and each part of the path is opened
without following links: what is checked is what is written to.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass

from assetcards.errors import SourceError
from assetcards.trees.leftovers import hold, is_left
from assetcards.trees.paths import is_card_file, is_misspelled
from assetcards.trees.roots import GIT_DIRECTORY, looks_bare, parents
from assetcards.trees.tree import SETTINGS_FILE, describe_mode
from assetcards.trees.work_tree import maybe_work_tree

MAX_BYTES = 1 << 26
"""How much is read of a file that is about to be written."""

_UNFINISHED = ".unfinished-"
_IS_UNFINISHED = re.compile(re.escape(_UNFINISHED) + "[0-9a-f]{32}")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_NO_SURPRISE = os.O_NOFOLLOW | os.O_NONBLOCK
"""Neither follow links nor wait for pipes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file that is written: its description, what each file starts with, and the usual name.

    A file that starts differently, and is not empty, is never overwritten.
    """

    name: str
    head: str
    example: str

    def holds(self, content: bytes) -> bool:
        """Whether a file of that content is one of the kind; line endings do not matter: git may change them."""
        return not content or content.replace(b"\r\n", b"\n").startswith(self.head.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A file to write: its path below the folder `top`, POSIX, and how it was named."""

    top: str
    path: str
    named: str
    kind: FileKind


def find_target(named: str, place: str, here: str, kind: FileKind, *, in_new_folder: bool = False) -> Target:
    """The target for a file that the user named, with the absolute path `place`, in the current directory `here`.

    Raises SourceError when it is not in the current work tree, or outside of git not under the current directory, when
    its path has a link or a git directory, and when it is, or would be, a file of another kind. Its folder has to be
    there, unless it may be in a new one.
    """
    name = os.path.basename(place)
    if not named or (_is_of_catalog(name) and name != kind.example):
        raise SourceError(f"{named!r} cannot be {kind.name}", hint=f"name a file such as {kind.example}")
    top = maybe_work_tree(here)
    path = _maybe_below(place, top or here)
    if path is None or any(part.lower() == ".git" for part in path.split("/")):
        where = f"the work tree {top}" if top else f"the current directory {here}"
        raise SourceError(f"{named!r} is not in {where}", hint="name a file inside it")
    inside = next(filter(looks_bare, parents(os.path.realpath(here))), None) if top is None else None
    if inside is not None:
        raise _in_git_directory(named, inside)
    target = Target(top=top or here, path=path, named=named, kind=kind)
    with suppress(FileNotFoundError) if in_new_folder else nullcontext():
        maybe_read(target)
    return target


def _is_of_catalog(name: str) -> bool:
    return is_card_file(name) or is_misspelled(name) or name.lower() == SETTINGS_FILE


def _maybe_below(place: str, top: str) -> str | None:
    """The path of a file relative to a folder above it, which may have been named through a link."""
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
    """The current content of the file; None when there is none. Raises SourceError when it must not be overwritten."""
    with _naming(target), _folder_of(target) as folder:
        return _maybe_read(folder, target)


def write_file(target: Target, text: str | bytes, *, makes_folders: bool = False, mode: int | None = None) -> None:
    """Write bytes, or a string as UTF-8: readers see the old content or the new, never a part.

    With `makes_folders`, folders that are missing on its path are made. A file keeps its permissions, unless there is a
    `mode`. What a process that was killed has left in the folder is removed first. Raises SourceError when the file
    must not be overwritten, and OSError with its name when it cannot be written.
    """
    content = text.encode() if isinstance(text, str) else text
    with _naming(target), _folder_of(target, makes_folders=makes_folders) as folder:
        _maybe_read(folder, target)
        _sweep(folder)
        _replace(folder, os.path.basename(target.path), content, mode)


def remove_file(target: Target) -> None:
    """Remove a file, if it is there. Raises SourceError when it is of another kind."""
    with suppress(FileNotFoundError), _naming(target), _folder_of(target) as folder:
        if _maybe_read(folder, target) is not None:
            os.unlink(os.path.basename(target.path), dir_fd=folder)


def check_in_place(target: Target) -> None:
    """Check a file that others open by its path, such as a lock: they may follow links, truncate it or change its mode.

    Raises SourceError when it is a link or not a file, when it has other names, or when a folder of its path is a link.
    """
    with _naming(target), _folder_of(target) as folder:
        about = _maybe_stat(folder, target, target.path)
        if about is not None:
            _check_is_file(target.named, about.st_mode)
            if about.st_nlink > 1:
                raise SourceError(f"{target.named!r} has another name, a hard link", hint="remove it")


def append_text(path: str, text: str) -> None:
    """Append a string to a file that the environment names, wherever it is, or create it.

    Raises SourceError when it is a file of a catalog, or not a file, and OSError when it cannot be written.
    """
    if _is_of_catalog(os.path.basename(path)):
        raise SourceError(f"{path!r} is a file of a catalog, which is not appended to")
    with open(path, "ab", opener=lambda named, flags: os.open(named, flags | _NO_SURPRISE, 0o666)) as file:
        _check_is_file(path, os.fstat(file.fileno()).st_mode)
        file.write(text.encode())


@contextmanager
def _naming(target: Target) -> Iterator[None]:
    """Name the file as the user named it in errors of the system, not by a part of its path."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = target.named, None
        raise


@contextmanager
def _folder_of(target: Target, *, makes_folders: bool = False) -> Iterator[int]:
    """The open folder of the file; no part of its path was a link or a git directory when it was opened."""
    folder = os.open(target.top, _FOLDER)
    try:
        steps = target.path.split("/")[:-1]
        for number, step in enumerate(steps, start=1):
            about = _maybe_stat(folder, target, "/".join(steps[:number]))
            if about is None and makes_folders:
                with suppress(FileExistsError):  # another process has made it
                    os.mkdir(step, dir_fd=folder)
            inner = os.open(step, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
            if GIT_DIRECTORY.issubset(os.listdir(folder)):
                raise _in_git_directory(target.named, "/".join(steps[:number]))
        yield folder
    finally:
        os.close(folder)


def _in_git_directory(named: str, folder: str) -> SourceError:
    return SourceError(f"{named!r} is in {folder!r}, a git directory", hint="name a file outside it")


def _maybe_stat(folder: int, target: Target, path: str) -> os.stat_result | None:
    """The entry of an open folder on the path of the file; None when there is none. Raises SourceError for a link.

    If the file was named by an absolute path, so is the link.
    """
    try:
        about = os.stat(os.path.basename(path), dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(about.st_mode):
        shown = os.path.join(target.top, path) if os.path.isabs(target.named) else path
        raise SourceError(
            f"{shown!r} is a link; links are not followed when writing", hint="name the file, or remove it"
        )
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
        raise SourceError(f"{target.named!r} exists and is not {target.kind.name}", hint=hint)
    return content


def _replace(folder: int, name: str, content: bytes, mode: int | None) -> None:
    temporary, descriptor = _create_unfinished(folder)
    try:
        with open(descriptor, "wb") as file:
            with suppress(FileNotFoundError):
                before = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode if mode is None else mode
                os.fchmod(descriptor, before & 0o777)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise


def _create_unfinished(folder: int) -> tuple[str, int]:
    """A new file, with its descriptor, locked while it is open, so that nobody removes it."""
    while True:
        name = f"{_UNFINISHED}{os.urandom(16).hex()}"
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666, dir_fd=folder)
        hold(descriptor)
        if os.fstat(descriptor).st_nlink:  # else it was swept before it was locked
            return name, descriptor
        os.close(descriptor)


def _sweep(folder: int) -> None:
    """Remove what killed processes have left in a folder: what is not locked."""
    with os.scandir(folder) as entries:
        left = [entry.name for entry in entries if _IS_UNFINISHED.fullmatch(entry.name)]
    for name in left:
        with suppress(OSError):
            descriptor = os.open(name, os.O_RDONLY | _NO_SURPRISE, dir_fd=folder)
            with open(descriptor, "rb"):
                if is_left(descriptor):
                    os.unlink(name, dir_fd=folder)
