"""Hooks in repositories beside those from the field: of the same kinds, and chosen without seeing the code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from tests.gitfixture import GitFixture
from tests.hooks.hooked import BAD, GOOD
from tests.hooks.test_manifest import ROOT

Run = Callable[..., tuple[int, str]]

HOOKS = ("catalog-validate", "catalog-policy", "catalog-listing")
PAGE = "catalog/CARDS.md"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """Two commits: one without a catalog, and the one that adds it."""
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"README.md": "", "k8s/pod.yaml": "kind: Pod\n"})
    repo.commit({"catalog/catalog.toml": "", "catalog/models/good.yaml": GOOD})
    monkeypatch.chdir(repo.folder)
    return repo


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a hook: its exit code and all that it prints."""

    def run(hook: str, *arguments: str) -> tuple[int, str]:
        code = import_module(f"assetcards_hooks.{hook.replace('-', '_')}").main(arguments)
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


# No catalog


def the_first_commit_of_all(repo: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("switch", "--quiet", "--orphan", "new")
    repo.write({"k8s/pod.yaml": "kind: Pod\n"})
    repo.git("add", "--all")
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.folder / ".git/index"))


def an_index_without_a_file(repo: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("switch", "--quiet", "--orphan", "new")
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.folder / ".git/index"))


def an_old_branch_run_by_hand(repo: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("switch", "--quiet", "--detach", "main~1")


def a_catalog_that_is_not_tracked(repo: GitFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("switch", "--quiet", "--detach", "main~1")
    repo.write({"catalog/catalog.toml": "", "catalog/models/bad.yaml": BAD})


@pytest.mark.parametrize(
    "arrange",
    [the_first_commit_of_all, an_index_without_a_file, an_old_branch_run_by_hand, a_catalog_that_is_not_tracked],
    ids=lambda arrange: arrange.__name__,
)
@pytest.mark.parametrize("hook", HOOKS)
def test_a_commit_without_a_catalog_passes_with_one_line(
    repo: GitFixture,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    arrange: Callable[[GitFixture, pytest.MonkeyPatch], None],
    hook: str,
) -> None:
    arrange(repo, monkeypatch)
    code, said = run(hook)
    assert (code, said.count("\n"), ": nothing to " in said) == (0, 1, True), said


@pytest.mark.parametrize("hook", ["catalog-validate", "catalog-policy"])
@pytest.mark.parametrize("before", ["main~1", "0" * 40])
def test_a_push_of_commits_from_before_the_catalog_passes_whatever_the_index_holds(
    repo: GitFixture, run: Run, monkeypatch: pytest.MonkeyPatch, hook: str, before: str
) -> None:
    repo.git("switch", "--quiet", "--create", "old", "main~1")
    head = repo.commit({"k8s/more.yaml": "kind: Pod\n"})
    repo.switch("main")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", before)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", head)
    code, said = run(hook)
    assert (code, said.count("\n"), ": nothing to " in said) == (0, 1, True), said


# A page of broken cards


@pytest.mark.parametrize(
    "files",
    [
        {"catalog/models/good.yaml": f"<<<<<<< HEAD\n{GOOD}=======\n{GOOD}>>>>>>> x\n"},
        {"catalog/models/copy.yaml": GOOD},
        {"catalog/models/child.yaml": "name: child\nbase: nobody\n"},
        {"catalog/models/good.yaml": b"name: caf\xe9\n"},
        {"catalog/catalog.toml": "[[upstream]]\n"},
        {"catalog/catalog.toml": "exclude = [\n"},
    ],
    ids=["conflict markers", "a duplicate", "an unknown base", "no UTF-8", "a wrong upstream", "no TOML"],
)
def test_the_page_stays_as_it_is_whatever_is_broken(repo: GitFixture, run: Run, files: dict[str, str | bytes]) -> None:
    run("catalog-listing")
    repo.commit()
    page = (repo.folder / PAGE).read_bytes()
    repo.write({"catalog/models/more.yaml": "name: more\n", **files})
    repo.git("add", "--all")
    code, said = run("catalog-listing")
    assert (code in (1, 3), "catalog/" in said, "regenerated" in said) == (True, True, False), (code, said)
    assert (repo.folder / PAGE).read_bytes() == page


# Pages and merges


def add_cards(repo: GitFixture, run: Run, *names: str) -> None:
    repo.write({f"catalog/models/{name}.yaml": f"name: {name}\n" for name in names})
    repo.git("add", "--all")
    run("catalog-listing")
    repo.commit()


@pytest.mark.parametrize("how", [("rebase", "side"), ("cherry-pick", "side")])
def test_the_recipe_holds_for_every_way_to_bring_branches_together(
    repo: GitFixture, run: Run, how: Sequence[str]
) -> None:
    repo.write({".gitattributes": f"{PAGE} merge=union\n"})
    add_cards(repo, run, "m")
    for branch, name in (("side", "n"), ("main", "k")):
        repo.git("switch", "--quiet", *([] if branch == "main" else ["--create"]), branch)
        add_cards(repo, run, name)
        repo.switch("main")
    repo.git(*how)
    assert "<<<" not in (repo.folder / PAGE).read_text()
    run("catalog-listing")
    repo.git("add", PAGE)
    assert run("catalog-listing") == (0, "")
    page = (repo.folder / PAGE).read_text()
    assert [page.count(f"[`{name}`]") for name in "kmn"] == [1, 1, 1]


# Commits that touch no card


@pytest.mark.parametrize("how", ["an empty commit", "an amended message", "a merge of what is elsewhere", "a revert"])
@pytest.mark.parametrize("hook", HOOKS)
def test_a_commit_that_changes_no_card_is_not_held_back_by_broken_ones(
    repo: GitFixture, run: Run, monkeypatch: pytest.MonkeyPatch, how: str, hook: str
) -> None:
    repo.commit({"catalog/models/bad.yaml": BAD})
    if how == "a merge of what is elsewhere":
        repo.git("switch", "--quiet", "--create", "side")
        repo.commit({"docs/page.md": "x\n"})
        repo.switch("main")
        repo.commit({"docs/other.md": "x\n"})
        repo.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    if how == "a revert":
        repo.commit({"docs/page.md": "x\n"})
        repo.git("revert", "--no-commit", "HEAD")
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.folder / ".git/index"))
    code, said = run(hook)
    assert (code, BAD.split()[1] in said, said.count("\n") <= 1) == (0, False, True), said


