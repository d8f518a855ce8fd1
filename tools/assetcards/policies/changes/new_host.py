"""A host from which no card loaded before.

Whoever controls the host decides what users of the card get. For `hg://` it is the organization on the Hub, for `s3://`
and others the bucket. It counts in new cards and in those that were there before, in configs as well; addresses for
people, such as `url` and `homepage`, do not count. In the first catalog of a repository none is reported: all are new.

    # a new card, and no other one loads from example.com
    name: tiny
    checkpoint: "https://example.com/tiny.safetensors"

Make sure that the host is the right one, and that it can be trusted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assetcards.comparison.compare import is_config
from assetcards.comparison.grouping import Affected
from assetcards.model.card import Card
from assetcards.model.fields import Address, spec_of
from assetcards.model.hub import parse_hub
from assetcards.model.settings import Outcome
from assetcards.model.uris import WrittenUri, maybe_uri
from assetcards.names import Asked
from assetcards.nodes import walk_scalars
from assetcards.policies.policy import Change, Objection, Policy, name_affected
from assetcards.redaction import render_quoted


class _Use(NamedTuple):
    """A card that loads from an address."""

    card: Card
    uri: WrittenUri


def check(change: Change) -> Iterator[Objection]:
    if not change.before.stores:
        return
    edited = (name for name, edit in change.impact.edits.items() if edit.kind != "removed")
    now = _by_host(card for name in edited for card in change.new.find_cards(name))
    known = _by_host(change.old.all_cards()).keys()
    if not known >= now.keys():
        known = _by_host(change.before.all_cards()).keys()
    for host, uses in now.items():
        if host not in known:
            yield _objection(host, uses)


def _objection(host: str, uses: list[_Use]) -> Objection:
    """One objection for all uses, at the first of them."""
    card, uri = min(uses, key=lambda use: (use.card.path, use.uri.node.line))
    affected = Affected(asked=tuple(dict.fromkeys(Asked(*use.card.full_name) for use in uses)))
    message = f"no card loaded from {render_quoted(host)} before: {uri.field} of {name_affected(affected)}"
    hint = "make sure that it is the right one, and that it can be trusted"
    return Objection((card.path, uri.node.line), message, hint)


def _by_host(cards: Iterable[Card]) -> dict[str, list[_Use]]:
    """The hosts that cards write, each with its uses in the order of the cards."""
    found: defaultdict[str, list[_Use]] = defaultdict(list)
    for card in cards:
        for uri in _loaded(card):
            host = _maybe_host(uri)
            if host:
                found[host].append(_Use(card, uri))
    return found


def _loaded(card: Card) -> Iterator[WrittenUri]:
    """The addresses that a card writes and something may load from, at any depth."""
    for field, entry in card.fields.items():
        if is_config(field) or spec_of(field).address in (Address.LOADED, Address.BY_LOOK):
            yield from filter(None, (maybe_uri(field, node) for node in walk_scalars(entry.value)))


def _maybe_host(uri: WrittenUri) -> str | None:
    """`example.org`, `hg://organization` or `s3://bucket`; None for a path, and for what is no address."""
    if uri.scheme in ("http", "https"):
        return uri.maybe_web_host
    if not uri.is_uri or uri.scheme == "file":
        return None
    place = parse_hub(uri.text)[0] if uri.scheme == "hg" else uri.text.partition("://")[2]
    return f"{uri.scheme}://{place.partition('/')[0].rpartition('@')[2]}"


POLICY = Policy(code="P109", name="new_host", default=Outcome.NEEDS_REVIEW, check=check)
