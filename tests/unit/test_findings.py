"""Findings as values: where they are, how they are sorted and shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assetcards.findings import (
    SEVERITIES,
    FileLine,
    Finding,
    Severity,
    finding_of,
    has_errors,
    render_chain,
    sort_findings,
)

FINDING = Finding(
    code="C401",
    severity=Severity.WARNING,
    path="models/x.yaml",
    line=4,
    column=7,
    message="wrong",
    source="path:/cards",
)


def test_a_finding_is_in_the_file_and_store_of_what_it_is_about_and_at_its_line() -> None:
    found = finding_of("C110", FINDING, FINDING, "wrong", "fix it", (FileLine("a.yaml", 3),))
    warned = replace(FINDING, code="C110", severity=Severity.WARNING)
    assert found == replace(warned, hint="fix it", related=(FileLine("a.yaml", 3),))
    assert finding_of("C110", "a.yaml", (2, 1), "wrong") == replace(warned, path="a.yaml", source="", line=2, column=1)


def test_a_finding_is_as_bad_as_the_table_says_unless_another_severity_is_given() -> None:
    assert SEVERITIES["C110"] is Severity.WARNING
    assert finding_of("C110", FINDING, FINDING, "wrong", severity=Severity.ADVICE).severity is Severity.ADVICE
    with pytest.raises(KeyError):
        finding_of("P101", FINDING, FINDING, "wrong")


@pytest.mark.parametrize(
    ("line", "column", "location"),
    [(4, 7, "models/x.yaml:4:7"), (4, 0, "models/x.yaml:4"), (0, 0, "models/x.yaml")],
)
def test_a_location_has_the_numbers_that_are_known(line: int, column: int, location: str) -> None:
    assert replace(FINDING, line=line, column=column).location == location


@pytest.mark.parametrize(
    ("source", "shown"),
    [("", "models/x.yaml:4:7"), ("path:/cards", "models/x.yaml:4:7"), ("git:/r@1", "models/x.yaml:4:7 in git:/r@1")],
)
def test_a_location_in_another_store_names_that_store(source: str, shown: str) -> None:
    assert replace(FINDING, source=source).location_from("path:/cards") == shown


def test_a_finding_is_shown_with_its_hint_when_it_has_one() -> None:
    assert str(FINDING) == "models/x.yaml:4:7: C401 warning: wrong"
    assert str(replace(FINDING, hint="fix it")) == "models/x.yaml:4:7: C401 warning: wrong (fix it)"


def test_findings_are_sorted_by_location_then_code_and_each_is_there_once() -> None:
    in_order = [
        replace(FINDING, path="a.yaml", line=9),
        replace(FINDING, line=0, column=0),
        replace(FINDING, line=4, column=2),
        replace(FINDING, code="C301"),
        FINDING,
        replace(FINDING, message="wronger"),
        replace(FINDING, line=10),
    ]
    assert sort_findings([*reversed(in_order), *in_order]) == in_order


def test_findings_of_two_stores_are_two() -> None:
    other = replace(FINDING, source="")
    assert sort_findings([FINDING, other]) == [other, FINDING]


@pytest.mark.parametrize(
    ("severities", "errors"),
    [([], False), (["warning", "advice"], False), (["advice", "error"], True)],
)
def test_errors_are_what_keeps_a_card_from_loading(severities: list[str], errors: bool) -> None:
    assert has_errors([replace(FINDING, severity=Severity(each)) for each in severities]) is errors


def test_of_a_long_chain_its_ends_are_shown() -> None:
    names = [f"n{i}" for i in range(12)]
    assert render_chain(names) == " -> ".join(names)
    assert render_chain([*names, "n12"]) == (
        "n0 -> n1 -> n2 -> n3 -> n4 -> n5 -> ... 1 more ... -> n7 -> n8 -> n9 -> n10 -> n11 -> n12"
    )


def test_a_line_of_a_file_is_shown_as_editors_take_it() -> None:
    assert str(FileLine("models/x.yaml", 4)) == "models/x.yaml:4"
