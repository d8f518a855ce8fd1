"""`catalog validate` on the whole, on files, on revisions: what it prints and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards.cli.main import main
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

GOOD = "name: good\nnote: 1\n"
BAD = "name: bad\nbase: goood\n"
BAD_LINE = "models/bad.yaml:2:7: C401 error: base 'goood' does not exist (did you mean 'good'?)"
ODD = 'name: "odd "\n'
ODD_LINE = "models/odd.yaml:1:7: C208 warning: "

Validate: TypeAlias = Callable[..., tuple[int, str, str]]


@pytest.fixture
def validate(capsys: pytest.CaptureFixture[str]) -> Validate:
    """Run `catalog validate`: its exit code, and what it writes to both outputs."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["validate", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A repository with one good card, in whose top folder one stands."""
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", "catalog/models/good.yaml": GOOD, "README.md": "hello\n"})
    monkeypatch.chdir(repo.folder)
    return repo


def test_a_good_catalog_has_no_findings(repo: GitFixture, validate: Validate) -> None:
    assert validate() == (0, "no findings\n", "")


def test_an_error_is_reported_with_its_location_and_fails(repo: GitFixture, validate: Validate) -> None:
    repo.write({"catalog/models/bad.yaml": BAD})
    assert validate() == (1, f"catalog/{BAD_LINE}\n1 error\n", "")


