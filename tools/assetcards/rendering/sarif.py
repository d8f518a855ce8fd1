"""Findings as SARIF 2.1.0, the format that code scanning services read."""

from __future__ import annotations

import os
import re
from types import ModuleType
from urllib.parse import quote_from_bytes

from assetcards import __version__
from assetcards.docstrings import docstring_of, first_paragraph
from assetcards.findings import Finding, Severity
from assetcards.lint.fingerprints import fingerprint_findings
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.findings import Found, render_message
from assetcards.rules.registry import rule_modules

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "assetcards/v2"
"""The kind of our fingerprints; another way of making them will have another name."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_TOP = "%SRCROOT%"


def render_sarif(found: Found, display: Display, **properties: str) -> str:
    """A SARIF log of one run, with paths from the top of the repository, and further properties of the run."""
    import json

    prefixes = display.from_top(found.catalog)
    rules = rule_modules()
    positions = {code: position for position, code in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "catalog",
                "version": __version__,
                "rules": [_describe_rule(code, module) for code, module in rules.items()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_TOP: {"description": {"text": "The top of the repository."}}},
        "results": [
            _describe_result(finding, fingerprint, positions.get(finding.code), prefixes.of(finding))
            for finding, fingerprint in fingerprint_findings(found.catalog, found.findings)
        ],
        "properties": {"revision": describe_revision(found.catalog.revision), **properties},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _describe_rule(code: str, module: ModuleType) -> dict[str, object]:
    manual = docstring_of(module)
    rule = module.RULE
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": first_paragraph(manual)},
        "help": {"text": manual, "markdown": manual},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _describe_result(finding: Finding, fingerprint: str, rule: int | None, prefix: str) -> dict[str, object]:
    place = _describe_place(prefix + finding.path, finding.line, finding.column)
    related = [_describe_place(prefix + place.path, place.line) for place in finding.related]
    return {
        "ruleId": finding.code,
        **({} if rule is None else {"ruleIndex": rule}),
        "level": _LEVELS[finding.severity],
        "message": {"text": _escape(render_message(finding, prefix))},
        "locations": [place],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }


_ADDRESS = re.compile(
    r"(?<=/)(?=/)|(?<=www)(?=\.)|(?<=@)(?=[\w-]+\.)|(?<=(?<![\w/])@)(?=\w)|(?<=#)(?=\d)", re.IGNORECASE
)
_ZERO_WIDTH_SPACE = "\u200b"


def _escape(text: str) -> str:
    """A string in which a viewer finds no placeholder, link, address, mention or number of an issue.

    Braces and brackets are escaped as SARIF says (3.11.5, 3.11.6). For addresses it has nothing: they are broken by a
    space of no width, which people do not see.

    >>> _escape("{0} in [x](1)")
    '{{0}} in \\\\[x\\\\](1)'
    """
    text = re.sub(r"([\\\[\]])", r"\\\1", text.replace("{", "{{").replace("}", "}}"))
    return _ADDRESS.sub(_ZERO_WIDTH_SPACE, text)


def _describe_place(path: str, line: int, column: int = 0) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": quote_from_bytes(os.fsencode(path)), "uriBaseId": _TOP}}
    if line:
        place["region"] = {"startLine": line, **({"startColumn": column} if column else {})}
    return {"physicalLocation": place}
