"""An `hg://` address that is not a repository of the Hugging Face Hub.

It is `hg://ORGANIZATION/NAME`, or `hg://NAME` for some old models, with `@REVISION` after it for a revision. The
parts consist of letters, digits, `.`, `_` and `-`, do not start or end with `.` or `-`, have no `--` and no `..`, and
`ORGANIZATION/NAME` has at most 96 characters; the Hub refuses everything else when the card is loaded.

    # refused
    name: tiny
    checkpoint: "hg://../../etc"

Copy organization and name from the address of the repository's page.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.hub import locate_hub, maybe_hub_problem, parse_hub, spell_hub
from assetcards.model.uris import WrittenUri
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    for uri in subject.uris:
        if uri.scheme == "hg" and uri.is_uri and not uri.is_page:
            problem = maybe_hub_problem(*parse_hub(uri.text))
            if problem is not None:
                message = f"{uri.field} {render_quoted(uri.text)} {problem}"
                yield RULE.finding(subject.card, uri.node, message, _hint(uri))


def _hint(uri: WrittenUri) -> str:
    """What is meant when it is a repository and more: a file in it, or what its page has before the organization."""
    repository, file, revision = locate_hub(uri.text.partition("://")[2])
    if uri.text != f"hg://{repository}" and maybe_hub_problem(repository, None) is None:
        return f"write {spell_hub(uri.field, repository, file, revision)}"
    return "write hg://ORGANIZATION/NAME"


RULE = Rule(code="C609", name="hub-syntax", explains=("C611",), check_card=check)
