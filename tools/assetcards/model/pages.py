"""Addresses of pages that people visit to find a file, which are not the addresses of the file."""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from assetcards.model.hub import KINDS_OF_REPOSITORIES, spell_hub

_PAGES_OF_HUB = frozenset(
    {"collections", "docs", "join", "login", "organizations", "papers", "posts", "settings", "tasks", "blog", "pricing"}
)
_WEIGHTS = re.compile(r"\.(?:safetensors|pt|pth|bin|ckpt|gguf|h5|onnx|pkl|tar|tgz|gz|zip|zst|xz|bz2)$", re.IGNORECASE)
"""Large files, of which git has a pointer alone."""

_SHARED = "publish the file where its address gives the file itself"


def maybe_page(field: str, parts: SplitResult) -> tuple[str, str] | None:
    """What a web address leads to instead of a file, and what to write; None if it may lead to one.

    >>> from urllib.parse import urlsplit
    >>> maybe_page("checkpoint", urlsplit("https://huggingface.co/org/name"))
    ('is the page of a repository', 'write `hg://org/name`')
    """
    host = (parts.hostname or "").removesuffix(".").removeprefix("www.")
    steps = [step for step in parts.path.split("/") if step]
    if host in ("huggingface.co", "hf.co"):
        return _maybe_page_of_hub(field, parts, steps)
    if host == "github.com":
        return _maybe_page_of_github(parts, steps)
    if host == "bitbucket.org" and steps[2:3] == ["src"]:
        return "is a page about files", _instead(parts, "src", "raw")
    if "-" in steps and steps[steps.index("-") + 1 :][:1] in (["blob"], ["tree"], ["blame"]):
        return "is a page about files", _instead(parts, steps[steps.index("-") + 1], "raw")
    return _maybe_share(host, parts, steps)


def maybe_revision_of(parts: SplitResult) -> str | None:
    """The revision in the address of a file on a hub, as `main` or as `refs/heads/main`; None for any other address.

    >>> from urllib.parse import urlsplit
    >>> maybe_revision_of(urlsplit("https://huggingface.co/org/name/resolve/main/tiny.pt"))
    'main'
    """
    host = (parts.hostname or "").removesuffix(".").removeprefix("www.")
    steps = [step for step in parts.path.split("/") if step]
    verb = {"huggingface.co": "resolve", "hf.co": "resolve", "github.com": "raw"}.get(host)
    at = steps.index(verb, 1) + 1 if verb in steps[1:] else 2 if host == "raw.githubusercontent.com" else len(steps)
    end = at + 3 if steps[at : at + 1] == ["refs"] else at + 1
    return "/".join(steps[at:end]) if end < len(steps) else None


def _instead(parts: SplitResult, step: str, by: str) -> str:
    path = parts.path.replace(f"/{step}/", f"/{by}/", 1)
    return f"write {parts._replace(path=path, query='', fragment='').geturl()!r}"


def _maybe_page_of_hub(field: str, parts: SplitResult, steps: list[str]) -> tuple[str, str] | None:
    if not steps or steps[0] in _PAGES_OF_HUB or steps[0] == "api":
        return None if steps[:1] == ["api"] else ("is a page about files", "write the address of the file")
    steps = steps[1:] if steps[0] in KINDS_OF_REPOSITORIES else steps
    at = next((at for at, step in enumerate(steps) if step in ("blob", "blame", "raw", "tree", "resolve")), None)
    if at is None:
        what = "is the page of a repository" if len(steps) > 1 else "is a page about files"
        return what, f"write {spell_hub(field, '/'.join(steps[:2]))}"
    verb, revision, file = steps[at], "".join(steps[at + 1 : at + 2]), "/".join(steps[at + 2 :])
    if verb == "tree":
        return "is the page of a folder", f"write {spell_hub(field, '/'.join(steps[:at]), file, revision)}"
    if verb == "raw" and _WEIGHTS.search(file):
        return "is what git has of a large file, its Git LFS pointer", _instead(parts, "raw", "resolve")
    return ("is a page about the file", _instead(parts, verb, "resolve")) if verb in ("blob", "blame") else None


def _maybe_page_of_github(parts: SplitResult, steps: list[str]) -> tuple[str, str] | None:
    verb = steps[2] if len(steps) > 2 else ""
    if verb in ("blob", "blame"):
        return "is a page about the file", _instead(parts, verb, "raw")
    if verb in ("", "tree", "wiki", "issues") or (verb == "releases" and "download" not in steps):
        return "is a page about files", "write the address of a file: .../raw/COMMIT/PATH, or that of a release"
    return None


def _maybe_share(host: str, parts: SplitResult, steps: list[str]) -> tuple[str, str] | None:
    """Pages of sites where people share files."""
    if host == "dropbox.com" and re.search(r"(?:^|&)(?:dl|raw)=1(?:&|$)", parts.query) is None:
        query = "&".join([*(each for each in parts.query.split("&") if each and not each.startswith("dl=")), "dl=1"])
        return "is a page about the file", f"write {parts._replace(query=query).geturl()!r}"
    if host == "zenodo.org" and steps[:1] in (["record"], ["records"]) and "files" not in steps:
        return "is the page of a record", f"write 'https://zenodo.org/records/{''.join(steps[1:2])}/files/NAME'"
    if host == "drive.google.com" and steps[:1] in (["file"], ["drive"], ["open"]):
        return "is a page about the file", _SHARED
    return None
