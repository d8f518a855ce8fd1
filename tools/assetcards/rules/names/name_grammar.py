"""A name or an environment with invalid characters, or longer than 200 characters.

In a catalog, both parts of a name start with an ASCII letter or a digit, followed by letters, digits, `.`, `_` and
`-`. Such a name can be typed, used in a shell, a URL and a file name everywhere, and no other name looks the same.

    # refused
    name: "qwen/7b instruct"

Rename the card: `qwen_7b_instruct`. The rule does not apply to a folder of cards without `catalog.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import CardSubject, Rule

MAX_LENGTH = 200
_STRICT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ODD = re.compile(r"[^A-Za-z0-9._-]")


def check(subject: CardSubject) -> Iterator[Finding]:
    """An override has the name of its plain card, which is judged already."""
    card = subject.card
    what, text = ("environment", card.env) if card.env else ("name", card.name)
    problem = _maybe_problem(text) if subject.laid_out else None
    if problem is not None:
        hint = f"use at most {MAX_LENGTH} letters, digits, '.', '_' and '-'"
        yield RULE.finding(card, card.name_node, f"{what} {_shown(text)} {problem}", hint)


def _maybe_problem(text: str) -> str | None:
    if _STRICT.fullmatch(text) and len(text) <= MAX_LENGTH:
        return None
    odd = _ODD.search(text)
    if odd is not None:
        code = "" if odd[0].isascii() else f" (U+{ord(odd[0]):04X})"
        return f"contains {odd[0]!r}{code}"
    if len(text) > MAX_LENGTH:
        return f"has {len(text)} characters"
    return f"starts with {text[0]!r}, not with a letter or a digit"


def _shown(text: str) -> str:
    return repr(text) if len(text) <= 60 else f"{text[:60]!r}..."


RULE = Rule(code="C204", name="name-grammar", explains=("C106", "C139"), check_card=check)
