"""Validation as a function: plain arguments in, a verdict out, nothing printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assetcards import (
    EnvironmentNotFoundError,
    MemoryTree,
    NoCardFileError,
    Part,
    Severity,
    open_catalog,
    validate,
)
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


@pytest.mark.parametrize(
    "part", [Part(), Part(rev="HEAD"), Part(staged=True), Part(from_ref="HEAD"), Part(new_only="HEAD")]
)
def test_an_environment_that_nobody_knows_is_refused_whatever_is_read(repo: GitFixture, part: Part) -> None:
    (repo.folder / "catalog" / "lab.yaml").write_text("name: old@lab\n")
    repo.commit()
    with pytest.raises(EnvironmentNotFoundError, match=r"^environment 'lba' is not known \(did you mean 'lab'\?\)$"):
        validate(replace(part, source=repo.folder, env="lba"))
    assert codes(replace(part, source=repo.folder, env="lab")) == codes(replace(part, source=repo.folder))


def test_an_open_catalog_is_validated_as_it_is_and_stays_open(repo: GitFixture) -> None:
    with open_catalog(repo.folder, env="", stores=[]) as catalog, validate(catalog) as verdict:
        with validate(Part(source=repo.folder)) as opened:
            assert verdict.findings == opened.findings
        assert verdict.catalog is catalog
        assert [finding.code for finding in validate(catalog, [Severity.WARNING]).findings] == ["C208"]


def test_an_open_catalog_in_an_environment_that_nobody_knows_is_refused() -> None:
    catalog = open_catalog(MemoryTree(cards=[{"name": "tiny"}]), env="lba", stores=[])
    with pytest.raises(EnvironmentNotFoundError):
        validate(catalog)


def test_a_file_that_is_no_card_file_is_named_as_it_was_asked_for(repo: GitFixture) -> None:
    with pytest.raises(NoCardFileError, match="is not a card file of path:"):
        validate(Part(source=repo.folder, files=["README.md"]))


# What a change brings does not judge it


IGNORE = '[[ignore]]\npath = "*"\ncodes = ["C4"]\nreason = "."\n'
SILENT = "name: a\nbase: nowhere  # catalog: ignore[C401] comes later\n"


def test_a_catalog_that_is_new_is_judged_by_the_defaults(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "new")
    repo.write({"catalog.toml": IGNORE, "a.yaml": "name: a\nbase: nowhere\n"})
    repo.git("add", "--all")
    found = ["C401", "C907", "C908"]
    assert sorted(codes(Part(source=repo.folder, staged=True))) == found
    repo.git("rm", "--quiet", "--cached", "catalog.toml", "a.yaml")
    (repo.folder / "catalog.toml").rename(tmp_path / "catalog.toml")
    (repo.folder / "a.yaml").rename(tmp_path / "a.yaml")
    repo.commit({"README.md": "x\n"})
    repo.commit({"catalog.toml": IGNORE, "a.yaml": "name: a\nbase: nowhere\n"})
    assert sorted(codes(Part(source=repo.folder, from_ref="HEAD~1"))) == found
    assert sorted(codes(Part(source=repo.folder, new_only="HEAD~1"))) == found
    assert codes(Part(source=repo.folder)) == []


def test_a_root_that_somebody_names_is_judged_on_both_sides(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"cards/x/catalog.toml": "", "cards/x/a.yaml": "name: a\n", "catalog.toml": ""})
    repo.commit({"cards/x/catalog.toml": IGNORE, "cards/x/a.yaml": "name: a\nbase: nowhere\n"})
    part = Part(source=repo.folder, root="cards/x", from_ref="HEAD~1")
    assert sorted(codes(part)) == ["C401", "C907", "C908"]
    plain = GitFixture.init(tmp_path / "plain")
    plain.commit({"cards/a.yaml": "name: a\n"})
    plain.commit({"cards/a.yaml": SILENT})
    assert codes(Part(source=plain.folder, root="cards", from_ref="HEAD~1")) == ["C401", "C907"]


def test_a_store_that_somebody_names_is_none_that_the_change_brings(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog.toml": "", "a.yaml": "name: a\n"})
    store = GitFixture(tmp_path / "store")
    store.write({"a.yaml": SILENT.replace("name: a", "name: b")})
    repo.commit({"a.yaml": "name: a\nnote: 1\n"})
    for part in (Part(from_ref="HEAD~1"), Part(new_only="HEAD~1")):
        assert codes(replace(part, source=repo.folder, stores=[store.folder])) == []


def test_a_merge_is_judged_by_what_the_other_side_brings_to_it(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog.toml": "", "a.yaml": "name: a\n"})
    repo.switch("side", new=True)
    repo.commit({"catalog.toml": IGNORE, "b.yaml": "name: b\nbase: nowhere\n"})
    repo.switch("main")
    repo.commit({"c.yaml": "name: c\n"})
    repo.git("merge", "--quiet", "--no-commit", "side")
    assert sorted(codes(Part(source=repo.folder, staged=True))) == ["C401", "C907", "C908"]
    repo.commit()
    assert sorted(codes(Part(source=repo.folder, from_ref="HEAD~1"))) == ["C401", "C907", "C908"]
    assert codes(Part(source=repo.folder, from_ref="side")) == []


def test_with_a_change_and_new_only_the_start_of_the_change_judges(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog.toml": "", "a.yaml": "name: a\n"})
    repo.commit({"catalog.toml": IGNORE})
    repo.commit({"a.yaml": "name: a\nbase: nowhere\n"})
    assert codes(Part(source=repo.folder, from_ref="HEAD~1", new_only="HEAD~2")) == []
    assert sorted(codes(Part(source=repo.folder, from_ref="HEAD~2", new_only="HEAD~1"))) == ["C401", "C907", "C908"]
