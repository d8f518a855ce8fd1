"""What git would make of the files of a checkout when they are added: other line endings, and UTF-8.

git is asked which files it converts; Python converts them, because a checkout may have filters that run programs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property

from assetcards.errors import GitError
from assetcards.git.process import run_git, work_tree_environment

_ON = ("true", "yes", "on", "1", "input")
_WITH_CR = ("i/crlf", "i/mixed")


class Conversions:
    """The conversions of the files below the top of a work tree that match patterns of paths; asked once, if at all.

    `were_asked` says whether what was read depends on them.
    """

    def __init__(self, top: str, patterns: Sequence[str], environ: Mapping[str, str]) -> None:
        self._top = top
        self._patterns = patterns
        self._environment = work_tree_environment(top, environ)
        self.were_asked = False

    def convert(self, path: str, content: bytes) -> bytes:
        """The content of a file, by its path in the repository, as git would store it."""
        if b"\0" in content or not _is_utf_8(content):
            content = self._recoded(path, content)
        if b"\r\n" in content and path in self._with_line_endings:
            content = content.replace(b"\r\n", b"\n")
        return content

    def _recoded(self, path: str, content: bytes) -> bytes:
        """The content in UTF-8, if an attribute says which encoding git has written."""
        from assetcards.git.attributes import maybe_codec

        encoding = self._ask(["check-attr", "-z", "working-tree-encoding", "--", path]).split("\0")
        codec = maybe_codec(encoding[2]) if len(encoding) > 2 else None
        try:
            return content if codec is None else content.decode(codec).removeprefix("\ufeff").encode()
        except UnicodeError:
            return content

    @cached_property
    def _with_line_endings(self) -> frozenset[str]:
        """The files whose CRLF git takes for LF."""
        listed = self._ask(
            ["ls-files", "--eol", "-z", "--cached", "--others", "--exclude-standard", "--", *self._patterns],
            {"GIT_LITERAL_PATHSPECS": "0"},
        )
        lines = (line.partition("\t") for line in listed.split("\0")[:-1])
        return frozenset(path for about, _, path in lines if self._changes_endings(*about.split(maxsplit=2)))

    def _changes_endings(self, index: str, checkout: str, attributes: str) -> bool:
        given = attributes.removeprefix("attr/").split()
        if given and given[0] != "text=auto":
            return given[0] == "text"
        return (bool(given) or self._is_automatic) and index not in _WITH_CR

    @cached_property
    def _is_automatic(self) -> bool:
        return self._ask(["config", "--get", "core.autocrlf"]).strip().lower() in _ON

    def _ask(self, arguments: Sequence[str], variables: Mapping[str, str] | None = None) -> str:
        """What git says in the top folder; nothing when it fails, as it does for a setting that nobody has made."""
        self.were_asked = True
        try:
            return os.fsdecode(run_git(["-C", self._top, *arguments], self._environment | dict(variables or {})))
        except GitError:
            return ""


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
