"""One cause, one finding."""

from __future__ import annotations

from dataclasses import replace

from assetcards.findings import FileLine, Finding, Severity
from assetcards.lint.condense import drop_explained, fold_repeats, hold_back_unknown
from assetcards.model.card import CardFile
from assetcards.rules.rule import Rule

PLAIN = Rule(code="C101", name="plain")
ONCE = Rule(code="C103", name="once", once_per_file=True)
TELLING = Rule(code="C104", name="telling", explains=("C101", "C103"))
CARDWISE = Rule(code="C107", name="cardwise", once_per_card=True)
UNKNOWN = Rule(code="C105", name="unknown", needs_every_name=True)
RULES = (PLAIN, ONCE, TELLING, CARDWISE, UNKNOWN)


def finding(rule: Rule, line: int, *, path: str = "x.yaml", hint: str = "mend it") -> Finding:
    return rule.finding(path, (line, 1), f"{rule.name} {line}", hint)


def test_what_a_finding_of_the_line_explains_is_dropped() -> None:
    kept = [finding(TELLING, 2), finding(PLAIN, 3), finding(PLAIN, 2, path="y.yaml")]
    assert drop_explained([finding(PLAIN, 2), finding(ONCE, 2), *kept], RULES) == kept


def owner(finding: Finding) -> int:
    """As if there were a card every ten lines."""
    return finding.line // 10


def lines(*numbers: int) -> tuple[FileLine, ...]:
    return tuple(FileLine("x.yaml", number) for number in numbers)


def file(path: str, text: str | None) -> CardFile:
    return CardFile(path=path, content=b"", text=text, documents=(), cards=(), findings=())


def test_names_that_no_card_has_are_reported_only_when_all_files_were_read_or_silenced() -> None:
    files = [file("x.yaml", ""), file("unread.yaml", None)]
    unknown, plain = finding(UNKNOWN, 2), finding(PLAIN, 3)
    unread = finding(PLAIN, 1, path="unread.yaml")
    assert hold_back_unknown([unknown, plain, unread], files, RULES) == [plain, unread]
    assert hold_back_unknown([unknown, plain], files, RULES) == [unknown, plain]
    warned = replace(unread, severity=Severity.WARNING)
    assert hold_back_unknown([unknown, warned], files, RULES) == [unknown, warned]


def test_a_rule_that_speaks_once_names_the_other_lines() -> None:
    [folded] = fold_repeats([finding(ONCE, line) for line in (7, 2, 9)], RULES, owner)
    assert folded == replace(finding(ONCE, 2), hint="mend it; also on lines 7, 9", related=lines(7, 9))


def test_a_rule_that_speaks_once_per_card_speaks_of_each_card() -> None:
    first, second = fold_repeats([finding(CARDWISE, line) for line in (7, 2, 12, 15)], RULES, owner)
    assert first == replace(finding(CARDWISE, 2), hint="mend it; also on line 7", related=lines(7))
    assert second == replace(finding(CARDWISE, 12), hint="mend it; also on line 15", related=lines(15))


def test_one_other_line_is_one_line_and_the_same_line_is_none() -> None:
    two = [finding(ONCE, 2), replace(finding(ONCE, 2), column=5)]
    assert fold_repeats(two, RULES, owner) == [finding(ONCE, 2)]
    assert fold_repeats([*two, finding(ONCE, 3)], RULES, owner)[0].hint == "mend it; also on line 3"


def test_of_many_lines_some_are_counted() -> None:
    [folded] = fold_repeats([finding(ONCE, line, hint="") for line in range(1, 10)], RULES, owner)
    assert folded.hint == "also on lines 2, 3, 4, 5, 6 and 3 more"
    assert folded.related == lines(*range(2, 10))


def test_files_fixes_and_rules_are_kept_apart() -> None:
    findings = [
        finding(PLAIN, 1),
        finding(PLAIN, 2),
        finding(ONCE, 3),
        finding(ONCE, 4, hint="other"),
        finding(ONCE, 1, path="y.yaml"),
    ]
    assert fold_repeats(reversed(findings), RULES, owner) == findings
