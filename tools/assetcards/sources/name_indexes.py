"""The names of cards in the user's cache: a file for each commit, and for each folder, that was read as a whole.

It is a cache and nothing else: what is not whole, of another version, or writable for others counts as not there, and
what cannot be written is not kept. No answer depends on it but the time it takes.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from assetcards.errors import SourceError
from assetcards.model.name_index import NameIndex, parse_index, render_index
from assetcards.text.yamltext import reader_version
from assetcards.trees.regular import open_regular

MAX_BYTES = 1 << 28
"""The longest file that is read or written, and how long all are together."""

MAX_FILES = 64
"""How many files there are at most; the oldest are removed."""

_READERS = ("", "text", "model", "trees", "git")
"""The folders of our own modules on which it depends what the names in files are."""


class NameIndexFolder:
    """The indexes below the folder of caches, which users may share: each has a folder of indexes of their own."""

    def __init__(self, cache: str) -> None:
        self._cache = cache
        self._name = f"names-{os.geteuid()}"
        self._folder = os.path.join(cache, self._name)

    def maybe_read(self, key: str, facts: bytes) -> NameIndex | None:
        """The index that was kept for just these facts, by this version; only if the file is ours alone."""
        with suppress(OSError, SourceError), open_regular(os.path.join(self._folder, key)) as file:
            about = os.fstat(file.fileno())
            if about.st_uid == os.geteuid() and not about.st_mode & 0o022 and about.st_size <= MAX_BYTES:
                return parse_index(file.read(MAX_BYTES), _with_version(facts))
        return None

    def keep(self, key: str, facts: bytes, index: NameIndex) -> None:
        """Keep an index in place of what was kept before, and not too many of them."""
        from assetcards.trees.writing import FileKind, Target, write_file

        kind = FileKind(name="a file of the cache", head="", example="names")
        with suppress(OSError, SourceError):
            content = render_index(index, _with_version(facts))
            if len(content) > MAX_BYTES:
                return
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            top = os.path.realpath(self._cache)
            target = Target(top=top, path=f"{self._name}/{key}", named=os.path.join(self._folder, key), kind=kind)
            write_file(target, content, mode=0o600)
            self._prune(key)

    def _prune(self, newest: str) -> None:
        """Remove the oldest files beyond the bounds."""
        with os.scandir(self._folder) as entries:
            found = [(entry.stat(follow_symlinks=False), entry.path, entry.name) for entry in entries]
        found.sort(key=lambda file: (file[2] == newest, file[0].st_mtime), reverse=True)
        size = 0
        for number, (about, path, _) in enumerate(found):
            size += about.st_size
            if number >= MAX_FILES or size > MAX_BYTES:
                with suppress(OSError):
                    os.unlink(path)


def _with_version(facts: bytes) -> bytes:
    """The facts, and all that makes names of bytes: versions, and our own modules, some of which are worked on.

    Raises OSError where the modules are no files.
    """
    package = os.path.dirname(os.path.dirname(__file__))
    versions = [sys.version, reader_version()]
    for folder in _READERS:
        with os.scandir(os.path.join(package, folder)) as entries:
            modules = [entry for entry in entries if entry.name.endswith(".py")]
        for module in sorted(modules, key=lambda entry: entry.name):
            about = module.stat()
            versions.append(f"{folder}/{module.name} {about.st_size} {about.st_mtime_ns}")
    return b"\0".join(os.fsencode(each) for each in versions) + b"\0" + facts