def test_paths_lead_to_the_file_from_the_current_directory(
    repo: GitFixture, validate: Validate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.write({"catalog/models/bad.yaml": BAD})
    monkeypatch.chdir(repo.folder / "catalog")
    assert validate()[1] == f"{BAD_LINE}\n1 error\n"
    monkeypatch.chdir(tmp_path)
    assert validate("--root", "repo/catalog")[1] == f"repo/catalog/{BAD_LINE}\n1 error\n"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert validate("--repo", "../repo")[1] == f"../repo/catalog/{BAD_LINE}\n1 error\n"


def test_a_second_location_in_a_message_leads_to_its_file_as_the_first_does(
    repo: GitFixture, validate: Validate, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write({"catalog/models/more.yaml": "name: good\n"})
    told = (
        "card 'good' is defined a second time; the first is at {}models/good.yaml:1 (rename or remove one of the two)"
    )
    assert validate()[1].endswith(f"catalog/models/more.yaml:1:7: C210 error: {told.format('catalog/')}\n1 error\n")
    finding = json.loads(validate("--format", "json")[1])["findings"][-1]
    assert finding["message"] + f" ({finding['hint']})" == told.format("")
    assert finding["related"] == [{"path": "models/good.yaml", "line": 1}]
    monkeypatch.chdir(repo.folder / "catalog")
    assert validate()[1].endswith(f"models/more.yaml:1:7: C210 error: {told.format('')}\n1 error\n")


def test_a_revision_is_read_whatever_the_checkout_holds(repo: GitFixture, validate: Validate) -> None:
    commit = repo.commit({"catalog/models/bad.yaml": BAD})
    repo.write({"catalog/models/bad.yaml": "name: bad\n"})
    assert validate("--rev", "main") == (1, f"catalog/{BAD_LINE}\n1 error in main = {commit}\n", "")


def test_warnings_fail_when_one_is_strict(repo: GitFixture, validate: Validate) -> None:
    repo.write({"catalog/models/odd.yaml": ODD})
    code, output, _ = validate()
    assert (code, output.startswith(f"catalog/{ODD_LINE}"), output.endswith("\n1 warning\n")) == (0, True, True)
    assert validate("--strict") == (1, output, "")


def test_quiet_shows_only_what_fails_the_run(repo: GitFixture, validate: Validate) -> None:
    repo.write({"catalog/models/odd.yaml": ODD})
    assert validate("--quiet") == (0, "", "")
    assert validate("--quiet", "--strict")[1].endswith("\n1 warning\n")
    repo.write({"catalog/models/bad.yaml": BAD})
    assert validate("-q") == (1, f"catalog/{BAD_LINE}\n1 error\n", "")


def test_json_has_paths_in_the_catalog(repo: GitFixture, validate: Validate) -> None:
    repo.write({"catalog/models/bad.yaml": BAD})
    code, output, _ = validate("--format", "json")
    assert code == 1
    assert json.loads(output) == {
        "schema_version": 2,
        "revision": None,
        "root": f"{repo.folder}/catalog",
        "findings": [
            {
                "code": "C401",
                "severity": "error",
                "path": "models/bad.yaml",
                "line": 2,
                "column": 7,
                "message": "base 'goood' does not exist",
                "hint": "did you mean 'good'?",
                "related": [],
                "source": f"path:{repo.folder}/catalog",
            }
        ],
        "summary": {"errors": 1, "warnings": 0, "advice": 0},
        "known": None,
    }


def test_json_names_the_commit(repo: GitFixture, validate: Validate) -> None:
    document = json.loads(validate("--rev", "main", "--format", "json")[1])
    assert document["revision"] == {"asked": "main", "commit": repo.head()}


def test_a_card_with_escape_characters_does_not_reach_the_terminal(repo: GitFixture, validate: Validate) -> None:
    repo.write({"catalog/models/bad.yaml": 'name: bad\nbase: "\\e[2J"\n'})
    assert "base '\\x1b[2J' does not exist" in validate()[1]


# Files


def test_a_named_file_is_reported_on_with_what_depends_on_it(repo: GitFixture, validate: Validate) -> None:
    repo.write(
        {
            "catalog/models/odd.yaml": ODD,
            "catalog/models/child.yaml": 'base: good\nname: "child "\n',
        }
    )
    _, output, _ = validate("catalog/models/good.yaml")
    assert output.startswith("catalog/models/child.yaml:2:7: C208 warning: ")
    assert output.endswith("\n1 warning\n")


def test_files_are_named_from_the_current_directory(
    repo: GitFixture, validate: Validate, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write({"catalog/models/odd.yaml": ODD})
    monkeypatch.chdir(repo.folder / "catalog" / "models")
    assert validate("odd.yaml")[1].startswith("catalog/") is False
    assert validate("--strict", repo.folder / "catalog" / "models" / "odd.yaml")[0] == 1
    assert validate("../catalog.toml", "--strict")[0] == 1


def test_files_of_a_revision_can_be_named(repo: GitFixture, validate: Validate) -> None:
    commit = repo.commit({"catalog/models/bad.yaml": BAD, "catalog/models/odd.yaml": ODD})
    repo.commit(remove=["catalog/models/bad.yaml"])
    code, output, _ = validate("--rev", "HEAD~1", "catalog/models/bad.yaml")
    assert (code, output) == (1, f"catalog/{BAD_LINE}\n1 error in HEAD~1 = {commit}\n")


def test_a_file_that_is_no_card_file_of_the_catalog_is_refused(repo: GitFixture, validate: Validate) -> None:
    code, output, error = validate("README.md", "catalog/models/good.yaml")
    assert (code, output) == (2, "")
    assert f"'README.md' is not a card file of path:{repo.folder}/catalog" in error
    code, _, error = validate("catalog/models/gone.yaml")
    assert (code, "'catalog/models/gone.yaml' does not exist" in error) == (2, True)


@pytest.mark.parametrize("folder", ["catalog/models", "catalog/models/", "./catalog", ".", "../repo", "link"])
def test_a_folder_is_all_card_files_in_it(repo: GitFixture, validate: Validate, folder: str) -> None:
    repo.write({"catalog/models/bad.yaml": BAD, "catalog/models-b/more.yaml": "name: more\nmodel_family: llama\n"})
    (repo.folder / "link").symlink_to("catalog/models")
    found = validate(folder)[1].splitlines()
    assert f"catalog/{BAD_LINE}" in found
    assert (len(found) > 2) == (folder in ("./catalog", ".", "../repo"))


def test_what_is_no_file_of_cards_is_named_for_what_it_is(repo: GitFixture, validate: Validate) -> None:
    (repo.folder / "empty").mkdir()
    assert "the folder 'empty' has no card file of path:" in validate("empty")[2]
    assert "'' does not exist" in validate("")[2]
    assert "'good' is a card, not a file (its file is models/good.yaml of path:" in validate("good")[2]


def test_a_file_called_like_an_option_is_a_file_behind_two_dashes(repo: GitFixture, validate: Validate) -> None:
    repo.write({"catalog/--config=evil.yaml": BAD})
    code, output, _ = validate("--", "catalog/--config=evil.yaml")
    assert code == 1
    assert "catalog/--config=evil.yaml:2:7: C401 error" in output


# New findings


def test_new_only_leaves_out_what_a_revision_had(repo: GitFixture, validate: Validate) -> None:
    repo.commit({"catalog/models/bad.yaml": BAD})
    moved = BAD.replace("base", "# Moved down.\nbase")
    repo.write({"catalog/models/renamed.yaml": moved, "catalog/models/odd.yaml": ODD})
    (repo.folder / "catalog" / "models" / "bad.yaml").unlink()
    assert validate()[0] == 1
    code, output, _ = validate("--new-only", "HEAD")
    assert code == 0
    assert output.startswith(f"catalog/{ODD_LINE}")
    assert output.endswith("\n1 new warning; 1 error was in HEAD already\n")


def test_all_is_new_to_a_revision_without_catalog(repo: GitFixture, validate: Validate, tmp_path: Path) -> None:
    repo.git("switch", "--quiet", "--orphan", "empty")
    repo.commit({"README.md": "hello\n"})
    repo.git("checkout", "--quiet", "main", "--", "catalog")
    repo.write({"catalog/models/bad.yaml": BAD})
    assert validate("--new-only", "HEAD")[0] == 1


def test_new_only_with_an_unknown_revision_says_so(repo: GitFixture, validate: Validate) -> None:
    code, output, error = validate("--new-only", "mian")
    assert (code, output) == (3, "")
    assert error == f"catalog: 'mian' names no commit in {repo.folder} (did you mean 'main'?)\n"


# Two commits


def test_a_change_is_read_from_where_it_parted(repo: GitFixture, validate: Validate) -> None:
    repo.commit({"catalog/models/odd.yaml": ODD})
    repo.switch("side", new=True)
    tip = repo.commit({"catalog/models/bad.yaml": BAD})
    repo.switch("main")
    repo.commit({"catalog/models/good.yaml": 'name: "good "\n'})
    code, output, _ = validate("--from-ref", "main", "--to-ref", "side")
    assert (code, output) == (1, f"catalog/{BAD_LINE}\n1 error in side = {tip}\n")
    assert validate("--from-ref", "side", "--to-ref", "main", "--strict")[0] == 1


def test_the_change_ends_at_head_when_nothing_else_is_said(repo: GitFixture, validate: Validate) -> None:
    tip = repo.commit({"catalog/models/bad.yaml": BAD})
    assert validate("--from-ref", "HEAD~1") == (1, f"catalog/{BAD_LINE}\n1 error in HEAD = {tip}\n", "")


def test_a_deleted_base_is_found_between_two_commits(repo: GitFixture, validate: Validate) -> None:
    repo.commit({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    repo.commit(remove=["catalog/models/good.yaml"])
    assert validate("--from-ref", "HEAD~1")[1].startswith("catalog/models/child.yaml:2:7: C401 error: base 'good'")


def test_a_catalog_that_moved_is_compared_with_itself(repo: GitFixture, validate: Validate) -> None:
    repo.commit({"catalog/models/odd.yaml": ODD})
    repo.git("mv", "catalog", "cards")
    tip = repo.commit()
    assert validate("--from-ref", "HEAD~1") == (0, f"no findings in HEAD = {tip}\n", "")


def test_a_catalog_is_new_where_there_was_none(repo: GitFixture, validate: Validate, tmp_path: Path) -> None:
    repo.commit(remove=["catalog/catalog.toml"])
    repo.commit({"catalog/catalog.toml": "", "catalog/models/bad.yaml": BAD})
    assert validate("--from-ref", "HEAD~1")[0] == 1


def test_a_change_that_removes_the_catalog_is_refused(repo: GitFixture, validate: Validate) -> None:
    repo.commit(remove=["catalog/catalog.toml"])
    message = "catalog: no catalog.toml in HEAD (name a folder of cards with --root)\n"
    assert validate("--from-ref", "HEAD~1") == (3, "", message)


def test_a_range_of_a_repository_without_commits_is_reported_as_such(
    validate: Validate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unborn = GitFixture.init(tmp_path / "unborn")
    unborn.write({"catalog.toml": ""})
    monkeypatch.chdir(unborn.folder)
    code, output, error = validate("--from-ref", "HEAD")
    assert (code, output) == (3, "")
    assert "it has no commits yet" in error


def test_a_shallow_clone_is_judged_as_far_as_it_goes(
    repo: GitFixture, validate: Validate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"catalog/models/bad.yaml": BAD})
    monkeypatch.chdir(repo.clone(tmp_path / "clone", "--depth=1").folder)
    assert validate("--staged") == (0, "no findings\n", "")
    assert validate("--staged", "--all") == (1, f"catalog/{BAD_LINE}\n1 error\n", "")
    code, output, error = validate("--from-ref", "HEAD~1")
    assert (code, output) == (3, "")
    assert error.startswith("catalog: 'HEAD~1' names no commit in ")


def test_two_commits_without_the_history_between_them_are_compared_as_they_are(
    repo: GitFixture, validate: Validate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = repo.head()
    repo.commit({"README.md": "1\n"})
    head = repo.commit({"catalog/models/bad.yaml": BAD})
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    clone.git("fetch", "--quiet", "--depth=1", "origin", start)
    monkeypatch.chdir(clone.folder)
    hint = "this clone is shallow: fetch the rest with `git fetch --unshallow`, or compare the two as they are: "
    code, _, error = validate("--from-ref", start, "--to-ref", head)
    assert (code, error.partition("(")[2]) == (3, f"{hint}{start[:12]}..{head[:12]})\n")
    found = f"catalog/{BAD_LINE}\n1 error in {head[:12]} = {head}\n"
    assert validate("--from-ref", f"{start[:12]}..{head[:12]}") == (1, found, "")
    assert validate("--from-ref", f"{start[:12]}..")[:2] == (1, found.replace(head[:12], "HEAD", 1))


def test_a_range_is_compared_as_it_is_written(repo: GitFixture, validate: Validate) -> None:
    repo.commit({"catalog/models/bad.yaml": BAD})
    start = repo.head("HEAD~1")
    repo.switch("side", new=True)
    repo.git("reset", "--quiet", "--hard", start)
    head = repo.commit({"README.md": "1\n"})
    assert validate("--from-ref", "main...side") == (0, f"no findings in side = {head}\n", "")
    assert validate("--from-ref", "side..main")[0] == 1


@pytest.mark.parametrize("options", [("--from-ref",), ("--from-ref", "HEAD", "--to-ref"), ("--new-only",), ("--rev",)])
def test_the_id_that_stands_for_no_commit_asks_for_a_base(
    repo: GitFixture, validate: Validate, options: tuple[str, ...]
) -> None:
    code, _, error = validate(*options, "0" * 40)
    hint = "is the id of no commit: the branch is new or was deleted (name the base of a new one, such as origin/main)"
    assert (code, error) == (3, f"catalog: {'0' * 40!r} {hint}\n")


def test_a_conflict_that_is_not_resolved_is_reported_at_the_file(repo: GitFixture, validate: Validate) -> None:
    repo.switch("side", new=True)
    repo.commit({"catalog/models/good.yaml": "name: good\nnote: 2\n"})
    repo.switch("main")
    repo.commit({"catalog/models/good.yaml": "name: good\nnote: 3\n"})
    with pytest.raises(AssertionError, match="merge"):
        repo.merge("side")
    code, output, _ = validate("--staged")
    assert code == 1
    assert output.startswith("catalog/models/good.yaml: C001 error: ")
    assert "is not merged yet" in output


# A file that cannot be read


def test_a_file_that_cannot_be_read_is_reported_once_and_not_for_each_card_that_needs_it(
    repo: GitFixture, validate: Validate
) -> None:
    repo.commit({"catalog/models/child.yaml": "name: child\nbase: good\n"})
    good = repo.folder / "catalog" / "models" / "good.yaml"
    good.unlink()
    good.symlink_to("elsewhere.yaml")
    code, output, _ = validate()
    assert (code, output.count("\n")) == (1, 2)
    assert output.startswith("catalog/models/good.yaml: C001 error: ")
    good.unlink()
    good.write_bytes(GOOD.encode() + b"# much\n" * 200_000)
    assert validate()[1].startswith("catalog/models/good.yaml:1:1: C130 error: ")
    assert validate()[1].endswith("\n1 error\n")


def test_a_file_that_was_unreadable_before_hides_no_name_that_a_change_gets_wrong(
    repo: GitFixture, validate: Validate
) -> None:
    repo.commit({"catalog/models/broken.yaml": b"name: \xff\n"})
    repo.commit({"catalog/models/bad.yaml": BAD})
    assert validate()[1].startswith("catalog/models/broken.yaml:1:7: C101 error: ")
    assert validate("--from-ref", "HEAD~1")[1].startswith(f"catalog/{BAD_LINE}\n1 error")
    assert validate("--new-only", "HEAD~1")[1] == (f"catalog/{BAD_LINE}\n1 new error; 1 error was in HEAD~1 already\n")


# What makes no sense


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--staged", "--rev", "main"], "--staged cannot be used with --rev"),
        (["--staged", "--from-ref", "main"], "--staged cannot be used with --from-ref"),
        (["--from-ref", "main..x", "--to-ref", "y"], "--to-ref cannot be used with a range"),
        (["--from-ref", "main", "--rev", "main"], "--from-ref cannot be used with --rev"),
        (["--staged", "catalog/models/good.yaml"], "--staged cannot be used with FILE"),
        (["--from-ref", "main", "catalog/models/good.yaml"], "--from-ref cannot be used with FILE"),
        (["--to-ref", "main"], "--to-ref needs --from-ref"),
        (["--all"], "--all needs --staged"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_options_that_make_no_sense_together_are_refused(
    repo: GitFixture, validate: Validate, arguments: list[str], problem: str
) -> None:
    code, output, error = validate(*arguments)
    assert (code, output, problem in error) == (2, "", True), error


def test_outside_of_a_repository_there_is_no_index(tmp_path: Path, validate: Validate) -> None:
    code, output, error = validate("--staged", "--repo", tmp_path)
    assert (code, output) == (3, "")
    assert f"{tmp_path} is not in a git repository" in error


def test_a_finding_in_another_store_leads_to_its_file(repo: GitFixture, validate: Validate) -> None:
    repo.write({"more/u.yaml": "name: u\nbase: goood\n---\nname: good\n"})
    first, second = validate("--store", "more")[1].splitlines()[:2]
    assert first.startswith("more/u.yaml:2:7: C401 error: base 'goood' does not exist")
    assert second.startswith(
        "more/u.yaml:4:7: C210 error: card 'good' is defined a second time; the first is at "
        f"models/good.yaml:1 in path:{repo.folder}/catalog, this one is in path:{repo.folder}/more ("
    )
    assert "file=more/u.yaml,line=2" in validate("--store", "more", "--format", "github")[1]
    findings = json.loads(validate("--store", "more", "--format", "json")[1])["findings"]
    assert {finding["source"] for finding in findings} == {f"path:{repo.folder}/more"}


@pytest.mark.parametrize("options", [("--from-ref", ""), ("--from-ref", "HEAD", "--to-ref", ""), ("--to-ref", "")])
def test_an_empty_string_names_no_revision(repo: GitFixture, validate: Validate, options: tuple[str, ...]) -> None:
    code, out, err = validate(*options)
    assert (code, out) == (2, "")
    assert "a revision must not be empty" in err


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ("--repo=. --rev none", "none"),
        ("--from-ref none --to-ref none", "none"),
        ("--staged", "the index of {folder}"),
        ("--staged --all", "the index of {folder}"),
    ],
)
def test_where_there_is_no_catalog_a_run_fails_or_passes_as_it_is_asked_to(
    cards: GitFixture, ask: Ask, arguments: str, where: str
) -> None:
    cards.git("switch", "--quiet", "--orphan", "none")
    cards.commit({"k8s/pod.yaml": "kind: Pod\n"})
    said = f"no catalog.toml in {where.format(folder=cards.folder)}"
    assert ask("validate", *arguments.split(), "--quiet", "--allow-none") == (0, f"{said}: nothing to validate\n", "")
    code, _, complaint = ask("validate", *arguments.split())
    assert (code, complaint) == (
        (1, "") if "--rev" in arguments else (3, f"catalog: {said} (name a folder of cards with --root)\n")
    )


def test_a_catalog_that_the_change_removes_and_a_root_that_is_not_there_are_no_reason_to_pass(
    cards: GitFixture, ask: Ask
) -> None:
    cards.git("rm", "--quiet", "catalog/catalog.toml")
    assert ask("validate", "--staged", "--allow-none")[0] == 3
    cards.commit()
    assert ask("validate", "--from-ref", "v1", "--allow-none")[0] == 3
    assert ask("validate", "--rev", "HEAD", "--root", "cards", "--allow-none")[0] == 3
    assert ask("validate", "--from-ref", "v1", "--root", "cards", "--allow-none")[0] == 3
    assert ask("policy", "v1", "HEAD", "--root", "cards", "--allow-none")[::2] == (
        3,
        "catalog: there is no folder 'cards' in v1, and none in HEAD (name another one with --root)\n",
    )
    assert ask("validate", "--rev", "HEAD", "--root", "catalog", "--allow-none")[0] == 0


@pytest.mark.parametrize("part", ["", "--rev v1", "--staged", "--staged --all", "--from-ref v1", "--new-only v1"])
def test_an_environment_that_nobody_knows_is_refused_whatever_is_checked(
    cards: GitFixture, ask: Ask, part: str
) -> None:
    code, output, error = ask("validate", *part.split(), "--env", "nosuch")
    assert (code, output, error.startswith("catalog: environment 'nosuch' is not known")) == (1, "", True)
