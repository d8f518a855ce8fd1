"""The families in code: those that a program registers, those of installed packages, and those that come with us."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from assetcards.errors import NotFoundError
from assetcards.families.family import Family, what_is_wrong
from assetcards.families.registered import GROUP, families_of
from assetcards.names import suggest_names
from assetcards.opening.builtin.families import BUILTIN
from assetcards.trees.plugins import PluginError, entry_points_of

F = TypeVar("F", bound=Callable[..., Any])

_registered: dict[tuple[str, str], Family] = {}


class FamilyNotFoundError(NotFoundError):
    """No code here opens the assets of a family; `kind` and `name` say of which.

    >>> from assetcards.opening.registry import find_family
    >>> try:
    ...     find_family("model", "no_such_family")
    ... except FamilyNotFoundError as error:
    ...     error.kind, error.name
    ('model', 'no_such_family')
    """

    def __init__(self, kind: str, name: str, known: list[str]) -> None:
        note = f" here (there {'are' if known else 'is'} {', '.join(known) or 'none'})"
        super().__init__(f"{kind} family", name, suggest_names(name, known, limit=1), note=note)
        if not self.suggestions:
            self.hint = "install the package that has it, or register it: `register_family`"
            self.args = (f"{self.message} ({self.hint})",)
        self.kind = kind


def register_family(family: Family) -> Family:
    """Let the assets of a family be opened from now on; it replaces one of the same kind and name.

    >>> from assetcards import Family, register_family, unregister_family
    >>> poems = register_family(Family(kind="dataset", name="poems", config=None, opener=lambda config: ["roses"]))
    >>> unregister_family("dataset", "poems")
    """
    problem = what_is_wrong(family)
    if problem:
        raise TypeError(problem)
    _registered[family.kind, family.name] = family
    return family


def family_opener(
    *, kind: str, name: str, config: type | None = None, architectures: Mapping[str, Callable[[], object]] | None = None
) -> Callable[[F], F]:
    """Decorate the function that opens the assets of a family, which registers it.

    >>> from assetcards import family_opener, unregister_family
    >>> @family_opener(kind="dataset", name="poems")
    ... def open_poems(config):
    ...     return ["roses"]
    >>> unregister_family("dataset", "poems")
    """

    def register(opener: F) -> F:
        family = Family(kind=kind, name=name, config=config, architectures=architectures or {}, opener=opener)
        register_family(family)
        return opener

    return register


def unregister_family(kind: str, name: str) -> None:
    """Remove what `register_family` or `family_opener` added, if anything.

    >>> from assetcards import unregister_family
    >>> unregister_family("dataset", "poems")
    """
    _registered.pop((kind, name), None)


def find_family(kind: str, name: str) -> Family:
    """The family of a card that is opened: a registered one, that of an installed package, or one that comes with us.

    Raises FamilyNotFoundError, and PluginError when two packages name it, or one that may have it fails.
    """
    problems: list[PluginError] = []
    known: list[Family] = []
    for families in (list(_registered.values()), _installed(problems), BUILTIN):
        known += (family for family in families if family.kind == kind and family.opener is not None)
        found = [family for family in known if family.name == name]
        if len(found) > 1:
            raise PluginError(GROUP, f"two installed packages name the {kind} family {name!r}")
        if found:
            return found[0]
    if problems:
        raise problems[0]
    raise FamilyNotFoundError(kind, name, sorted({family.name for family in known}))


def _installed(problems: list[PluginError]) -> Iterator[Family]:
    """The families that entry points name; what fails is added to the problems."""
    for point in entry_points_of(GROUP):
        try:
            yield from families_of(point)
        except PluginError as error:
            problems.append(error)
