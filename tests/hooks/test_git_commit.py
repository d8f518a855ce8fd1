"""`catalog-validate` as a hook of git: it judges the commit that git makes, in every way in which git makes one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.hooks.hooked import BAD, BAD_LINE, GOOD, HookedRepository, add_git_hook


@pytest.fixture
def repo(tmp_path: Path) -> HookedRepository:
    """A catalog with one good card, and the hook."""
    repo = HookedRepository(tmp_path / "repo")
    repo.folder.mkdir()
    repo.git("init", "--quiet", "--initial-branch=main")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/good.yaml": GOOD, "README.md": "hello\n"})
    add_git_hook(repo, "pre-commit", "pre-merge-commit")
    return repo


def test_a_good_commit_passes_without_a_word(repo: HookedRepository) -> None:
    repo.stage({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    assert repo.attempt("commit", "--quiet", "--message=x") == (True, "")


def test_a_bad_commit_is_refused_with_the_reason(repo: HookedRepository) -> None:
    repo.stage({"catalog/models/bad.yaml": BAD})
    assert repo.attempt("commit", "--message=x") == (False, f"{BAD_LINE}\n1 error\n")


WRONG: Mapping[str, tuple[Mapping[str, str | bytes], str]] = {
    "syntax": ({"catalog/models/bad.yaml": "name: [bad\n"}, "catalog/models/bad.yaml:2:1: C120 error: "),
    "encoding": ({"catalog/models/bad.yaml": b"name: caf\xe9\n"}, "catalog/models/bad.yaml:1:10: C101 error: "),
    "merge conflict": (
        {"catalog/models/good.yaml": "name: good\n<<<<<<< ours\nnote: 1\n=======\nnote: 2\n>>>>>>> theirs\n"},
        "catalog/models/good.yaml:2:1: C112 error: ",
    ),
    "no card": ({"catalog/models/bad.yaml": "note: 1\n"}, "catalog/models/bad.yaml:1:1: C220 error: "),
    "name": ({"catalog/models/bad.yaml": "model_family: my_model\n"}, "catalog/models/bad.yaml:1:1: C201 error: "),
    "doubled name": ({"catalog/models/x.yaml": "name: good\n"}, "catalog/models/x.yaml:1:7: C210 error: "),
    "override of nothing": (
        {"catalog/models/@lab/bad.yaml": "name: bad@lab\n"},
        "catalog/models/@lab/bad.yaml:1:7: C205 error: ",
    ),
    "circle": ({"catalog/models/good.yaml": "name: good\nbase: good\n"}, "catalog/models/good.yaml:2:7: C403 error: "),
    "reference": (
        {"catalog/models/good.yaml": "name: good\ntokenizer_ref: gone\n"},
        "catalog/models/good.yaml:2:16: C405 error: ",
    ),
    "incomplete": (
        {"catalog/models/good.yaml": "name: good\nmodel_family: llama\n"},
        "catalog/models/good.yaml:1:7: C301 error: ",
    ),
    "settings": ({"catalog/catalog.toml": "environments = 1\n"}, "catalog/catalog.toml:1:"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_each_kind_of_bad_commit_is_refused_with_its_location(repo: HookedRepository, wrong: str) -> None:
    files, place = WRONG[wrong]
    repo.stage(files)
    done, output = repo.attempt("commit", "--message=x")
    assert (done, place in output) == (False, True), output


def test_a_commit_of_deletions_alone_that_breaks_a_child_is_refused(repo: HookedRepository) -> None:
    repo.commit({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    repo.git("rm", "--quiet", "catalog/models/good.yaml")
    done, output = repo.attempt("commit", "--message=x")
    assert (done, output.startswith("catalog/models/child.yaml:2:7: C401 error: base 'good'")) == (False, True)


def test_a_renamed_base_is_refused_and_a_renamed_file_passes(repo: HookedRepository) -> None:
    repo.commit({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    repo.git("mv", "catalog/models/good.yaml", "catalog/models/better.yaml")
    assert repo.attempt("commit", "--quiet", "--message=x") == (True, "")
    repo.stage({"catalog/models/better.yaml": GOOD.replace("good", "better")})
    done, output = repo.attempt("commit", "--message=x")
    assert (done, output.startswith("catalog/models/child.yaml:2:7: C401 error: base 'good'")) == (False, True)


def test_what_was_wrong_before_does_not_keep_others_from_committing(repo: HookedRepository) -> None:
    repo.commit({"catalog/models/old.yaml": "name: old\nbase: x@y\n"})
    repo.stage({"catalog/models/good.yaml": GOOD + "more: 2\n"})
    assert repo.attempt("commit", "--quiet", "--message=x") == (True, "")


def test_a_commit_beside_the_catalog_is_not_judged(repo: HookedRepository) -> None:
    repo.commit({"catalog/models/bad.yaml": BAD})
    repo.stage({"README.md": "hello again\n"})
    assert repo.attempt("commit", "--quiet", "--message=x") == (True, "")


def test_untracked_and_unstaged_files_change_nothing(repo: HookedRepository) -> None:
    repo.stage({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    repo.write({"catalog/models/bad.yaml": BAD, "catalog/models/good.yaml": "name: [\n"})
    repo.git("add", "--intent-to-add", "catalog/models/bad.yaml")
    assert repo.attempt("commit", "--quiet", "--message=x") == (True, "")


def test_what_is_staged_counts_though_the_file_was_fixed_since(repo: HookedRepository) -> None:
    repo.stage({"catalog/models/bad.yaml": BAD})
    repo.write({"catalog/models/bad.yaml": "name: bad\n"})
    assert repo.attempt("commit", "--message=x") == (False, f"{BAD_LINE}\n1 error\n")


def test_commit_all_is_judged_with_what_it_adds(repo: HookedRepository) -> None:
    repo.commit({"catalog/models/bad.yaml": "name: bad\n"})
    repo.write({"catalog/models/bad.yaml": BAD})
    assert repo.attempt("commit", "--all", "--message=x") == (False, f"{BAD_LINE}\n1 error\n")
    repo.write({"catalog/models/bad.yaml": "name: bad\nbase: good\n"})
    assert repo.attempt("commit", "--quiet", "--all", "--message=x") == (True, "")


def test_a_commit_of_paths_is_judged_by_these_alone(repo: HookedRepository) -> None:
    repo.stage({"catalog/models/bad.yaml": BAD})
    repo.write({"catalog/models/good.yaml": GOOD + "more: 2\n"})
    assert repo.attempt("commit", "--quiet", "--message=x", "--", "catalog/models/good.yaml") == (True, "")
    repo.stage({"catalog/models/bad.yaml": "name: bad\n"})
    repo.write({"catalog/models/bad.yaml": BAD})
    done, output = repo.attempt("commit", "--message=x", "--", "catalog/models/bad.yaml")
    assert (done, output) == (False, f"{BAD_LINE}\n1 error\n")


def test_a_commit_from_a_folder_of_the_catalog_is_judged(repo: HookedRepository) -> None:
    repo.stage({"catalog/models/bad.yaml": BAD})
    assert repo.attempt("commit", "--message=x", folder="catalog/models") == (False, f"{BAD_LINE}\n1 error\n")


def test_a_commit_in_a_linked_work_tree_is_judged_by_its_own_index(repo: HookedRepository, tmp_path: Path) -> None:
    linked = HookedRepository(repo.worktree(tmp_path / "linked").folder)
    repo.stage({"catalog/models/bad.yaml": BAD})
    linked.stage({"catalog/models/good.yaml": GOOD + "more: 2\n"})
    assert linked.attempt("commit", "--quiet", "--message=x") == (True, "")
    linked.stage({"catalog/models/bad.yaml": BAD})
    assert linked.attempt("commit", "--message=x") == (False, f"{BAD_LINE}\n1 error\n")


def test_the_first_commit_is_judged(tmp_path: Path) -> None:
    repo = HookedRepository(tmp_path / "new")
    repo.folder.mkdir()
    repo.git("init", "--quiet", "--initial-branch=main")
    add_git_hook(repo, "pre-commit")
    repo.stage({"catalog/catalog.toml": "", "catalog/models/good.yaml": GOOD, "catalog/models/bad.yaml": BAD})
    assert repo.attempt("commit", "--message=x") == (False, f"{BAD_LINE}\n1 error\n")
    repo.stage({"catalog/models/bad.yaml": "name: bad\n"})
    assert repo.attempt("commit", "--quiet", "--message=x") == (True, "")


def test_an_amended_commit_is_judged(repo: HookedRepository) -> None:
    assert repo.attempt("commit", "--quiet", "--amend", "--message=other words") == (True, "")
    repo.stage({"catalog/models/bad.yaml": BAD})
    assert repo.attempt("commit", "--amend", "--no-edit") == (False, f"{BAD_LINE}\n1 error\n")


def two_branches(repo: HookedRepository) -> None:
    """One takes a card away, the other gives it a child: each is fine, both are not."""
    repo.commit({"catalog/models/base.yaml": "name: base\n"})
    repo.switch("side", new=True)
    repo.commit({"catalog/models/child.yaml": "name: child\nbase: base\n"})
    repo.switch("main")
    repo.commit(remove=["catalog/models/base.yaml"])


def test_a_merge_that_breaks_a_card_is_refused(repo: HookedRepository) -> None:
    two_branches(repo)
    done, output = repo.attempt("merge", "--no-edit", "side")
    assert (done, "catalog/models/child.yaml:2:7: C401 error: base 'base'" in output) == (False, True)
    done, output = repo.attempt("commit", "--no-edit")
    assert (done, "catalog/models/child.yaml:2:7: C401 error: base 'base'" in output) == (False, True)
    repo.stage({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    assert repo.attempt("commit", "--quiet", "--no-edit") == (True, "")


def test_a_merge_after_a_conflict_is_judged(repo: HookedRepository) -> None:
    repo.switch("side", new=True)
    repo.commit({"catalog/models/good.yaml": "name: good\nnote: 2\n"})
    repo.switch("main")
    repo.commit({"catalog/models/good.yaml": "name: good\nnote: 3\n"})
    assert repo.attempt("merge", "--no-edit", "side").done is False
    repo.git("add", "--all")
    done, output = repo.attempt("commit", "--no-edit")
    assert (done, "catalog/models/good.yaml:2:1: C112 error: " in output) == (False, True), output
    repo.stage({"catalog/models/good.yaml": "name: good\nnote: 4\n"})
    assert repo.attempt("commit", "--quiet", "--no-edit") == (True, "")


def test_a_commit_in_a_rebase_is_judged(repo: HookedRepository) -> None:
    repo.switch("side", new=True)
    repo.commit({"catalog/models/good.yaml": "name: good\nnote: 2\n"})
    repo.switch("main")
    repo.commit({"catalog/models/good.yaml": "name: good\nnote: 3\n"})
    repo.switch("side")
    assert repo.attempt("rebase", "main").done is False
    repo.stage({"catalog/models/good.yaml": "name: good\nbase: gone\n"})
    done, output = repo.attempt("commit", "--message=x")
    assert (done, "catalog/models/good.yaml:2:7: C401 error: base 'gone'" in output) == (False, True), output


@pytest.mark.parametrize("name", [b"--config=evil.yaml", b"a\nb.yaml", b"caf\xe9.yaml", b"-rf.yaml"])
def test_a_file_is_no_option_whatever_its_name(repo: HookedRepository, name: bytes) -> None:
    repo.stage({f"catalog/models/{os.fsdecode(name)}": BAD})
    done, output = repo.attempt("commit", "--message=x")
    shown = name.replace(b"\n", b"\\n").replace(b"\xe9", b"\\udce9").decode()
    assert done is False
    assert f"{BAD_LINE.replace('bad.yaml', shown)}\n" in output


def test_a_symbolic_link_is_no_card(repo: HookedRepository, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("name: outside\n")
    (repo.folder / "catalog" / "models" / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    repo.git("add", "--all")
    done, output = repo.attempt("commit", "--message=x")
    assert (done, "catalog/models/link.yaml: C001 error: " in output) == (False, True)


def test_a_refused_commit_leaves_everything_as_it_was(repo: HookedRepository) -> None:
    repo.stage({"catalog/models/bad.yaml": BAD})
    repo.write({"catalog/models/good.yaml": GOOD + "more: 2\n", "catalog/models/new.yaml": "name: new\n"})
    before = repo.state()
    assert repo.attempt("commit", "--message=x").done is False
    assert repo.state() == before


def test_another_catalog_named_in_the_surroundings_does_not_matter(repo: HookedRepository, tmp_path: Path) -> None:
    repo.environment["CATALOG_REPO"] = str(tmp_path / "elsewhere")
    repo.stage({"catalog/models/bad.yaml": BAD})
    assert repo.attempt("commit", "--message=x") == (False, f"{BAD_LINE}\n1 error\n")


def test_a_repository_without_catalog_says_what_to_do(repo: HookedRepository) -> None:
    repo.git("rm", "--quiet", "catalog/catalog.toml")
    done, output = repo.attempt("commit", "--message=x")
    message = f"catalog: no catalog.toml in the index of {repo.folder} (name a folder of cards with --root)\n"
    assert (done, output) == (False, message)


def test_a_commit_in_a_repository_without_any_catalog_passes(repo: HookedRepository) -> None:
    repo.git("rm", "--quiet", "-r", "catalog")
    repo.git("commit", "--quiet", "--no-verify", "--message=x")
    repo.stage({"k8s/pod.yaml": "kind: Pod\n"})
    done, output = repo.attempt("commit", "--quiet", "--message=x")
    assert done, output


def test_a_commit_that_touches_no_file_of_the_catalog_is_not_held_back_by_it(repo: HookedRepository) -> None:
    repo.commit({"catalog/models/bad.yaml": BAD})
    repo.stage({"README.md": "more\n", "k8s/pod.yaml": "kind: Pod\n"})
    assert repo.attempt("commit", "--quiet", "--message=x") == (True, "")
