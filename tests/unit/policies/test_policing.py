"""Judging by the policy: which findings count how much, and what they come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assetcards.findings import Finding, Severity
from assetcards.model.settings import Outcome
from assetcards.policies.policing import judge_change, outcome_of
from tests.unit.policies.judging import catalog_of, found_in

OLD = "name: one\nlicense: MIT\ncheckpoint: hg://org/one\n"
NEW = OLD.replace("MIT", "X").replace("org/one", "org/two")
FINDING = Finding(code="P1", severity=Severity.ADVICE, path="x", line=1, column=0, message="m")


@pytest.mark.parametrize(
    ("outcome", "found"), [("pass", []), ("needs-review", ["P104 warning"]), ("fail", ["P104 error"])]
)
def test_a_setting_says_what_a_policy_comes_to(outcome: str, found: list[str]) -> None:
    lines = found_in(OLD, NEW, f'[policy]\ncheckpoint = "pass"\nlicense = "{outcome}"\n')
    assert [" ".join(line.split()[1:3]).strip(":") for line in lines] == found


def test_findings_are_sorted_by_location() -> None:
    assert [line.split()[:2] for line in found_in(OLD, NEW)] == [["2:", "P104"], ["3:", "P102"]]


def test_what_is_wrong_with_the_settings_before_is_a_warning() -> None:
    old = catalog_of(OLD, "nonsense = 1\n")
    (found,) = [each for each in judge_change(old, catalog_of(OLD)) if each.path == "catalog.toml"]
    assert found.severity is Severity.WARNING
    assert found.message.endswith(": ignored, the default applies")


@pytest.mark.parametrize(
    ("severities", "outcome"),
    [
        ([], Outcome.PASS),
        ([Severity.ADVICE], Outcome.PASS),
        ([Severity.ADVICE, Severity.WARNING], Outcome.NEEDS_REVIEW),
        ([Severity.WARNING, Severity.ERROR], Outcome.FAIL),
    ],
)
def test_a_change_comes_to_the_worst_of_its_findings(severities: list[Severity], outcome: Outcome) -> None:
    assert outcome_of(replace(FINDING, severity=each) for each in severities) is outcome
