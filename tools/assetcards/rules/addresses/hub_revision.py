"""An `hg://` address with a revision in it.

fairseq2 0.8.1 hands everything behind `hg://` to the Hub as the name of a repository, and does not find it. A field
beside the address pins the commit, and programs that know it read that.

    # a warning
    name: tiny
    checkpoint: "hg://example/tiny@0123456789abcdef0123456789abcdef01234567"

Write the repository alone, and the full id of the commit as `checkpoint_revision`, `tokenizer_revision` or
`data_revision`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.hub import is_commit, maybe_hub_problem, parse_hub, spell_hub
from assetcards.model.uris import WrittenUri
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    for uri in subject.uris:
        repository, revision = parse_hub(uri.text) if uri.scheme == "hg" and uri.is_uri else ("", None)
        if revision is not None and not uri.is_page and maybe_hub_problem(repository, revision) is None:
            message = f"{uri.field} {render_quoted(uri.text)} has a revision, which fairseq2 0.8.1 cannot load"
            yield RULE.finding(subject.card, uri.node, message, _hint(uri, repository, revision))


def _hint(uri: WrittenUri, repository: str, revision: str) -> str:
    written = f"write {spell_hub(uri.field, repository, revision=revision)}"
    return written if is_commit(revision) else f"{written}, and the full id of its commit beside it"


RULE = Rule(code="C616", name="hub-revision", explains=("C610",), check_card=check)
