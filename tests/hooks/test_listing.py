"""The hook `catalog-listing`: which file it writes, when it fails, and what it reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assetcards_hooks.catalog_listing import main
from tests.gitfixture import GitFixture

ADD = "(look at it and run: git add cards.md)"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/a.yaml": "name: a\n"})
    monkeypatch.chdir(repo.folder)
    return repo


@pytest.fixture
def listing(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the hook: its exit code and what it prints."""

    def run(*arguments: str) -> tuple[int, str]:
        code = main(arguments)
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


def test_a_listing_that_is_not_there_is_written(repo: GitFixture, listing: Run) -> None:
    assert listing("cards.md") == (1, f"cards.md: regenerated from the cards {ADD}\n")
    assert "| [`a`](catalog/models/a.yaml#L1) |" in (repo.folder / "cards.md").read_text()


def test_a_listing_that_is_not_staged_is_no_part_of_the_commit(repo: GitFixture, listing: Run) -> None:
    listing("cards.md")
    assert listing("cards.md") == (1, f"cards.md: up to date with the cards, but not staged {ADD}\n")
    repo.git("add", "cards.md")
    assert listing("cards.md") == (0, "")


def test_the_cards_of_the_index_are_listed_and_not_those_of_the_checkout(repo: GitFixture, listing: Run) -> None:
    listing("cards.md")
    repo.git("add", "cards.md")
    repo.write({"catalog/models/untracked.yaml": "name: untracked\n"})
    assert listing("./cards.md") == (0, "")
    repo.git("add", "--all")
    assert listing("cards.md")[0] == 1
    assert "| [`untracked`](catalog/models/untracked.yaml#L1) |" in (repo.folder / "cards.md").read_text()


def test_a_deleted_card_is_no_longer_listed(repo: GitFixture, listing: Run) -> None:
    repo.commit({"catalog/models/b.yaml": "name: b\n"})
    listing("cards.md")
    repo.git("add", "cards.md")
    repo.git("rm", "--quiet", "catalog/models/b.yaml")
    assert listing("cards.md")[0] == 1
    assert "[`b`]" not in (repo.folder / "cards.md").read_text()


def test_line_endings_that_git_made_for_the_machine_are_no_difference(repo: GitFixture, listing: Run) -> None:
    listing("cards.md")
    repo.git("add", "cards.md")
    page = repo.folder / "cards.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert listing("cards.md") == (0, "")


@pytest.mark.parametrize("content", [b"# Our cards\n", b"\xff\xfe"])
def test_what_is_not_a_page_of_this_hook_is_left_alone(repo: GitFixture, listing: Run, content: bytes) -> None:
    (repo.folder / "cards.md").write_bytes(content)
    hint = "(name another file, or remove this one first)"
    told = f"catalog: 'cards.md' exists and is not a page of cards {hint}\n"
    assert listing("cards.md") == (3, told)
    assert (repo.folder / "cards.md").read_bytes() == content


def test_an_empty_file_is_written(repo: GitFixture, listing: Run) -> None:
    (repo.folder / "cards.md").touch()
    assert listing("cards.md")[0] == 1
    assert "| [`a`](catalog/models/a.yaml#L1) |" in (repo.folder / "cards.md").read_text()


@pytest.mark.parametrize("file", ["catalog/models/a.yaml", "new.yml", "catalog/catalog.toml", ""])
def test_a_file_that_a_catalog_is_made_of_is_never_written(repo: GitFixture, listing: Run, file: str) -> None:
    told = f"catalog: {file!r} cannot be a page of cards (name a file such as cards.md)\n"
    assert listing(file) == (3, told)
    assert (repo.folder / "catalog" / "models" / "a.yaml").read_text() == "name: a\n"
    assert not (repo.folder / "new.yml").exists()


def test_a_file_is_named_from_the_folder_where_the_hook_runs(
    repo: GitFixture, listing: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo.folder / "catalog")
    assert listing("cards.md")[0] == 1
    repo.git("add", "catalog/cards.md")
    assert listing("cards.md") == (0, "")


def test_the_root_can_be_named(repo: GitFixture, listing: Run) -> None:
    repo.commit({"other/x.yaml": "name: x\n"})
    listing("--root", "other", "cards.md")
    assert "| [`x`](other/x.yaml#L1) |" in (repo.folder / "cards.md").read_text()


def test_nothing_is_written_through_a_link(repo: GitFixture, listing: Run, tmp_path: Path) -> None:
    victim = tmp_path / "victim.md"
    victim.write_text("mine\n")
    (repo.folder / "cards.md").symlink_to("../victim.md")
    (repo.folder / "docs").symlink_to(tmp_path)
    for file, link in (("cards.md", "cards.md"), ("docs/victim.md", "docs"), ("./docs/new.md", "docs")):
        told = f"catalog: {link!r} is a link; links are not followed when writing (name the file, or remove it)\n"
        assert listing(file) == (3, told)
    assert victim.read_text() == "mine\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["repo", "victim.md"]


def test_nothing_is_written_outside_of_the_work_tree(repo: GitFixture, listing: Run, tmp_path: Path) -> None:
    for file in ("../victim.md", str(tmp_path / "victim.md"), ".git/cards.md"):
        told = f"catalog: {file!r} is not in the work tree {repo.folder} (name a file inside it)\n"
        assert listing(file) == (3, told)
    assert [path.name for path in tmp_path.iterdir()] == ["repo"]
    assert not (repo.folder / ".git" / "cards.md").exists()


def test_a_folder_of_the_work_tree_may_hold_the_file(repo: GitFixture, listing: Run) -> None:
    (repo.folder / "docs").mkdir()
    assert listing("docs/cards.md")[0] == 1
    repo.git("add", "docs")
    assert listing("docs/cards.md") == (0, "")


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("cards.md", "catalog/models/a.yaml"),
        ("catalog/cards.md", "models/a.yaml"),
        ("catalog/models/cards.md", "../models/a.yaml"),
        ("docs/cards.md", "../catalog/models/a.yaml"),
    ],
)
def test_a_card_is_linked_from_the_folder_of_the_page(repo: GitFixture, listing: Run, file: str, path: str) -> None:
    (repo.folder / "docs").mkdir()
    listing(file)
    assert f"| [`a`]({path}#L1) |" in (repo.folder / file).read_text()
    assert (repo.folder / file).parent.joinpath(path).read_text() == "name: a\n"


def test_what_cannot_be_done_is_a_sentence(repo: GitFixture, listing: Run, tmp_path: Path) -> None:
    code, output = listing()
    assert (code, "Missing argument 'FILE'" in output) == (2, True)
    assert listing("no/such/folder.md") == (3, "catalog: no/such/folder.md: No such file or directory\n")
    assert listing("catalog") == (3, "catalog: 'catalog' is a folder, not a file (name another file, or remove it)\n")
