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


def render_findings(findings: Iterable[Finding]) -> bytes:
    """The bytes of a file of findings.

    >>> maybe_parse_findings(render_findings([])), maybe_parse_findings(b"00000000\\n[]")
    ([], None)
    """
    body = json.dumps(describe_findings(findings)).encode()
    return b"%08x\n%b" % (crc32(body), body)


def maybe_parse_findings(content: bytes) -> Sequence[Finding] | None:
    """The findings of a file, if it is whole."""
    checksum, _, body = content.partition(b"\n")
    return list(map(parse_finding, json.loads(body))) if checksum == b"%08x" % crc32(body) and body else None
