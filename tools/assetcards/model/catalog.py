"""A catalog: cards of several stores, resolved in an environment, and the ways to query them (CARD_SPEC 3 and 6)."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from assetcards.errors import CardError, DeprecatedCardWarning, EnvironmentNotFoundError, InvalidNameError
from assetcards.findings import Finding, sort_findings
from assetcards.model.card import Kind
from assetcards.model.lookup import Lookup
from assetcards.model.questions import asked_in
from assetcards.model.settings import Settings
from assetcards.model.store import Store
from assetcards.model.stores import Stores
from assetcards.model.tokenizers import Tokenizers
from assetcards.model.upstream import OpenUpstreams, UpstreamError, no_upstreams
from assetcards.names import USER_ENVIRONMENT, Asked, parse_asked, parse_card_name

if TYPE_CHECKING:
    from assetcards.model.found import Cards
    from assetcards.model.resolved import ResolvedCard


class Revision(NamedTuple):
    """What revision was asked for, and the full id of the commit that it named when the catalog was opened.

    >>> from assetcards import open_catalog
    >>> with open_catalog(cards, rev="v1") as catalog:  # `cards` is the folder of a repository
    ...     catalog.revision.asked, len(catalog.revision.commit)
    ('v1', 40)
    """

    asked: str
    commit: str


class Catalog(Stores):
    """Cards of several stores, read on demand. Open one with `open_catalog`.

    A catalog is a snapshot: nothing is read twice. It is a context manager; leaving it closes its stores. Use one
    catalog per thread. `stores` are searched in order, `settings` are those of `catalog.toml`, `env` is the current
    environment or None, `revision` the commit that is read or None. `open_upstreams` gives the stores of upstreams, for
    what is made of the catalog with other settings.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[
    ...     {"name": "tiny", "model_family": "llama", "checkpoint": "hg://org/tiny"},
    ...     {"name": "tiny@lab", "checkpoint": "/lab/tiny.pt"},
    ... ])
    >>> with open_catalog(tree, env="lab", stores=[]) as catalog:
    ...     catalog.names(), catalog.environments(), catalog.findings()
    ...     catalog.card("tiny").uri(), catalog.card("tiny@").uri()
    ...     [card.name for card in catalog.find(kind="model", family="llama")]
    ...     catalog.maybe_card("nothing") is None
    (['tiny', 'tiny@lab'], ['lab', 'user'], [])
    ('file:///lab/tiny.pt', 'hg://org/tiny')
    ['tiny']
    True
    """

    def __init__(
        self,
        stores: Sequence[Store],
        *,
        settings: Settings | None = None,
        env: str | None = None,
        revision: Revision | None = None,
        open_upstreams: OpenUpstreams = no_upstreams,
    ) -> None:
        super().__init__(stores, settings or Settings())
        self.open_upstreams = open_upstreams
        self.env = (env or "").strip() or None
        self.revision = revision
        self._tokenizers = Tokenizers(self)
        self._warned: set[str] = set()

    def with_(
        self,
        *,
        stores: Sequence[Store] | None = None,
        settings: Settings | None = None,
        env: str | None = None,
        revision: Revision | None = None,
    ) -> Catalog:
        """The same catalog with what is given replaced: other stores or settings, another environment (empty for none).

        Files are not read again, unless the bounds in the settings differ.
        """
        if stores is None and settings is None:
            same = copy(self)  # with everything known about the cards
            same.env = self.env if env is None else env.strip() or None
            same.revision = revision or self.revision
            same._tokenizers = self._tokenizers.of(same)
            return same
        settings = settings or self.settings
        if stores is None:
            stores = self.stores
            if settings.bounds != self.settings.bounds:
                stores = [store.with_bounds(settings.bounds) for store in stores]
        env = self.env if env is None else env
        revision = revision or self.revision
        return Catalog(stores, settings=settings, env=env, revision=revision, open_upstreams=self.open_upstreams)

    def part(self, paths: Mapping[int, Collection[str]], names: Collection[str]) -> Catalog:
        """The same catalog with no other files than these of each store, and no cards of other names than these.

        `paths` has the number of each store that can be listed. Names are suggested as in the whole one.

        It has the trees of this one, and is closed with it.
        """
        stores = [store.part(paths[at], names) if at in paths else store for at, store in enumerate(self.stores)]
        part = self.with_(stores=stores)
        part._lookup = Lookup(part.stores, part.home, self._lookup)
        return part

    # Look-up

    def card(self, name: str) -> ResolvedCard:
        """The resolved card of a name: `name` in the environments in force, `name@env` in that one, `name@` in none.

        Raises CardNotFoundError with suggestions, EnvironmentNotFoundError, InvalidNameError, or CardError when the
        card exists but is broken. A deprecated card is a DeprecatedCardWarning, once.
        """
        return self._warned_of(self.resolve(asked_in(self, name)))

    def maybe_card(self, name: str) -> ResolvedCard | None:
        """Like `card`, but None when there is no plain card of that name. Otherwise raises as `card` does."""
        card = self.maybe_resolve(asked_in(self, name))
        return None if card is None else self._warned_of(card)

    def _warned_of(self, card: ResolvedCard) -> ResolvedCard:
        """The same card; whoever has asked for it is warned once when it is deprecated."""
        deprecation = card.deprecation
        if deprecation is not None and card.name not in self._warned:
            self._warned.add(card.name)
            warnings.warn(f"card {card.name!r} is {deprecation}", DeprecatedCardWarning, stacklevel=3)
        return card

    def open(self, name: str, **how: Any) -> Any:
        """The asset of a card: `ResolvedCard.open` of the card of that name. Raises what that and `card` raise."""
        return self.card(name).open(**how)

    def open_model(self, name: str, **how: Any) -> Any:
        """As `open`, for a card of several kinds: its model."""
        return self.open(name, kind="model", **how)

    def open_dataset(self, name: str, **how: Any) -> Any:
        """As `open`, for a card of several kinds: its dataset."""
        return self.open(name, kind="dataset", **how)

    def open_tokenizer(self, name: str, **how: Any) -> Any:
        """As `open`, for a card of several kinds: its tokenizer, or the one that its `tokenizer_ref` leads to."""
        return self.tokenizer_card(self.card(name)).open(kind="tokenizer", **how)

    def resolve(self, asked: Asked) -> ResolvedCard:
        """As `card`, for a name that is parsed."""
        card = self.maybe_resolve(asked)
        if card is None:
            raise self._lookup.explain_absence(asked, str(self.own.origin))
        return card

    def maybe_resolve(self, asked: Asked) -> ResolvedCard | None:
        """As `maybe_card`, for a name that is parsed."""
        env = self.env if asked.env is None else asked.env
        try:
            if env:
                self._check_environment(env)
        except EnvironmentNotFoundError:
            if asked.env is None or "/" not in asked.env:
                raise
            return None  # the path of a file, in the folder of an environment
        try:
            return self._lookup.resolver.maybe_resolve(asked.name, asked.environments(self.environments_in_force))
        except CardError as error:
            home = str(self.own.origin)
            raise CardError(error.card, error.findings, chain=error.chain, home=home) from None

    def __contains__(self, name: object) -> bool:
        """Whether there is a card of that full name, `name` or `name@env`, broken or not."""
        try:
            return isinstance(name, str) and bool(self.find_cards(parse_card_name(name)))
        except InvalidNameError:
            return False

    @property
    def environments_in_force(self) -> tuple[str, ...]:
        """The environments tried for a name without one, in order: `user`, then the current one."""
        return (USER_ENVIRONMENT, self.env) if self.env else (USER_ENVIRONMENT,)

    def check_environment(self) -> None:
        """Raise EnvironmentNotFoundError when neither a card nor `catalog.toml` has the current environment."""
        if self.env is not None:
            self._check_environment(self.env)

    # The whole catalog

    def __iter__(self) -> Iterator[ResolvedCard]:
        """Every plain card resolved with the environments in force, sorted by name; broken ones are left out.

        `findings` says which are left out and why.
        """
        for name in self.card_names():
            try:
                card = self.maybe_resolve(parse_asked(name))
            except (CardError, UpstreamError):
                continue
            if card is not None:
                yield card

    def __repr__(self) -> str:
        about = [str(self.own.origin) if self.stores else "without stores"]
        about += [f"with {len(self.stores) - 1} more stores"] if len(self.stores) > 1 else []
        return f"<Catalog {', '.join([*about, *([f'environment {self.env!r}'] if self.env else [])])}>"

    def __len__(self) -> int:
        """How many plain cards there are, broken ones included."""
        return len(self.card_names())

    def __bool__(self) -> bool:
        """True: a catalog without cards is a catalog."""
        return True

    __getitem__ = card

    def find(
        self,
        *patterns: str,
        kind: Kind | Iterable[Kind] | None = None,
        family: str | Iterable[str] | None = None,
        where: str | Iterable[str] = (),
        **fields: object,
    ) -> Cards:
        """The cards of names, of kinds, of families (of any kind), for which conditions hold, and with equal fields.

        Patterns are names with `*`, and conditions those of `catalog list --where`: `license~apache`, `!description`.
        Of several kinds or families, one will do. Sorted by name, without broken cards, as in the iteration.

        Raises NotFoundError when there is no such kind, and when no card is found and none has a name, family, field or
        value of those asked for; ConditionError and InvalidNameError for what is none.
        """
        from assetcards.model.finding import find_cards

        return find_cards(self, patterns, kind, family, where, fields)

    def search(self, words: str | Iterable[str], limit: int = 20) -> Cards:
        """The best cards that have the words, as `catalog search` finds them; `family:llama` is for a field.

        Raises NotFoundError when no card is found and none has a field that is asked for.
        """
        from assetcards.model.finding import find_by_words

        return find_by_words(self, words, limit)

    def findings(self) -> list[Finding]:
        """Everything that is broken, sorted: in the settings, in the text of any card or file, and in resolved cards.

        These findings are why a card is left out of the iteration, and why a setting has no effect. `catalog validate`
        reports more: it also applies the rules. Raises UpstreamError when a card needs an upstream that cannot be read.
        """
        from assetcards.model.questions import resolve_all

        unresolved: list[Finding] = []
        for asked, answer in resolve_all(self):
            if isinstance(answer, UpstreamError):
                raise answer
            if isinstance(answer, CardError) and self.asks_for_ours(asked):
                unresolved += answer.findings
        from assetcards.model.resolve import maybe_orphan_finding

        orphans = filter(None, (maybe_orphan_finding(self._lookup, card) for card in self.own_cards()))
        return sort_findings([*self.settings.findings, *self.text_findings(), *unresolved, *orphans])

    def tokenizer_card(self, card: ResolvedCard) -> ResolvedCard:
        """The card with a card's tokenizer: follows `tokenizer_ref` until a card has none.

        Raises what `card` raises for a target, and FieldError when the references form a cycle.
        """
        return self._tokenizers.card_of(card)

    def maybe_tokenizer_card(self, card: ResolvedCard) -> ResolvedCard | None:
        """As `tokenizer_card`; None when a reference cannot be resolved, and for a card without one."""
        return self._tokenizers.maybe_card_of(card)
