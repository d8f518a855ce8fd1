"""Addresses of the Hugging Face Hub: `hg://ORGANIZATION/NAME@REVISION`; old models have no organization."""

from __future__ import annotations

import re

from assetcards.model.fields import FIELDS

KINDS_OF_REPOSITORIES = ("models", "datasets", "spaces")
"""What addresses of the hub may have before the organization; an `hg://` address has not."""

_PAGES = ("blob", "raw", "resolve", "tree")
"""What the address of a page has between the repository and a revision."""

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


def spell_hub(field: str, repository: str, file: str = "", revision: str = "") -> str:
    """The fields to write for a repository of the hub, or for a file in it.

    >>> spell_hub("checkpoint", "org/name", "a/tiny.pt")
    '`checkpoint: hg://org/name` and `checkpoint_path: a/tiny.pt`'
    >>> spell_hub("dataset_config.data", "org/name", "train.tsv")
    '`hg://org/name`'
    """
    path, commit = f"{field}_path", f"{field.rpartition('.')[2]}_revision"
    more = [f"`{path}: {file}`"] if file and path in FIELDS else []
    more += [f"`{commit}: {revision}`"] if is_commit(revision) and commit in FIELDS else []
    address = f"hg://{repository}"
    return " and ".join([f"`{field}: {address}`" if more else f"`{address}`", *more])


def locate_hub(location: str) -> tuple[str, str, str]:
    """The repository, the file and the revision that programs mean by a location of the hub.

    >>> locate_hub("org/name@main/a/tiny.pt"), locate_hub("datasets/org/name")
    (('org/name', 'a/tiny.pt', 'main'), ('org/name', '', ''))
    """
    parts = location.strip("/").split("/")
    parts = parts[1:] if parts[0] in KINDS_OF_REPOSITORIES and len(parts) > 2 else parts
    name, _, revision = "/".join(parts[:2]).partition("@")
    if parts[2:3] and parts[2] in _PAGES and len(parts) > 3:
        return name, "/".join(parts[4:]), parts[3]
    return name, "/".join(parts[2:]), revision


def is_commit(revision: str | None) -> bool:
    """Whether a revision is the full id of a commit, which nobody can move."""
    return revision is not None and re.fullmatch("[0-9a-f]{40}", revision) is not None
