"""Findings as they are kept in files, and back; what is not whole counts as not there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from zlib import crc32

from assetcards.findings import FileLine, Finding, Severity


def describe_findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as a document."""
    return list(map(asdict, findings))


def parse_finding(finding: Mapping[str, Any]) -> Finding:
    """A finding of such a document."""
    related = tuple(FileLine(*each) for each in finding["related"])
    return Finding(**{**finding, "severity": Severity(finding["severity"]), "related": related})


def render_findings(key: str, findings: Iterable[Finding]) -> bytes:
    """The bytes of a file of findings about what has that key.

    >>> content = render_findings("this", [])
    >>> [maybe_parse_findings(*each) for each in (("this", content), ("that", content), ("this", b"00000000\\n[]"))]
    [[], None, None]
    """
    body = json.dumps(describe_findings(findings)).encode()
    return b"%b\n%b" % (_checksum(key, body), body)


def maybe_parse_findings(key: str, content: bytes) -> Sequence[Finding] | None:
    """The findings of a file, if it is whole, and about what has that key."""
    checksum, _, body = content.partition(b"\n")
    return list(map(parse_finding, json.loads(body))) if checksum == _checksum(key, body) and body else None


def _checksum(key: str, body: bytes) -> bytes:
    return b"%08x" % crc32(body, crc32(key.encode()))
