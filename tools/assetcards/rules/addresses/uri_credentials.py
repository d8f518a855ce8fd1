"""Credentials in an address: a user, a password, a token, or the signature of a signed link.

Who may read the catalog may then use them, in every clone and for ever, and programs write addresses into their logs.
Any text of a card is searched, also inside of configurations; the messages leave the credentials out.

    # refused
    name: tiny
    checkpoint: "https://me:secret@example.org/tiny.pt"

Revoke them, take them out of the address, and let the program that loads the card log in.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.nodes import walk_scalars
from assetcards.redaction import maybe_credentials, render_quoted
from assetcards.rules.rule import CardSubject, Rule

_HINT = "revoke them, and give them to the program that loads the card"


def check(subject: CardSubject) -> Iterator[Finding]:
    for name, entry in subject.card.fields.items():
        for node in walk_scalars(entry.value):
            found = maybe_credentials(node.value) if isinstance(node.value, str) else None
            if found is not None:
                message = f"{name} has {found} in the address {render_quoted(str(node.value))}"
                yield RULE.finding(subject.card, node, message, _HINT)


RULE = Rule(code="C603", name="uri-credentials", check_card=check)
