"""Syntax errors in plain sentences: what libyaml means, where the cause is, and which finding it becomes.

Also what libyaml accepts and the cards' dialect refuses: fairseq2's reader (ruamel.yaml 0.18 and 0.19, pure) does not
accept it, or reads it as something else.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple


class Fault(NamedTuple):
    """Why a file cannot be read beyond an offset."""

    code: str
    offset: int
    message: str
    hint: str


# What no parser should have to interpret, wherever it is

CONTROL = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""What YAML does not allow literally. Compiling it takes five milliseconds, so ASCII files do without."""
_ASCII_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LOOKALIKES = frozenset("\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
"""What looks like a space but is not one in YAML."""
LOOKALIKE_SET = "".join(sorted(LOOKALIKES))
_BREAK = re.compile("[\x85\u2028\u2029]")
_BYTE_ORDER_MARK = re.compile("(?<![^\r\n])\ufeff")
_CONFLICT_MARKERS = ("<" * 7, "|" * 7, ">" * 7, "=" * 7)
_CONFLICT = re.compile(r"^(?:[<|>]{7} .*|={7}\r?)$", re.MULTILINE)


def is_plain(text: str) -> bool:
    r"""Whether a string is printable ASCII in lines that end with `\n`, as most files are; quick.

    >>> is_plain("name: tiny\n"), is_plain("a\tb"), is_plain("caf\u00e9")
    (True, False, False)
    """
    return text.isascii() and text.replace("\n", "").isprintable()


def control_in(text: str) -> re.Pattern[str]:
    """What finds the characters in a string that YAML does not allow literally."""
    return _ASCII_CONTROL if text.isascii() else re.compile(CONTROL)


def maybe_unreadable(text: str) -> Fault | None:
    """The first position at which reading has to end before anything is parsed."""
    if is_plain(text) and not any(marker in text for marker in _CONFLICT_MARKERS):
        return None
    faults = (
        *_first(control_in(text), text, "C103", "control character {}", "remove it"),
        *_first(_BREAK, text, "C107", "line break {}, which YAML parsers treat differently", "use an ordinary one"),
        *_first(_BYTE_ORDER_MARK, text, "C117", "byte-order mark {} in the middle of the file", "remove it"),
        *_first(_CONFLICT, text, "C112", "unresolved merge conflict: '{}'", "resolve it and remove the markers"),
    )
    return min(faults, key=lambda fault: fault.offset, default=None)


def _first(pattern: re.Pattern[str], text: str, code: str, message: str, hint: str) -> list[Fault]:
    match = pattern.search(text)
    if match is None:
        return []
    seen = match[0].strip() if len(match[0]) > 1 else describe_character(match[0])
    return [Fault(code, match.start(), message.format(seen[:40]), hint)]


def describe_character(character: str) -> str:
    r"""A character for messages, by its number.

    >>> describe_character("\u202e")
    'U+202E'
    """
    return f"U+{ord(character):04X}"


# What libyaml refuses

_SENTENCES = {
    "mapping values are not allowed in this context": (
        "':' is not allowed here", "quote a value that contains ': ', or check the indentation",
    ),
    "block sequence entries are not allowed in this context": (
        "sequence item '-' is not allowed here", "start the sequence on its own line, or quote the value",
    ),
    "could not find expected ':'": ("expected ':' after a key", "write `key: value`, or indent a continuation line"),
    "did not find expected key": (
        "expected a key of the mapping on line {0}",
        "check the indentation, and quote values that contain ':', '#' or quotes",
    ),
    "did not find expected '-' indicator": (
        "expected an item of the sequence on line {0}", "check the indentation, or start with '- '",
    ),
    "did not find expected ',' or ']'": ("the '[' on line {0} is not closed before this", "add ',' or ']'"),
    "did not find expected ',' or '}'": ("the '{{' on line {0} is not closed before this", "add ',' or '}'"),
    "found unexpected end of stream": ("the quote on line {0} is not closed", "close it"),
    "found unexpected document indicator": ("the quote on line {0} is not closed before this", "close it"),
    "did not find expected <document start>": ("content after the end of a document", "start the next with '---'"),
    "did not find expected node content": ("a value cannot start with '{1}'", "quote the value"),
    "found character that cannot start any token": ("a value cannot start with '{1}'", "quote the value"),
    "found unexpected ':'": ("':' is not allowed here in brackets", "quote the value"),
    "did not find expected alphabetic or numeric character": (
        "invalid name of an anchor or an alias", "quote a value that starts with '&' or '*'",
    ),
    "found unknown escape character": ("invalid escape {2}", r"use single quotes, or write \\ for a backslash"),
    "did not find expected hexdecimal number": ("escape has too few digits", r"write \xHH, \uHHHH or \UHHHHHHHH"),
    "found invalid Unicode character escape code": ("escape is not a character", "write the character itself"),
}  # fmt: skip
_OF_TIGHT_KEYS = ("could not find expected ':'", "mapping values are not allowed in this context")
_AT_CONTEXT = ("could not find expected ':'",)
_SURROGATE = re.compile(r"[dD][89a-fA-F][0-9a-fA-F]{2}")
_LOOKALIKE_INDENT = f" *[{LOOKALIKE_SET}]"
_TIGHT_KEY = rf"(?m) *(?P<key>[A-Za-z_][A-Za-z0-9_.-]*):(?P<after>[^\s/\\:]|[{LOOKALIKE_SET}])(?!.*:(?:[ \t]|$))"
"""These two are compiled when something is wrong: that takes longer than all else of this module."""
_DASHES = re.compile(r"(?:--?|-{4,})[ \t\r]*$", re.MULTILINE)
_NAMED_ITEM = re.compile(r"(?P<indent> *)- +[{\"']*name[\"']?:")
ANOTHER_CARD = "`---` is missing: write it on a line of its own, and `name: ...` below it without the '-'"
"""What to do about a card that is written as an item of a sequence."""

_LONE_QUESTION = re.compile(r"\?\s*[\],}]")


def explain_error(error: Any, text: str, lines_before: int) -> Fault:
    """The fault for an error of libyaml with marks, in a part of a file that starts after so many lines."""
    problem, context = error.problem or "", error.context or ""
    mark, opened = error.problem_mark, error.context_mark
    if problem in _AT_CONTEXT and opened is not None:
        mark = opened
    if "directive" in context + problem or "incompatible YAML document" in problem:
        return Fault("C126", mark.index, f"'%' directive: {problem}", "remove the line")
    if " tag" in context or "tag handle" in problem:
        return Fault("C125", mark.index, f"invalid tag: {problem}", "remove it; quote strings instead")
    telling = _maybe_telling_character(text, mark.index, problem) or _maybe_tight_key(text, mark.index, problem)
    telling = telling or _maybe_separator(text, mark.index)
    if telling is not None:
        return telling
    if opened is not None and "flow" in context and (lone := _LONE_QUESTION.search(text, opened.index, mark.index)):
        return Fault("C120", lone.start(), "not valid YAML: '?' without a key", "quote the value")
    if "flow" in context and text.startswith("${", mark.index - 1):
        return Fault("C120", mark.index - 1, "not valid YAML: unquoted '${' in brackets", "quote the value")
    message, hint = _SENTENCES.get(problem, (f"{context} {problem}".strip(), ""))
    if "cannot start" in message:
        message, hint = _explain_start(text, mark.index, message, hint)
    line = lines_before + opened.line + 1 if opened is not None else 0
    at = text[mark.index : mark.index + 2]
    return Fault("C120", mark.index, f"not valid YAML: {message.format(line, at[:1], at)}", hint)


def _maybe_separator(text: str, offset: int) -> Fault | None:
    """A line that is meant to begin another card, and has something else than `---` for it."""
    start = text.rfind("\n", 0, offset) + 1
    if _DASHES.match(text, start):
        message = "not valid YAML: a line of dashes, but not of three"
        return Fault("C120", start, message, "write `---` if another card starts below")
    item = _NAMED_ITEM.match(text, start)
    if item is None:
        return None
    return Fault("C120", item.end("indent"), "not valid YAML: a card cannot start with '-'", ANOTHER_CARD)


def _explain_start(text: str, offset: int, message: str, hint: str) -> tuple[str, str]:
    if not text[offset:]:
        return "unexpected end, expected a value", "write the value, and close all brackets"
    if text.startswith("...", offset):
        return "'...' without a document to end", "remove it"
    return message, hint


def _maybe_telling_character(text: str, offset: int, problem: str) -> Fault | None:
    """The character that makes the YAML invalid, when it explains more than the parser does."""
    lookalike = re.compile(_LOOKALIKE_INDENT).match(text, text.rfind("\n", 0, offset) + 1)
    if lookalike:
        message = f"{describe_character(lookalike[0][-1])} looks like a space but is not one"
        return Fault("C114", lookalike.end() - 1, message, "use spaces")
    if text.startswith("\t", offset) or "a tab character" in problem:
        return Fault("C108", offset, "tab outside of quotes", "use spaces")
    if "escape code" in problem and _SURROGATE.match(text, offset):
        message = rf"\u{text[offset : offset + 4]} is an unpaired surrogate"
        return Fault("C105", offset, message, r"write the character itself, or \UHHHHHHHH")
    return None


def _maybe_tight_key(text: str, offset: int, problem: str) -> Fault | None:
    """The key on this line, or on the one before, that has no space after its ':', so that its line is a string."""
    if problem not in _OF_TIGHT_KEYS:
        return None
    start = text.rfind("\n", 0, offset) + 1
    pattern = re.compile(_TIGHT_KEY)
    key = pattern.match(text, start)
    if key is None and start:
        key = pattern.match(text, text.rfind("\n", 0, start - 1) + 1)
    if key is None:
        return None
    after = key["after"]
    if after in LOOKALIKES:
        message = f"{describe_character(after)} looks like a space but is not one"
        return Fault("C114", key.start("after"), message, "use spaces")
    hint = f"write `{key['key']}: ...`, or quote the line if it is a string"
    return Fault("C120", key.start("after"), f"not valid YAML: missing space after the ':' of {key['key']!r}", hint)


# What libyaml takes, and ruamel.yaml does not

_AFTER_NAME = frozenset(" \t\r\n,[]{}")
_HEADER = re.compile(r"[^|>]*[|>](?P<indicators>[0-9+-]*)(?: +#[^\r\n]*| *)(?=[\r\n]|\Z)")
_SPACES = re.compile(" *")
_LINE_ENDING = re.compile(r"\r\n|\r|\n")


def maybe_refused(event: Any, text: str) -> Fault | None:
    """What ruamel.yaml refuses or reads differently in an event of libyaml, which comes from that text."""
    start = event.start_mark.index
    anchor = getattr(event, "anchor", None)
    if anchor is not None:
        end = start + 1 + len(anchor)
        if text[start] in "&*" and end < len(text) and text[end] not in _AFTER_NAME:
            return Fault("C120", end, f"anchor name contains {text[end]!r}", "write the value out")
    if getattr(event, "style", None) not in ("|", ">"):
        return None
    header = _HEADER.match(text, start)
    if header is None:
        return Fault("C120", start, f"expected a line break after '{event.style}'", "move comments to their own line")
    if header["indicators"].strip("+-") == "" and _starts_with_short_line_of_spaces(text, header.end()):
        return Fault("C120", start, "block scalar starts with a line of spaces only", "remove that line")
    return None


def _starts_with_short_line_of_spaces(text: str, offset: int) -> bool:
    """Whether the first line of a block scalar has spaces only, and fewer of them than the lines up to its text."""
    first = 0
    while (end := _LINE_ENDING.match(text, offset)) is not None:
        spaces = _SPACES.match(text, end.end())
        assert spaces is not None
        width = len(spaces[0])
        if first and width > first:
            return True
        if not width and not first:
            return False
        first = first or width
        offset = spaces.end()
    return False
