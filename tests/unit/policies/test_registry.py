"""The policies there are."""

from __future__ import annotations

from assetcards.policies.registry import all_policies, manual_of


def test_policies_are_sorted_by_code_and_their_docstrings_are_their_manual_pages() -> None:
    codes = [policy.code for policy in all_policies()]
    assert codes == sorted(codes) and codes[0] == "P101"
    assert manual_of("P104").startswith("A license that changed or was removed.\n\n")
