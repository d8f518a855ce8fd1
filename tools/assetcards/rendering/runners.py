"""What a runner of CI would take for a command in the output of a step, written so that it does not."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"^(?P<before>(?:[^\S\n]|\x1b\[[0-9;]*m)*+):(?=:)|(?<=#)#(?=[A-Za-z]*\[)", re.MULTILINE)


def without_commands(text: str) -> str:
    r"""A string in which nothing is a command of GitHub Actions, Azure Pipelines or TeamCity.

    They obey `::add-mask::` at the start of a line, space left aside, and `##[...]`, `##vso[...]` and `##teamcity[...]`
    anywhere. One character of it is escaped as in JSON, so that JSON stays the same document.

    >>> print(without_commands('::stop-commands::x.yaml\n{"description": "##[add-mask]x"}'))
    \u003a:stop-commands::x.yaml
    {"description": "#\u0023[add-mask]x"}
    """
    return _COMMAND.sub(lambda match: "\\u0023" if match["before"] is None else f"{match['before']}\\u003a", text)
