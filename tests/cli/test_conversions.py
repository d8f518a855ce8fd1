"""What git converts on its way into a checkout is no finding, and the same card."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CARDS, Ask
from tests.gitfixture import GitFixture


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitFixture:
    """Cards with a character that is not ASCII, before anything is converted."""
    repo = GitFixture.init(tmp_path / "origin")
    repo.commit(CARDS | {"catalog/models/tiny.yaml": CARDS["catalog/models/tiny.yaml"].replace("small", "sm\u00e5ll")})
    monkeypatch.chdir(repo.folder)
    return repo


def clone_with(repo: GitFixture, attributes: str, *configuration: str) -> GitFixture:
    """A fresh clone, in which git converts as the attributes and its configuration say."""
    repo.write({".gitattributes": attributes})
    repo.git("add", ".gitattributes")  # others would be added as they mean
    repo.git("commit", "--quiet", "--allow-empty", "--message", "Add attributes")
    options = [option for each in configuration for option in ("-c", each)]
    return repo.clone(repo.folder.parent / "clone", *options)


CONVERSIONS = {
    "autocrlf": ("", "core.autocrlf=true"),
    "eol": ("*.yaml text eol=crlf\n*.toml text eol=crlf\n",),
    "auto and eol": ("* text=auto\n", "core.eol=crlf"),
    "UTF-16 with a mark": ("*.yaml working-tree-encoding=UTF-16\n",),
    "UTF-16LE": ("catalog/models/*.yaml working-tree-encoding=UTF-16LE\n",),
    "Latin-1": ("*.yaml working-tree-encoding=ISO-8859-1\n",),
    "UTF-16 and CRLF": ("*.yaml text eol=crlf working-tree-encoding=UTF-16LE-BOM\n",),
}


@pytest.mark.parametrize("how", CONVERSIONS)
def test_a_fresh_checkout_is_the_commit_whatever_git_has_converted(
    repo: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    clone = clone_with(repo, *CONVERSIONS[how])
    written = (clone.folder / "catalog/models/tiny.yaml").read_bytes()
    assert written != (repo.folder / "catalog/models/tiny.yaml").read_bytes(), "git has converted nothing"
    monkeypatch.chdir(clone.folder)
    for verb, key in (("validate", "findings"), ("list", "cards")):
        found = [json.loads(ask(verb, "--format", "json", *rev)[1])[key] for rev in ((), ("--rev", "HEAD"))]
        assert [[each | {"source": ""} for each in side] for side in found] == [
            [each | {"source": ""} for each in found[1]]
        ] * 2
    assert ask("diff", "--exit-code")[0] == 0
    clone.write({"catalog/models/tiny.yaml": written + written[-2:]})
    assert "C118" not in ask("validate")[1]


def test_line_endings_that_git_does_not_convert_are_reported(repo: GitFixture, ask: Ask) -> None:
    text = (repo.folder / "catalog/models/tiny.yaml").read_bytes().replace(b"\n", b"\r\n")
    repo.write({"catalog/models/tiny.yaml": text})
    assert "C118" in ask("validate")[1]
    repo.commit()
    repo.write({".gitattributes": "*.yaml text=auto\n"})
    assert "C118" in ask("validate")[1], "git leaves alone what has CRLF in the index"
    repo.write({".gitattributes": "*.yaml -text\n"})
    assert "C118" in ask("validate")[1]
