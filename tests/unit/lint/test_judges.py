"""What judges cards: every module and document of ours that has a say, and the libraries."""

from __future__ import annotations

from assetcards.lint.judges import judge_facts


def test_rules_of_all_groups_descriptions_and_libraries_have_a_say() -> None:
    facts = judge_facts()
    for module in ("findings.py", "rules/names/names_alike.py", "families/builtin.json", "lint/judges.py"):
        assert f"/{module} ".lstrip("/").encode() in facts
    for library in (b"jsonschema /", b"referencing /", b"packaging /"):
        assert library in facts
    assert judge_facts() == facts
