"""A policy is one file: its name is that of the file and of its setting."""

from __future__ import annotations

from assetcards.model.policy_names import POLICY_NAMES
from assetcards.policies.registry import all_policies
from assetcards.rules.registry import all_rules
from tests.house.sources import PACKAGE


def test_a_policy_is_in_a_file_of_its_name_and_has_the_setting_of_that_name() -> None:
    found = [path for path in PACKAGE.rglob("*.py") if "\nPOLICY = Policy(" in path.read_text("utf-8")]
    expected = {f"policies/changes/{policy.name}.py" for policy in all_policies()}
    assert {path.relative_to(PACKAGE).as_posix() for path in found} == expected
    assert sorted(POLICY_NAMES) == sorted(policy.name for policy in all_policies())


def test_every_policy_has_a_code_and_a_name_of_its_own() -> None:
    codes = [(each.code, each.name) for each in all_policies()] + [(each.code, each.name) for each in all_rules()]
    texts = [text for pair in codes for text in pair]
    assert sorted(texts) == sorted(set(texts))
