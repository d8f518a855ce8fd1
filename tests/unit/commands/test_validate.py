"""Validation as a function: plain arguments in, a verdict out, nothing printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards.commands.validate import NoCardFileError, Part, validate
from assetcards.diagnostics import Severity
from tests.gitfixture import GitFixture


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/old.yaml": "name: old\nbase: x@y\n"})
    repo.write({"catalog/new.yaml": 'name: "new "\nbase: nowhere\n'})
    repo.git("add", "--all")
    return repo


def codes(part: Part, *severities: Severity) -> list[str]:
    with validate(part, severities or tuple(Severity)) as verdict:
        return [finding.code for finding in verdict.findings]


def test_a_verdict_is_about_the_part_that_was_asked_for(repo: GitFixture, capsys: pytest.CaptureFixture[str]) -> None:
    source = repo.folder
    assert codes(Part(source=source)) == ["C208", "C401", "C402"]
    assert codes(Part(source=source), Severity.WARNING) == ["C208"]
    assert codes(Part(source=source, staged=True)) == ["C208", "C401"]
    assert codes(Part(source=source, staged=True, everything=True)) == ["C208", "C401", "C402"]
    assert codes(Part(source=source, new_only="HEAD")) == ["C208", "C401"]
    assert codes(Part(source=source, from_ref="HEAD")) == []
    assert codes(Part(source=source, files=[source / "catalog" / "old.yaml"])) == ["C401", "C402"]
    assert capsys.readouterr() == ("", "")


def test_a_file_that_is_no_card_file_is_named_as_it_was_asked_for(repo: GitFixture) -> None:
    with pytest.raises(NoCardFileError, match="is no card file of path:"):
        validate(Part(source=repo.folder, files=["README.md"]))
