"""The words that are not written here, each with what is written instead."""

from __future__ import annotations

import ast
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

ALLOWED = (r"stands? for", r"blank lines?", r"in place( of)?", r"tells? \w+ apart", r"line ends (in|there)")
"""What is fine though a word of it is not."""

_WORDS = "|".join(f"(?P<w{at}>{each})" for at, each in enumerate(GLOSSARY))
_OLD, _ALLOWED = (
    re.compile(rf"(?<!\w)(?:{words})(?!\w)".replace(" ", r"\s+"), re.IGNORECASE)
    for words in (_WORDS, "|".join(ALLOWED))
)
_CODE = re.compile(r"^ *```.*?^ *```$|`[^`]+`|^ *>>> .*?(?=^ *$|\Z)", re.MULTILINE | re.DOTALL)


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
    """A page of Markdown, or a docstring, without its code and doctests, line by line as it was."""
    return _CODE.sub(_hidden, page)


def _hidden(match: re.Match[str]) -> str:
    return re.sub(r"\S", "_", match[0])


def pages() -> dict[str, str]:
    """The prose of every page for readers, by path."""
    patterns = ("README.md", "docs/*.md", "hooks/*.md", "bench/*.md", "tests/*/README.md")
    paths = {path.relative_to(ROOT).as_posix(): path for pattern in patterns for path in ROOT.glob(pattern)}
    return {name: without_code(paths[name].read_text("utf-8")) for name in sorted(paths)}


def modules() -> dict[str, str]:
    """The source of every module, by path."""
    paths = [path for folder in ("tools", "hooks") for path in (ROOT / folder).rglob("*.py")]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted(paths)}


def old_words_of(source: str) -> Iterator[tuple[int, str, str]]:
    """As `old_words`, in the docstrings and messages of a module; a string without a space is a key or a name.

    >>> list(old_words_of("'A text, and `a text`.'\\nraise KeyError('no blank', 'place', f'`{x}` lies by `{y}`')"))
    [(1, 'A text', 'string, number'), (2, 'blank', 'space, whitespace'), (2, 'lies', 'is under, is stored in')]
    """
    tree = ast.parse(source)
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = _text_of(node) if isinstance(node, ast.JoinedStr) or id(node) not in parts else ""
        if " " in text and isinstance(node, ast.expr):
            for line, word, instead in old_words(without_code(text)):
                yield node.lineno + line - 1, word, instead


def _text_of(node: ast.AST) -> str:
    """What a string says, with a word for each value that is put into it; empty for what is no string."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text_of(part) or "_" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
