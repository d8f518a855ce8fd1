"""An `[[upstream]]` without `commit`, or whose `rev` is a branch.

Without `commit`, the cards of the upstream may change without a change here: a check that passes today may fail
tomorrow. With a branch as `rev`, nobody can see from the name which version `commit` is.

    # refused: catalog.toml
    [[upstream]]
    name = "base"
    repository = "https://example.org/base.git"
    rev = "main"

Name a tag in `rev`, and run `catalog upstream update`, which writes `commit`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.model.settings import Upstream
from assetcards.rules.rule import CatalogSubject, Rule
from assetcards.trees.tree import SETTINGS_FILE

BRANCHES = ("HEAD", "main", "master")
"""What is a branch by its name; whether another name is one, `catalog upstream update` says."""


def check(subject: CatalogSubject) -> Iterator[Finding]:
    for upstream in subject.catalog.settings.upstreams:
        problem = None if upstream.problem else _maybe_problem(upstream)
        if problem is not None:
            hint = (
                f"run `catalog upstream update {upstream.name}`" if not upstream.commit else "name a tag, or the commit"
            )
            location = (upstream.line, upstream.column)
            yield RULE.finding(SETTINGS_FILE, location, f"upstream {upstream.name!r} {problem}", hint)


def _maybe_problem(upstream: Upstream) -> str | None:
    if not upstream.commit:
        return "has no commit, so its cards may change at any time"
    is_branch = upstream.rev in BRANCHES or upstream.rev.startswith("refs/heads/")
    return f"is read at a commit of the branch {upstream.rev!r}, not of a version" if is_branch else None


RULE = Rule(code="C910", name="upstream-unpinned", covers_catalog=True, check_catalog=check)
