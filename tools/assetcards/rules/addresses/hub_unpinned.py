"""An address on a hub without a commit.

It loads the current content of the repository: next week the same card may be another model. With the full id of a
commit it stays the same forever; a branch or a tag can be moved. An address with a digest is not reported: the digest
ensures that the content is the same.

    # advice
    name: tiny
    checkpoint: "hg://example/tiny"

Write the 40 digits of the commit as `checkpoint_revision`, `tokenizer_revision` or `data_revision`, from the page
"Files and versions" of the repository. In `https://huggingface.co/.../resolve/main/...`, and in the raw addresses of
GitHub, write them instead of the branch.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.digests import maybe_digest, maybe_revision, revision_field
from assetcards.model.hub import is_commit, maybe_hub_problem, parse_hub
from assetcards.model.pages import maybe_revision_of
from assetcards.model.uris import WrittenUri
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, ResolvedSubject, Rule


def check_card(subject: CardSubject) -> Iterator[Finding]:
    """Strings of unknown meaning, which have neither digest nor revision."""
    for uri in subject.uris:
        if not uri.is_loaded and not uri.is_page and _is_unpinned_on_hub(uri):
            message = f"{uri.field} {render_quoted(uri.text)} is not pinned"
            yield RULE.finding(subject.card, uri.node, message, "write the commit in a field beside it")


def check_resolved(subject: ResolvedSubject) -> Iterator[Finding]:
    """Addresses that are loaded, with the digest and the revision in force."""
    for card, uri in subject.loaded_uris:
        if maybe_digest(subject.card, uri.field) is not None:
            continue
        if _is_unpinned_on_hub(uri) and maybe_revision(subject.card, uri.field) is None:
            message = f"{uri.field} {render_quoted(uri.text)} is not pinned"
            hint = f"add {revision_field(uri.field)}, the full id of the commit"
            yield RULE.finding(card, uri.node, message, hint)
        parts = uri.maybe_parts if uri.scheme in ("http", "https") else None
        revision = maybe_revision_of(parts) if parts is not None else None
        if revision is not None and not is_commit(revision):
            message = f"{uri.field} {render_quoted(uri.text)} is not pinned: {revision!r} can be moved"
            yield RULE.finding(card, uri.node, message, f"write the full id of the commit instead of {revision!r}")


def _is_unpinned_on_hub(uri: WrittenUri) -> bool:
    repository, revision = parse_hub(uri.text) if uri.scheme == "hg" and uri.is_uri else ("", None)
    return revision is None and maybe_hub_problem(repository, revision) is None


RULE = Rule(code="C610", name="hub-unpinned", check_card=check_card, check_resolved=check_resolved)
