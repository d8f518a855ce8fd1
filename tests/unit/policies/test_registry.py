"""The policies there are."""

from __future__ import annotations

from assetcards.policies.registry import all_policies, manual_of


def test_policies_are_sorted_by_code_and_each_has_a_manual_page() -> None:
    codes = [policy.code for policy in all_policies()]
    assert codes == sorted(codes) and codes[0] == "P101"
    assert all(manual_of(code).startswith("A ") for code in codes)
