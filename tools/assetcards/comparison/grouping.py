"""Groups the effects of a change: each effect once, with all the cards that it applies to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assetcards.comparison.compare import Difference
from assetcards.comparison.impact import CardChange, Failure
from assetcards.findings import Finding, sort_findings
from assetcards.names import Asked, FullName


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """The cards and environments that something happened to."""

    asked: tuple[Asked, ...]

    @property
    def names(self) -> list[str]:
        """The names of the cards, sorted."""
        return sorted({each.name for each in self.asked})

    @property
    def environments(self) -> list[str]:
        """The environments in which it happened, sorted."""
        return sorted({each.env for each in self.asked if each.env})

    def names_in(self, env: str) -> list[str]:
        """The names of the cards that it happened to in an environment, or without one; sorted."""
        return sorted(each.name for each in self.asked if each.env == env)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """The same differences in one card or many.

    `causes` has the card that caused them, or several cards that each caused them only in itself.
    """

    causes: tuple[FullName, ...]
    differences: tuple[Difference, ...]
    affected: Affected


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureGroup:
    """All cards that one card broke or fixed, and what is or was wrong with them, each finding once.

    `causes` has that card, or several cards that each have the same findings only in themselves.
    """

    causes: tuple[FullName, ...]
    findings: tuple[Finding, ...]
    affected: Affected


def group_changes(changes: Iterable[CardChange]) -> list[ChangeGroup]:
    """The changes by cause and by the cards that have them, those of the most cards first.

    Each difference that a card causes is in one group, with all cards that have it.
    """
    same: defaultdict[Hashable, list[Asked]] = defaultdict(list)
    by_key: dict[Hashable, tuple[FullName, Difference]] = {}
    for change in changes:
        for field in change.fields:
            key: Hashable = field.cause, field.difference.key()
            by_key[key] = field.cause, field.difference
            same[key].append(change.asked)
    groups = [
        ChangeGroup(causes=(cause,), differences=(difference,), affected=Affected(asked=tuple(same[key])))
        for key, (cause, difference) in by_key.items()
    ]
    merged = _merge_fields(_merge_alike(groups))
    return sorted(merged, key=lambda group: (-len(group.affected.names), group.causes, group.differences[0].field))


def _merge_alike(groups: Iterable[ChangeGroup]) -> list[ChangeGroup]:
    """Merge the cards that the same change to themselves has no further effect on, such as a license added to many."""
    merged: list[ChangeGroup] = []
    alike: defaultdict[Hashable, list[ChangeGroup]] = defaultdict(list)
    for group in groups:
        if group.affected.names == [group.causes[0].name]:
            alike[group.differences[0].key()].append(group)
        else:
            merged.append(group)
    return merged + [_merge(same) for same in alike.values()]


def _merge(groups: Sequence[ChangeGroup]) -> ChangeGroup:
    return ChangeGroup(
        causes=tuple(sorted(cause for group in groups for cause in group.causes)),
        differences=groups[0].differences,
        affected=Affected(asked=tuple(sorted(asked for group in groups for asked in group.affected.asked))),
    )


def _merge_fields(groups: Iterable[ChangeGroup]) -> Iterator[ChangeGroup]:
    """Merge what the same cause does to the same cards."""
    alike: defaultdict[Hashable, list[ChangeGroup]] = defaultdict(list)
    for group in groups:
        alike[group.causes, group.affected].append(group)
    for same in alike.values():
        differences = sorted((each for group in same for each in group.differences), key=lambda each: each.field)
        yield replace(same[0], differences=tuple(differences))


def group_failures(failures: Iterable[Failure]) -> list[FailureGroup]:
    """The failures by cause, those of the most cards first."""
    by_cause: defaultdict[FullName, list[Failure]] = defaultdict(list)
    for failure in failures:
        by_cause[failure.cause].append(failure)
    groups = [
        FailureGroup(
            causes=(cause,),
            findings=tuple(sort_findings(finding for failure in same for finding in failure.findings)),
            affected=Affected(asked=tuple(failure.asked for failure in same)),
        )
        for cause, same in by_cause.items()
    ]
    return sorted(_merge_failures(groups), key=lambda group: (-len(group.affected.names), group.causes))


def _merge_failures(groups: Iterable[FailureGroup]) -> Iterator[FailureGroup]:
    """Merge the cards that are the only ones with the same findings, such as those of an unreadable file."""
    alike: defaultdict[Hashable, list[FailureGroup]] = defaultdict(list)
    for group in groups:
        by_itself = group.affected.names == [group.causes[0].name]
        alike[group.findings if by_itself else group.causes].append(group)
    for same in alike.values():
        yield FailureGroup(
            causes=tuple(sorted(cause for group in same for cause in group.causes)),
            findings=same[0].findings,
            affected=Affected(asked=tuple(sorted(asked for group in same for asked in group.affected.asked))),
        )
