"""What a rule is, and what it checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assetcards.findings import SEVERITIES, AtLine, FileLine, Finding, InFile, Severity, finding_of
from assetcards.model.card import Card, CardFile
from assetcards.model.catalog import Catalog
from assetcards.model.resolved import ResolvedCard
from assetcards.model.settings import MAX_SETTINGS_BYTES, Settings
from assetcards.model.upstream import UpstreamError
from assetcards.model.uris import WrittenUri, loaded_uris, written_uris
from assetcards.trees.foreign import read_file
from assetcards.trees.tree import SETTINGS_FILE, FileUnreadableError

if TYPE_CHECKING:
    from assetcards.families.known import KnownFamilies
    from assetcards.git.attributes import Attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSubject:
    """One card file."""

    file: CardFile
    settings: Settings


@dataclass(frozen=True, kw_only=True)
class CardSubject:
    """One unresolved card; rules get only cards that are not broken."""

    card: Card
    catalog: Catalog

    @cached_property
    def uris(self) -> Sequence[WrittenUri]:
        """The addresses that the card writes; a dozen rules look at them."""
        return tuple(written_uris(self.card))

    @property
    def laid_out(self) -> bool:
        """Whether the rules on layout and strict names apply to the card: it is in the store of `catalog.toml`."""
        return self.catalog.home is not None and self.card.tree is self.catalog.home.tree


@dataclass(frozen=True, kw_only=True)
class ResolvedSubject:
    """One card resolved, bare (`env` empty) or in an environment that changes it."""

    card: ResolvedCard
    env: str
    catalog: Catalog

    @cached_property
    def loaded_uris(self) -> Sequence[tuple[Card, WrittenUri]]:
        """The addresses of it that are loaded, each with the card that wrote it."""
        return tuple(loaded_uris(self.card))


@dataclass(frozen=True, kw_only=True)
class CatalogSubject:
    """The whole catalog: everything that could be resolved, bare and in environments."""

    catalog: Catalog
    cards: tuple[Card, ...]
    resolved: tuple[ResolvedSubject, ...]

    @cached_property
    def answers(self) -> dict[str, dict[str, ResolvedCard]]:
        """From each name to its answers: the bare one under the empty string, and those of environments."""
        answers: dict[str, dict[str, ResolvedCard]] = {}
        for subject in self.resolved:
            answers.setdefault(subject.card.name, {})[subject.env] = subject.card
        return answers

    @cached_property
    def bases(self) -> Set[str]:
        """The names that are bases of other cards, or are meant to be: the base of some card is a typo of them."""
        graph = self.catalog.graph
        known = set(self.catalog.card_names())
        with suppress(UpstreamError):  # then nobody knows what was meant
            meant = [self.catalog.closest_names(base)[:1] for base in sorted(graph.bases - known)]
            return graph.bases | {name for names in meant for name in names}
        return graph.bases

    @cached_property
    def own_files(self) -> Mapping[str, CardFile]:
        """The card files of the catalog's own store, by path; none when it cannot be listed."""
        own = self.catalog.own
        return {file.path: file for file in own.files()} if self.catalog.maybe_problem(own) is None else {}

    @cached_property
    def settings_content(self) -> bytes:
        """The bytes of `catalog.toml`, up to the limit; none when there is no such file."""
        try:
            return read_file(self.catalog.own.tree, SETTINGS_FILE, MAX_SETTINGS_BYTES)
        except FileUnreadableError:
            return b""

    @cached_property
    def attributes(self) -> Mapping[str, Attributes]:
        """The git attributes of card files and `catalog.toml` in the catalog's own store, by path."""
        from assetcards.sources.attributes import load_attributes  # late, as all that judging a change does without

        return load_attributes(self.catalog.own.tree, [*self.own_files, SETTINGS_FILE])

    @cached_property
    def families(self) -> KnownFamilies:
        """The families that the catalog knows."""
        from assetcards.families.known import known_families

        return known_families(self.catalog)

    @cached_property
    def family_findings(self) -> Mapping[str, Sequence[Finding]]:
        """What the code of described families would not take, by code; each once for the line that wrote it."""
        from assetcards.families.judging import MISSING, findings_of

        bases = self.catalog.graph.bases
        found = (
            finding
            for answer in self.resolved
            for finding in findings_of(self.families, answer.card, is_base=answer.card.name in bases)
        )
        by_code: dict[str, dict[object, Finding]] = {}
        for finding in found:
            # what one line writes is wrong once, also where cards of several families have it; it may lack several keys
            what = finding.message if finding.code == MISSING else ""
            cause = (finding.source, finding.path, finding.line, finding.column, what)
            by_code.setdefault(finding.code, {}).setdefault(cause, finding)
        return {code: list(findings.values()) for code, findings in by_code.items()}

    @property
    def laid_out_cards(self) -> Sequence[Card]:
        """The cards to which the rules on layout and strict names apply."""
        home = self.catalog.home
        return [card for card in self.cards if home is not None and card.tree is home.tree]

    @property
    def laid_out_paths(self) -> Sequence[str]:
        """The card files to which the rules on layout apply."""
        return self.catalog.home.paths() if self.catalog.home else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its code, its name and its check; the table of severities says how bad its findings are.

    A rule has one of the four checks, or none when its findings come from reading or resolving the cards.
    A rule that `covers_catalog` reports whatever a change touches: duplicate names, references to missing cards.
    `explains` are codes that this finding makes superfluous on its line. The findings of a rule `once_per_file`, or
    `once_per_card`, have one fix for all locations: the first finding lists the lines of the others. A rule
    `once_per_folder` is about whole files that are no card files: their text is not judged, and all of a folder have
    one fix. A rule that `needs_every_name` reports names that no card has, which are unknown while a file cannot be
    read, or a card has no name.
    """

    code: str
    name: str
    covers_catalog: bool = False
    explains: tuple[str, ...] = ()
    once_per_file: bool = False
    once_per_card: bool = False
    once_per_folder: bool = False
    needs_every_name: bool = False
    check_file: Callable[[FileSubject], Iterable[Finding]] | None = None
    check_card: Callable[[CardSubject], Iterable[Finding]] | None = None
    check_resolved: Callable[[ResolvedSubject], Iterable[Finding]] | None = None
    check_catalog: Callable[[CatalogSubject], Iterable[Finding]] | None = None

    @property
    def severity(self) -> Severity:
        """How bad its findings are."""
        return SEVERITIES[self.code]

    @property
    def judges(self) -> bool:
        """Whether the rule has a check; without one its findings come from reading and resolving."""
        return any((self.check_file, self.check_card, self.check_resolved, self.check_catalog))

    def finding(
        self,
        where: InFile | str,
        at: AtLine | tuple[int, int],
        message: str,
        hint: str = "",
        related: tuple[FileLine, ...] = (),
    ) -> Finding:
        """A finding of this rule in the file of a card, or at a path of the catalog, at a node or a line and column."""
        return finding_of(self.code, where, at, message, hint, related)
