"""What of ours needs a broken card of an upstream: reported at ours, once for each line that names it.

The cards of upstreams are not judged; what is wrong with one of them matters where ours inherit from it, override it
or refer to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from assetcards.errors import CardError
from assetcards.findings import AtLine, Finding, finding_of
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.references import named_cards
from assetcards.model.resolve import maybe_orphan_finding
from assetcards.model.settings import Upstream
from assetcards.model.upstream import UNREAD, UpstreamError, UpstreamStore, unread_finding
from assetcards.names import Asked, FullName, render_name


def find_unresolved(catalog: Catalog, failed: Mapping[Asked, CardError | UpstreamError]) -> Iterator[Finding]:
    """What is wrong with our cards by the questions that have no answer."""
    broken: dict[Asked, CardError] = {}
    for asked, error in failed.items():
        if isinstance(error, CardError):
            broken[asked] = error
            yield from without_upstreams(catalog, error.findings)
        else:
            yield from _find_unread(catalog, asked, error)
    yield from _find_broken_needs(catalog, broken)


def find_orphans(catalog: Catalog) -> Iterator[Finding]:
    """Our overrides without a plain card, except those whose plain card may be in an upstream that cannot be read."""
    for card in catalog.own_cards():
        with suppress(UpstreamError):
            orphan = maybe_orphan_finding(catalog, card)
            if orphan is not None:
                yield orphan


def require_judged(catalog: Catalog, findings: Iterable[Finding]) -> None:
    """Raise UpstreamError when a card among them cannot be judged: neither green nor red would be true."""
    unread = next((finding for finding in findings if finding.code == UNREAD), None)
    if unread is not None:
        catalog.require_upstreams(f"{unread.location}: {unread.message}")


def _find_unread(catalog: Catalog, asked: Asked, error: UpstreamError) -> Iterator[Finding]:
    cards = (catalog.graph.maybe_card(name) for name in (asked.full_name, FullName(asked.name)))
    card = next((card for card in cards if card is not None and catalog.is_ours(card)), None)
    if card is not None:
        yield unread_finding(card, card.name_node, error)


def _find_broken_needs(catalog: Catalog, failed: Mapping[Asked, CardError]) -> Iterator[Finding]:
    """A finding for each line of our cards that names a broken card of an upstream."""
    sources = _upstream_sources(catalog)
    if not sources:
        return
    faults: dict[str, list[Finding]] = defaultdict(list)
    for asked, error in failed.items():
        faults[asked.name] += [finding for finding in error.findings if finding.source in sources]
    for card in catalog.own_cards():
        for name, node in _needs(card):
            fault = next(iter(faults.get(name, ())), None) or _maybe_lost(catalog, name, sources)
            plain = catalog.graph.maybe_card(FullName(name))
            if fault is not None and (plain is None or not catalog.is_ours(plain)):
                yield _finding(catalog, card, node, name, fault, sources[fault.source])


def _upstream_sources(catalog: Catalog) -> Mapping[str, str]:
    """What findings call the upstreams of a catalog that can be read, each with its name."""
    upstreams = (store for store in catalog.stores if store.upstream and catalog.maybe_problem(store) is None)
    return {str(store.origin): store.upstream for store in upstreams}


def without_upstreams(catalog: Catalog, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are not about files of upstreams."""
    sources = _upstream_sources(catalog)
    return [finding for finding in findings if finding.source not in sources]


def _needs(card: Card) -> Iterator[tuple[str, AtLine]]:
    """The names of the cards that a card needs, each with the node that names it."""
    if card.broken:
        return
    if card.env:
        yield card.name, card.name_node
    for reference in named_cards(card):
        yield reference.asked.name, reference.node


def _maybe_lost(catalog: Catalog, name: str, sources: Mapping[str, str]) -> Finding | None:
    lost = None if catalog.find_cards(FullName(name)) else catalog.maybe_lost(name)
    return lost if lost is not None and lost.source in sources else None


def _finding(catalog: Catalog, card: Card, node: AtLine, name: str, fault: Finding, upstream: str) -> Finding:
    message = f"{render_name(name)} of upstream {upstream!r} is broken: {fault.location}: {fault.message}"
    hint = "read another version of the upstream, or do without the card"
    if fault.code == "C401":
        further = [each.repository for each in _upstreams_of(catalog, upstream)]
        hint = f"it may need an [[upstream]] of its own here, too: {', '.join(further)}" if further else hint
    return finding_of("C411", card, node, message, hint)


def _upstreams_of(catalog: Catalog, name: str) -> Iterator[Upstream]:
    """The upstreams of an upstream, which are not followed: two that name each other would never end."""
    for store in catalog.stores:
        if isinstance(store, UpstreamStore) and store.upstream == name:
            yield from store.settings.upstreams
