"""How bad the findings of a rule are is said in one table, and whatever shows it follows."""

from __future__ import annotations

import json
import re

import pytest

from assetcards.commands.rules import describe_rules, find_rule, render_explanation, render_manual, render_rules
from assetcards.findings import SEVERITIES, Severity
from tests.cases.validating import CASES, validate

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
"""What SARIF calls them."""


@pytest.fixture
def severity(code: str, monkeypatch: pytest.MonkeyPatch) -> Severity:
    """Another severity than the code has, which it has from now on."""
    severities = list(Severity)
    other = severities[severities.index(SEVERITIES[code]) - 1]
    monkeypatch.setitem(SEVERITIES, code, other)
    return other


@pytest.mark.parametrize("code", SEVERITIES)
def test_findings_of_a_code_are_as_bad_as_the_table_says(code: str, severity: Severity) -> None:
    folder = min((CASES / code).glob("fail-*"))
    told = re.findall(rf"^[^ ]+: {code} ([a-z]+): ", validate(folder), re.MULTILINE)
    assert set(told) == {severity}
    found = json.loads(validate(folder, "--format", "json"))["findings"]
    assert {each["severity"] for each in found if each["code"] == code} == {severity}
    [run] = json.loads(validate(folder, "--format", "sarif"))["runs"]
    results = [each["level"] for each in run["results"] if each["ruleId"] == code]
    rules = [each["defaultConfiguration"]["level"] for each in run["tool"]["driver"]["rules"] if each["id"] == code]
    assert set(results) == set(rules) == {LEVELS[severity]}


@pytest.mark.parametrize("code", SEVERITIES)
def test_manuals_and_lists_of_rules_say_what_the_table_says(code: str, severity: Severity) -> None:
    rule = find_rule(code)
    assert render_explanation(rule).startswith(f"{code} {rule.name} ({severity})\n")
    page = render_manual()
    assert f"\n| [{code}](#{code.lower()}) | {severity} | " in page
    assert f"\n### {code}\n\n`{rule.name}`, {severity}. " in page
    assert re.search(rf"^ *{code} +{severity} +{rule.name} ", render_rules(), re.MULTILINE)
    described = describe_rules()["rules"]
    assert isinstance(described, list)
    assert [each["severity"] for each in described if each["code"] == code] == [severity]
