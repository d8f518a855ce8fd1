"""Tests that what two versions print is compared: one word is found, and nothing else differs."""

import shutil
from pathlib import Path

from tests.campaigns.outputs import PROJECT, catalogs, differences, questions

TOOLS = PROJECT / "tools"
ONE = len([*catalogs()])
"""To take one of so many catalogs is to take the first."""


def test_a_changed_word_is_found_in_every_answer(tmp_path: Path) -> None:
    changed = shutil.copytree(TOOLS, tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    module = changed / "assetcards" / "cli" / "main.py"
    module.write_text(
        module.read_text("utf-8").replace("return run_guarded(", "print('word')\n    return run_guarded(")
    )
    found = [lines for _, lines in differences(TOOLS, changed, ONE)]
    assert found == ["@@ -1,0 +2 @@\n+word"] * len([*questions(tmp_path)])
