"""An address that is not written as one: blanks, line breaks, backslashes, `..` in disguise.

Programs disagree on what such an address means, and some of the disagreements are attacks: a line break adds a
header to the request, `%2e%2e%2f` in the last part becomes a file name outside of the folder of downloads. fairseq2
also looks for a path with blanks under its percent-encoded name, and does not find it.

    # refused
    name: tiny
    checkpoint: "https://example.org/%2e%2e%2f%2e%2e%2fetc%2fpasswd"

Write the address plainly: `SCHEME://host/path`, percent-encoded where it must be, or a path without blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import SplitResult, unquote

from assetcards.findings import Finding
from assetcards.model.hosts import is_wellformed_host
from assetcards.model.uris import WrittenUri, written_uris
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_REFUSED_EVERYWHERE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters and halves of surrogate pairs, which have rules of their own in any text (C103, C105)."""

_MAX_LENGTH = 2048
_FILES = ("checkpoint", "tokenizer")
"""Fields whose address leads to a file or a folder, and never to a machine or a bucket as a whole."""

_TEXT_PROBLEMS = (
    (re.compile(r"\A\Z"), "is empty", "write an address, or null for none"),
    (re.compile(rf"\A(?s:.{{{_MAX_LENGTH + 1}}})"), f"is longer than {_MAX_LENGTH} characters", "write an address"),
    (re.compile(r"\n"), "has a line break", "write the address on one line"),
    (re.compile(r"\A\s|\s\Z"), "has blanks at its ends", "take them away"),
    (re.compile(r"\s"), "has a blank", "write %20 in a URI; rename the file of a path"),
    (re.compile(r"\\"), "has a backslash", "write '/'"),
)
_ESCAPE_PROBLEMS = (
    (re.compile(r"%(?![0-9A-Fa-f]{2})"), "has a '%' that begins no escape", "write %25 for a percent sign"),
    (
        re.compile(r"%(?:[01][0-9A-Fa-f]|7[Ff])"),
        "has a control character in disguise",
        "write the address plainly",
    ),
)


def check(subject: CardSubject) -> Iterator[Finding]:
    for uri in written_uris(subject.card):
        problem = _maybe_problem(uri)
        if problem is not None:
            message = f"{uri.field} {render_quoted(uri.text)} {problem[0]}"
            yield RULE.finding(subject.card, uri.node, message, problem[1])


def _maybe_problem(uri: WrittenUri) -> tuple[str, str] | None:
    if (uri.text and not (uri.is_uri or uri.is_path)) or _REFUSED_EVERYWHERE.search(uri.text):
        return None
    return _first_problem(uri.text, _TEXT_PROBLEMS) or (_maybe_uri_problem(uri) if uri.is_uri else _maybe_hidden(uri))


def _maybe_hidden(uri: WrittenUri) -> tuple[str, str] | None:
    """What makes a path of a URI: something before its scheme."""
    return ("is a path, for no scheme is before its '://'", "write SCHEME://...") if "://" in uri.text else None


def _first_problem(text: str, problems: Iterable[tuple[re.Pattern[str], str, str]]) -> tuple[str, str] | None:
    return next(((what, hint) for pattern, what, hint in problems if pattern.search(text)), None)


def _maybe_uri_problem(uri: WrittenUri) -> tuple[str, str] | None:
    parts = uri.maybe_parts()
    if parts is None:
        return "cannot be taken apart", "write SCHEME://host/path"
    if not uri.text.isascii():
        return "has characters beyond ASCII", "percent-encode them; write a host in its xn-- form"
    if uri.scheme == "file":
        return None if uri.text.startswith("file:///") else ("names a machine", "write file:/// and an absolute path")
    if not parts.netloc:
        return "names no machine", f"write {uri.scheme}://host/path"
    problem = _first_problem(uri.text, _ESCAPE_PROBLEMS)
    return problem or (_maybe_place_problem(uri, parts) if uri.scheme != "hg" else None)


def _maybe_place_problem(uri: WrittenUri, parts: SplitResult) -> tuple[str, str] | None:
    host = uri.maybe_web_host()
    if host is not None and not is_wellformed_host(host):
        return f"names a host that there cannot be, {host!r}", "write the host as it is registered"
    if uri.field in _FILES and not parts.path.strip("/") and not parts.query:
        return "names no file", f"write {uri.scheme}://host/path"
    return _maybe_path_problem(parts.path)


def _maybe_path_problem(path: str) -> tuple[str, str] | None:
    decoded = unquote(unquote(path))
    if ".." in re.split(r"[/\\]", decoded):
        return "goes up with '..'", "write the path that is meant"
    if re.search(r"[/\\]", unquote(unquote(path.rpartition("/")[2]))):
        return "has a '/' in disguise in its last part", "write '/' plainly"
    return None


RULE = Rule(code="C601", name="uri-syntax", explains=("C606", "C609", "C613"), check_card=check)
