"""A new card with an address whose content may change.

Tomorrow the same card may load something else. An address on the Hub is pinned by the full id of a commit, any other
one by the digest of its file. This policy is off by default.

    # a new card
    name: tiny
    checkpoint: "https://example.org/tiny.safetensors"

Add the digest (`checkpoint_sha256`), or the commit of the repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.model.digests import maybe_digest, maybe_revision
from assetcards.model.hub import is_commit
from assetcards.model.resolved import ResolvedCard
from assetcards.model.settings import Outcome
from assetcards.model.uris import WrittenUri, loaded_uris
from assetcards.policies.newcards import object_to
from assetcards.policies.policy import Change, Objection, Policy

_COMMIT_IN_ADDRESS = re.compile(r"[/@][0-9a-f]{40}(?![^/?#])")
_LOCAL = ("", "file")


def check(change: Change) -> Iterator[Objection]:
    hint = "add the digest, such as `checkpoint_sha256`, or the commit"
    yield from object_to(change, _has_unpinned, "an address that is not pinned in", hint)


def _has_unpinned(card: ResolvedCard) -> bool:
    return any(uri.is_uri and uri.scheme not in _LOCAL and not _is_pinned(card, uri) for _, uri in loaded_uris(card))


def _is_pinned(card: ResolvedCard, uri: WrittenUri) -> bool:
    if _COMMIT_IN_ADDRESS.search(uri.text) or maybe_digest(card, uri.field) is not None:
        return True
    revision = maybe_revision(card, uri.field) if uri.scheme == "hg" else None
    return revision is not None and is_commit(str(revision.value))


POLICY = Policy(code="P113", name="unpinned", default=Outcome.PASS, check=check)
