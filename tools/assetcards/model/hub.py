"""Addresses of the Hugging Face Hub: `hg://ORGANIZATION/NAME@REVISION`; old models have no organization."""

from __future__ import annotations

import re

_MAX_LENGTH = 96
_PART = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


def parse_hub(text: str) -> tuple[str, str | None]:
    """The repository and the revision that an `hg://` address names.

    >>> parse_hub("hg://org/name@v1"), parse_hub("hg://org/name")
    (('org/name', 'v1'), ('org/name', None))
    """
    repository, at, revision = text.partition("://")[2].partition("@")
    return repository, revision if at else None


def maybe_hub_problem(repository: str, revision: str | None) -> str | None:
    """What the Hub would refuse in an address, or None."""
    parts = repository.split("/")
    if len(parts) > 2:
        return "has more than an organization and a name"
    if not all(_PART.fullmatch(part) for part in parts) or ".." in repository or "--" in repository:
        return "has a part that the Hub does not allow"
    if repository.endswith(".git"):
        return "ends with '.git'"
    if len(repository) > _MAX_LENGTH:
        return f"has more than {_MAX_LENGTH} characters"
    if revision is not None and (not _REVISION.fullmatch(revision) or ".." in revision):
        return "has an invalid git revision after its '@'"
    return None
