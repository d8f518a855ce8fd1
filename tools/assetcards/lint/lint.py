"""Checks a catalog: the findings of reading, of resolving and of the rules, each once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice

from assetcards.errors import CardError
from assetcards.findings import Finding, Severity, sort_findings
from assetcards.lint.comments import IgnoreComment, find_comments
from assetcards.lint.condense import drop_explained, fold_repeats, hold_back_unknown
from assetcards.lint.fingerprints import Owners
from assetcards.lint.suppressions import MAX_FINDINGS, select_findings
from assetcards.lint.upstreams import find_orphans, find_unresolved, without_upstreams
from assetcards.model.card import Card, CardFile
from assetcards.model.catalog import Catalog
from assetcards.model.questions import resolve_all
from assetcards.model.settings import Settings
from assetcards.model.upstream import UpstreamError, unread_finding
from assetcards.names import Asked
from assetcards.redaction import redact
from assetcards.rules.registry import all_rules
from assetcards.rules.rule import CardSubject, CatalogSubject, FileSubject, ResolvedSubject, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All findings about the cards of a catalog, and the comments that may silence some of them.

    `noted` are the findings of reading; `broken` are those of reading and resolving, which come from no rule.
    """

    findings: Sequence[Finding]
    noted: Set[Finding]
    broken: Set[Finding]
    comments: Sequence[IgnoreComment]


def lint_catalog(catalog: Catalog) -> list[Finding]:
    """Every finding about the cards of a catalog, sorted."""
    found = find_all(catalog)
    return report(select(found, catalog.settings, found.comments))


def find_all(catalog: Catalog, rules: Iterable[Rule] | None = None) -> Found:
    """The findings of reading, resolving and the rules, all or only these, including those that are silenced."""
    cards = tuple(catalog.own_cards())
    noted = [*catalog.settings.findings, *catalog.text_findings()]
    failed: dict[Asked, CardError | UpstreamError] = {}
    resolved: list[ResolvedSubject] = []
    for asked, answer in resolve_all(catalog):
        if isinstance(answer, CardError | UpstreamError):
            failed[asked] = answer
        else:
            resolved.append(ResolvedSubject(card=answer, env=asked.env or "", catalog=catalog))
    unresolved = list(find_unresolved(catalog, failed))
    files = list(readable_files(catalog))
    orphans = find_orphans(catalog)
    judged = _judge(catalog, files, cards, resolved, all_rules() if rules is None else rules)
    return Found(
        findings=[*noted, *unresolved, *without_upstreams(catalog, judged)],
        noted=frozenset(noted),
        broken=frozenset([*noted, *unresolved, *orphans]),
        comments=[comment for file in files for comment in find_comments(file)],
    )


def select(found: Found, settings: Settings, comments: Iterable[IgnoreComment]) -> list[Finding]:
    """The findings that neither settings nor comments silence, and those about these settings and comments."""
    return list(select_findings(found.findings, comments, settings, noted=found.noted))


def report(findings: Iterable[Finding]) -> list[Finding]:
    """Selected findings as they are reported, sorted: one for each cause, without secrets."""
    found = list(findings)
    # to judge most changes no rule is needed, and to load all of them takes longer than the rest
    return sort_findings(map(_without_secrets, drop_explained(found, all_rules()))) if found else []


def condense(
    catalog: Catalog, findings: Iterable[Finding], severities: Collection[Severity] = tuple(Severity)
) -> list[Finding]:
    """The findings of some severities as people get them, sorted: one for each cause, and none that is uncertain."""
    known = hold_back_unknown(findings, readable_files(catalog), all_rules())
    wanted = [finding for finding in known if finding.severity in severities]
    return fold_repeats(wanted, all_rules(), Owners(catalog).maybe_owner)


def readable_files(catalog: Catalog) -> Iterator[CardFile]:
    """Every file that is judged, of the stores that can be listed; an unreadable file has a finding."""
    stores = (store for store in catalog.stores if not store.upstream and catalog.maybe_problem(store) is None)
    return (file for store in stores for file in store.files())


def _without_secrets(finding: Finding) -> Finding:
    """A finding may quote the card: redact what looks like a secret."""
    message, hint = redact(finding.message), redact(finding.hint)
    same = (message, hint) == (finding.message, finding.hint)
    return finding if same else replace(finding, message=message, hint=hint)


def _judge(
    catalog: Catalog,
    files: Iterable[CardFile],
    cards: tuple[Card, ...],
    resolved: list[ResolvedSubject],
    rules: Iterable[Rule],
) -> Iterator[Finding]:
    subjects = [FileSubject(file=each, settings=catalog.settings) for each in files]
    whole = CatalogSubject(catalog=catalog, cards=cards, resolved=tuple(resolved))
    ours = [each for each in resolved if catalog.asks_for_ours(Asked(each.card.name, each.env))]
    sound = [CardSubject(card=card, catalog=catalog) for card in cards if not card.broken]
    for rule in rules:
        if rule.check_file is not None:
            for file in subjects:
                yield from islice(rule.check_file(file), MAX_FINDINGS)
        if rule.check_card is not None:
            for subject in sound:
                try:
                    yield from rule.check_card(subject)
                except UpstreamError as error:
                    yield unread_finding(subject.card, subject.card.name_node, error)
        if rule.check_resolved is not None:
            for answer in ours:
                yield from rule.check_resolved(answer)
        if rule.check_catalog is not None:
            yield from rule.check_catalog(whole)
