"""Attributes that make a checkout another catalog than its commit: the difference is reported, and no filter runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards import Catalog, open_catalog
from assetcards.git import attributes
from assetcards.lint.lint import lint_catalog
from assetcards.sources.attributes import MAX_BYTES
from assetcards.sources.staged import open_index
from tests.cli.conftest import Ask, ask
from tests.gitfixture import GitFixture

__all__ = ["ask"]  # a fixture is found by its name here

WEIGHTS = 'checkpoint: "https://example.org/org/tiny.safetensors"\n'
TINY = f"name: tiny\nmodel_family: llama\n{WEIGHTS}"
WITH_ID = f'{TINY}description: "$Id$"\n'
CARD = "catalog/models/tiny.yaml"
IDENT = "*.yaml ident\n"

Codes: TypeAlias = list[str]
Bend: TypeAlias = Callable[[GitFixture, Path], None]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """A card with `$Id$`, of which git is told nothing yet; one stands there."""
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({"catalog/catalog.toml": "", CARD: WITH_ID})
    repo.git("tag", "before")
    monkeypatch.chdir(repo.folder)
    return repo


def check_out(repo: GitFixture) -> None:
    """Let git write the files of the catalog anew."""
    repo.git("rm", "--quiet", "-r", "--cached", "catalog")
    repo.git("reset", "--quiet", "--hard")
    for path in (repo.folder / "catalog").rglob("*"):
        if path.is_file():
            path.unlink()
    repo.git("checkout", "--", ".")


def codes(catalog: Catalog) -> Codes:
    """The findings on attributes, each as its place and code."""
    with catalog:
        found = lint_catalog(catalog)
    return [f"{finding.location} {finding.code}" for finding in found if finding.code in ("C002", "C003", "C004")]


def on_checkout(repo: GitFixture) -> Codes:
    return codes(open_catalog(repo.folder, stores=[]))


def on_index(repo: GitFixture) -> Codes:
    return codes(open_index(repo.folder))


def on_commit(repo: GitFixture) -> Codes:
    return codes(open_catalog(repo.folder, rev="HEAD", stores=[]))


def everywhere(repo: GitFixture) -> list[Codes]:
    return [on_checkout(repo), on_index(repo), on_commit(repo)]


def card_of(repo: GitFixture, rev: str | None = None) -> Mapping[str, object] | None:
    """The card that somebody gets; None when it cannot be read."""
    with open_catalog(repo.folder, rev=rev, stores=[]) as catalog:
        return next(({**card.fields} for card in catalog), None)


# ident


@pytest.mark.parametrize(
    ("where", "attributes"),
    [
        (".gitattributes", IDENT),
        (".gitattributes", "[attr]card ident\ncatalog/** card\n"),
        (".gitattributes", "* -ident\n/catalog/models/t*.yaml ident=\n*.yaml ident\n"),
        ("catalog/.gitattributes", "models/*.yaml ident\n"),
        ("catalog/models/.gitattributes", "tiny.yaml ident text=auto\n"),
    ],
)
def test_an_expanded_id_is_reported_wherever_attributes_ask_for_it(
    repo: GitFixture, where: str, attributes: str
) -> None:
    assert everywhere(repo) == [[], [], []]
    repo.commit({where: attributes})
    assert everywhere(repo) == [["models/tiny.yaml:4:15 C002"]] * 3
    check_out(repo)
    assert card_of(repo) != card_of(repo, "HEAD")
    assert everywhere(repo) == [["models/tiny.yaml:4:15 C002"]] * 3


def test_every_gate_is_red_and_diff_shows_it(repo: GitFixture, ask: Ask) -> None:
    repo.write({".gitattributes": IDENT})
    repo.git("add", ".gitattributes")
    said = "catalog/models/tiny.yaml:4:15: C002 error: git expands `$Id$` in a checkout, so"
    for question in (("validate", "--staged"), ("validate", "--staged", "--all"), ("validate",)):
        code, out, err = ask(*question)
        assert (code, out.startswith(said), err) == (1, True, ""), question
    repo.commit()
    for question in (("validate", "--from-ref", "before"), ("validate", "--new-only", "before"), ("validate", CARD)):
        code, out, err = ask(*question)
        assert (code, out.startswith(said), err) == (1, True, ""), question
    check_out(repo)
    code, out, _ = ask("diff", "--exit-code")
    assert code == 1
    assert "description" in out


def test_a_change_with_nothing_new_for_git_is_green(repo: GitFixture, ask: Ask) -> None:
    repo.write({".gitattributes": "*.txt ident\n"})
    repo.git("add", ".gitattributes")
    assert ask("validate", "--staged")[0] == 0
    repo.commit()
    assert ask("validate", "--from-ref", "before")[0] == 0


def test_what_was_so_before_a_change_is_not_held_against_it(repo: GitFixture, ask: Ask) -> None:
    repo.commit({".gitattributes": IDENT})
    repo.write({"catalog/models/other.yaml": TINY.replace("tiny", "other")})
    repo.git("add", "catalog")
    assert "C002" not in ask("validate", "--staged")[1]


TRICKY = {
    "plain": "name: plain\nnote: $Id$\n",
    "expanded": "name: expanded\nnote: '$Id: 1234 $'\n",
    "no_space": "name: no_space\nnote: '$Id:1234$'\n",
    "empty": "name: empty\nnote: '$Id:$'\n",
    "twice": "name: twice\nnote: a$Id$b$Id$\n",
    "block": "name: block\nnote: |\n  # $Id$\n",
    "folded": "name: folded\nnote: >\n  x\n  $Id$\n",
    "key": "name: key\n? '$Id$'\n: 1\n",
    "config": "name: config\nmodel_config: {a: [1, '$Id$']}\n",
    "broken_by_it": "name: broken_by_it\nnote:\n  - $Id$: 1\n",
    "overlapping": "name: overlapping\nnote: $Id$Id$\n",
    "in_comment": "name: in_comment\nnote: x  # $Id$\n",
    "in_comments": "# $Id$\nname: in_comments\n# $Id: 77 $\n",
    "lower": "name: lower\nnote: $id$\n",
    "unfinished": "name: unfinished\nnote: $Id\n",
    "over_lines": "name: over_lines\nnote: '$Id: x\n  $'\n",
    "escaped": 'name: escaped\nnote: "\\x24Id$"\n',
    "longer": "name: longer\nnote: $Idx$\n",
}


def test_what_git_expands_is_reported_and_nothing_else(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    repo.commit({f"catalog/{name}.yaml": text for name, text in TRICKY.items()} | {"catalog/catalog.toml": ""})
    stored = {name: repo.git("rev-parse", f"HEAD:catalog/{name}.yaml") for name in TRICKY}
    repo.commit({".gitattributes": IDENT})
    # as they were committed, which `git add` with the attribute would change
    listed = "".join(f"100644 {blob}\tcatalog/{name}.yaml\n" for name, blob in stored.items())
    repo.git("update-index", "--index-info", content=listed)
    repo.git("commit", "--quiet", "--allow-empty", "--message", "As they were")
    for path in (repo.folder / "catalog").iterdir():
        path.unlink()
    repo.git("checkout-index", "--all")
    texts: list[dict[str, object]] = []
    for rev in (None, "HEAD"):
        with open_catalog(repo.folder, rev=rev, stores=[]) as catalog:
            texts.append({card.name: dict(card.fields) for card in catalog})
    differing = {name for name in TRICKY if texts[0].get(name) != texts[1].get(name)}
    assert len(differing) == 11
    for found in (on_commit(repo), on_index(repo), on_checkout(repo)):
        assert {place.partition(".yaml")[0] for place in found} == differing


def test_an_id_of_another_system_is_reported_because_adding_the_file_changes_it(repo: GitFixture) -> None:
    repo.commit({".gitattributes": IDENT})
    repo.write({CARD: TINY + "description: $Id tiny.yaml 1.2 ada $\n"})
    assert on_checkout(repo) == []
    repo.write({CARD: TINY + "description: '$Id: tiny.yaml,v 1.2 ada $'\n"})
    assert on_checkout(repo) == ["models/tiny.yaml:4:15 C002"]
    repo.git("add", CARD)
    assert repo.git("show", f":{CARD}").endswith("description: '$Id$'")


@pytest.mark.parametrize("field", ["license: $Id$\n", "checkpoint_sha256: $Id$\n", "owners: [$Id$]\n"])
def test_any_field_counts(repo: GitFixture, field: str) -> None:
    repo.commit({".gitattributes": IDENT, CARD: TINY + field})
    assert [[place.partition(":")[0] for place in found] for found in everywhere(repo)] == [["models/tiny.yaml"]] * 3


def test_settings_count_as_well(repo: GitFixture) -> None:
    settings = '# $Id$\n[[ignore]]\npath = "x"\ncodes = ["C610"]\nreason = "$Id$"\n'
    repo.commit({".gitattributes": "*.toml ident\n", "catalog/catalog.toml": settings})
    assert everywhere(repo) == [["catalog.toml:5:11 C002"]] * 3
    repo.commit({"catalog/catalog.toml": "# $Id$\nenvironments = []\n"})
    assert everywhere(repo) == [[], [], []]


def in_the_repository(repo: GitFixture, folder: Path) -> None:
    (repo.folder / ".git/info/attributes").write_text(IDENT)


def in_the_configuration(repo: GitFixture, folder: Path) -> None:
    (folder / "mine").write_text(IDENT)
    repo.git("config", "core.attributesFile", folder / "mine")


@pytest.mark.parametrize("bend", [in_the_repository, in_the_configuration])
@pytest.mark.parametrize("ending", ["lf", "crlf"])
def test_what_attributes_of_ones_own_have_expanded_is_reported_in_the_checkout(
    repo: GitFixture, tmp_path: Path, bend: Bend, ending: str
) -> None:
    repo.commit({".gitattributes": f"*.yaml text eol={ending}\n"})
    bend(repo, tmp_path)
    check_out(repo)
    assert "$Id: " in (repo.folder / CARD).read_text()
    assert everywhere(repo) == [["models/tiny.yaml:4:15 C002"], [], []]


def test_attributes_in_the_home_have_no_say_on_what_is_committed(
    repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "config/git/attributes"
    mine.parent.mkdir(parents=True)
    mine.write_text("* ident filter=evil working-tree-encoding=UTF-7\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    repo.commit({".gitattributes": "*.txt ident\n"})
    assert everywhere(repo) == [[], [], []]


# Encodings


def test_a_string_that_is_another_card_in_its_encoding_is_reported(tmp_path: Path) -> None:
    repo = GitFixture.init(tmp_path / "repo")
    evil = b"name: evil\nbase: other   \n"
    chosen = evil.decode("utf-16-le").encode()
    repo.commit({"catalog.toml": "", "a.yaml": chosen + b"\n"})
    blob = repo.git("hash-object", "-w", "--stdin", content=chosen)
    attributes = repo.git("hash-object", "-w", "--stdin", content="*.yaml working-tree-encoding=UTF-16LE\n")
    empty = repo.git("hash-object", "-w", "--stdin", content="")
    commit = repo.commit_tree(
        [
            ("100644", b".gitattributes", attributes),
            ("100644", b"a.yaml", blob),
            ("100644", b"catalog.toml", empty),
        ]
    )
    repo.git("reset", "--quiet", "--hard", commit)
    assert (repo.folder / "a.yaml").read_bytes() == evil
    assert everywhere(repo) == [["a.yaml C003"]] * 3


@pytest.mark.parametrize(
    ("encoding", "text", "reported"),
    [
        ("UTF-8", TINY + "description: ä\n", False),
        ("latin1", TINY, False),
        ("ISO-8859-1", TINY + "description: ä\n", False),  # is no UTF-8 then, which nobody takes for cards
        ("latin1", TINY + "description: Ã¤\n", True),
        ("UTF-16", TINY, False),
        ("UTF-16LE-BOM", TINY, False),
        ("UTF-32BE", TINY, False),
        ("SHIFT-JIS", TINY, False),
        ("UTF-7", TINY, True),
        ("IBM037", TINY, True),
        ("no-such-encoding", TINY, True),
    ],
)
def test_an_encoding_is_reported_where_it_makes_other_cards(
    repo: GitFixture, encoding: str, text: str, reported: bool
) -> None:
    blob = repo.git("hash-object", "-w", "--stdin", "--no-filters", content=text)
    repo.write({".gitattributes": f"*.yaml working-tree-encoding={encoding}\n"})
    repo.git("add", ".gitattributes")
    repo.git("update-index", "--cacheinfo", f"100644,{blob},{CARD}")
    repo.git("commit", "--quiet", "--message", "In another encoding")
    expected = ["models/tiny.yaml C003"] if reported else []
    assert [on_index(repo), on_commit(repo)] == [expected, expected]


# Filters


def test_a_filter_is_warned_of_and_does_not_run(repo: GitFixture, tmp_path: Path, ask: Ask) -> None:
    repo.commit({".gitattributes": "*.yaml filter=evil\n"})
    ran = tmp_path / "ran"
    for program in ("clean", "smudge", "process"):
        repo.git("config", f"filter.evil.{program}", f"touch {ran}; cat")
    for question in (("validate",), ("validate", "--rev", "HEAD"), ("validate", "--staged", "--all"), ("diff", "HEAD")):
        ask(*question)
    assert not ran.exists()
    assert everywhere(repo) == [["models/tiny.yaml C004"]] * 3
    assert ask("validate")[0] == 0
    assert ask("validate", "--strict")[0] == 1


def test_a_pointer_in_the_commit_is_refused_there_and_its_filter_warned_of(repo: GitFixture) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 5\n"
    repo.commit({CARD: pointer})
    repo.commit({".gitattributes": "*.yaml filter=lfs\n"})
    repo.write({CARD: TINY})
    assert everywhere(repo) == [["models/tiny.yaml C004"]] * 3
    with open_catalog(repo.folder, rev="HEAD", stores=[]) as catalog:
        assert [finding.code for finding in catalog.findings()] == ["C113"]


# What git converts without loss, and what it does not convert


@pytest.mark.parametrize(
    "attributes",
    ["*.yaml eol=crlf\n", "* text=auto\n", "*.yaml text eol=crlf\n", "*.yaml export-subst\n", "*.yaml -text diff=x\n"],
)
def test_line_endings_and_archives_are_no_difference(repo: GitFixture, attributes: str, ask: Ask) -> None:
    block = TINY + "description: |\n  $Format:%H$\n  two\nnote: >-\n  a\n  b\n"
    repo.commit({".gitattributes": attributes, CARD: block})
    repo.git("config", "core.autocrlf", "true")
    check_out(repo)
    assert everywhere(repo) == [[], [], []]
    assert card_of(repo) == card_of(repo, "HEAD")
    assert ask("diff", "--exit-code", "HEAD")[0] == 0


@pytest.mark.parametrize("option", ["--skip-worktree", "--assume-unchanged"])
def test_an_edit_that_git_is_configured_to_ignore_is_a_difference(repo: GitFixture, option: str, ask: Ask) -> None:
    repo.git("update-index", option, CARD)
    repo.write({CARD: WITH_ID + "base: evil\n"})
    assert repo.git("status", "--porcelain") == ""
    code, out, _ = ask("diff", "--exit-code")
    assert (code, "base" in out) == (1, True)
    assert "C401" in ask("validate")[1]
    assert "C401" not in ask("validate", "--staged", "--all")[1]


# What the files of attributes may be


def test_a_link_in_place_of_attributes_says_nothing_as_for_git(repo: GitFixture, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(IDENT)
    (repo.folder / ".gitattributes").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(repo.folder / "catalog/.gitattributes")
    assert on_checkout(repo) == []
    (repo.folder / "catalog/.gitattributes").unlink()
    repo.commit()
    check_out(repo)
    assert "$Id$" in (repo.folder / CARD).read_text()
    assert everywhere(repo) == [[], [], []]


@pytest.mark.parametrize("more", [0, 1])
def test_attributes_are_as_long_together_as_they_may_be_and_not_one_byte_longer(
    repo: GitFixture, ask: Ask, more: int
) -> None:
    first = "# odd.\n"
    repo.write({".gitattributes": first, "catalog/.gitattributes": f"{'#' * (MAX_BYTES - len(first) - 1 + more)}\n"})
    code, _, err = ask("validate")
    assert (code == 3, "catalog/.gitattributes: the files of attributes have more than" in err) == (more > 0, more > 0)


def test_attributes_that_are_too_long_to_be_obeyed_end_in_a_sentence(repo: GitFixture, ask: Ask) -> None:
    repo.commit({".gitattributes": "# long\n" * 200_000 + IDENT})
    for question in (("validate",), ("validate", "--rev", "HEAD"), ("validate", "--from-ref", "before")):
        code, out, err = ask(*question)
        assert (code, out) == (3, ""), question
        assert err.startswith("catalog: .gitattributes: the files of attributes have more than 1048576 bytes ")


def test_a_folder_whose_name_is_too_long_for_the_disk_is_no_obstacle(repo: GitFixture) -> None:
    attributes = repo.git("hash-object", "-w", "--stdin", content=IDENT)
    card = repo.git("rev-parse", f"HEAD:{CARD}")
    inner = repo.store_object(
        "tree",
        b"100644 .gitattributes\0" + bytes.fromhex(attributes) + b"100644 tiny.yaml\0" + bytes.fromhex(card),
    )
    commit = repo.commit_tree([("40000", b"x" * 300, inner)])
    assert codes(open_catalog(repo.folder, rev=commit, root=".", stores=[])) == []


def test_git_is_asked_once_at_most_and_only_where_attributes_matter(
    repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    asked = write_listener(tmp_path / "bin", tmp_path / "asked", monkeypatch)
    for said, often in (("", 0), ("* text=auto\n", 0), ("*.bin filter=lfs\n", 1), (IDENT + "* filter=x\n", 1)):
        repo.write({".gitattributes": said})
        asked.write_text("")
        ask("validate")
        assert asked.read_text().count("check-attr") == often, said


def write_listener(folder: Path, asked: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Note each call of git, and pass it on."""
    folder.mkdir()
    real = next(path for path in map(Path, os.environ["PATH"].split(":")) if (path / "git").exists()) / "git"
    (folder / "git").write_text(f'#!/bin/sh\necho "$@" >> {asked}\nexec {real} "$@"\n')
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return asked


def test_patterns_that_git_would_try_for_ever_end_in_a_sentence(
    repo: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attributes, "PATIENCE", 1.0)
    long = "a" * 200
    repo.write({".gitattributes": f"*{'a*' * 30}b ident\n" * 100, f"catalog/{long}/{long}.yaml": TINY})
    code, out, err = ask("validate")
    assert (code, out) == (3, "")
    told = "cannot read the attributes of the files: git was ended: it takes more than 1 seconds"
    assert err == f"catalog: {told} (check their .gitattributes)\n"


def test_a_fetched_commit_and_a_partial_clone_lack_what_is_said_above_the_root(
    repo: GitFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    repo.commit({".gitattributes": IDENT})
    assert codes(open_catalog(f"file://{repo.folder}", rev="main", stores=[])) == []
    partial = repo.clone(tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    partial.git("checkout", "main", "--", "catalog")
    assert on_commit(partial) == []
    repo.commit({"catalog/.gitattributes": IDENT})
    assert codes(open_catalog(f"file://{repo.folder}", rev="main", stores=[])) == ["models/tiny.yaml:4:15 C002"]
