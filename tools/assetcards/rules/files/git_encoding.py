"""A file with different cards in a checkout, because its attributes make git write another encoding.

With the attribute `working-tree-encoding`, a commit has UTF-8 and a checkout other bytes. Usually these are the same
cards, or cannot be read as cards. But a file can be made so that its bytes in UTF-16, for example, are the UTF-8 of
another card: then people validate, and fairseq2 reads, a card that is in no commit.

    # refused if the file then has different cards, in .gitattributes
    *.yaml working-tree-encoding=UTF-16LE

Remove `working-tree-encoding` from the attributes of the file: card files are UTF-8. Encodings whose effect is
unknown are refused, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.git.attributes import maybe_codec
from assetcards.model.meaning import is_same_to_readers
from assetcards.rules.rule import CatalogSubject, Rule
from assetcards.sources.attributes import is_checkout

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
    codec = maybe_codec(encoding)
    if codec is None:
        return f"git writes this file into a checkout as {encoding!r}, whose effect on the cards is unknown"
    tree = subject.catalog.own.tree
    in_checkout = is_checkout(tree) and not tree.is_recoded(path)
    try:
        other = content.decode(codec).encode() if in_checkout else content.decode().encode(codec)
        (content if in_checkout else other).decode()
    except UnicodeError:  # git does not convert it, or it is not readable as cards
        return None
    if b"\0" in (content if in_checkout else other):
        return None
    if is_same_to_readers(tree, path, (content, other), subject.catalog.settings.bounds):
        return None
    return f"git writes this file into a checkout as {encoding}, which changes its content"


RULE = Rule(code="C003", name="git-encoding", check_catalog=check)
