"""A commit that the hooks of this repository let pass is not refused for its cards later."""

from __future__ import annotations

import re

from tests.house.sources import ROOT

GATES = {
    "Makefile": r"\$\(BIN\)/catalog validate (.*)",
    ".github/workflows/pull-request.yml": r"run: catalog validate (.*)",
    ".pre-commit-config.yaml": r"catalog-validate\n +args: \[(.*)\]",
}
"""Where the cards are validated, and the options there."""


def test_the_hook_and_the_workflow_and_make_validate_with_one_strictness() -> None:
    for path, pattern in GATES.items():
        runs = re.findall(pattern, (ROOT / path).read_text("utf-8"))
        assert runs, path
        assert all("--strict" in options for options in runs), path
