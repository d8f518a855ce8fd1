"""`open_catalog`: which catalog a source, a root and a revision name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assetcards import (
    Catalog,
    CorruptObjectError,
    RepositoryNotFoundError,
    Revision,
    RevisionError,
    SourceError,
    open_catalog,
)
from assetcards.errors import NoCatalogError
from tests.gitfixture import GitFixture
from tests.unit.sources.catalogs import CARDS, names

CARDS_V1 = ["tiny", "tiny@lab"]


def root_of(catalog: Catalog) -> str:
    """The folder of the cards, in the repository when they are from a commit."""
    with catalog:
        origin = catalog.own.origin
        return origin.folder if origin.kind == "git" else origin.place


# Where the catalog is


@pytest.mark.parametrize("rev", [None, "HEAD"])
@pytest.mark.parametrize("where", ["", "catalog", "catalog/models/@lab"])
def test_without_a_source_it_is_found_from_the_current_directory(
    fixture: GitFixture, monkeypatch: pytest.MonkeyPatch, where: str, rev: str | None
) -> None:
    monkeypatch.chdir(fixture.folder / where)
    assert names(open_catalog(rev=rev)) == CARDS
    assert root_of(open_catalog(rev=rev)) == (f"{fixture.folder}/catalog" if rev is None else "catalog")


@pytest.mark.parametrize("rev", [None, "HEAD"])
@pytest.mark.parametrize("source", [None, "."])
def test_beside_a_catalog_it_is_found(
    fixture: GitFixture, monkeypatch: pytest.MonkeyPatch, source: str | None, rev: str | None
) -> None:
    fixture.commit({"docs/a/page.md": "# A page.\n"})
    monkeypatch.chdir(fixture.folder / "docs/a")
    assert names(open_catalog(source, rev=rev)) == CARDS


def test_outside_of_everything_none_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match=r"^no catalog\.toml in .*, its parents, or up to 4 folders below it"):
        open_catalog()
    with pytest.raises(RepositoryNotFoundError):
        open_catalog(rev="HEAD")


@pytest.mark.parametrize("rev", [None, "HEAD"])
@pytest.mark.parametrize(
    ("source", "root"),
    [
        ("", "catalog"),
        ("catalog", "catalog"),
        ("catalog/models", "catalog/models"),
        ("extra", "extra"),
        ("extra/..", "catalog"),
    ],
)
def test_a_folder_that_is_named_is_searched_below_alone(
    fixture: GitFixture, source: str, root: str, rev: str | None
) -> None:
    found = root_of(open_catalog(fixture.folder / source, rev=rev))
    assert found == (f"{fixture.folder}/{root}" if rev is None else root)


@pytest.mark.parametrize("rev", [None, "HEAD"])
def test_the_variable_names_the_source(
    fixture: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rev: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for named in (str(fixture.folder), "repo", "~/repo"):
        monkeypatch.setenv("CATALOG_REPO", named)
        assert names(open_catalog(rev=rev)) == CARDS
        assert names(open_catalog(root="extra", rev=rev)) == ["more"]
    monkeypatch.setenv("CATALOG_REPO", str(tmp_path / "none"))
    assert names(open_catalog(fixture.folder, rev=rev)) == CARDS
    monkeypatch.setenv("CATALOG_REPO", "")
    monkeypatch.chdir(fixture.folder)
    assert names(open_catalog(rev=rev)) == CARDS


@pytest.mark.parametrize("rev", [None, "HEAD"])
@pytest.mark.parametrize("root", ["extra", "./catalog/../extra/", "{top}/extra"])
def test_a_root_is_relative_to_the_source(fixture: GitFixture, rev: str | None, root: str) -> None:
    assert names(open_catalog(fixture.folder, root=root.format(top=fixture.folder), rev=rev)) == ["more"]
    assert names(open_catalog(fixture.folder / "catalog", root="../extra", rev=rev)) == ["more"]


@pytest.mark.parametrize("rev", [None, "HEAD"])
def test_a_root_without_a_source_is_relative_to_the_current_directory(
    fixture: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rev: str | None
) -> None:
    monkeypatch.chdir(fixture.folder / "catalog")
    assert names(open_catalog(root="../extra", rev=rev)) == ["more"]
    monkeypatch.chdir(tmp_path)
    assert names(open_catalog(root=Path("repo/extra"), rev=rev)) == ["more"]


def test_a_folder_without_settings_is_a_catalog_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards/a.yaml").write_text("name: a\n")
    with open_catalog(tmp_path / "cards", stores=[]) as catalog:
        assert catalog.names() == ["a"]
        assert not catalog.settings.is_catalog


@pytest.mark.parametrize(
    "options", [{"source": "{top}/none"}, {"source": "{top}", "root": "none"}, {"root": "{top}/none"}]
)
def test_a_folder_that_is_not_there_is_named(fixture: GitFixture, options: dict[str, str]) -> None:
    with pytest.raises(SourceError) as caught:
        open_catalog(**{name: value.format(top=fixture.folder) for name, value in options.items()})  # type: ignore[arg-type] # (options of a table)
    assert str(caught.value) == (
        f"there is no folder {fixture.folder}/none (name the folder of a repository, or of cards)"
    )


def test_a_root_outside_of_the_repository_has_no_revisions(fixture: GitFixture, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        open_catalog(fixture.folder, root=tmp_path, rev="HEAD")
    assert str(caught.value) == (
        f"{tmp_path} is not in the repository {fixture.folder} (--root is a folder of the repository)"
    )


@pytest.mark.parametrize("rev", [None, "HEAD"])
def test_a_link_to_a_repository_or_a_folder_of_it_will_do(fixture: GitFixture, tmp_path: Path, rev: str | None) -> None:
    (tmp_path / "to_repo").symlink_to(fixture.folder)
    (tmp_path / "to_catalog").symlink_to(fixture.folder / "catalog")
    for link in ("to_repo", "to_repo/catalog", "to_catalog"):
        assert names(open_catalog(tmp_path / link, rev=rev)) == CARDS


def test_a_bare_repository_is_read_at_a_revision(fixture: GitFixture, tmp_path: Path) -> None:
    bare = fixture.clone(tmp_path / "cards.git", "--bare")
    assert names(open_catalog(bare.folder, rev="v1")) == CARDS_V1
    assert names(open_catalog(bare.folder, root="extra", rev="v1")) == ["more"]


def test_a_bare_repository_without_a_revision_is_no_empty_catalog(fixture: GitFixture, tmp_path: Path) -> None:
    bare = fixture.clone(tmp_path / "cards.git", "--bare")
    for folder in (bare.folder, fixture.folder / ".git"):
        with pytest.raises(NoCatalogError) as caught:
            open_catalog(folder)
        assert str(caught.value) == (f"{folder} is a bare repository, which holds no folder of cards (add --rev HEAD)")


# At a revision


def test_a_catalog_says_what_was_asked_and_what_it_resolved_to(fixture: GitFixture) -> None:
    with open_catalog(fixture.folder, rev="HEAD~1") as catalog:
        assert catalog.revision == Revision(asked="HEAD~1", commit=fixture.head("v1"))
    with open_catalog(fixture.folder) as catalog:
        assert catalog.revision is None


@pytest.mark.parametrize("rev", ["v1", "HEAD~1", "refs/tags/v1"])
def test_a_revision_is_read_whatever_form_it_has(fixture: GitFixture, rev: str) -> None:
    assert names(open_catalog(fixture.folder, rev=rev)) == CARDS_V1
    for commit in (fixture.head("v1"), fixture.head("v1")[:9]):
        assert names(open_catalog(fixture.folder, rev=commit)) == CARDS_V1


def test_a_revision_is_resolved_once(fixture: GitFixture) -> None:
    with open_catalog(fixture.folder, rev="HEAD") as catalog:
        fixture.commit({"catalog/models/tiny.yaml": "name: other\n", "catalog/models/third.yaml": "name: third\n"})
        assert catalog.names() == CARDS
        assert catalog.card("tiny").fields["model_family"] == "llama"
    assert "third" in names(open_catalog(fixture.folder, rev="HEAD"))


def test_a_branch_that_is_not_known_is_suggested_another(fixture: GitFixture) -> None:
    with pytest.raises(RevisionError, match=r"'mian' names no commit in .* \(did you mean 'main'\?\)"):
        open_catalog(fixture.folder, rev="mian")


def test_a_root_that_the_commit_has_not_is_named(fixture: GitFixture) -> None:
    fixture.commit({"later/x.yaml": "name: x\n"})
    assert names(open_catalog(fixture.folder, root="later", rev="HEAD")) == ["x"]
    with pytest.raises(SourceError, match=r"there is no folder 'later' in commit [0-9a-f]{12}: there is nothing"):
        open_catalog(fixture.folder, root="later", rev="v1")


def test_a_folder_that_is_not_checked_out_is_read_at_a_revision(
    fixture: GitFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixture.git("rm", "-r", "--quiet", "catalog", "extra")
    assert names(open_catalog(fixture.folder, rev="HEAD")) == CARDS
    assert names(open_catalog(fixture.folder / "catalog", rev="HEAD")) == CARDS
    assert names(open_catalog(fixture.folder, root="extra", rev="HEAD")) == ["more"]
    monkeypatch.chdir(fixture.folder)
    assert names(open_catalog(root="extra", rev="HEAD")) == ["more"]


def test_a_link_in_the_checkout_does_not_say_what_is_read(fixture: GitFixture) -> None:
    fixture.git("rm", "-r", "--quiet", "extra")
    (fixture.folder / "extra").symlink_to("catalog")
    assert names(open_catalog(fixture.folder, root="extra", rev="HEAD")) == ["more"]
    assert names(open_catalog(fixture.folder / "extra", rev="HEAD")) == ["more"]


def test_a_folder_of_a_submodule_belongs_to_the_submodule(fixture: GitFixture, tmp_path: Path) -> None:
    above = GitFixture.init(tmp_path / "above")
    above.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{fixture.folder}", "sub")
    above.commit()
    assert names(open_catalog(above.folder / "sub", rev="v1")) == CARDS_V1
    with pytest.raises(SourceError, match=r"there is no folder 'sub/catalog' in commit .*: there is a submodule"):
        open_catalog(above.folder, root="sub/catalog", rev="HEAD")


def test_a_catalog_that_cannot_be_listed_is_no_empty_one(fixture: GitFixture) -> None:
    tree = fixture.git("rev-parse", "HEAD:catalog/models")
    (fixture.folder / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(CorruptObjectError, match=f"^object {tree} is missing from the repository"):
        open_catalog(fixture.folder, rev="HEAD")


def test_the_environment_belongs_to_the_question_also_at_a_revision(
    fixture: GitFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: Sequence[str | None] = [None, "lab"]
    for env, uri in zip(answers, ("git:{commit}:catalog/models/tiny.pt", "file:///lab/tiny.pt"), strict=True):
        with open_catalog(fixture.folder, rev="v1", env=env) as catalog:
            assert catalog.card("tiny").uri() == uri.format(commit=fixture.head("v1"))
    monkeypatch.setenv("CATALOG_ENV", "lab")
    with open_catalog(fixture.folder, rev="v1") as catalog:
        assert catalog.card("tiny").uri() == "file:///lab/tiny.pt"
