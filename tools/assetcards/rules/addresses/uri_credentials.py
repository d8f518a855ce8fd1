"""Credentials in an address: a user, a password, a token, or the signature of a signed link.

Everybody who can read the catalog can use them, in every clone and forever, and programs write addresses into their
logs. All strings of a card are searched, including configs; messages leave the credentials out.

    # refused
    name: tiny
    checkpoint: "https://me:secret@example.org/tiny.pt"

Revoke them, remove them from the address, and let the program that loads the card log in.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.nodes import walk_scalars
from assetcards.redaction import maybe_credentials, render_quoted
from assetcards.rules.rule import CardSubject, Rule

_HINT = "revoke them, and pass new ones to the program that loads the card"


def check(subject: CardSubject) -> Iterator[Finding]:
    for name, entry in subject.card.fields.items():
        for node in walk_scalars(entry.value):
            found = maybe_credentials(node.value) if isinstance(node.value, str) else None
            if found is not None:
                message = f"{name} has {found} in the address {render_quoted(str(node.value))}"
                yield RULE.finding(subject.card, node, message, _HINT)


RULE = Rule(code="C603", name="uri-credentials", check_card=check)
