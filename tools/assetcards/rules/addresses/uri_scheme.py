"""An address with a scheme that is not allowed, or with a missing scheme.

Cards are loaded from `hg://`, `https://`, `http://`, `s3://` and `file://`, or from a path. Any other scheme is
refused: no loader supports it, and some are dangerous (`ext::` runs a program, `javascript:` runs in a browser).
fairseq2 reads everything before the first colon as the scheme, including the drive in `C:\\models`; Windows shares
(`\\\\server\\share`) are refused, too. A `url`, which is a page for people, is `https://` or `http://`.

    # refused
    name: tiny
    checkpoint: "ftp://example.org/tiny.pt"

Publish the file where it can be loaded from. `uris.schemes` in `catalog.toml` lists the schemes that are allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assetcards.findings import Finding
from assetcards.model.hub import locate_hub, spell_hub
from assetcards.model.uris import UNLOADABLE_SCHEMES, WrittenUri
from assetcards.redaction import render_quoted
from assetcards.rules.rule import CardSubject, Rule

_PAGE_SCHEMES = ("http", "https")
_HUB_ELSEWHERE = ("hf", "hf-hub", "hub", "huggingface")
"""Schemes by which other programs name a repository of the hub."""


def check(subject: CardSubject) -> Iterator[Finding]:
    schemes = subject.catalog.settings.schemes
    for uri in subject.uris:
        problem = _maybe_problem(uri, _PAGE_SCHEMES if uri.is_page else schemes)
        if problem is not None:
            message = f"{uri.field} {render_quoted(uri.text)} {problem[0]}"
            yield RULE.finding(subject.card, uri.node, message, problem[1])


def _maybe_problem(uri: WrittenUri, allowed: Sequence[str]) -> tuple[str, str] | None:
    if uri.is_windows_path:
        return "is a Windows path", "write a path with '/' that exists where the card is loaded"
    if uri.is_path:
        return ("is not the address of a web page", "write https://...") if uri.is_page and uri.text else None
    hub = _maybe_hub(uri) if not uri.is_page and "hg" in allowed else None
    if hub is not None:
        return f"has the scheme {uri.scheme!r}", hub
    if not uri.is_uri:
        known = uri.scheme in allowed
        hint = f"write {uri.scheme}://..." if known else f"write SCHEME://..., with one of {', '.join(allowed)}"
        return f"starts with {uri.scheme + ':'!r}, which is read as a scheme", hint
    if uri.scheme in allowed or (uri.scheme in UNLOADABLE_SCHEMES and not uri.is_page):
        return None
    return f"has the scheme {uri.scheme!r}", f"use one of {', '.join(allowed)}, or allow it in `catalog.toml`"


def _maybe_hub(uri: WrittenUri) -> str | None:
    """What to write for an address of the hub as other programs spell it."""
    if uri.scheme not in _HUB_ELSEWHERE:
        return None
    repository, file, revision = locate_hub(uri.text.partition(":")[2])
    return f"did you mean {spell_hub(uri.field, repository, file, revision)}?"


RULE = Rule(
    code="C602",
    name="uri-scheme",
    once_per_file=True,
    explains=("C608", "C610"),
    check_card=check,
)
