"""An absolute path in a card that is not an override.

It is valid only on machines that have the file there. Overrides are for this: `tiny@lab` says where the file is in
the environment `lab`, and the plain card has an address that everybody can reach.

    # a warning
    name: tiny
    checkpoint: "/models/tiny.pt"

Write the path in an override for the environment that has it, and a public address in the plain card.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.uris import WrittenUri
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_EVERYWHERE = ("/dev/null", "/dev/zero")
"""Files that every machine has, and cards name when nothing is loaded."""


def check(subject: CardSubject) -> Iterator[Finding]:
    card = subject.card
    for uri in subject.uris if not card.env else ():
        if _is_absolute(uri) and not uri.is_page and uri.text.removeprefix("file://") not in _EVERYWHERE:
            message = f"{uri.field} {render_quoted(uri.text)} is an absolute path, which only some machines have"
            hint = f"write it in an override ({card.name}@ENV), and a public address here, if it has one"
            yield RULE.finding(card, uri.node, message, hint)


def _is_absolute(uri: WrittenUri) -> bool:
    return uri.text.startswith("file:///") if uri.scheme == "file" else uri.is_path and uri.text.startswith("/")


RULE = Rule(code="C608", name="path-absolute", check_card=check)
