"""The words that are not written here, each with what is written instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.house.sources import ROOT

GLOSSARY: dict[str, str] = {
    r"mend(s|ed|ing)?": "fix, how to fix it",
    r"tells|told|telling": "is reported, says, shows",
    r"blanks?": "space, whitespace",
    r"line[- ]ends?": "line ending",
    r"anew": "again, regenerated",
    r"slips?": "typo",
    r"a text|texts": "string, number",
    r"doubled": "duplicate",
    r"lie|lies|lay|lain": "is under, is stored in",
    r"stand|stands|stood|standing": "is in, the current directory",
    r"hangs? on|hung on": "depends on",
    r"half a character": "unpaired surrogate",
    r"(take|takes|taken|taking|took)( it| them)? away": "remove",
    r"(was|were) never (looked up|fetched)": "is in the cache",
    r"licences?": "license",
    r"(resolve|resolves|resolved) to (anything|something) else": "differences, no differences",
    r"places?": "location, address, origin, root",
}
"""Each pattern matches whole words, and a space in it any whitespace."""

ALLOWED = (r"stands? for", r"blank lines?", r"in place( of)?", r"tells? \w+ apart")
"""What is fine though a word of it is not."""

_WORDS = "|".join(f"(?P<w{at}>{each})" for at, each in enumerate(GLOSSARY))
_OLD, _ALLOWED = (
    re.compile(rf"(?<!\w)(?:{words})(?!\w)".replace(" ", r"\s+"), re.IGNORECASE)
    for words in (_WORDS, "|".join(ALLOWED))
)
_CODE = re.compile(r"^ *```.*?^ *```$|`[^`]+`", re.MULTILINE | re.DOTALL)

GENERATED = {"docs/rules.md"}
"""Pages that a command writes from what is read where it is written."""


def old_words(prose: str) -> Iterator[tuple[int, str, str]]:
    """Every word of a text that the glossary replaces: its line, the word, and what to write.

    >>> list(old_words("A line\\nend stands for\\nwhat it tells."))
    [(1, 'line end', 'line ending'), (3, 'tells', 'is reported, says, shows')]
    """
    prose = _ALLOWED.sub(_hidden, prose)
    instead = list(GLOSSARY.values())
    for match in _OLD.finditer(prose):
        at = next(int(name[1:]) for name, word in match.groupdict().items() if word)
        yield prose.count("\n", 0, match.start()) + 1, " ".join(match[0].split()), instead[at]


def without_code(page: str) -> str:
    """A page of Markdown without its code, line by line as it was."""
    return _CODE.sub(_hidden, page)


def _hidden(match: re.Match[str]) -> str:
    return re.sub(r"\S", "_", match[0])


def pages() -> dict[str, str]:
    """The prose of every page that is written by hand for readers, by path."""
    patterns = ("README.md", "docs/*.md", "hooks/*.md", "bench/*.md", "tests/*/README.md")
    paths = {path.relative_to(ROOT).as_posix(): path for pattern in patterns for path in ROOT.glob(pattern)}
    return {name: without_code(paths[name].read_text("utf-8")) for name in sorted(paths.keys() - GENERATED)}
