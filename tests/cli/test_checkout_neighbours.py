"""Checkouts beside those from the field: other files that are no cards, catalogs, and ways to leave files out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assetcards import open_catalog
from tests.cli.conftest import BASE, CARDS, CHILD, Ask
from tests.gitfixture import GitFixture

NAMED = ("list", "--format", "names")
NAMES = "sums\ntiny\ntiny@lab\ntiny_chat\n"
COPY = CARDS["catalog/models/tiny.yaml"]
ELSEWHERE = "name: elsewhere\nmodel_family: small\nmodel_arch: x\nlicense: MIT\ncheckpoint: hg://org/x\n"


def moved(folder: str) -> dict[str, str]:
    """The cards in another folder than `catalog`; none but a slash is the top."""
    return {path.replace("catalog/", folder, 1): text for path, text in CARDS.items()}


def as_committed(ask: Ask) -> None:
    """The checkout is its commit: no difference, no finding, the same cards."""
    for question in ("diff --exit-code", "validate"):
        code, out, err = ask(*question.split())
        assert (code, err) == (0, ""), (question, out, err)
    assert ask(*NAMED) == ask(*NAMED, "--rev", "HEAD")


# Files


def ignored_by_the_repository(cards: GitFixture) -> None:
    cards.write({".git/info/exclude": "*-scratch.yaml\n", "catalog/models/tiny-scratch.yaml": COPY})


def ignored_by_the_user(cards: GitFixture) -> None:
    cards.git("config", "core.excludesFile", cards.folder / ".git/mine")
    cards.write({".git/mine": "scratch/\n", "catalog/models/scratch/tiny.yaml": COPY})


def ignored_further_down(cards: GitFixture) -> None:
    cards.commit({"catalog/models/.gitignore": "/new/*\n!/new/keep.txt\n"})
    cards.write({"catalog/models/new/tiny.yaml": COPY, "catalog/models/new/keep.txt": ""})


def left_by_editors(cards: GitFixture) -> None:
    cards.write(dict.fromkeys(("catalog/models/tiny.yaml~", "catalog/models/#tiny.yaml#"), COPY))
    cards.write({"catalog/models/.tiny.yaml.swp": b"\0", "catalog/.idea/tiny.yaml": "{{", "catalog/4913": ""})


def hidden_and_no_file(cards: GitFixture) -> None:
    os.mkfifo(cards.folder / "catalog/.pipe.yaml")
    (cards.folder / "catalog/.loop.yaml").symlink_to(".loop.yaml")
    (cards.folder / "catalog/.copy.yaml").symlink_to("models/tiny.yaml")


def skipped_by_hand(cards: GitFixture) -> None:
    cards.git("update-index", "--skip-worktree", "catalog/catalog.toml", "catalog/datasets/sums.yaml")
    for path in ("catalog/catalog.toml", "catalog/datasets/sums.yaml"):
        (cards.folder / path).unlink()


def sparse_with_an_override_alone(cards: GitFixture) -> None:
    cards.git("sparse-checkout", "set", "--cone", "catalog/models/@lab")


def ending_in_two_characters(cards: GitFixture) -> None:
    cards.commit({".gitattributes": "* text=auto\n"})
    cards.git("config", "core.eol", "crlf")
    for path in CARDS:
        (cards.folder / path).unlink()
    cards.git("checkout", "--quiet", ".")
    assert b"\r\n" in (cards.folder / "catalog/models/tiny.yaml").read_bytes()


def in_another_encoding(cards: GitFixture) -> None:
    cards.write({".git/info/attributes": "*.yaml working-tree-encoding=UTF-16BE eol=lf\n"})
    for path in CARDS:
        (cards.folder / path).unlink()
    cards.git("checkout", "--quiet", ".")
    assert b"\0n\0a\0m\0e" in (cards.folder / "catalog/models/tiny.yaml").read_bytes()


AS_COMMITTED = (
    ignored_by_the_repository,
    ignored_by_the_user,
    ignored_further_down,
    left_by_editors,
    hidden_and_no_file,
    skipped_by_hand,
    sparse_with_an_override_alone,
    ending_in_two_characters,
    in_another_encoding,
)


@pytest.mark.parametrize("arrange", AS_COMMITTED, ids=lambda arrange: arrange.__name__)
def test_a_checkout_in_which_nobody_edited_a_card_is_its_commit(
    cards: GitFixture, ask: Ask, arrange: Callable[[GitFixture], None]
) -> None:
    cards.git("reset", "--quiet", "--hard")
    arrange(cards)
    as_committed(ask)


def test_a_file_that_a_later_pattern_takes_back_is_a_card_file(cards: GitFixture, ask: Ask) -> None:
    cards.commit({".gitignore": "*-copy.yaml\n!a-copy.yaml\n"})
    cards.write({"catalog/models/a-copy.yaml": ELSEWHERE, "catalog/models/b-copy.yaml": ELSEWHERE})
    assert ask(*NAMED)[1].split() == ["elsewhere", *NAMES.split()]


def test_a_link_that_leads_nowhere_is_reported_unless_it_is_hidden(cards: GitFixture, ask: Ask) -> None:
    (cards.folder / "catalog/models/gone.yaml").symlink_to("nowhere.yaml")
    (cards.folder / "catalog/models/.#gone.yaml").symlink_to("me@host.1234")
    code, out, _ = ask("validate")
    assert (code, out.count("C001"), "catalog/models/gone.yaml: C001 error" in out) == (1, 1, True), out


TOP = {
    ".gitlab-ci.yml": "job: {script: x}\n",
    ".circleci/config.yml": "version: 2\n",
    "mkdocs.yml": "site_name: Cards\n",
    "models/mkdocs.yml": ELSEWHERE,
    "docs/api/openapi.yaml": "openapi: 3\n",
}


@pytest.mark.parametrize(
    ("exclude", "found"),
    [
        ('["/mkdocs.yml", "docs/api"]', ["elsewhere"]),
        ('["mkdocs.yml", "**/openapi.yaml"]', []),
        ('["*.yml", "docs", "!models/*.yml"]', ["elsewhere"]),
    ],
    ids=["an anchored pattern", "patterns for any folder", "a pattern that takes back"],
)
def test_other_programs_files_at_the_top_are_left_out_as_gitignore_would(
    cards: GitFixture, ask: Ask, exclude: str, found: list[str]
) -> None:
    cards.commit(moved("") | TOP | {"catalog.toml": f"exclude = {exclude}\n"}, remove=CARDS)
    assert ask(*NAMED)[1].split() == sorted([*found, *NAMES.split()])
    as_committed(ask)


@pytest.mark.parametrize("how", ["cherry-pick", "rebase", "stash"])
def test_what_any_verb_of_git_leaves_unmerged_is_reported(cards: GitFixture, ask: Ask, how: str) -> None:
    path = "catalog/datasets/sums.yaml"
    cards.git("reset", "--quiet", "--hard")
    cards.switch("theirs", new=True)
    cards.commit({path: "name: sums\nlicense: MIT\n"})
    if how == "stash":
        cards.git("reset", "--quiet", "HEAD~1")
        cards.git("stash", "--quiet")
        cards.switch("main")
    else:
        cards.switch("main")
    cards.commit(remove=[path])
    with pytest.raises(AssertionError):
        cards.git(how, "pop" if how == "stash" else "theirs")
    code, out, _ = ask("validate", "--staged")
    assert (code, f"{path}: C001 error: is not merged yet" in out) == (1, True), out


def test_settings_that_are_not_merged_are_reported(cards: GitFixture, ask: Ask) -> None:
    for branch, text in (("theirs", 'environments = ["lab"]\n'), ("main", 'environments = ["lab", "edge"]\n')):
        cards.git("switch", "--quiet", "--force-create", branch, "v1")
        cards.commit({"catalog/catalog.toml": text})
    with pytest.raises(AssertionError):
        cards.merge("theirs")
    code, out, err = ask("validate", "--staged")
    assert (code in (1, 3), "catalog/catalog.toml" in out + err, "is not merged" in out + err) == (True, True, True), (
        code,
        out,
        err,
    )


# Which catalog


def nested(cards: GitFixture) -> str:
    cards.commit(moved("outer/") | moved("outer/models/inner/"), remove=CARDS)
    return "{top}/outer, {top}/outer/models/inner"


def not_committed_yet(cards: GitFixture) -> str:
    cards.git("mv", "catalog", "first")
    cards.commit()
    cards.write(moved("second/"))
    return "{top}/first, {top}/second"


@pytest.mark.parametrize("arrange", [nested, not_committed_yet], ids=lambda arrange: arrange.__name__)
def test_several_catalogs_are_listed_however_they_came_to_be(
    cards: GitFixture, ask: Ask, arrange: Callable[[GitFixture], str]
) -> None:
    listed = arrange(cards).format(top=cards.folder)
    for question in ("list", "validate"):
        code, out, err = ask(question)
        assert (code, out) == (3, ""), (question, out, err)
        assert f"{listed} (name one with --root)" in err, err


def in_a_linked_work_tree(cards: GitFixture) -> None:
    cards.worktree(cards.folder / "trees/other")


def in_a_nested_clone(cards: GitFixture) -> None:
    cards.clone(cards.folder / "tmp/clone")


def in_a_virtual_environment(cards: GitFixture) -> None:
    inside = ".venv/lib/python3/site-packages/cards/"
    cards.write({".venv/.gitignore": "*\n", **dict.fromkeys(moved(inside), "name: copy\n")})


def in_a_submodule(cards: GitFixture) -> None:
    source = cards.clone(cards.folder.parent / "source")
    cards.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{source.folder}", "lib/cards")
    cards.commit()


@pytest.mark.parametrize(
    "arrange",
    [in_a_linked_work_tree, in_a_nested_clone, in_a_virtual_environment, in_a_submodule],
    ids=lambda arrange: arrange.__name__,
)
def test_a_catalog_of_another_work_tree_below_is_not_one_of_this(
    cards: GitFixture, ask: Ask, arrange: Callable[[GitFixture], None]
) -> None:
    cards.git("mv", "catalog", "cards")
    cards.commit()
    arrange(cards)
    assert ask(*NAMED) == ask(*NAMED, "--rev", "HEAD") == (0, NAMES, "")
    assert ask("validate", "--staged")[0] == 0


@pytest.mark.parametrize("folder", ["notes", "ignored", "notes/deeper"])
def test_a_folder_that_git_does_not_know_is_in_the_work_tree_as_well(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    cards.git("mv", "catalog", "data")
    cards.commit({".gitignore": "/ignored\n"})
    (cards.folder / folder).mkdir(parents=True)
    with open_catalog(cards.folder / folder, stores=[]) as catalog:
        assert len(list(catalog)) == 3
    assert ask(*NAMED, "--repo", folder) == (0, NAMES, "")
    monkeypatch.chdir(cards.folder / folder)
    assert ask(*NAMED) == ask(*NAMED, "--rev", "HEAD") == (0, NAMES, "")


def test_a_copy_that_git_ignores_is_read_by_who_is_in_it(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards.commit({".gitignore": "/build\n"})
    cards.write({"build/catalog.toml": "", "build/models/x.yaml": ELSEWHERE})
    monkeypatch.chdir(cards.folder / "build/models")
    assert ask(*NAMED) == (0, "elsewhere\n", "")


@pytest.mark.parametrize("folder", ["/".join("abcdefgh" * 5), 'ünï çode/カード/it\'s "here"', "-dash/--root"])
def test_a_catalog_is_found_in_a_folder_of_any_name_and_depth(cards: GitFixture, ask: Ask, folder: str) -> None:
    cards.commit(moved(f"{folder}/"), remove=CARDS)
    as_committed(ask)
    assert ask("log", "tiny")[0] == ask("blame", "tiny")[0] == 0


def test_outside_of_git_the_search_says_how_far_it_went(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "/".join("abcdefgh")
    deep.mkdir(parents=True)
    (deep / "catalog.toml").touch()
    monkeypatch.chdir(tmp_path)
    code, out, err = ask("list")
    assert (code, out, "folders" in err, "--root" in err) == (3, "", True, True), err


# Roots that moved


MOVES: Mapping[str, tuple[str, str]] = {
    "to the top": ("catalog/", ""),
    "from the top": ("", "cards/"),
    "deeper": ("catalog/", "catalog/cards/v2/"),
}


@pytest.mark.parametrize("move", MOVES)
def test_a_catalog_that_moves_anywhere_is_compared_with_itself(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, move: str
) -> None:
    old, new = MOVES[move]
    if not old:
        cards.commit(moved(""), remove=CARDS)
    cards.commit({**moved(new), f"{new}models/more.yaml": ELSEWHERE}, remove=moved(old))
    for folder in (cards.folder, cards.folder / new / "models"):
        monkeypatch.chdir(folder)
        out = ask("diff", "HEAD~1", "HEAD")[1]
        assert ("added\n  elsewhere" in out, "removed" in out, "sums" in out) == (True, False, False), out
    assert ask("validate", "--from-ref", "HEAD~1")[0] == 0
    assert "P101" not in ask("policy", "HEAD~1", "HEAD")[1]


def test_a_link_to_a_link_and_a_link_on_the_way_are_the_folder_they_lead_to(cards: GitFixture, ask: Ask) -> None:
    (cards.folder / "one").symlink_to("catalog")
    (cards.folder / "two").symlink_to("one")
    cards.commit(moved("real/cards/"))
    (cards.folder / "way").symlink_to("real")
    cards.commit()
    for root in ("two", "way/cards"):
        for question in ("diff --exit-code", "validate --staged", "log tiny"):
            code, out, err = ask(*question.split(), "--root", root)
            assert (code, err) == (0, ""), (root, question, out, err)
        assert "not committed yet" not in ask("blame", "tiny", "--root", root)[1]
        assert ask(*NAMED, "--rev", "HEAD", "--root", root) == (0, NAMES, "")


def test_blame_follows_a_file_that_is_moved_and_edited_and_not_committed_yet(cards: GitFixture, ask: Ask) -> None:
    cards.git("mv", "catalog/models/tiny.yaml", "catalog/models/first.yaml")
    cards.write({"catalog/models/first.yaml": f"{BASE}---\n{CHILD}".replace("MIT", "ISC")})
    lines = [line for line in ask("blame", "tiny")[1].splitlines() if "not committed yet" in line]
    assert ["license" in line for line in lines] == [True], lines


def test_a_folder_without_settings_that_moved_twice_has_one_log(cards: GitFixture, ask: Ask) -> None:
    cards.commit({"one/x.yaml": ELSEWHERE, "one/y.yaml": ELSEWHERE.replace("elsewhere", "y")})
    for old, new in (("one", "two"), ("two", "three/deep")):
        (cards.folder / new).parent.mkdir(exist_ok=True)
        cards.git("mv", old, new)
        cards.commit()
    cards.commit({"three/deep/x.yaml": ELSEWHERE.replace("MIT", "ISC")})
    out = ask("log", "elsewhere", "--root", "three/deep")[1]
    assert ("license" in out, "appeared" in out, cards.head("HEAD~3")[:7] in out) == (True, True, True), out
