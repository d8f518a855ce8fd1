"""Which cards are read: --repo, --root, --rev, --store and where one stands; `catalog stores` and `catalog envs`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import CARDS, OVERRIDE, Ask
from tests.gitfixture import GitFixture

NAMES = "sums\ntiny\ntiny@lab\ntiny_chat\n"
NAMED = ("list", "--format", "names")
VERBS = ("list", "show", "validate", "stores", "envs")


@pytest.mark.parametrize("folder", [".", "catalog", "catalog/models/@lab"])
@pytest.mark.parametrize("revision", [[], ["--rev", "v1"]])
def test_the_catalog_is_found_from_inside_the_repository(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, folder: str, revision: list[str]
) -> None:
    monkeypatch.chdir(cards.folder / folder)
    assert ask(*NAMED, *revision) == (0, NAMES, "")


@pytest.mark.parametrize(
    "options",
    [
        ["--repo", "cards"],
        ["--repo", "cards/"],
        ["--repo", "cards", "--root", "catalog"],
        ["--root", "cards/catalog"],
        ["--root", "link"],
        ["--repo", "cards", "--rev", "v1"],
        ["--root", "cards/catalog", "--rev", "v1"],
        ["--repo", "cards", "--root", "catalog", "--rev", "v1"],
    ],
)
def test_the_catalog_is_named_from_outside(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.chdir(cards.folder.parent)
    (cards.folder.parent / "link").symlink_to(cards.folder / "catalog")
    assert ask(*NAMED, *options) == (0, NAMES, "")


def test_any_folder_of_cards_will_do_and_without_git_it_has_no_revisions(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loose").mkdir()
    (tmp_path / "loose" / "a.yml").write_text("name: a\n")
    monkeypatch.chdir(tmp_path)
    assert ask(*NAMED, "--root", "loose") == (0, "a\n", "")
    code, out, err = ask(*NAMED, "--root", "loose", "--rev", "v1")
    message = f"{tmp_path / 'loose'} is not in a git repository, so it has no revisions (name one with --repo)"
    assert (code, out, err) == (3, "", f"catalog: {message}\n")


def test_where_there_is_no_catalog_it_says_so(tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    message = f"no catalog.toml in {tmp_path}, its parents, or up to 4 folders below it"
    assert ask("list") == (3, "", f"catalog: {message} (name a folder of cards with --root)\n")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_reads_a_revision_whatever_is_checked_out(cards: GitFixture, ask: Ask, verb: str) -> None:
    arguments = [verb, *(["tiny"] if verb == "show" else []), "--rev", "v1"]
    before = ask(*arguments)
    cards.commit(remove=CARDS, message="Take all cards away")
    cards.write({"catalog/broken.yaml": "["})
    assert ask(*arguments) == before
    assert "v1" not in before[2]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rev", "v9"], "'v9' names no commit in"),
        (["--rev", "--help"], "'--help' is not a revision"),
        (["--repo", "nowhere"], "there is no folder"),
        (["--root", "nowhere"], "there is no folder"),
        (["--root", "nowhere", "--rev", "v1"], "there is no folder 'nowhere' in commit"),
    ],
)
def test_what_cannot_be_read_ends_every_verb_in_one_line(
    cards: GitFixture, ask: Ask, verb: str, options: list[str], words: str
) -> None:
    code, out, err = ask(verb, *(["tiny"] if verb == "show" else []), *options)
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert words in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--repo", "cards", "--rev", "v1", "--format", "names", "list"],
        ["--repo=cards", "--rev=v1", "list", "--format=names"],
        ["list", "--format", "names", "--rev", "v1", "--repo", "cards"],
        ["--rev", "v9", "--repo", "cards", "list", "--rev", "v1", "--format", "names"],
    ],
)
def test_shared_options_may_be_on_either_side_of_the_verb(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str]
) -> None:
    monkeypatch.chdir(cards.folder.parent)
    assert ask(*arguments) == (0, NAMES, "")


def test_named_stores_come_beside_those_of_the_system_and_the_user(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards.write({"user/u.yaml": "name: u\n", "a/a.yaml": "name: a\n", "b/b.yaml": "name: b\n"})
    monkeypatch.setenv("FAIRSEQ2_USER_ASSET_DIR", str(cards.folder / "user"))
    assert ask(*NAMED, "--store", "a", "--store", "b") == (0, f"a\nb\n{NAMES}u\n", "")


def test_a_revision_is_read_alone_but_for_stores_that_are_named(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards.write({"user/u.yaml": "name: u\n", "a/a.yaml": "name: a\n"})
    monkeypatch.setenv("FAIRSEQ2_USER_ASSET_DIR", str(cards.folder / "user"))
    assert ask(*NAMED, "--rev", "v1") == (0, NAMES, "")
    assert ask(*NAMED, "--rev", "v1", "--store", "a") == (0, f"a\n{NAMES}", "")


def test_a_named_store_that_is_not_there_is_an_error(cards: GitFixture, ask: Ask) -> None:
    where = cards.folder / "none"
    message = f"catalog: {where}: cannot be listed: No such file or directory\n"
    assert ask("show", "tiny", "--store", "none") == (3, "", message)


def test_stores_shows_what_is_searched_in_order_and_what_was_found(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards.write({"user/u.yaml": "name: u\n---\nname: [\n", "user/v.yaml": "name: v\n"})
    monkeypatch.setenv("FAIRSEQ2_ASSET_DIR", "/no/such")
    monkeypatch.setenv("FAIRSEQ2_USER_ASSET_DIR", str(cards.folder / "user"))
    code, out, err = ask("stores", "--store", "none")
    lines = [line.split(maxsplit=2) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert lines == [
        ["catalog", f"path:{cards.folder / 'catalog'}", "4 cards in 3 files"],
        ["system", "path:/no/such", "cannot be listed: No such file or directory"],
        ["user", f"path:{cards.folder / 'user'}", "2 cards in 2 files, 1 of them with errors"],
        ["named", f"path:{cards.folder / 'none'}", "cannot be listed: No such file or directory"],
    ]


def test_stores_of_a_revision_are_that_commit(cards: GitFixture, ask: Ask) -> None:
    assert ask("stores", "--rev", "v1") == (
        0,
        f"catalog  git:{cards.folder}@{cards.head('v1')}  4 cards in 3 files\n",
        "",
    )


def test_envs_shows_what_is_known_and_in_force(cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    cards.write({"catalog/models/@edge/tiny.yaml": OVERRIDE.replace("lab", "edge"),
                 "catalog/datasets/@lab/sums.yaml": "name: sums@lab\n"})  # fmt: skip
    known = "edge  1 override\nlab   2 overrides{}\n{}user  0 overrides  in force\n"
    assert ask("envs") == (0, known.format("", ""), "")
    assert ask("envs", "--env", "lab") == (0, known.format("  in force", ""), "")
    monkeypatch.setenv("CATALOG_ENV", "lub")
    assert ask("envs")[1].splitlines()[2] == "lub   no card and no catalog.toml knows it  in force"


def test_the_root_that_is_a_file_is_a_senseless_question(cards: GitFixture, ask: Ask) -> None:
    code, out, err = ask("list", "--root", "catalog/catalog.toml")
    assert (code, out) == (2, "")
    assert err.endswith("Error: Invalid value for '--root': Directory 'catalog/catalog.toml' is a file.\n")


@pytest.mark.parametrize("option", ["--root", "--repo", "--store"])
def test_an_empty_string_names_no_folder(cards: GitFixture, ask: Ask, option: str) -> None:
    code, out, err = ask("list", option, "")
    assert (code, out) == (2, "")
    assert f"Invalid value for '{option}': a folder must not be empty" in err


@pytest.mark.parametrize("again", ["catalog", "catalog/.", "link"])
def test_a_folder_that_is_read_already_is_not_read_twice(cards: GitFixture, ask: Ask, again: str) -> None:
    (cards.folder / "link").symlink_to("catalog")
    assert ask(*NAMED, "--store", again) == (0, NAMES, "")
    assert ask(*NAMED, "--root", "link", "--store", again) == (0, NAMES, "")


def test_a_folder_and_a_link_to_it_are_one_store(cards: GitFixture, ask: Ask) -> None:
    cards.write({"a/a.yaml": "name: a\n"})
    (cards.folder / "link").symlink_to("a")
    assert ask(*NAMED, "--store", "a", "--store", "link", "--store", "a") == (0, f"a\n{NAMES}", "")


def test_the_bounds_of_the_catalog_hold_for_named_stores(cards: GitFixture, ask: Ask) -> None:
    cards.write({"catalog/catalog.toml": "[bounds]\nfile_bytes = 1000\n", "a/a.yaml": f"name: a\nnote: {'x' * 1000}\n"})
    assert ask("validate", "--store", "a", "--quiet")[1].startswith(
        "a/a.yaml:1:1: C130 error: file is larger than 1000 bytes "
    )
    assert ask(*NAMED, "--store", "a")[:2] == (0, NAMES)


@pytest.mark.parametrize("verb", [NAMED, ("show", "tiny"), ("envs",)])
def test_settings_that_are_not_obeyed_are_named(cards: GitFixture, ask: Ask, verb: Sequence[str]) -> None:
    fine = ask(*verb)
    cards.write({"catalog/catalog.toml": "environments = [\n"})
    code, out, err = ask(*verb)
    assert (code, out) == fine[:2]
    assert err.startswith("catalog: catalog/catalog.toml:")
    assert " C901 error: " in err


def test_validate_asks_for_an_environment_that_is_known(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("validate", "--env", "zz")[::2] == (
        1,
        "catalog: environment 'zz' is not known (did you mean 'lab' or 'user'?)\n",
    )
    monkeypatch.setenv("CATALOG_ENV", "zz")
    assert ask("validate", "--env", "lab") == ask("validate")


ODD = "not a file (replace it with a regular file, or name a folder with --root)\n"


def test_a_link_in_place_of_the_settings_is_not_said_to_be_absent(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.write({"catalog/tiny.yaml": "name: tiny\n", "settings.toml": ""})
    (repo.folder / "catalog" / "catalog.toml").symlink_to("../settings.toml")
    commit = repo.commit()[:12]
    monkeypatch.chdir(repo.folder)
    said = {
        "list --rev HEAD": f"of commit {commit} ",
        "validate --rev HEAD": f"of commit {commit} ",
        "validate --from-ref HEAD": f"of commit {commit} ",
        "validate --staged": "of the index ",
        "diff HEAD HEAD": f"of commit {commit} ",
        "diff --staged": "of the index ",
        "log tiny": f"of commit {commit} ",
    }
    for arguments, where in said.items():
        error = f"catalog: catalog/catalog.toml {where}is a symbolic link, {ODD}"
        assert (arguments, *ask(*arguments.split())) == (arguments, 3, "", error)
    code, out, err = ask("list")
    assert (code, out) == (3, "")
    assert err.startswith(f"catalog: {repo.folder}/catalog/catalog.toml is a symbolic link, {ODD.rstrip()}")
    assert ask("list", "--format", "names", "--root", "catalog")[:2] == (0, "tiny\n")


def test_a_submodule_in_place_of_the_settings_is_not_said_to_be_absent(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"tiny.yaml": "name: tiny\n"})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.head()},catalog.toml")
    repo.git("commit", "--quiet", "--message", "A submodule")
    monkeypatch.chdir(repo.folder)
    said = f"catalog: catalog.toml of commit {repo.head()[:12]} is a submodule, {ODD}"
    assert ask("list", "--rev", "HEAD") == (3, "", said)


def test_the_top_of_a_commit_has_no_parents(tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    commit = repo.commit({"a.txt": "a\n"})[:12]
    monkeypatch.chdir(repo.folder)
    said = f"no catalog.toml in the top folder of commit {commit} or up to 4 folders below it"
    assert ask("list", "--rev", "HEAD") == (3, "", f"catalog: {said} (name a folder of cards with --root)\n")
