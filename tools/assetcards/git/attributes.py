"""What `.gitattributes` files say about paths: git is asked in an empty repository, without any configuration.

So the repository that they are from is not touched, none of its programs runs, and the answer is the same for
everybody: attributes of the user's own (`core.attributesFile`, `.git/info/attributes`) do not count.
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

from assetcards.errors import GitError
from assetcards.git.process import git_environment, run_git
from assetcards.git.scratch import NO_USER, temporary_folder, write_empty_repository, write_file

PATIENCE = 15.0
"""Seconds: a few hundred thousand patterns beside as many paths would take hours."""

_CODEC = re.compile(r"[A-Za-z0-9_-]{1,40}")
_BOM = re.compile(r"[bl]e-bom", re.IGNORECASE)
"""How git names the forms of UTF-16 and UTF-32 that have a byte-order mark in any case."""

_KNOWN = re.compile(
    r"ascii|utf-(?:8|16|32)(?:-[bl]e)?|iso8859-\d+|cp125\d|koi8-[rtu]|shift_jis|euc_(?:jp|kr)|gbk?|big5"
)
"""Encodings that Python and git convert in the same way, wherever it matters."""

_NAMES = ("ident", "filter", "working-tree-encoding")
_NOT_A_VALUE = ("set", "unset", "unspecified")


class Attributes(NamedTuple):
    """What git does with a file on its way between the objects and a checkout, beyond line endings.

    `ident` expands `$Id$`, `filter` names a program, and `encoding` that of the checkout; empty is none.
    """

    ident: bool = False
    filter: str = ""
    encoding: str = ""


def read_attributes(
    files: Mapping[str, bytes], paths: Iterable[str], environ: Mapping[str, str]
) -> dict[str, Attributes]:
    """What `.gitattributes` files, by their paths in a repository, say of paths of it; where they say nothing is none.

    Raises GitError when git cannot be asked, or takes too long.

    >>> import os
    >>> files = {".gitattributes": b"*.yaml ident", "sub/.gitattributes": b"*.yaml -ident"}
    >>> read_attributes(files, ["a.yaml", "sub/a.yaml", "b.txt"], os.environ)
    {'a.yaml': Attributes(ident=True, filter='', encoding='')}
    """
    if not any(name.encode() in content for name in _NAMES for content in files.values()):
        return {}
    with temporary_folder() as folder:
        write_empty_repository(os.path.join(folder, ".git"))
        for path, content in files.items():
            with suppress(OSError):  # its name is too long: nobody can check it out, either
                write_file(folder, path, content)
        command = ["-C", folder, "--git-dir", ".git", "--work-tree", ".", "-c", f"core.attributesFile={os.devnull}"]
        asked = b"".join(os.fsencode(path) + b"\0" for path in paths)
        environment = git_environment(environ) | NO_USER
        try:
            answer = run_git([*command, "check-attr", "-z", "--stdin", *_NAMES], environment, asked, seconds=PATIENCE)
        except GitError as error:
            message = f"cannot read the attributes of the files: {error.message}"
            raise GitError(message, hint="check their .gitattributes") from None
    return dict(_parse(answer))


def _parse(answer: bytes) -> Iterator[tuple[str, Attributes]]:
    fields = os.fsdecode(answer).split("\0")[:-1]
    size = 3 * len(_NAMES)
    for start in range(0, len(fields), size):
        ident, filter_, encoding = fields[start + 2 : start + size : 3]
        found = Attributes(ident == "set", _value(filter_), _value(encoding))
        if any(found):
            yield fields[start], found


def _value(answer: str) -> str:
    return "" if answer in _NOT_A_VALUE else answer


def maybe_codec(encoding: str) -> str | None:
    """Python's name for an encoding of git, if both mean the same.

    >>> maybe_codec("UTF-16LE-BOM"), maybe_codec("rot13")
    ('utf-16', None)
    """
    if not _CODEC.fullmatch(encoding):
        return None
    try:
        name = codecs.lookup(_BOM.sub("", encoding)).name
    except LookupError:
        return None
    return name if _KNOWN.fullmatch(name) else None
