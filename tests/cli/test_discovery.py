"""Which catalog is read: the same one from anywhere in a work tree, for every verb, and never one of several."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import CARDS, Ask
from tests.gitfixture import GitFixture

NAMED = ("list", "--format", "names")
NAMES = "sums\ntiny\ntiny@lab\ntiny_chat\n"
QUESTIONS = (
    "list",
    "show tiny",
    "list --rev HEAD",
    "validate",
    "validate --staged",
    "validate --from-ref HEAD~1",
    "diff HEAD~1 HEAD",
    "diff --staged",
    "policy HEAD~1",
    "blame tiny",
    "log tiny",
    "lock tiny",
)


def moved(folder: str, *, below: str = "") -> dict[str, str]:
    """The cards in another folder than `catalog`."""
    return {path.replace("catalog", folder, 1): text + below for path, text in CARDS.items()}


@pytest.fixture
def several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    repo = GitFixture.init(tmp_path / "several")
    repo.commit({"README.md": "# Two teams.\n", "docs/page.md": ""} | moved("teamA") | moved("deep/er/teamB"))
    repo.commit({"teamA/models/more.yaml": "name: more\n"})
    monkeypatch.chdir(repo.folder)
    return repo


@pytest.mark.parametrize("question", QUESTIONS)
def test_several_catalogs_are_an_error_that_lists_them(several: GitFixture, ask: Ask, question: str) -> None:
    code, out, err = ask(*question.split())
    assert (code, out) == (3, ""), (out, err)
    assert "several catalogs under" in err
    assert "deep/er/teamB, " in err
    assert "teamA (name one with --root)" in err


def test_one_of_several_is_read_from_inside_of_it_or_by_its_name(
    several: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(*NAMED, "--root", "teamA")[1].split() == ["more", *NAMES.split()]
    monkeypatch.chdir(several.folder / "deep/er/teamB/models")
    for options in ((), ("--rev", "HEAD")):
        assert ask(*NAMED, *options) == (0, NAMES, "")
    assert ask("validate", "--staged")[0] == 0


def test_the_usual_folder_counts_before_others(cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    cards.commit({"docs/page.md": ""} | dict.fromkeys(moved("tests/data"), "name: other\n"))
    monkeypatch.chdir(cards.folder / "docs")
    for options in ((), ("--rev", "HEAD"), ("--repo", "."), ("--repo", "..")):
        assert ask(*NAMED, *options) == (0, NAMES, ""), options


@pytest.fixture
def deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """One catalog six folders down, beside which one is."""
    repo = GitFixture.init(tmp_path / "deep")
    repo.commit(moved("a/b/c/d/e/f") | {"docs/page.md": "", ".gitignore": "/build\n"})
    repo.commit({"docs/page.md": "# A page.\n"})
    monkeypatch.chdir(repo.folder / "docs")
    return repo


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_catalog_is_found_from_beside_it_however_deep_it_is(deep: GitFixture, ask: Ask, question: str) -> None:
    code, out, err = ask(*question.split())
    assert code == 0, (out, err)


def test_a_copy_that_git_ignores_is_not_found(deep: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    deep.write(dict.fromkeys(moved("build"), "name: copy\n"))
    for folder in ("", "docs"):
        monkeypatch.chdir(deep.folder / folder)
        assert ask(*NAMED) == (0, NAMES, "")


def test_a_catalog_that_sparse_checkout_leaves_out_is_found(deep: GitFixture, ask: Ask) -> None:
    deep.git("sparse-checkout", "set", "--cone", "docs")
    assert not (deep.folder / "a").exists()
    assert ask(*NAMED) == (0, NAMES, "")
    assert ask("diff", "--exit-code")[0] == ask("validate")[0] == ask("show", "tiny_chat")[0] == 0


@pytest.mark.parametrize("where", ["top", "inside", "root"])
def test_a_catalog_that_a_change_moves_is_judged_alike_from_everywhere(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    cards.git("mv", "catalog", "cards")
    cards.commit(remove=["cards/datasets/sums.yaml"])
    monkeypatch.chdir(cards.folder / ("cards" if where == "inside" else "."))
    root = ["--root", "cards"] if where == "root" else []
    code, out, _ = ask("policy", "HEAD~1", "HEAD", *root)
    assert (code, "P101" in out, "sums" in out) == (1, True, True), out
    assert "removed\n  sums" in ask("diff", "HEAD~1", "HEAD", *root)[1]


def test_a_root_that_was_no_catalog_before_asks_for_a_review(cards: GitFixture, ask: Ask) -> None:
    cards.commit(moved("second"))
    code, out, _ = ask("policy", "HEAD~1", "HEAD", "--root", "second")
    said = "HEAD~1 has no such catalog, so there is nothing to compare with: all cards count as new"
    assert (code, said in out, "needs-review" in out) == (0, True, True), out


def test_a_root_that_is_a_link_is_the_folder_that_it_leads_to_for_every_verb(cards: GitFixture, ask: Ask) -> None:
    (cards.folder / "link").symlink_to("catalog")
    cards.commit()
    for question in (
        "validate",
        "validate --staged",
        "list --rev HEAD",
        "diff --exit-code",
        "diff --staged",
        "log tiny",
    ):
        code, out, err = ask(*question.split(), "--root", "link")
        assert (code, err) == (0, ""), (question, out, err)
    assert "not committed yet" not in ask("blame", "tiny", "--root", "link")[1]
    assert ask(*NAMED, "--rev", "HEAD", "--root", "link") == (0, NAMES, "")


def test_blame_follows_a_catalog_that_is_moved_and_not_committed_yet(cards: GitFixture, ask: Ask) -> None:
    before = ask("blame", "tiny_chat")[1]
    cards.git("mv", "catalog", "cards")
    assert ask("blame", "tiny_chat")[1] == before.replace("catalog/", "cards/")
    assert "not committed yet" not in before


def test_a_work_tree_that_variables_alone_tie_to_its_repository_says_what_would(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = (cards.folder / ".git").rename(tmp_path / "elsewhere")
    monkeypatch.setenv("GIT_DIR", str(place))
    monkeypatch.setenv("GIT_WORK_TREE", str(cards.folder))
    code, out, err = ask("list", "--rev", "HEAD")
    hint = "(GIT_DIR is not read: write `gitdir: PATH` into a file .git in the top folder)"
    assert (code, out, hint in err) == (3, "", True)
    (cards.folder / ".git").write_text(f"gitdir: {place}\n")
    assert ask("list", "--rev", "HEAD")[0] == 0


def test_a_catalog_in_a_submodule_that_is_not_checked_out_is_said_to_be_possible(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    outer = GitFixture.init(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{cards.folder}", "cards")
    outer.commit()
    clone = outer.clone(tmp_path / "clone")
    monkeypatch.chdir(clone.folder)
    code, out, err = ask("list")
    assert (code, out, "if it is in a submodule, check that out: git submodule update --init)" in err) == (3, "", True)
    clone.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init")
    assert ask("list")[0] == 0
