"""Which changes can be judged by the part of a catalog that they reach, and what has to be known of the rest.

What a card is judged by is mostly written in it, in cards that it inherits from, that inherit from it or that it refers
to. Rules that look at all cards see their names, files and families, and who names whom: a change that leaves these as
they are changes nothing of what such rules report.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from assetcards.canonical import encode_canonical
from assetcards.comparison.reach import reached_parts
from assetcards.findings import Finding
from assetcards.lint.comments import find_comments
from assetcards.lint.differing import differ_in
from assetcards.lint.fingerprints import Owners
from assetcards.lint.lint import Found, find_all, readable_files, select
from assetcards.lint.touched import Touched, touched_between
from assetcards.model.card import KINDS, Card
from assetcards.model.catalog import Catalog
from assetcards.model.references import named_cards
from assetcards.names import FullName
from assetcards.nodes import plain_value
from assetcards.rules.content.config_key_outside import may_be_a_key
from assetcards.rules.registry import all_rules, maybe_rule
from assetcards.rules.rule import Rule
from assetcards.trees.tree import SETTINGS_FILE

OF_FAMILIES = frozenset({"C309", "C701"})
"""What is reported about a card because of the families and names of all others."""

OF_ALL = OF_FAMILIES | {"C307", "C409"}
"""What a part of a catalog cannot be judged by: names and environments that it does not have may be there."""

OF_SETTINGS = frozenset({"C002", "C003", "C004", "C708"})
"""What may be reported about `catalog.toml` by rules that do not cover the catalog."""

_SAME = frozenset({"deprecated", *(f"{kind}_{what}" for kind in KINDS for what in ("family", "arch"))})
"""The fields by which cards are judged that have nothing else to do with theirs."""


class Record(NamedTuple):
    """What is known of a catalog that was judged whole.

    `paths` are the files in which cards are reported because of the families of others. It is `sound` if no fault in it
    concerns cards in general.
    """

    paths: frozenset[str]
    sound: bool = True


class Records(Protocol):
    """Where it is kept what is known of catalogs, each by its content."""

    def maybe_read(self, catalog: Catalog) -> Record | None:
        """What is known of a catalog with just this content."""

    def keep(self, catalog: Catalog, record: Record) -> None:
        """Keep what is known of a catalog, if that is possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """A change that can be judged by a part: the parts of both sides that it reaches, and what it touches."""

    before: Catalog
    after: Catalog
    touched: Touched

    def sure(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings about the part after the change that are findings about the whole catalog as well.

        A comment silences nothing where its card is not judged.
        """
        owners = Owners(self.after)
        return [each for each in findings if not each.code.startswith("C9") or self.touched.has(each, owners)]

    @property
    def paths(self) -> set[str]:
        """The files with what it touches."""
        cards = (card for part in (self.before, self.after) for card in part.own_cards())
        return {*self.touched.files, *(card.path for card in cards if card.full_name in self.touched.cards)}


class LocalChanges:
    """The changes that can be judged by parts, by what is known of the catalogs before them."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def maybe_local(self, before: Catalog, after: Catalog, files: Collection[str]) -> Local | None:
        """A change of these files, if nothing in the catalog before it concerns more than it reaches.

        Whether that is so is found out, and kept, when it is not known.
        """
        record = self._records.maybe_read(before) if _is_alone(before) else None
        change = maybe_local(before, after, files) if record is None or record.sound else None
        if change is None:
            return None
        if record is None:
            record = find_record(before)
            self._records.keep(before, record)
        return change if record.sound and record.paths.isdisjoint(change.paths) else None

    def pass_on(self, before: Catalog, after: Catalog, sure: Iterable[Finding]) -> None:
        """Keep of the catalog after a local change what was known before it, if all that it touches is in order."""
        record = self._records.maybe_read(before)
        if record is not None and not any(map(_concerns_all, sure)):
            self._records.keep(after, record)

    def learn(self, after: Catalog, files: Collection[str], found: Found, reported: Iterable[Finding]) -> None:
        """Keep what is known of the catalog after a change by all that was found in it, and reported about it."""
        is_judged_as_before = SETTINGS_FILE not in files and not any(each.code.startswith("C9") for each in reported)
        if is_judged_as_before and _is_alone(after):
            self._records.keep(after, record_of(after, found))


def record_of(catalog: Catalog, found: Found) -> Record:
    """What is known of a catalog by what was found in it, at least by the rules that a record depends on."""
    selected = select(found, catalog.settings, found.comments)
    is_faulty = found.broken or any(map(_concerns_all, [*found.findings, *selected]))
    sound = not is_faulty and not any(_has_unknown_field(catalog, card) for card in catalog.own_cards())
    return Record(frozenset(each.path for each in found.findings if each.code in OF_FAMILIES), sound)


def find_record(catalog: Catalog) -> Record:
    """What is known of a catalog once the rules that a record depends on have judged it."""
    return record_of(catalog, find_all(catalog, _rules_on_all(catalog)))


def _rules_on_all(catalog: Catalog) -> list[Rule]:
    """The rules that a record depends on. Those that comments name are among them: to silence nothing is a fault."""
    silenced = {code for file in readable_files(catalog) for each in find_comments(file) for code in each.codes}
    wanted = OF_FAMILIES | OF_SETTINGS | silenced
    return [rule for rule in all_rules() if rule.covers_catalog or rule.code in wanted]


def rules_on_parts() -> list[Rule]:
    """The rules that judge the part that a change reaches: what the others had to report, it leaves as it is."""
    return [rule for rule in all_rules() if not rule.covers_catalog and rule.code not in OF_ALL]


def _concerns_all(finding: Finding) -> bool:
    """Whether a finding is reported whatever a change touches."""
    rule = maybe_rule(finding.code)
    return rule is None or rule.covers_catalog or finding.path == SETTINGS_FILE


def _is_alone(catalog: Catalog) -> bool:
    """Whether nothing but the tree of a catalog has to do with what is found in it."""
    settings = catalog.settings
    others = settings.findings or settings.path_ignores or settings.families.packages
    return len(catalog.stores) == 1 and catalog.env is None and not others


def maybe_local(before: Catalog, after: Catalog, files: Collection[str]) -> Local | None:
    """A change of these files; None if rules on all cards see something of it."""
    if not (_is_alone(before) and _is_alone(after) and differ_in(before, after, files)):
        return None
    if len(before.own.those_of(files)) < len(files):
        return None
    old, new = (_shapes(catalog, files) for catalog in (before, after))
    if old is None or old != new:
        return None
    parts = reached_parts(before, after, through_references=True)
    if parts[1] is after or not all(map(_has_all_environments, parts)):
        return None
    return Local(before=parts[0], after=parts[1], touched=touched_between(*parts, files))


def _shapes(catalog: Catalog, files: Collection[str]) -> Mapping[tuple[FullName, str], Hashable] | None:
    """What rules on all cards see of the cards of files; None if something is wrong with the text of one."""
    shapes: dict[tuple[FullName, str], Hashable] = {}
    for file in (catalog.own.file(path) for path in files):
        if file.findings or any(_has_unknown_field(catalog, card) for card in file.cards):
            return None
        for card in file.cards:
            if (card.full_name, file.path) in shapes:
                return None
            shapes[card.full_name, file.path] = tuple(_shape(card))
    return shapes


def _shape(card: Card) -> Iterator[Hashable]:
    yield card.base
    yield frozenset((named.field, named.asked) for named in named_cards(card))
    for field in sorted(_SAME.intersection(card.fields)):
        yield field, encode_canonical(plain_value(card.fields[field].value))


def _has_unknown_field(catalog: Catalog, card: Card) -> bool:
    return any(may_be_a_key(field, catalog.settings) for field in card.fields)


def _has_all_environments(part: Catalog) -> bool:
    """Whether each environment that a card asks for is one of the part."""
    known = {*part.environments(), "", None}
    return all(named.asked.env in known for card in part.own_cards() for named in named_cards(card))
