"""One table says how bad the findings of each rule are, and one function makes findings by it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from assetcards.findings import SEVERITIES
from assetcards.rules.registry import rule_modules
from tests.house.sources import module_files

WEIGHING = {"policies/policing", "model/upstream"}
"""Where how bad a finding is does not come from the table.

What a change comes to, the settings say; what stands for a card that cannot be judged is never reported.
"""


def calls_in(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_the_table_has_the_codes_of_the_rules_in_their_order() -> None:
    assert list(SEVERITIES) == list(rule_modules())


def test_one_function_makes_findings() -> None:
    makers = {name for name, tree in module_files() for call in calls_in(tree) if ast.unparse(call.func) == "Finding"}
    assert makers == {"findings", "lint/finding_form"}  # the second reads back what the first has made


def test_few_modules_say_themselves_how_bad_a_finding_is() -> None:
    weighing = {
        name
        for name, tree in module_files()
        for call in calls_in(tree)
        if "severity" in {keyword.arg for keyword in call.keywords}
    }
    assert weighing - {"findings"} == WEIGHING


def test_no_module_gives_a_finding_another_code() -> None:
    """It would keep how bad it was."""
    assert [
        name
        for name, tree in module_files()
        for call in calls_in(tree)
        if ast.unparse(call.func) == "replace" and "code" in {keyword.arg for keyword in call.keywords}
    ] == []
