"""A value with `$Id$` in a file whose attributes make git expand it.

With the attribute `ident`, git writes `$Id: 9f4b...$` into a checkout where the commit has `$Id$`, and reverts it
when the file is added. The card in the checkout, which people validate and fairseq2 reads, then differs from the card
in the commit, which is locked and read by revision. In a comment it does not matter.

    # refused, with `*.yaml ident` in .gitattributes
    name: tiny
    description: "$Id$"

Remove `ident` from the attributes of the file, or `$Id$` from the value. In a checkout, a `$Id$` that git has
expanded because of your own attributes is reported, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from assetcards.findings import Finding
from assetcards.git.objects import hash_object
from assetcards.model.meaning import is_same_to_readers
from assetcards.rules.rule import CatalogSubject, Rule
from assetcards.sources.attributes import is_checkout
from assetcards.text.documents import Bounds, Location
from assetcards.text.linemap import LineMap
from assetcards.text.yamltext import scalar_spans
from assetcards.trees.tree import SETTINGS_FILE, Tree

MAX_LOCATIONS = 1000
"""How many are reported for one file."""

_KEYWORD = re.compile(r"\$Id(?::[^$\n]*)?\$")
"""What git expands, or reverts when a file is added."""

_EXPANDED = re.compile(r"\$Id: ([0-9a-f]{40}|[0-9a-f]{64}) \$")
_MESSAGE = "git expands `$Id$` in a checkout, so the value differs from that of the commit"
_HINT = "remove `ident` from the attributes of the file, or `$Id$` from the value"


def check(subject: CatalogSubject) -> Iterator[Finding]:
    tree = subject.catalog.own.tree
    for path, file in subject.own_files.items():
        if "$Id" in (file.text or "") and _is_rewritten(subject, path, file.text or ""):
            for location in islice(_in_values(file.text or ""), MAX_LOCATIONS):
                yield RULE.finding(file, location, _MESSAGE, _HINT)
    settings = subject.settings_content.decode("utf-8", "replace")
    if "$Id" in settings and _is_rewritten(subject, SETTINGS_FILE, settings):
        yield from (RULE.finding(SETTINGS_FILE, location, _MESSAGE, _HINT) for location in _in_settings(tree, settings))


def _is_rewritten(subject: CatalogSubject, path: str, text: str) -> bool:
    """Whether git expands keywords of the file, or has expanded one, which then is the id of the blob."""
    if path in subject.attributes and subject.attributes[path].ident:
        return True
    found = _EXPANDED.search(text)
    if found is None or not is_checkout(subject.catalog.own.tree):
        return False
    committed = _KEYWORD.sub("$Id$", text).encode()
    kept = (committed, committed.replace(b"\r\n", b"\n"))
    return found[1] in [hash_object("blob", content, len(found[1])) for content in kept]


def _in_values(text: str) -> Iterator[Location]:
    """Where a card file has keywords outside of comments."""
    lines = LineMap(text)
    spans = list(scalar_spans(text))
    starts = [start for start, _ in spans]
    for match in _KEYWORD.finditer(text):
        before = bisect_right(starts, match.start()) - 1
        if before >= 0 and match.start() < spans[before][1]:
            yield lines.location(match.start())


def _in_settings(tree: Tree, text: str) -> Iterator[Location]:
    """Where the first keyword outside of comments is in `catalog.toml`, if one is in a value."""
    texts = (_KEYWORD.sub(written, text).encode() for written in ("$Id$", "$Id: 0 $"))
    if not is_same_to_readers(tree, SETTINGS_FILE, (next(texts), next(texts)), Bounds()):
        found = [match.start() for match in _KEYWORD.finditer(text)]
        outside = [start for start in found if "#" not in text[text.rfind("\n", 0, start) + 1 : start]]
        yield LineMap(text).location((outside or found)[0])


RULE = Rule(code="C002", name="git-ident", once_per_file=True, check_catalog=check)
