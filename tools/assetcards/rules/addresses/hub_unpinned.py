"""An `hg://` address without a commit.

It loads the current content of the repository: next week the same card may be another model. With the full id of a
commit it stays the same forever; a branch or a tag can be moved. (fairseq2 0.8.1 itself does not support a revision
in an address yet: pin the cards of catalogs that are loaded by a program that does.)

    # advice
    name: tiny
    checkpoint: "hg://example/tiny"

Write `hg://ORGANIZATION/NAME@` and the 40 digits of the commit, from the page "Files and versions" of the repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.hub import maybe_hub_problem, parse_hub
from assetcards.model.uris import written_uris
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_HINT = "pin it with @COMMIT if your loader supports that; fairseq2 0.8.1 does not"


def check(subject: CardSubject) -> Iterator[Finding]:
    for uri in written_uris(subject.card):
        repository, revision = parse_hub(uri.text) if uri.scheme == "hg" else ("", None)
        if uri.is_page or maybe_hub_problem(repository, revision) or _is_commit(revision):
            continue
        seen = (
            "is not pinned" if revision is None else f"is pinned to {revision!r}, which is not the full id of a commit"
        )
        message = f"{uri.field} {render_quoted(uri.text)} {seen}"
        yield RULE.finding(subject.card, uri.node, message, _HINT)


def _is_commit(revision: str | None) -> bool:
    return revision is not None and re.fullmatch("[0-9a-f]{40}", revision) is not None


RULE = Rule(code="C610", name="hub-unpinned", check_card=check)
