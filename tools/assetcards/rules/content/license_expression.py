"""A license that is not an SPDX expression.

Programs read `license`, too: it is an expression of SPDX identifiers (`Apache-2.0`, `MIT AND CC-BY-4.0`,
https://spdx.org/licenses), or `LicenseRef-NAME` for a license that SPDX does not list, such as those of Llama or
Gemma. `license: null` says that none is known.

    # refused
    name: tiny
    license: Apache 2

Write the identifier of the license, or `LicenseRef-` and a name of letters, digits, dots and hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assetcards.findings import Finding
from assetcards.nodes import ScalarNode
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_MAX_LENGTH = 500
"""Longer than any real expression; the parser of `packaging` is not made for more."""

_OTHER_DOCUMENT = re.compile(r"(?<![A-Za-z0-9.-])DocumentRef-[A-Za-z0-9.-]+:(?=LicenseRef-)")
"""The SPDX document of a reference, which `packaging` does not know."""


def check(subject: CardSubject) -> Iterator[Finding]:
    entry = subject.card.fields.get("license")
    if entry is None or not isinstance(entry.value, ScalarNode) or not isinstance(entry.value.value, str):
        return
    text = entry.value.value
    problem = maybe_problem(text)
    if problem is not None:
        yield RULE.finding(subject.card, entry.value, f"license {render_quoted(text)} {problem}", _hint(text))


@cache
def maybe_problem(expression: str) -> str | None:
    """What is wrong with an SPDX expression, or None."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    if len(expression) > _MAX_LENGTH:
        return f"is longer than {_MAX_LENGTH} characters"
    try:
        canonicalize_license_expression(_OTHER_DOCUMENT.sub("", expression))
    except InvalidLicenseExpression as error:
        unknown = str(error).startswith("Unknown")
        return "has an identifier that SPDX does not list" if unknown else "is not an SPDX expression"
    return None


def _hint(text: str) -> str:
    for guess in (text.strip().replace(" ", "-"), text.strip().replace(" ", "-") + ".0"):
        if maybe_problem(guess) is None:
            return f"did you mean {guess!r}?"
    return "write an SPDX identifier, or LicenseRef-NAME for a license that SPDX does not list"


RULE = Rule(code="C304", name="license-expression", check_card=check)
