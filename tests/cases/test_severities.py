"""How bad the findings of a rule are is said in one table, and whatever shows it follows."""

from __future__ import annotations

import json
import re

import pytest

from assetcards.commands.explain import explain
from assetcards.commands.rules import Judges
from assetcards.findings import SEVERITIES, Severity
from assetcards.rendering import explain as explaining
from assetcards.rendering import rules
from assetcards.rendering.display import PLAIN
from assetcards.rules.rule import Rule
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
    rule = explain(code)
    assert isinstance(rule, Rule)
    pages = {name: render(Judges(rules=[rule], policies=[]), PLAIN) for name, render in rules.FORMATS.items()}
    assert explaining.FORMATS["text"](rule, PLAIN).startswith(f"{code} {rule.name} ({severity})\n")
    assert json.loads(explaining.FORMATS["json"](rule, PLAIN))["severity"] == severity
    assert f"\n| [{code}](#{code.lower()}) | {severity} | " in pages["markdown"]
    assert f"\n### {code}\n\n`{rule.name}`, {severity}. " in pages["markdown"]
    assert re.search(rf"^ *{code} +{severity} +{rule.name} ", pages["text"], re.MULTILINE)
    [described] = json.loads(pages["json"])["rules"]
    assert described["severity"] == severity
