"""The hook `catalog-listing`: which file it writes, when it fails, and what it reads."""

from __future__ import annotations

import re
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
    assert listing("no/such/folder.md") == (3, "catalog: no/such/folder.md: No such file or directory\n")
    assert listing("catalog") == (3, "catalog: 'catalog' is a folder, not a file (name another file, or remove it)\n")


def test_without_a_name_the_page_is_in_the_root_of_the_catalog(repo: GitFixture, listing: Run) -> None:
    how = "regenerated from the cards (look at it and run: git add catalog/CARDS.md)"
    assert listing() == (1, f"catalog/CARDS.md: {how}\n")
    assert "| [`a`](models/a.yaml#L1) |" in (repo.folder / "catalog" / "CARDS.md").read_text()
    repo.git("add", "--all")
    assert listing() == (0, "")


def test_a_page_that_a_sparse_checkout_leaves_out_is_compared_in_the_index(repo: GitFixture, listing: Run) -> None:
    listing()
    repo.commit({"README.md": ""})
    repo.git("sparse-checkout", "set", "--cone", "docs")
    assert listing() == (0, "")
    assert not (repo.folder / "catalog").exists()
    blob = repo.git("hash-object", "-w", "--stdin", content="name: b\n")
    repo.git("update-index", "--add", "--cacheinfo", f"100644,{blob},catalog/models/b.yaml")
    assert listing()[1].startswith("catalog/CARDS.md: regenerated from the cards")
    assert "[`b`]" in (repo.folder / "catalog/CARDS.md").read_text()


def test_without_a_name_the_page_is_the_same_from_every_folder(
    repo: GitFixture, listing: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"docs/page.md": ""})
    monkeypatch.chdir(repo.folder / "docs")
    assert listing()[1].startswith("../catalog/CARDS.md: regenerated from the cards")
    assert (repo.folder / "catalog/CARDS.md").is_file()


@pytest.mark.parametrize(
    ("path", "text", "finding"),
    [
        ("models/b.yaml", "name: [b\n", "catalog/models/b.yaml:2:1: C120 error: "),
        ("models/b.yaml", "name: b\nbase: gone\n", "catalog/models/b.yaml:2:7: C401 error: "),
        ("models/b.yaml", "name: a\n", "catalog/models/b.yaml:1:7: C210 error: "),
        ("models/@lab/b.yaml", "name: gone@lab\n", "catalog/models/@lab/b.yaml:1:7: C205 error: "),
    ],
)
def test_nothing_is_written_while_cards_are_broken(
    repo: GitFixture, listing: Run, path: str, text: str, finding: str
) -> None:
    listing("cards.md")
    page = (repo.folder / "cards.md").read_bytes()
    repo.write({f"catalog/{path}": text})
    repo.git("add", "--all")
    code, output = listing("cards.md")
    assert (code, output.startswith(finding)) == (1, True), output
    assert output.endswith("cards.md: not written, because cards are broken (fix them)\n")
    assert (repo.folder / "cards.md").read_bytes() == page


def test_many_broken_cards_are_counted(repo: GitFixture, listing: Run) -> None:
    repo.write({f"catalog/models/{number:02}.yaml": f"name: x{number}\nbase: gone\n" for number in range(13)})
    repo.git("add", "--all")
    _, output = listing("cards.md")
    assert output.splitlines()[10:] == [
        "and 3 more; see `catalog validate --staged --all`",
        "cards.md: not written, because cards are broken (fix them)",
    ]


def test_a_commit_without_a_catalog_has_nothing_to_list(repo: GitFixture, listing: Run) -> None:
    repo.git("rm", "--quiet", "catalog/catalog.toml")
    assert listing("cards.md") == (0, f"no catalog.toml in the index of {repo.folder}: nothing to list\n")
    assert listing("--root", "nowhere", "cards.md")[0] == 3


def test_a_commit_that_removes_all_files_has_nothing_to_list(repo: GitFixture, listing: Run) -> None:
    repo.git("rm", "-r", "--quiet", ".")
    assert listing("cards.md") == (0, f"no catalog.toml in the index of {repo.folder}: nothing to list\n")


def test_a_commit_that_touches_neither_cards_nor_page_is_not_looked_at(
    repo: GitFixture, listing: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    repo.write({"README.md": "hello\n"})
    repo.git("add", "--all")
    assert listing("cards.md") == (0, "")
    repo.write({"cards.md": ""})
    repo.git("add", "--all")
    assert listing("cards.md")[0] == 1


@pytest.fixture
def diverged(repo: GitFixture, listing: Run) -> GitFixture:
    """Two branches with another row each in the page, which git merges by taking the lines of both."""
    repo.write({".gitattributes": "cards.md merge=union\n"})
    commit_with_page(repo, listing, {"catalog/models/m.yaml": "name: m\n"})
    repo.switch("side", new=True)
    commit_with_page(repo, listing, {"catalog/models/n.yaml": "name: n\n"})
    repo.switch("main")
    return repo


def commit_with_page(repo: GitFixture, listing: Run, files: dict[str, str], remove: str = "") -> None:
    repo.write(files)
    repo.git("add", "--all")
    if remove:
        repo.git("rm", "--quiet", remove)
    listing("cards.md")
    repo.commit()


@pytest.mark.parametrize(
    ("files", "remove", "names"),
    [
        ({"catalog/models/k.yaml": "name: k\n"}, "", "akmn"),
        ({"catalog/models/o.yaml": "name: o\n"}, "", "amno"),
        ({"catalog/models/k.yaml": "name: k\n"}, "catalog/models/m.yaml", "akn"),
    ],
)
def test_the_recipe_for_merges_leaves_no_conflict_and_the_hook_makes_the_page_right(
    diverged: GitFixture, listing: Run, files: dict[str, str], remove: str, names: str
) -> None:
    commit_with_page(diverged, listing, files, remove)
    diverged.git("merge", "--quiet", "--no-commit", "side")
    assert "<<<" not in (diverged.folder / "cards.md").read_text()
    listing("cards.md")
    diverged.git("add", "cards.md")
    assert listing("cards.md") == (0, "")
    rows = re.findall(r"^\| \[`(.)`\]", (diverged.folder / "cards.md").read_text(), re.MULTILINE)
    assert "".join(rows) == names
