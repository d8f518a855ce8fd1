"""A file that reads as other cards in a checkout, where its attributes have git write another encoding.

With the attribute `working-tree-encoding` a commit has UTF-8, and a checkout other bytes. Mostly these are the same, or
cannot be read as cards at all. But a text can be chosen so that its bytes in UTF-16, say, are the UTF-8 of another
card: then people validate, and fairseq2 reads, what no commit has.

    # refused where the file reads as other cards then, in .gitattributes
    *.yaml working-tree-encoding=UTF-16LE

Remove `working-tree-encoding` from the attributes of the file: card files are UTF-8. An encoding of which it is not
known what it makes of a text is refused, too.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.meaning import is_same_to_readers
from assetcards.rules.rule import CatalogSubject, Rule
from assetcards.sources.attributes import is_checkout

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_BOM = re.compile(r"[bl]e-bom", re.IGNORECASE)
"""How git names the forms of UTF-16 and UTF-32 that have a byte-order mark in any case."""

_KNOWN = re.compile(
    r"ascii|utf-(?:8|16|32)(?:-[bl]e)?|iso8859-\d+|cp125\d|koi8-[rtu]|shift_jis|euc_(?:jp|kr)|gbk?|big5"
)
"""Encodings that Python and git make the same of, wherever it matters."""

_HINT = "remove `working-tree-encoding` from its attributes"


def check(subject: CatalogSubject) -> Iterator[Finding]:
    for path, attributes in subject.attributes.items():
        file = subject.own_files.get(path)
        content = file.content if file is not None else subject.settings_content
        if attributes.encoding and content:
            problem = _maybe_problem(subject, path, content, attributes.encoding)
            if problem is not None:
                yield RULE.finding(file or path, (0, 0), problem, _HINT)


def _maybe_problem(subject: CatalogSubject, path: str, content: bytes, encoding: str) -> str | None:
    codec = _maybe_codec(encoding)
    if codec is None:
        return f"git writes it into a checkout as {encoding!r}, and it is not known what that makes of the cards"
    tree = subject.catalog.own.tree
    in_checkout = is_checkout(tree)
    try:
        other = content.decode(codec).encode() if in_checkout else content.decode().encode(codec)
        (content if in_checkout else other).decode()
    except UnicodeError:  # git leaves it as it is, or nobody takes it for cards
        return None
    if b"\0" in (content if in_checkout else other):
        return None
    if is_same_to_readers(tree, path, (content, other), subject.catalog.settings.bounds):
        return None
    return f"git writes it into a checkout as {encoding}, where it reads as something else"


def _maybe_codec(encoding: str) -> str | None:
    """Python's name of an encoding of git's, if both mean the same."""
    if not _NAME.fullmatch(encoding):
        return None
    try:
        name = codecs.lookup(_BOM.sub("", encoding)).name
    except LookupError:
        return None
    return name if _KNOWN.fullmatch(name) else None


RULE = Rule(code="C003", name="git-encoding", check_catalog=check)
