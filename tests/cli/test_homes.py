"""Folders of the user: where none can be named a sentence says what to set, and nothing is made where one stands."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

NAMES = "sums\ntiny\ntiny@lab\ntiny_chat\n"
NO_HOMES = ["", ".", "~", "no/home", None]


@pytest.fixture(params=NO_HOMES)
def no_home(request: pytest.FixtureRequest, cards: GitFixture, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said of a home that is none; the system knows no other."""

    def nobody(user: int) -> pwd.struct_passwd:
        raise KeyError(user)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    if request.param is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", request.param)
    return f"{request.param!r}, not an absolute path" if request.param else "not set"


def made(cards: GitFixture) -> str:
    """What has come to be in the repository in which one stands."""
    return cards.git("status", "--porcelain", "--ignored")


@pytest.mark.parametrize("variable", [{}, {"XDG_CACHE_HOME": "c"}, {"XDG_CACHE_HOME": "~/c"}, {"XDG_CACHE_HOME": ""}])
def test_without_a_home_what_needs_a_cache_says_what_to_set(
    cards: GitFixture, ask: Ask, no_home: str, monkeypatch: pytest.MonkeyPatch, variable: dict[str, str]
) -> None:
    for name, value in variable.items():
        monkeypatch.setenv(name, value)
    hint = "set HOME, or XDG_CACHE_HOME or CATALOG_CACHE_DIR to an absolute path"
    told = f"catalog: there is no home folder: HOME is {no_home} ({hint})\n"
    for verb in (["list", "--repo", cards.folder.as_uri(), "--rev", "v1"], ["cache", "ls"], ["cache", "prune"]):
        assert ask(*verb) == (3, "", told)
    assert made(cards) == ""


def test_without_a_home_the_checkout_is_read_and_the_store_of_the_user_says_why_it_is_not(
    cards: GitFixture, ask: Ask, no_home: str
) -> None:
    assert ask("list", "--format", "names") == (0, NAMES, "")
    assert ask("show", "tiny")[0] == ask("validate", "--new-only", "HEAD")[0] == 0
    code, out, _ = ask("stores")
    hint = "set HOME, or XDG_CONFIG_HOME or FAIRSEQ2_USER_ASSET_DIR to an absolute path"
    reason = f"there is no home folder: HOME is {no_home} ({hint})"
    assert (code, out.splitlines()[-1]) == (0, f"user     nowhere:user  {reason}")
    assert made(cards) == ""


@pytest.mark.parametrize("variables", [("CATALOG_CACHE_DIR",), ("XDG_CACHE_HOME",)])
def test_without_a_home_a_folder_may_be_named(
    cards: GitFixture, ask: Ask, no_home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: tuple[str]
) -> None:
    monkeypatch.setenv(variables[0], str(tmp_path / "named"))
    assert ask("list", "--format", "names", "--repo", cards.folder.as_uri(), "--rev", "v1") == (0, NAMES, "")
    assert (tmp_path / "named").is_dir()
    assert made(cards) == ""


@pytest.mark.parametrize("variable", ["CATALOG_CACHE_DIR", "CATALOG_REPO", "FAIRSEQ2_USER_ASSET_DIR"])
def test_without_a_home_a_tilde_is_nobody(
    cards: GitFixture, ask: Ask, no_home: str, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "~/cards")
    asked = {"CATALOG_CACHE_DIR": "cache ls", "CATALOG_REPO": "list", "FAIRSEQ2_USER_ASSET_DIR": "stores"}[variable]
    code, out, err = ask(*asked.split())
    assert f"there is no home folder: HOME is {no_home} (set HOME)" in out + err
    assert code == (0 if variable == "FAIRSEQ2_USER_ASSET_DIR" else 3)
    assert made(cards) == ""


@pytest.mark.parametrize("home", ["/nonexistent/home", "/dev/null"])
def test_a_home_that_is_no_folder_is_named_where_it_is_needed(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.setenv("HOME", home)
    assert ask("list", "--format", "names") == (0, NAMES, "")
    assert f"path:{home}/.config/fairseq2/assets" in ask("stores")[1]
    assert made(cards) == ""


def test_relative_folders_of_the_user_do_not_count(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("XDG_CONFIG_HOME", "conf")
    assert ask("list", "--format", "names", "--repo", cards.folder.as_uri(), "--rev", "v1") == (0, NAMES, "")
    assert f"path:{os.environ['HOME']}/.config/fairseq2/assets" in ask("stores")[1]
    assert (Path(os.environ["HOME"]) / ".cache" / "assetcards" / "git").is_dir()
    assert made(cards) == ""


def test_folders_of_stores_are_seen_from_the_current_directory(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("FAIRSEQ2_ASSET_DIR", "FAIRSEQ2_USER_ASSET_DIR"):
        monkeypatch.setenv(name, f"../{name.lower()}")
    out = ask("stores")[1]
    assert f"path:{tmp_path}/fairseq2_asset_dir" in out
    assert f"path:{tmp_path}/fairseq2_user_asset_dir" in out


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system has no /proc, where no folder can be made")
def test_a_cache_that_cannot_be_made_is_not_said_to_be_removed(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", "/proc/x")
    code, out, err = ask("list", "--repo", cards.folder.as_uri(), "--rev", "v1")
    assert (code, out) == (3, "")
    assert err.endswith("cannot be written: No such file or directory (set CATALOG_CACHE_DIR to another folder)\n")


def test_a_cache_that_cannot_be_a_folder_is_named(cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", "/dev/null/x")
    code, out, err = ask("list", "--repo", cards.folder.as_uri(), "--rev", "v1")
    assert (code, out) == (3, "")
    note, error = err.splitlines()
    assert note.startswith("catalog: 'v1' is not stored for use offline: /dev/null/x/git/")
    assert error.startswith("catalog: the cache /dev/null/x/git/")
    assert error.endswith("cannot be written: Not a directory (set CATALOG_CACHE_DIR to another folder)")
