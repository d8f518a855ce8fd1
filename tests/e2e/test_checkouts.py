"""Every kind of checkout, and every verb in it: the right answer, or the one sentence that is expected."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from typing import TypeAlias

import pytest

from assetcards.cli.main import main
from tests.cli.conftest import CARDS
from tests.gitfixture import GitFixture
from tests.sampling import sample

Make: TypeAlias = Callable[[GitFixture, Path], Path]
"""Makes a checkout of a repository of cards at another place, and gives the folder in which one is."""


def moved(folder: str) -> dict[str, str]:
    return {path.replace("catalog/", f"{folder}/" if folder else "", 1): text for path, text in CARDS.items()}


def cloned(*options: str) -> Make:
    return lambda origin, place: origin.clone(place, *options).folder


def sparse(*options: str) -> Make:
    def make(origin: GitFixture, place: Path) -> Path:
        clone = origin.clone(place)
        clone.git("sparse-checkout", "set", *options)
        return clone.folder

    return make


def with_attributes(attributes: str) -> Make:
    def make(origin: GitFixture, place: Path) -> Path:
        origin.write({".gitattributes": attributes})
        origin.git("add", ".gitattributes")
        origin.git("commit", "--quiet", "--message", "Add attributes")
        return origin.clone(place).folder

    return make


def linked(origin: GitFixture, place: Path) -> Path:
    return origin.worktree(place).folder


def submodule(origin: GitFixture, place: Path) -> Path:
    outer = GitFixture.init(place)
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", f"file://{origin.folder}", "cards")
    outer.commit()
    return outer.folder / "cards"


def separate(origin: GitFixture, place: Path) -> Path:
    return origin.clone(place, f"--separate-git-dir={place}.git").folder


def two(origin: GitFixture, place: Path) -> Path:
    origin.git("mv", "catalog", "first")
    origin.commit(moved("second"))
    origin.commit({"README.md": "Two."})
    return origin.clone(place).folder


def moved_to(folder: str, start: str = ".") -> Make:
    def make(origin: GitFixture, place: Path) -> Path:
        origin.commit(moved(folder), remove=CARDS)
        origin.commit({"README.md": "Moved.", "docs/page.md": ""})
        return origin.clone(place).folder / start

    return make


def ignored_copy(origin: GitFixture, place: Path) -> Path:
    clone = GitFixture(moved_to("data/cards")(origin, place))
    clone.write({".git/info/exclude": "/build\n", **dict.fromkeys(moved("build"), "name: copy\n")})
    return clone.folder


def renamed(origin: GitFixture, place: Path) -> Path:
    origin.git("mv", "catalog", "cards")
    origin.commit()
    return origin.clone(place).folder


def foreign(origin: GitFixture, place: Path) -> Path:
    clone = origin.clone(place)
    for path in [place, *place.rglob("*")]:
        os.chown(path, 12345, 12345, follow_symlinks=False)
    return clone.folder


CHECKOUTS: Mapping[str, Make] = {
    "fresh clone": cloned(),
    "linked work tree": linked,
    "submodule": submodule,
    "separate git directory": separate,
    "bare": cloned("--bare"),
    "shallow": cloned("--depth=1"),
    "blobless": cloned("--filter=blob:none"),
    "sparse cone": sparse("--cone", "docs"),
    "sparse": sparse("--no-cone", "/catalog/catalog.toml", "/catalog/datasets"),
    "autocrlf": cloned("-c", "core.autocrlf=true"),
    "encoding": with_attributes("*.yaml working-tree-encoding=UTF-16LE-BOM\n"),
    "eol": with_attributes("*.yaml text eol=crlf\n"),
    "at the top": moved_to(""),
    "six folders down": moved_to("a/b/c/d/e/f"),
    "two catalogs": two,
    "ignored copy": ignored_copy,
    "renamed in the commit": renamed,
    "beside the catalog": moved_to("data/cards", "docs"),
    "another owner": foreign,
}
VERBS = (
    "list",
    "show tiny",
    "validate",
    "validate --staged",
    "diff",
    "policy HEAD~1 HEAD",
    "blame tiny",
    "log tiny",
    "lock tiny",
)
NOWHERE = "no catalog.toml in"
BARE = "is a bare repository"
SHALLOW = "'HEAD~1' names no commit in"
SEVERAL = "several catalogs under"
EXPECTED: Mapping[tuple[str, str], str] = {
    **{("two catalogs", verb): SEVERAL for verb in VERBS},
    **{("bare", verb): NOWHERE for verb in ("list", "show tiny", "validate", "blame tiny")},
    ("bare", "diff"): BARE,
    ("bare", "lock tiny"): "a git directory (name a file outside it)",
    ("bare", "validate --staged"): "the index of",
    ("shallow", "policy HEAD~1 HEAD"): SHALLOW,
}
"""The sentence of what cannot be answered, with exit code 3; all else is answered, with 0 and nothing beside it."""

CELLS = list(product(CHECKOUTS, VERBS))


@pytest.fixture
def origin(tmp_path: Path) -> GitFixture:
    repo = GitFixture.init(tmp_path / "origin")
    repo.commit(CARDS | {"docs/page.md": ""})
    repo.commit({"docs/page.md": "# Cards"})
    repo.git("config", "uploadpack.allowFilter", "true")
    return repo


@pytest.mark.parametrize(("checkout", "verb"), CELLS[:: sample(7, of_all=1)], ids=lambda part: part.replace(" ", "-"))
def test_every_verb_answers_in_every_checkout_or_says_why_not(
    origin: GitFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    checkout: str,
    verb: str,
) -> None:
    if checkout == "another owner":
        if os.geteuid() != 0:
            pytest.skip("only root can give files to another user")
        for key, value in {"COUNT": "1", "KEY_0": "safe.directory", "VALUE_0": "*"}.items():
            monkeypatch.setenv(f"GIT_CONFIG_{key}", value)
    monkeypatch.chdir(CHECKOUTS[checkout](origin, tmp_path / "checkout"))
    code = main(verb.split())
    out, err = capsys.readouterr()
    sentence = EXPECTED.get((checkout, verb))
    if sentence is None:
        assert (code, bool(out), err) == (0, True, ""), (out, err)
    else:
        assert (code, sentence in err, err.count("\n")) == (3, True, 1), (out, err)
    if code == 0 and verb == "list":
        assert_alike(capsys)


def assert_alike(capsys: pytest.CaptureFixture[str]) -> None:
    """Check that folder, index and commit have the same cards and findings."""
    for question, key in (("list", "cards"), ("validate", "findings")):
        sides = []
        for where in ((), ("--rev", "HEAD"), ("--staged", "--all"))[: 2 if question == "list" else 3]:
            main([question, "--format", "json", *where])
            sides.append([each | {"source": ""} for each in json.loads(capsys.readouterr().out)[key]])
        assert all(side == sides[0] for side in sides)
