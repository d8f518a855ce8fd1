"""Errors about what a catalog contains: names, environments, cards and their fields."""

from __future__ import annotations

from collections.abc import Sequence

from assetcards.errors.base import AssetCardsError, shorten
from assetcards.findings import Finding, render_chain


class InvalidNameError(AssetCardsError):
    """A string that cannot be the name of a card: empty, or with more than one `@`. `name` is the string.

    >>> from assetcards import InvalidNameError, MemoryTree, open_catalog
    >>> try:
    ...     open_catalog(MemoryTree(), stores=[]).card("tiny@lab@edge")
    ... except InvalidNameError as error:
    ...     error.name
    'tiny@lab@edge'
    """

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message, hint="a card is asked for as NAME, NAME@ENV or NAME@")
        self.name = name


class NotFoundError(AssetCardsError):
    """Something asked for by name is not there; `suggestions` are the closest names that are.

    >>> from assetcards import MemoryTree, NotFoundError, open_catalog
    >>> try:
    ...     open_catalog(MemoryTree(), stores=[]).find(kind="modle")
    ... except NotFoundError as error:
    ...     error.name, error.suggestions
    ('modle', ('model',))
    """

    def __init__(self, what: str, name: str, suggestions: Sequence[str] = (), *, note: str = "") -> None:
        message = f"{what} {shorten(name)!r} is not known{note}"
        hint = f"did you mean {' or '.join(map(repr, suggestions))}?" if suggestions else ""
        super().__init__(message, hint=hint)
        self.name = name
        self.suggestions = tuple(suggestions)


class CardNotFoundError(NotFoundError):
    """No card of that name; `findings` are of broken files that may hold it.

    >>> from assetcards import CardNotFoundError, MemoryTree, open_catalog
    >>> try:
    ...     open_catalog(MemoryTree(cards=[{"name": "tiny"}]), stores=[]).card("tny")
    ... except CardNotFoundError as error:
    ...     error.name, error.suggestions, error.findings
    ('tny', ('tiny',), ())
    """

    def __init__(
        self,
        name: str,
        suggestions: Sequence[str] = (),
        *,
        note: str = "",
        findings: Sequence[Finding] = (),
    ) -> None:
        super().__init__("card", name, suggestions, note=note)
        self.findings = tuple(findings)


class NotLockedError(NotFoundError):
    """A card that the commit of a lock file has, and that is not locked; `lock` is the file as it was named.

    >>> NotLockedError("tiny", "catalog.lock").hint
    'lock it, too: catalog lock tiny'
    """

    def __init__(self, name: str, lock: str) -> None:
        message, hint = f"card {shorten(name)!r} is not locked in {lock}", f"lock it, too: catalog lock {name}"
        AssetCardsError.__init__(self, message, hint=hint)
        self.name = name
        self.lock = lock
        self.suggestions = ()


class EnvironmentNotFoundError(NotFoundError):
    """An environment that no card and no `catalog.toml` knows.

    >>> from assetcards import EnvironmentNotFoundError, MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny"}, {"name": "tiny@lab"}])
    >>> try:
    ...     open_catalog(tree, stores=[]).card("tiny@lba")
    ... except EnvironmentNotFoundError as error:
    ...     error.name, error.suggestions
    ('lba', ('lab',))
    """

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__("environment", name, suggestions)


class CardError(AssetCardsError):
    """A card exists but cannot be resolved; `findings` say why, each with its location.

    `chain` are the names from the card up its bases to where it ends, when it has come beyond the card itself. `home`
    is the catalog's own store: the message names the store of findings in others.

    >>> from assetcards import CardError, MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", {"a.yaml": "name: tiny_chat\\nbase: tny"})
    >>> try:
    ...     open_catalog(tree, stores=[]).card("tiny_chat")
    ... except CardError as error:
    ...     error.chain, [finding.code for finding in error.findings], error.findings[0].location
    (('tiny_chat', 'tny'), ['C401'], 'a.yaml:2:7')
    """

    def __init__(self, card: str, findings: Sequence[Finding], *, chain: Sequence[str] = (), home: str = "") -> None:
        first = findings[0]
        location = first.location_from(home) if home else first.location
        way = f" ({render_chain(chain)})" if len(chain) > 1 else ""
        super().__init__(f"card {card!r} cannot be resolved{way}: {location}: {first.message}", hint=first.hint)
        self.card = card
        self.chain = tuple(chain)
        self.home = home
        self.findings = tuple(findings)


