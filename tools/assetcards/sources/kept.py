"""Files in the user's cache of what was found out once: each is written as a whole, and is the user's alone.

No answer depends on them but the time it takes: what cannot be read is not there, what cannot be written is not kept.
"""

from __future__ import annotations

import os
import sys
import weakref
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from typing import BinaryIO

from assetcards.errors import SourceError
from assetcards.trees.regular import open_regular

MAX_BYTES = 1 << 28
"""The longest file that is read or written, and how long all of a kind are together."""


class KeptFile:
    """A file that was opened, whatever is kept by its name meanwhile.

    It is read by calls and not mapped: to read what was mapped of a file that was cut since ends the process.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._descriptor = file.fileno()
        self._about = os.fstat(self._descriptor)
        weakref.finalize(self, file.close)

    @property
    def is_ours(self) -> bool:
        """Whether it is the user's alone, and not too long."""
        about = self._about
        return about.st_uid == os.geteuid() and not about.st_mode & 0o022 and about.st_size <= MAX_BYTES

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from an offset on; fewer at the end, and where it cannot be read."""
        with suppress(OSError):
            return os.pread(self._descriptor, max(0, min(size, self._about.st_size - start)), start)
        return b""


class KeptFolder:
    """The files of one kind below the folder of caches, which users may share: each has a folder of their own.

    There are at most so many; the oldest are removed.
    """

    def __init__(self, caches: str, kind: str, *, most: int) -> None:
        self._caches = caches
        self._name = f"{kind}-{os.geteuid()}"
        self._folder = os.path.join(caches, self._name)
        self._most = most

    def maybe_read(self, name: str) -> bytes | None:
        """The content of a file; only if it is ours alone."""
        file = self.maybe_open(name)
        return None if file is None else file.read(0, MAX_BYTES)

    def maybe_open(self, name: str) -> KeptFile | None:
        """A file to read parts of; only if it is ours alone."""
        with suppress(OSError, SourceError):
            file = KeptFile(open_regular(os.path.join(self._folder, name)))
            return file if file.is_ours else None
        return None

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file in place of what was kept by that name before, and not too many of them."""
        from assetcards.trees.writing import FileKind, Target, write_file

        if len(content) > MAX_BYTES:
            return
        kind = FileKind(name="a file of the cache", head="", example=name)
        with suppress(OSError, SourceError):
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            top, named = os.path.realpath(self._caches), os.path.join(self._folder, name)
            write_file(Target(top=top, path=f"{self._name}/{name}", named=named, kind=kind), content, mode=0o600)
            self._prune(name)

    def _prune(self, newest: str) -> None:
        """Remove the oldest files beyond the bounds."""
        with os.scandir(self._folder) as entries:
            found = [(entry.stat(follow_symlinks=False), entry.path, entry.name) for entry in entries]
        found.sort(key=lambda file: (file[2] == newest, file[0].st_mtime), reverse=True)
        size = 0
        for number, (about, path, _) in enumerate(found):
            size += about.st_size
            if number >= self._most or size > MAX_BYTES:
                with suppress(OSError):
                    os.unlink(path)


def code_facts(folders: Iterable[str]) -> bytes:
    """The versions of Python and PyYAML, and each module and document in folders of the package: some are worked on.

    A module that was replaced may have the size of the old one, and, as in a reproducible build, its time.
    Raises OSError where the modules are no files.
    """
    package = os.path.dirname(os.path.dirname(__file__))
    versions = [sys.version.encode(), os.fsencode(package), reader_version()]
    return b"\0".join([*versions, *(modules_in(package, folder) for folder in folders)])


@cache
def modules_in(package: str, folder: str) -> bytes:
    """The modules in a folder, as they were when this process first asked: it goes on with those that it has loaded."""
    with os.scandir(os.path.join(package, folder)) as entries:
        modules = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith((".py", ".json")))
    facts = (f"{folder}/{name} {about.st_ino} {about.st_size} {about.st_mtime_ns}" for name, about in modules)
    return b"\0".join(map(os.fsencode, facts))


def reader_version() -> bytes:
    """What reads YAML, which is not loaded for it: where names are kept, no card is read."""
    return library_facts(["yaml"])


def library_facts(names: Iterable[str]) -> bytes:
    """Where libraries are and since when, for asking for their versions costs more than most answers."""
    from importlib.util import find_spec

    specs = ((name, find_spec(name)) for name in names)
    return b"\0".join(_file_facts(name, spec.origin if spec is not None else None) for name, spec in specs)


def program_facts(name: str) -> bytes:
    """Where a program is that is run by its name, and since when, for the same reason."""
    found = (os.path.join(folder, name) for folder in os.get_exec_path())
    return _file_facts(name, next((path for path in found if os.access(path, os.X_OK)), None))


def _file_facts(name: str, path: str | None) -> bytes:
    about = os.stat(path) if path else None
    return os.fsencode(f"{name} {path} {about and (about.st_ino, about.st_size, about.st_mtime_ns)}")
