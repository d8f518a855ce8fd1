"""An invalid address: with whitespace, line breaks, backslashes or encoded `..`.

Programs disagree on the meaning of such an address, and attacks use that: a line break adds a header to the request,
`%2e%2e%2f` in the last part becomes a file name outside of the download folder. fairseq2 also looks for a path with
spaces under its percent-encoded name, and does not find it.

    # refused
    name: tiny
    checkpoint: "https://example.org/%2e%2e%2f%2e%2e%2fetc%2fpasswd"

Write a plain address: `SCHEME://host/path`, percent-encoded where needed, or a path without spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import SplitResult, unquote

from assetcards.findings import Finding
from assetcards.model.hosts import is_wellformed_host
from assetcards.model.uris import WrittenUri
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_REFUSED_EVERYWHERE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters and surrogates, which have rules of their own in any string (C103, C105)."""

_MAX_LENGTH = 2048
_FILES = ("checkpoint", "tokenizer")
"""Fields whose address leads to a file or a folder, and never to a host or a bucket as a whole."""

_ORDINARY = re.compile(rf"[!-$&-\[\]-~]{{1,{_MAX_LENGTH}}}")
"""An address in which nothing is wrong with any character: ASCII without whitespace, backslashes and escapes."""

_TEXT_PROBLEMS = (
    (re.compile(r"\A\Z"), "is empty", "write an address, or null for none"),
    (re.compile(rf"\A(?s:.{{{_MAX_LENGTH + 1}}})"), f"is longer than {_MAX_LENGTH} characters", "write an address"),
    (re.compile(r"\n"), "contains a line break", "write the address on one line"),
    (re.compile(r"\A\s|\s\Z"), "starts or ends with whitespace", "remove it"),
    (re.compile(r"\s"), "contains whitespace", "write %20 in a URI; rename the file of a path"),
    (re.compile(r"\\"), "contains a backslash", "write '/'"),
)
_ESCAPE_PROBLEMS = (
    (re.compile(r"%(?![0-9A-Fa-f]{2})"), "has a '%' that does not start an escape", "write %25 for a percent sign"),
    (
        re.compile(r"%(?:[01][0-9A-Fa-f]|7[Ff])"),
        "contains an encoded control character",
        "remove it",
    ),
)


def check(subject: CardSubject) -> Iterator[Finding]:
    for uri in subject.uris:
        problem = _maybe_problem(uri)
        if problem is not None:
            message = f"{uri.field} {render_quoted(uri.text)} {problem[0]}"
            yield RULE.finding(subject.card, uri.node, message, problem[1])


def _maybe_problem(uri: WrittenUri) -> tuple[str, str] | None:
    if uri.text and not (uri.is_uri or uri.is_path):
        return None
    if _ORDINARY.fullmatch(uri.text) is None:
        if _REFUSED_EVERYWHERE.search(uri.text):
            return None
        problem = _first_problem(uri.text, _TEXT_PROBLEMS)
        if problem is not None:
            return problem
    return _maybe_uri_problem(uri) if uri.is_uri else _maybe_hidden(uri)


def _maybe_hidden(uri: WrittenUri) -> tuple[str, str] | None:
    """What turns a URI into a path: something before its scheme."""
    return ("has no scheme before its '://'", "write SCHEME://...") if "://" in uri.text else None


def _first_problem(text: str, problems: Iterable[tuple[re.Pattern[str], str, str]]) -> tuple[str, str] | None:
    return next(((what, hint) for pattern, what, hint in problems if pattern.search(text)), None)


def _maybe_uri_problem(uri: WrittenUri) -> tuple[str, str] | None:
    parts = uri.maybe_parts
    if parts is None:
        return "is not a valid URI", "write SCHEME://host/path"
    if not uri.text.isascii():
        return "contains characters beyond ASCII", "percent-encode them, and write a host in its xn-- form"
    if uri.scheme == "file":
        return None if uri.text.startswith("file:///") else ("has a host", "write file:/// and an absolute path")
    if not parts.netloc:
        return "has no host", f"write {uri.scheme}://host/path"
    problem = _first_problem(uri.text, _ESCAPE_PROBLEMS) if "%" in uri.text else None
    return problem or (_maybe_location_problem(uri, parts) if uri.scheme != "hg" else None)


def _maybe_location_problem(uri: WrittenUri, parts: SplitResult) -> tuple[str, str] | None:
    host = uri.maybe_web_host
    if host is not None and not is_wellformed_host(host):
        return f"has the invalid host {host!r}", "write the registered name of the host"
    if uri.field in _FILES and not parts.path.strip("/") and not parts.query:
        return "has no path", f"write {uri.scheme}://host/path"
    return _maybe_path_problem(parts.path)


def _maybe_path_problem(path: str) -> tuple[str, str] | None:
    if "%" not in path and ".." not in path and "\\" not in path:
        return None
    decoded = unquote(unquote(path))
    if ".." in re.split(r"[/\\]", decoded):
        return "contains '..'", "write the path without '..'"
    if re.search(r"[/\\]", unquote(unquote(path.rpartition("/")[2]))):
        return "contains an encoded '/' in its last part", "write '/'"
    return None


RULE = Rule(code="C601", name="uri-syntax", explains=("C606", "C609", "C613", "C617"), check_card=check)
