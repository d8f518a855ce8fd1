"""A policy is one file: its name is that of the file and of its setting."""

from __future__ import annotations

import re

import pytest

from assetcards.model.policy_names import POLICY_NAMES
from assetcards.policies.registry import all_policies, manual_of, policy_modules
from assetcards.rules.registry import all_rules
from tests.house.sources import PACKAGE, ROOT


def test_a_policy_is_in_a_file_of_its_name_and_has_the_setting_of_that_name() -> None:
    found = [path for path in PACKAGE.rglob("*.py") if "\nPOLICY = Policy(" in path.read_text("utf-8")]
    expected = {f"policies/changes/{policy.name}.py" for policy in all_policies()}
    assert {path.relative_to(PACKAGE).as_posix() for path in found} == expected
    assert sorted(POLICY_NAMES) == sorted(policy.name for policy in all_policies())


def test_the_page_of_rules_has_the_setting_and_the_default_of_every_policy() -> None:
    page = (ROOT / "docs" / "rules.md").read_text("utf-8")
    rows = re.findall(r"^\| \[(P\d+)\]\S* \| `policy\.(\w+)` \| `([a-z-]+)` \|", page, re.MULTILINE)
    assert rows == [(policy.code, policy.name, str(policy.default)) for policy in all_policies()]


@pytest.mark.parametrize("code", policy_modules())
def test_a_manual_page_has_a_sentence_an_example_and_what_to_do(code: str) -> None:
    paragraphs = manual_of(code).split("\n\n")
    assert paragraphs[0].endswith(".") and len(paragraphs[0].splitlines()) == 1
    examples = [place for place, text in enumerate(paragraphs) if text.startswith("    ")]
    assert examples and examples[-1] < len(paragraphs) - 1


def test_every_policy_has_a_code_and_a_name_of_its_own() -> None:
    codes = [(each.code, each.name) for each in all_policies()] + [(each.code, each.name) for each in all_rules()]
    texts = [text for pair in codes for text in pair]
    assert sorted(texts) == sorted(set(texts))
