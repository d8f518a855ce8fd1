"""A variable or a `~` in an address.

Addresses are used as they are written: nothing replaces `$HOME`, `%USERPROFILE%` or `${env:DATA}` by their values,
and `~` is a folder of that name. An address that depends on the user is not a property of a model.

    # refused
    name: tiny
    checkpoint: "$HOME/models/tiny.pt"

Write the address out. If it differs between environments, write an override for each (`tiny@lab`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.uris import WrittenUri
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_SHELL = re.compile(r"\$(?:\{[^}]*\}?|\([^)]*\)?|[A-Za-z_][A-Za-z0-9_]*)")
_WINDOWS = re.compile(r"%[A-Za-z_][A-Za-z0-9_()]*%")
_WINDOWS_IN_URI = re.compile(r"%(?![0-9A-Fa-f]{2})[A-Za-z_][A-Za-z0-9_()]*%")
_HOME = re.compile(r"(?:file://)?(~[^/]*)")


def check(subject: CardSubject) -> Iterator[Finding]:
    for uri in subject.uris:
        variable = _maybe_variable(uri)
        if variable is not None:
            message = f"{uri.field} {render_quoted(uri.text)} contains {variable!r}, which is not replaced"
            hint = "write the address out, or an override for each environment (NAME@ENV)"
            yield RULE.finding(subject.card, uri.node, message, hint)


def _maybe_variable(uri: WrittenUri) -> str | None:
    match = _SHELL.search(uri.text) or (_WINDOWS_IN_URI if uri.is_uri else _WINDOWS).search(uri.text)
    if match is not None:
        return match[0]
    home = _HOME.match(uri.text)
    return home[1] if home else None


RULE = Rule(code="C604", name="uri-variable", explains=("C601", "C608", "C617"), check_card=check)
