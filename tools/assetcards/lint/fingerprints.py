"""Which card a finding is about, and which findings are the same though lines have moved."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assetcards.findings import Finding, sort_findings
from assetcards.model.card import CardFile
from assetcards.model.catalog import Catalog
from assetcards.names import FullName

_LOCATION = re.compile(r"(\.ya?ml|\.toml):\d+(?::\d+)?|\b(lines?) \d+")


_FOR_US = re.compile(r"\s# *catalog:.*")
"""A comment for this program: adding, removing or rewording it does not change what is wrong."""


class Owners:
    """The cards of a catalog's own store by location."""

    def __init__(self, catalog: Catalog) -> None:
        self._store = catalog.own
        self._starts: dict[str, list[tuple[int, FullName | None]]] = {}

    def maybe_owner(self, finding: Finding) -> FullName | None:
        """The card whose document a finding is in; None if the finding is about the whole file."""
        return self.maybe_owner_of_line(finding.path, finding.line)

    def maybe_owner_of_line(self, path: str, line: int) -> FullName | None:
        """The card whose document a line of a file is in; None if it is in no document."""
        starts = self._starts_of(path)
        at = bisect_right(starts, line, key=lambda start: start[0])
        return starts[at - 1][1] if at else None

    def _starts_of(self, path: str) -> list[tuple[int, FullName | None]]:
        if path not in self._starts:
            file = self._store.file(path) if path in self._store.paths() else None
            names = {id(card.document): card.full_name for card in file.cards} if file else {}
            documents = file.documents if file else ()
            self._starts[path] = [(document.line, names.get(id(document))) for document in documents]
        return self._starts[path]


class _Written:
    """The text at the locations of a catalog's own store."""

    def __init__(self, catalog: Catalog) -> None:
        self._store = catalog.own
        self._nodes: dict[str, Mapping[tuple[int, int], str]] = {}
        self._lines: dict[str, Sequence[str]] = {}

    def at(self, finding: Finding) -> str:
        """The whole key or value at the location of a finding, or else its line without a comment for this program."""
        path, line = finding.path, finding.line
        if path not in self._nodes:
            file = self._store.file(path) if path in self._store.paths() else None
            self._nodes[path] = dict(_texts_of(file)) if file else {}
            self._lines[path] = (file.text or "").split("\n") if file else ()
        node = self._nodes[path].get((line, finding.column))
        if node is not None:
            return node
        return _FOR_US.sub("", self._lines[path][line - 1]).strip() if 0 < line <= len(self._lines[path]) else ""


def _texts_of(file: CardFile) -> Iterator[tuple[tuple[int, int], str]]:
    for node in (*file.key_nodes, *file.scalars):
        yield (node.line, node.column), node.text


def fingerprint_findings(catalog: Catalog, findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with its fingerprint: what is wrong with which value of which card, regardless of line and file.

    The value is the whole one; a message may show only a part of it, or nothing if it looks like a secret. Repeated
    findings have different fingerprints; the first has that of a single one.
    """
    owners, written = Owners(catalog), _Written(catalog)
    counts: Counter[tuple[str, ...]] = Counter()
    for finding in sort_findings(findings):
        message = _LOCATION.sub(lambda match: match[1] or match[2], finding.message)
        owner = str(owners.maybe_owner(finding) or f"{finding.path}:")
        about = (finding.code, owner, message, written.at(finding))
        counts[about] += 1
        identity = "\0".join([*about, str(counts[about])])
        yield finding, _digest(identity)


def _digest(identity: str) -> str:
    from hashlib import sha256  # late: most changes have nothing that is reported, and OpenSSL is loaded with it

    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()


def new_findings(
    before: Catalog | None, found_before: Iterable[Finding], after: Catalog, found: Iterable[Finding]
) -> list[Finding]:
    """The findings about a catalog that it did not have before."""
    known = {mark for _, mark in fingerprint_findings(before, found_before)} if before else set()
    return [finding for finding, mark in fingerprint_findings(after, found) if mark not in known]
