"""Reading the catalog that fairseq2 was given, once and completely, when it asks for its cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import get_args

from assetcards.errors import CardError, SourceError
from assetcards.fairseq2.bringing import Bring, Bringer, is_fetching
from assetcards.fairseq2.handed import HandedCard, Translation, Why
from assetcards.fairseq2.likeness import Likeness
from assetcards.fairseq2.pins import COMMIT
from assetcards.fairseq2.provider import Provider, Refuse
from assetcards.fairseq2.started import started_at
from assetcards.fairseq2.translation import OnClash, translate
from assetcards.fairseq2.variables import PREFIX, Named
from assetcards.model.catalog import Catalog
from assetcards.notices import say
from assetcards.sources.endpoints import commit_named
from assetcards.sources.making import check_readable, open_endpoint
from assetcards.sources.openers import find_opener
from assetcards.sources.remotes import RemoteOpener

_WARNINGS = {
    Why.CLASH: "these cards are fairseq2's own, and not those of the catalog, which differ",
    Why.PIN: "these cards have pins that fairseq2 does not get",
}


def load_providers(named: Named, theirs: Callable[[], Mapping[str, Likeness]], refuse: Refuse) -> list[Provider]:
    """The cards of each store of a catalog, beside fairseq2's own, `theirs`.

    Raises AssetCardsError when the catalog cannot be read, names an environment that nobody knows, or clashes.
    """
    on_clash, bring = _on_clash(named.on_clash), Bringer(fetches=is_fetching(named.fetch))
    with ExitStack() as closing:
        catalog = closing.enter_context(_open(named))
        check_readable(catalog)
        if named.env:
            catalog.with_(env=named.env).check_environment()
        translation = translate(catalog, theirs(), on_clash)
        _warn(translation)
        if any(asset.scheme == COMMIT for card in translation.cards for asset in card.assets.values()):
            closing.pop_all()  # its repository is read as long as there is a card of it
        return _providers(catalog, translation, refuse, bring)


def _on_clash(written: str) -> OnClash:
    for known in get_args(OnClash):
        if written in ("", known):
            found: OnClash = known
            return found
    raise SourceError(f"{PREFIX}ON_CLASH is {written[:40]!r}", hint=f"write one of {', '.join(get_args(OnClash))}")


def _open(named: Named) -> Catalog:
    """The catalog, alone with its upstreams. All processes that start together read one commit of a remote branch."""
    root, rev = named.root or None, named.rev or None
    opener = find_opener(named.source, root, fetches_files=rev is not None)
    end = opener.default if rev is None else commit_named(rev)
    if isinstance(opener, RemoteOpener):
        for revision in end.revisions:
            opener.pin(revision, opener.look_up_since(revision, started_at()))
    return open_endpoint(opener, end, root, env="", stores=())


def _warn(translation: Translation) -> None:
    """Say which cards are not what they are in the catalog."""
    for why, text in _WARNINGS.items():
        names = list(dict.fromkeys(note.card for note in translation.notes if note.why is why))
        if names:
            say(f"{text}: {', '.join(names[:10])}" + (f" and {len(names) - 10} more" if len(names) > 10 else ""))


def _providers(catalog: Catalog, translation: Translation, refuse: Refuse, bring: Bring) -> list[Provider]:
    cards: defaultdict[str, list[HandedCard]] = defaultdict(list)
    for card in translation.cards:
        cards[card.card.source].append(card)
    lost: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for store in catalog.stores:
        lost[str(store.origin)] = {name: str(CardError(name, [finding])) for name, finding in store.lost_names.items()}
    sources = dict.fromkeys([*lost, *cards])
    return [Provider(source, cards[source], lost[source], refuse, bring) for source in sources]
