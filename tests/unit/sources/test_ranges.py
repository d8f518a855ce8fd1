"""What is compared with what: git's notation read, and both ends opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from assetcards import open_catalog
from assetcards.errors import GitError, RepositoryNotFoundError, RevisionError, SourceError
from assetcards.sources.ranges import open_range, parse_range
from tests.gitfixture import GitFixture

CARD = "name: {0}\nlicense: MIT\n"


def asked(revisions: str, *, staged: bool = False, base: str | None = None) -> tuple[str, str]:
    old, new = parse_range(revisions.split(), staged=staged, base=base)
    return old.asked, new.asked


@pytest.mark.parametrize(
    ("revisions", "ends"),
    [
        ("", ("HEAD", "checkout")),
        ("v1", ("v1", "checkout")),
        ("v1 v2", ("v1", "v2")),
        ("v1..v2", ("v1", "v2")),
        ("v1...v2", ("v1...v2", "v2")),
        ("v1..", ("v1", "HEAD")),
        ("..v2", ("HEAD", "v2")),
        ("v1...", ("v1...HEAD", "HEAD")),
        ("...v2", ("HEAD...v2", "v2")),
    ],
)
def test_ends_are_named_as_git_does_it(revisions: str, ends: tuple[str, str]) -> None:
    assert asked(revisions) == ends


def test_staged_means_the_index() -> None:
    assert asked("", staged=True) == ("HEAD", "index")
    assert asked("v1", staged=True) == ("v1", "index")


def test_a_base_is_compared_from_the_commit_at_which_head_left_it() -> None:
    assert asked("", base="main") == ("main...HEAD", "HEAD")
    assert asked("", base="main", staged=True) == ("main...HEAD", "index")


@pytest.mark.parametrize(
    ("revisions", "staged", "base"),
    [("a b c", False, None), ("a b", True, None), ("a..b", True, None), ("a", False, "main")],
)
def test_what_does_not_go_together_is_refused(revisions: str, staged: bool, base: str | None) -> None:
    with pytest.raises(RevisionError):
        asked(revisions, staged=staged, base=base)


# Opening


@pytest.fixture
def repo(tmp_path: Path) -> GitFixture:
    """Commits `one`, then `two` on main, and `side` from `one`."""
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/one.yaml": CARD.format("one")})
    repo.git("branch", "side")
    repo.commit({"catalog/two.yaml": CARD.format("two")})
    repo.switch("side")
    repo.commit({"catalog/side.yaml": CARD.format("side")})
    return repo


def names(
    repo: GitFixture | Path, revisions: str = "", *, root: str | None = None, staged: bool = False
) -> list[list[str]]:
    """The names of the cards at both ends."""
    folder = repo if isinstance(repo, Path) else repo.folder
    old, new = open_range(parse_range(revisions.split(), staged=staged), source=folder, root=root)
    with old.catalog, new.catalog:
        return [old.catalog.names(), new.catalog.names()]


def test_each_end_is_read_from_where_it_is(repo: GitFixture) -> None:
    repo.write({"catalog/staged.yaml": CARD.format("staged")})
    repo.git("add", "--all")
    repo.write({"catalog/loose.yaml": CARD.format("loose")})
    assert names(repo, "main side") == [["one", "two"], ["one", "side"]]
    assert names(repo, "main...side") == [["one"], ["one", "side"]]
    assert names(repo, "main", staged=True) == [["one", "two"], ["one", "side", "staged"]]
    assert names(repo) == [["one", "side"], ["loose", "one", "side", "staged"]]


def test_a_side_shows_how_it_was_named_and_its_commit(repo: GitFixture) -> None:
    old, new = open_range(parse_range(["main...side"]), source=repo.folder)
    with old.catalog, new.catalog:
        assert (old.kind, old.asked, old.commit) == ("commit", "main...side", repo.head("main~1"))
        assert (new.kind, new.asked, new.commit) == ("commit", "side", repo.head("side"))
    old, new = open_range(parse_range([]), source=repo.folder)
    assert (new.kind, new.asked, new.commit) == ("checkout", "checkout", "")


def test_each_commit_has_its_own_root(repo: GitFixture) -> None:
    repo.git("mv", "catalog", "cards")
    repo.commit()
    assert names(repo, "HEAD~1 HEAD") == [["one", "side"], ["one", "side"]]


def test_a_commit_without_a_catalog_has_no_cards(repo: GitFixture) -> None:
    repo.git("switch", "--quiet", "--orphan", "before")
    repo.commit({"README.md": "Nothing here yet.\n"})
    assert names(repo, "before side") == [[], ["one", "side"]]
    assert names(repo, "side before") == [["one", "side"], []]


def test_cards_that_had_no_settings_yet_are_read_where_they_are_now(repo: GitFixture) -> None:
    repo.git("rm", "--quiet", "catalog/catalog.toml")
    repo.commit()
    assert names(repo, "HEAD HEAD~1") == [["one", "side"], ["one", "side"]]
    assert names(repo, "HEAD~1 HEAD") == [["one", "side"], ["one", "side"]]


def test_a_root_that_is_named_is_the_root_of_both(repo: GitFixture) -> None:
    repo.commit({"other/x.yaml": CARD.format("x")})
    assert names(repo, "HEAD~1 HEAD", root="other") == [[], ["x"]]


def test_before_the_first_commit_there_are_no_cards(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.write({"catalog/catalog.toml": "", "catalog/x.yaml": CARD.format("x")})
    assert names(repo) == [[], ["x"]]
    repo.git("add", "--all")
    assert names(repo, staged=True) == [[], ["x"]]


def test_a_bare_repository_has_commits_alone(repo: GitFixture, tmp_path: Path) -> None:
    bare = repo.clone(tmp_path / "bare.git", "--bare")
    assert names(bare, "main side") == [["one", "two"], ["one", "side"]]
    for staged in (True, False):
        with pytest.raises(GitError, match=r"a bare repository, .* \(name revisions\)"):
            names(bare, "main", staged=staged)


def test_a_linked_work_tree_has_its_own_checkout(repo: GitFixture, tmp_path: Path) -> None:
    linked = repo.worktree(tmp_path / "linked", "main")
    linked.write({"catalog/new.yaml": CARD.format("new")})
    assert names(linked) == [["one", "two"], ["new", "one", "two"]]


@pytest.mark.parametrize("is_named", [True, False])
def test_cards_in_a_submodule_have_no_commits_in_the_outer_repository(
    repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_named: bool
) -> None:
    outer = GitFixture.init(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{repo.folder}", "sub")
    outer.commit()
    monkeypatch.chdir(outer.folder)
    inner = outer.folder / "sub"
    errors = []
    for revisions in (["HEAD"], ["HEAD..HEAD"]):
        with pytest.raises(SourceError) as caught:
            open_range(parse_range(revisions), source=outer.folder if is_named else None)
        errors.append(str(caught.value))
    with pytest.raises(SourceError) as caught:
        open_catalog(rev="HEAD")
    expected = f"the cards are in {inner}, a repository of its own: the commits of {outer.folder} do not hold them"
    assert [*errors, str(caught.value)] == [f"{expected} (name it: --repo {inner})"] * 3
    assert names(inner, "HEAD") == [["one", "side"]] * 2


def test_neither_end_having_a_catalog_is_an_error(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"README.md": ""})
    with pytest.raises(SourceError, match=r"no catalog\.toml in HEAD, and none in HEAD \(name a folder of cards"):
        names(repo, "HEAD HEAD")


def test_an_unknown_revision_is_an_error(repo: GitFixture) -> None:
    with pytest.raises(RevisionError, match=r"'sidee' names no commit .* \(did you mean 'side'"):
        names(repo, "main sidee")


def test_histories_with_nothing_in_common_have_no_merge_base(repo: GitFixture) -> None:
    repo.git("switch", "--quiet", "--orphan", "other")
    repo.commit({"catalog/catalog.toml": ""})
    with pytest.raises(RevisionError, match="have no common ancestor here"):
        names(repo, "main...other")
    assert names(repo, "main..other") == [["one", "two"], []]


def test_a_shallow_clone_says_that_it_is_shallow(repo: GitFixture, tmp_path: Path) -> None:
    repo.switch("main")
    clone = repo.clone(tmp_path / "clone", "--depth=1", "--no-single-branch")
    with pytest.raises(RevisionError, match="this clone is shallow"):
        names(clone, "origin/main...origin/side")


def test_a_folder_outside_git_has_no_revisions(tmp_path: Path) -> None:
    with pytest.raises(RepositoryNotFoundError):
        names(tmp_path)
