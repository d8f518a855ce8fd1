"""Opens the asset of a card: defaults, layers and variables are made into a config, which the family's code opens."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from typing import Any

from assetcards.errors import AssetCardsError, CardError, FieldError, OpeningError, SourceError
from assetcards.families.checking import FaultKind
from assetcards.families.family import Family
from assetcards.model.card import KINDS, Card
from assetcards.model.patches import Composed, apply, compose_patches, patch_of
from assetcards.model.resolved import ResolvedCard, check_kind
from assetcards.model.store import Store
from assetcards.names import suggest_names
from assetcards.opening.context import Opening
from assetcards.opening.conversion import structure
from assetcards.opening.defaults import default_values, fields_without_defaults, keep_defaults, values_of
from assetcards.opening.faults import ConversionError, Fault
from assetcards.opening.registry import find_family
from assetcards.opening.unstructured import unstructure
from assetcards.opening.variables import replace_variables
from assetcards.opening.wrong import config_error
from assetcards.sources.defaults import variables_of_configs
from assetcards.trees.memory import MemoryTree

_GIVEN = "open(config=...)"
"""What stands for a file where a fault is in what the caller gave."""


def open_asset(
    card: ResolvedCard,
    *,
    kind: str | None = None,
    config: Mapping[str, Any] | None = None,
    variables: Mapping[str, str] | None = None,
    lossy: bool = False,
) -> Any:
    """The asset of a card, opened by the code of its family; a card of several kinds is opened as the `kind` named.

    The layers of the card are applied to the defaults of the family's class, or to the config of the architecture, and
    `config` is one more layer above them. `${env:VAR}` is replaced by what `variables` has, the process's own by
    default. A value that fairseq2 would change to fit (`3.9` for an integer) is refused, unless it may be `lossy`.

    Raises FieldError when the card has no such kind, FamilyNotFoundError when no code here opens its family,
    ConfigError with all that the family's class does not take, OpeningError when its code fails.

    >>> from assetcards import MemoryTree, family_opener, open_catalog, unregister_family
    >>> @family_opener(kind="dataset", name="poems")
    ... def open_poems(config):
    ...     return ["roses", "violets"]
    >>> tree = MemoryTree(cards=[{"name": "flowers", "dataset_family": "poems"}])
    >>> open_asset(open_catalog(tree, stores=[]).card("flowers"))
    ['roses', 'violets']
    >>> unregister_family("dataset", "poems")
    """
    kind = kind_to_open(card, kind)
    family = find_family(kind, card.field(f"{kind}_family").as_(str).strip())
    opening = Opening(
        card=card,
        kind=kind,
        architecture=_architecture(card, kind),
        patch=_patch(card, kind, config),
        variables=variables_of_configs() if variables is None else variables,
    )
    made = _config(family, opening, lossy=lossy)
    assert family.opener is not None
    arguments = (made, opening) if takes_opening(family.opener) else (made,)
    return _run(family, card, family.opener, *arguments)


def _run(family: Family, card: ResolvedCard, code: Callable[..., Any], *arguments: Any) -> Any:
    """Run code of a family. Raises OpeningError when it fails; what is ours, or ends the program, stays as it is."""
    try:
        return code(*arguments)
    except AssetCardsError:
        raise
    except Exception as error:
        raise OpeningError(card.name, f"{family.kind} family {family.name!r}", error) from error


def _architecture(card: ResolvedCard, kind: str) -> str | None:
    """The architecture that a card names, or None. Raises FieldError when it is no string."""
    field = card.maybe_field("model_arch") if kind == "model" else None
    return None if field is None or field.value is None else field.as_(str).strip()


def kind_to_open(card: ResolvedCard, kind: str | None) -> str:
    """The kind that a card is opened as: the one asked for, or its only one. Raises FieldError."""
    if kind is not None:
        check_kind(kind)
    kinds = [each for each in card.kinds if each in KINDS]
    if kind in kinds:
        return kind
    if kind is not None and kinds:
        hint = f"open it with {' or '.join(f'open_{each}' for each in kinds)}"
        raise card.field_error(f"{kind}_family", f"is no {kind}: it has no {kind}_family", hint)
    if len(kinds) == 1:
        return kinds[0]
    problem = f"is a {' and a '.join(kinds)}" if kinds else "has no family, so no code opens it"
    hint = f"ask for one: {' or '.join(f'open_{each}' for each in kinds)}" if kinds else "name one: dataset_family"
    raise card.field_error("", problem, hint)


def takes_opening(opener: Callable[..., Any]) -> bool:
    """Whether an opener has a second argument that has to be given.

    >>> takes_opening(lambda config: None), takes_opening(lambda config, opening: None)
    (False, True)
    """
    try:
        parameters = inspect.signature(opener).parameters.values()
    except ValueError:  # of a few that are built into Python
        return False
    needed = [
        each
        for each in parameters
        if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD) and each.default is each.empty
    ]
    return len(needed) > 1


def _patch(card: ResolvedCard, kind: str, config: Mapping[str, Any] | None) -> Composed | None:
    """What the layers of a card and one more above them do to the defaults."""
    below = card.composed(kind)
    if config is None:
        return below
    key = f"{kind}_config"
    above = _layer(card, key, config)
    if above.broken:
        raise CardError(card.name, above.findings)
    return compose_patches(below, patch_of(above.fields[key], above))


def _layer(card: ResolvedCard, key: str, config: Mapping[str, Any]) -> Card:
    """A card with the config that was given. Raises FieldError when that is no data."""
    try:
        tree = MemoryTree("open", cards=[{"name": card.name, key: unstructure(config)}])
    except (SourceError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error.__cause__ or error)
        message = f"card {card.name!r} cannot be opened with this config: {why}"
        raise FieldError(message, card=card.name, field=key, path="", line=0) from error
    (path,) = tree.files()
    content = tree.read(path, sys.maxsize)
    (above,) = Store(MemoryTree("open", {_GIVEN: content})).file(_GIVEN).cards
    return above


def _config(family: Family, opening: Opening, *, lossy: bool) -> Any:
    """The config as the family's code gets it."""
    card, patch = opening.card, opening.patch
    made = None if opening.architecture is None else _of_architecture(family, card, opening.architecture)
    if patch is None:
        return _unpatched(family, opening) if made is None else made
    if family.config is None:
        fault = Fault(FaultKind.REFUSED, (), "it takes no config", "remove it")
        raise config_error(card, opening.kind, family.name, patch, [fault])
    target = family.config if made is None else type(made)
    values = _run(family, card, default_values, target) if made is None else values_of(made)
    data = _run(family, card, unstructure, values)
    config = replace_variables(apply(patch, data), opening.variables)
    try:
        try:
            return structure(config, target, lossy=lossy)
        except ConversionError as error:
            return structure(keep_defaults(config, values, patch, error.faults), target, lossy=lossy)
    except ConversionError as error:
        raise config_error(card, opening.kind, family.name, patch, error.faults) from error.__cause__


def _unpatched(family: Family, opening: Opening) -> Any:
    """The config that the class makes by itself. Raises FieldError when it cannot without a layer."""
    if family.config is None:
        return None
    lacking = fields_without_defaults(family.config)
    if lacking:
        field = opening.card.field(f"{opening.kind}_family")
        raise field.error(f"needs a {opening.kind}_config: {family.name} has no default for {', '.join(lacking)}")
    return _run(family, opening.card, family.config)


def _of_architecture(family: Family, card: ResolvedCard, name: str) -> Any:
    if name not in family.architectures:
        known = sorted(family.architectures)
        close = suggest_names(name, known, limit=1)
        others = f"did you mean {close[0]!r}?" if close else f"it has {', '.join(known) or 'none'}"
        problem = f"names {name!r}, which is no architecture of {family.name} here ({others})"
        raise card.field("model_arch").error(problem)
    made = _run(family, card, family.architectures[name])
    if isinstance(made, family.config or object):
        return made
    wrong = TypeError(f"the config of architecture {name!r} is of type {type(made).__name__}")
    raise OpeningError(card.name, f"{family.kind} family {family.name!r}", wrong)
