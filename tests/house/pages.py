"""Pages of documentation read as stories: the files they write, the commands they run, and what these print.

In a fenced block `console`, a line `$ COMMAND` is run (`> ` goes on with it), and the lines below are what it prints
on both outputs; `...` stands for any text, and for any lines when it is alone in its line. A block below a line that
ends in a file name (`catalog/models/x.yaml`:) is that file. A block `python` with `>>>` is a doctest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_FENCE = re.compile(
    r"(?:^[^\n]*`(?P<path>[^`\s]*\.[^`\s]+)`:\n\n?)?^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a page: a file to write (`path`), or a command to run, and what it should print."""

    line: int
    command: str = ""
    expected: str = ""
    path: str = ""
    text: str = ""


def read_page(page: str) -> Iterator[Step]:
    """The steps of a page, in order.

    >>> [(step.path, step.text) for step in read_page("The card `a.yaml`:\\n\\n```yaml\\nname: a\\n```\\n")]
    [('a.yaml', 'name: a\\n')]
    """
    for block in _FENCE.finditer(page):
        line = page.count("\n", 0, block.start("text")) + 1
        if block["path"]:
            yield Step(line=line, path=block["path"], text=block["text"])
        elif block["info"] == "console":
            yield from _commands(block["text"], line)
        elif block["info"] == "python" and ">>>" in block["text"]:
            yield Step(line=line, path=".doctest.txt", text=block["text"])
            yield Step(line=line, command="python -m doctest -o ELLIPSIS .doctest.txt")


def _commands(text: str, line: int) -> Iterator[Step]:
    command, expected, begin = "", "", line
    for number, each in enumerate(text.splitlines(keepends=True), start=line):
        if each.startswith("$ "):
            if command:
                yield Step(line=begin, command=command, expected=expected)
            command, expected, begin = each[2:], "", number
        elif each.startswith("> ") and not expected:
            command += each[2:]
        else:
            expected += each
    if command:
        yield Step(line=begin, command=command, expected=expected)


def as_script(steps: Iterable[Step], mark: str) -> str:
    """A bash script that takes the steps, and prints the mark, alone in a line, before the output of each."""
    parts = ["exec 2>&1", "code=0"]
    for step in steps:
        parts.append(f"printf '%s\\n' {mark}")
        if step.path:
            folder = step.path.rpartition("/")[0] or "."
            parts.append(f"mkdir -p '{folder}'\ncat > '{step.path}' <<'{mark}'\n{step.text}{mark}")
        else:
            parts.append(f"(exit $code)\n{step.command}\ncode=$?")
    return "\n".join(parts) + "\n"


def prints_as_told(expected: str, printed: str, home: str) -> bool:
    """Whether a command printed what the page tells.

    A column behind a path of the home is as wide as the real path needs, so there the width does not count.

    >>> prints_as_told("a ... c\\n...\\n", "a b c\\nd\\ne\\n", "/home"), prints_as_told("a\\n", "b\\n", "/home")
    (True, False)
    """
    if re.search(rf"{home}\S*  ", expected):
        expected, printed = (re.sub(" {2,}", "  ", text) for text in (expected, printed))
    lines = [".*?" if line == "...\n" else re.escape(line) for line in expected.splitlines(keepends=True)]
    pattern = "".join(lines).replace(r"\.\.\.", "[^\n]*?")
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def languages(page: str) -> list[str]:
    """The word after each opening fence: no renderer shows it, so it is the language alone."""
    return [block["info"] for block in _FENCE.finditer(page)]
