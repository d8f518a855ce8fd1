"""Repositories inside of a catalog: no card of theirs is read of a checkout, the index, a commit or a remote."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards import open_catalog
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture
from tests.integrity.modes import Ways, cards_of, unreadable_files, ways_to_read

__all__ = ["ask"]  # a fixture is found by its name here

EXTRA = "models/extra"
SAID = "is a repository of its own, such as a submodule, and its cards are not read"
NOTED = f"catalog/{EXTRA}: C001 error: {SAID}"
TINY = 'name: tiny\nmodel_family: llama\nlicense: MIT\ncheckpoint: "https://example.org/{}.safetensors"\n'
PLAIN = {
    "catalog/catalog.toml": 'environments = ["lab"]\n',
    "catalog/models/tiny.yaml": TINY.format("tiny"),
}
NESTED = {
    "@lab/tiny.yaml": 'name: tiny@lab\ncheckpoint: "https://example.org/other.safetensors"\n',
    "sneaky.yaml": "name: sneaky\nbase: tiny\n",
}
GATES = (
    "validate",
    "validate --staged",
    "validate --staged --all",
    "validate --from-ref main",
    "validate --new-only main",
    "validate --rev HEAD --new-only main",
    "policy --base main",
    "policy main",
    "policy main --staged",
)

Nest: TypeAlias = Callable[[GitFixture, GitFixture, str], None]
"""Puts the second repository into the first, at a path."""


def as_submodule(repo: GitFixture, other: GitFixture, path: str) -> None:
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{other.folder}", path)


def as_clone(repo: GitFixture, other: GitFixture, path: str) -> None:
    other.clone(repo.folder / path)


def as_clone_with_split_git_folder(repo: GitFixture, other: GitFixture, path: str) -> None:
    other.clone(repo.folder / path, f"--separate-git-dir={repo.folder.parent / 'apart'}")


def as_work_tree(repo: GitFixture, other: GitFixture, path: str) -> None:
    other.worktree(repo.folder / path)


def as_work_tree_of_the_same_repository(repo: GitFixture, other: GitFixture, path: str) -> None:
    repo.worktree(repo.folder / path)


NESTS = (as_submodule, as_clone, as_clone_with_split_git_folder, as_work_tree, as_work_tree_of_the_same_repository)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit(PLAIN)
    repo.switch("feat", new=True)
    monkeypatch.chdir(repo.folder)
    return repo


@pytest.fixture
def other(tmp_path: Path) -> GitFixture:
    other = GitFixture.init(tmp_path / "other")
    other.commit(NESTED)
    return other


def check_all_alike(ways: Ways, path: str) -> None:
    """Check that each way gives the card of the catalog alone, and says that there is a repository at the path."""
    for way, opened in ways.items():
        assert list(cards_of(opened, "catalog")) == ["tiny"], way
        assert unreadable_files(opened("catalog")) == {path: SAID}, way


@pytest.mark.parametrize("path", [EXTRA, "models/@lab", "models/card.yaml"])
@pytest.mark.parametrize("nest", NESTS)
def test_all_ways_to_read_pass_over_a_repository_inside_and_report_it(
    repo: GitFixture, other: GitFixture, nest: Nest, path: str
) -> None:
    nest(repo, other, f"catalog/{path}")
    check_all_alike(ways_to_read(repo.folder, repo.commit()), path)


@pytest.mark.parametrize("nest", NESTS)
def test_all_ways_to_read_pass_over_a_hidden_repository_inside_in_silence(
    repo: GitFixture, other: GitFixture, nest: Nest
) -> None:
    nest(repo, other, "catalog/models/.hidden/x")
    for way, opened in ways_to_read(repo.folder, repo.commit()).items():
        assert (list(cards_of(opened, "catalog")), unreadable_files(opened("catalog"))) == (["tiny"], {}), way


def test_a_clone_with_its_submodules_reads_as_one_without(repo: GitFixture, other: GitFixture, tmp_path: Path) -> None:
    as_submodule(repo, other, f"catalog/{EXTRA}")
    commit = repo.commit()
    populated = repo.clone(tmp_path / "populated")
    populated.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init")
    check_all_alike(ways_to_read(populated.folder, commit), EXTRA)
    check_all_alike(ways_to_read(repo.clone(tmp_path / "empty").folder, commit), EXTRA)


def test_a_submodule_whose_folder_is_gone_is_said_where_it_still_is(repo: GitFixture, other: GitFixture) -> None:
    as_submodule(repo, other, f"catalog/{EXTRA}")
    ways = dict(ways_to_read(repo.folder, repo.commit()))
    shutil.rmtree(repo.folder / "catalog" / EXTRA)
    assert unreadable_files(ways.pop("checkout")("catalog")) == {}
    check_all_alike(ways, EXTRA)


def test_a_clone_that_git_was_not_reported_is_in_the_checkout_alone(repo: GitFixture, other: GitFixture) -> None:
    as_clone(repo, other, f"catalog/{EXTRA}")
    ways = dict(ways_to_read(repo.folder, repo.head()))
    check_all_alike({"checkout": ways.pop("checkout")}, EXTRA)
    assert {way: unreadable_files(opened("catalog")) for way, opened in ways.items()} == {way: {} for way in ways}


def test_the_repository_that_is_named_itself_is_read(repo: GitFixture, other: GitFixture) -> None:
    as_submodule(repo, other, f"catalog/{EXTRA}")
    inside = repo.folder / "catalog" / EXTRA
    with open_catalog(inside, root=".", stores=[]) as catalog:
        assert (catalog.names(), unreadable_files(catalog)) == (["sneaky", "tiny@lab"], {})
    with open_catalog(other.folder, root=".", stores=[repo.folder / "catalog"]) as catalog:
        assert catalog.names() == ["sneaky", "tiny", "tiny@lab"]
    with open_catalog(repo.folder, stores=[inside]) as catalog:
        assert catalog.names() == ["sneaky", "tiny", "tiny@lab"]


@pytest.mark.parametrize("nest", NESTS)
def test_every_gate_reports_a_repository_that_a_change_brings(
    repo: GitFixture, other: GitFixture, ask: Ask, nest: Nest
) -> None:
    nest(repo, other, f"catalog/{EXTRA}")
    repo.git("add", "--all")
    staged = {gate: ask(*gate.split()) for gate in GATES if "--staged" in gate}
    repo.commit()
    given = staged | {gate: ask(*gate.split()) for gate in GATES if gate not in staged}
    assert {gate: (code, SAID in out) for gate, (code, out, _) in given.items()} == dict.fromkeys(given, (1, True))


def test_a_change_of_something_else_does_not_report_it_again(repo: GitFixture, other: GitFixture, ask: Ask) -> None:
    as_submodule(repo, other, f"catalog/{EXTRA}")
    before = repo.commit()
    repo.commit({"catalog/models/more.yaml": TINY.format("more").replace("tiny", "more")})
    assert ask("validate", "--from-ref", before)[0] == 0
    assert ask("policy", before, "HEAD")[0] == 0
    assert ask("validate")[0] == 1


def test_a_change_of_its_commit_reports_it_again(repo: GitFixture, other: GitFixture, ask: Ask) -> None:
    as_submodule(repo, other, f"catalog/{EXTRA}")
    before = repo.commit()
    GitFixture(repo.folder / "catalog" / EXTRA).commit({"more.yaml": "name: more\n"})
    repo.commit()
    code, out, _ = ask("validate", "--from-ref", before)
    assert (code, NOTED in out) == (1, True)


def test_verbs_that_read_say_what_is_not_read(repo: GitFixture, other: GitFixture, ask: Ask) -> None:
    as_submodule(repo, other, f"catalog/{EXTRA}")
    repo.commit()
    for options in ((), ("--rev", "HEAD")):
        code, out, err = ask("list", "--format", "names", *options)
        assert (code, out, NOTED in err) == (0, "tiny\n", True), options
        assert "tiny.safetensors" in ask("show", "tiny", "--env", "lab", *options)[1]
        assert ask("show", "sneaky", *options)[0] == 1, options


@pytest.mark.parametrize("branch", ["main", "other"])
@pytest.mark.parametrize("root", [(), ("--root", "catalog")])
def test_no_gate_takes_the_cards_of_a_submodule_for_those_that_its_folder_had(
    repo: GitFixture, ask: Ask, branch: str, root: tuple[str, ...]
) -> None:
    repo.git("rm", "-r", "--quiet", "--cached", "catalog")
    inner = GitFixture(repo.folder / "catalog")
    inner.git("init", "--quiet", f"--initial-branch={branch}")
    inner.commit()
    repo.git("add", "catalog")
    staged = {gate: ask(*gate.split(), *root) for gate in ("validate --staged", "policy --staged")}
    repo.commit()
    gates = [gate for gate in GATES if gate != "validate"]
    given = staged | {gate: ask(*gate.split(), *root) for gate in gates if gate not in staged}
    assert [gate for gate, (code, _, _) in given.items() if code not in (1, 3)] == []
    assert [gate for gate, (_, out, err) in given.items() if "names no commit" in out + err] == []
    own = "the cards are in {0}, a repository of its own: the commits of {1} do not hold them (name it: --repo {0})\n"
    said = f"catalog: {own.format(inner.folder, repo.folder)}"
    assert given["validate --new-only main"] == given["policy main"] == (3, "", said)


@pytest.mark.parametrize("nest", [as_submodule, as_clone])
def test_a_catalog_of_a_repository_inside_is_none_of_this_one_however_near_it_is(
    repo: GitFixture, other: GitFixture, ask: Ask, nest: Nest
) -> None:
    other.commit({"catalog.toml": ""})
    (repo.folder / "deep").mkdir()
    repo.git("mv", "catalog", "deep/catalog")
    nest(repo, other, "near")
    repo.commit()
    names = "tiny\n"
    assert ask("list", "--format", "names") == (0, names, "")
    assert ask("list", "--format", "names", "--repo", repo.folder) == (0, names, "")
    assert ask("list", "--format", "names", "--rev", "HEAD") == (0, names, "")