class ConfigError(CardError):
    """The config of a card is not one of its family's class; `findings` has all that is wrong, each with its location.

    >>> from dataclasses import dataclass
    >>> from assetcards import Family, MemoryTree, open_catalog, register_family, unregister_family
    >>> @dataclass
    ... class PoemsConfig:
    ...     lines: int = 4
    ...     rhymes: bool = True
    >>> poems = register_family(Family(kind="dataset", name="poems", config=PoemsConfig, opener=print))
    >>> text = "name: roses\\ndataset_family: poems\\ndataset_config:\\n  lines: 2.5\\n  rhymes: perhaps\\n"
    >>> try:
    ...     open_catalog(MemoryTree("mine", {"a.yaml": text}), stores=[]).open("roses")
    ... except ConfigError as error:
    ...     [finding.location for finding in error.findings]
    ['a.yaml:4:3', 'a.yaml:5:3']
    >>> unregister_family("dataset", "poems")
    """

    def __init__(self, card: str, kind: str, findings: Sequence[Finding]) -> None:
        faults = "; ".join(_with_hint(finding) for finding in findings)
        AssetCardsError.__init__(self, f"card {card!r} cannot be opened as a {kind}: {faults}")
        self.card = card
        self.chain = ()
        self.home = ""
        self.findings = tuple(findings)


def _with_hint(finding: Finding) -> str:
    return f"{finding.location}: {finding.message}" + (f" ({finding.hint})" if finding.hint else "")


class OpeningError(AssetCardsError):
    """The code that opens the assets of a family failed; `card` is the one that was opened, and `__cause__` says why.

    >>> OpeningError("roses", "dataset family 'poems'", FileNotFoundError("/srv/roses")).card
    'roses'
    """

    def __init__(self, card: str, family: str, error: Exception) -> None:
        problem = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        super().__init__(f"card {card!r} cannot be opened: the code of {family} failed with {problem}")
        self.card = card


class FieldError(AssetCardsError):
    """A field of a resolved card is absent or not of the type asked for; `path` and `line` say who wrote it where.

    `source` is the store, as `Tree.origin` writes it.

    >>> from assetcards import FieldError, MemoryTree, open_catalog
    >>> card = open_catalog(MemoryTree("mine", {"a.yaml": "name: tiny\\nshards: 8"}), stores=[]).card("tiny")
    >>> try:
    ...     card.field("shards").as_(str)
    ... except FieldError as error:
    ...     error.card, error.field, error.path, error.line
    ('tiny', 'shards', 'a.yaml', 2)
    """

    def __init__(
        self, message: str, *, card: str, field: str, path: str, line: int, source: str = "", hint: str = ""
    ) -> None:
        super().__init__(f"{path}:{line}: {message}" if path else message, hint=hint)
        self.card = card
        self.field = field
        self.path = path
        self.line = line
        self.source = source


class DeprecatedCardWarning(UserWarning):
    """A deprecated card was asked for; a catalog warns once of each.

    >>> import warnings
    >>> from assetcards import DeprecatedCardWarning, MemoryTree, open_catalog
    >>> tree = MemoryTree(cards=[{"name": "tiny", "deprecated": {"replaced_by": "small"}}, {"name": "small"}])
    >>> warnings.simplefilter("error", DeprecatedCardWarning)
    >>> try:
    ...     open_catalog(tree, stores=[]).card("tiny")
    ... except DeprecatedCardWarning as warning:
    ...     str(warning)
    "card 'tiny' is deprecated (use 'small')"
    """
