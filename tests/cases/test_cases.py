"""Every golden folder gives what its `expected.txt` says; `python -m tests.cases.rewrite` writes these anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assetcards.rules.registry import all_rules, rule_modules
from tests.cases.validating import CASES, EXPECTED, case_folders, case_id, validate


@pytest.mark.parametrize("folder", [pytest.param(each, id=case_id(each)) for each in case_folders()])
def test_a_case_gives_what_it_expects(folder: Path) -> None:
    assert validate(folder) == (folder / EXPECTED).read_text("utf-8")


@pytest.mark.parametrize("folder", [pytest.param(each, id=case_id(each)) for each in case_folders()])
def test_a_failing_case_has_its_code_and_a_passing_one_has_not(folder: Path) -> None:
    kind, _, name = folder.name.partition("-")
    assert kind in ("fail", "pass") and name
    assert (f": {folder.parent.name} " in (folder / EXPECTED).read_text("utf-8")) == (kind == "fail")


@pytest.mark.parametrize("kind", ["fail", "pass"])
@pytest.mark.parametrize("code", rule_modules())
def test_every_code_has_a_failing_and_a_passing_case(code: str, kind: str) -> None:
    assert list((CASES / code).glob(f"{kind}-*"))


@pytest.mark.parametrize("folder", [pytest.param(each, id=case_id(each)) for each in case_folders()])
def test_every_finding_has_the_severity_of_its_rule(folder: Path) -> None:
    severities = {rule.code: rule.severity.value for rule in all_rules()}
    found = re.findall(r": (C\d{3}) ([a-z]+): ", (folder / EXPECTED).read_text("utf-8"))
    assert [(code, severity) for code, severity in found if severities[code] != severity] == []