def test_another_mode_of_a_card_is_a_change_that_is_judged_and_passes(
    repo: GitFixture, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.git("update-index", "--chmod=+x", "catalog/models/good.yaml")
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.folder / ".git/index"))
    assert run("catalog-validate", "--quiet") == (0, "")
    assert run("catalog-policy")[0] == 0


# Trying a hook, and what it prints


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--help"], "Usage: catalog"), (["--nosuch"], "No such option"), (["--root", "nowhere"], "nowhere")],
)
def test_a_hook_that_is_tried_answers_with_a_sentence(
    repo: GitFixture, run: Run, hook: str, arguments: list[str], said: str
) -> None:
    code, output = run(hook, *arguments)
    assert (code, said in output) == ({"--help": 0, "--nosuch": 2, "--root": 3}[arguments[0]], True), (code, output)


def test_two_pages_are_a_matter_of_usage(repo: GitFixture, run: Run) -> None:
    code, output = run("catalog-listing", "a.md", "b.md")
    assert (code, "b.md" in output) == (2, True), output


@pytest.mark.parametrize("output_format", ["text", "github", "json", "sarif", "agent"])
def test_what_a_change_comes_to_is_in_every_format(repo: GitFixture, run: Run, output_format: str) -> None:
    repo.write({"catalog/models/good.yaml": f"{GOOD}license: MIT\n"})
    repo.commit()
    repo.write({"catalog/models/good.yaml": f"{GOOD}license: ISC\n"})
    repo.git("add", "--all")
    code, output = run("catalog-policy", "--format", output_format)
    assert (code, "needs-review" in output) == (0, True), output
    assert run("catalog-policy", "--strict", "--format", output_format)[0] == 1


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("license_url: https://host.example/{long}", False),
        ("data: {{train: https://host.example/{long}}}", False),
        ("data:\n  - s3://bucket/{long}", False),
        ("description: {words}", True),
    ],
)
def test_lines_that_cannot_be_broken_are_no_matter_of_style(tmp_path: Path, line: str, refused: bool) -> None:
    (tmp_path / "card.yaml").write_text(f"name: x\n{line.format(long='models/' * 40, words='a word ' * 40 + 'x')}\n")
    command = [sys.executable, "-m", "yamllint", "--strict", "-c", str(ROOT / ".yamllint.yaml"), "card.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "line too long" in done.stdout) == (int(refused), refused), done.stdout
