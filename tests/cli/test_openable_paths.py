"""Every file that a verb names opens from the current directory, whatever is read and from wherever."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture

LOCATION = re.compile(r"(?:[^\s(`']*/)?[\w@.]+\.(?:yaml|toml)(?=:\d)")
VERBS = (
    ["show", "tiny_chat", "--env", "lab"],
    ["show", "tiny_chat", "--chain"],
    ["show", "tiny_chat", "--rev", "v1"],
    ["show", "broken"],
    ["list"],
    ["list", "--rev", "HEAD"],
    ["blame", "tiny_chat"],
    ["blame", "tiny_chat", "--rev", "v1"],
    ["blame", "tiny_chat", "nothing"],
    ["log", "broken"],
    ["validate", "--advice"],
    ["validate", "--rev", "HEAD"],
    ["validate", "--staged", "--all"],
    ["policy", "v1", "HEAD"],
    ["policy", "v1"],
)


@pytest.fixture
def repo(cards: GitFixture) -> GitFixture:
    cards.commit({"catalog/models/broken.yaml": "name: broken\n"})
    text = (cards.folder / "catalog/models/tiny.yaml").read_text().replace("MIT", "BSD-3-Clause")
    cards.commit(
        {
            "catalog/models/broken.yaml": "name: broken\nbase: nothing\n---\nname: broken\n",
            "catalog/models/tiny.yaml": text,
            "catalog/datasets/sums.yaml": "name: sums\nbase: nothing\n",
            "catalog/catalog.toml": "unknown = 1\n",
            "docs/page.txt": "",
        }
    )
    return cards


@pytest.mark.parametrize("here", [".", "catalog", "catalog/models", "docs"])
def test_a_file_that_a_verb_names_is_there(
    repo: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    monkeypatch.chdir(repo.folder / here)
    named: dict[str, set[str]] = {}
    for verb in VERBS:
        _, out, err = ask(*verb, "--root", repo.folder / "catalog")
        named[" ".join(verb)] = {match[0] for match in LOCATION.finditer(out + err)}
    assert [verb for verb, paths in named.items() if not paths] == []
    lost = [(verb, path) for verb, paths in named.items() for path in paths if not Path(path).is_file()]
    assert lost == []


@pytest.mark.parametrize("here", [".", "catalog/models"])
def test_a_document_has_paths_from_the_root_that_it_says(
    repo: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, here: str
) -> None:
    monkeypatch.chdir(repo.folder / here)
    root = str(repo.folder / "catalog")

    def document(*verb: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(ask(*verb, "--root", root, "--format", "json")[1])
        return found

    for verb in (["show", "tiny_chat"], ["list"], ["validate"], ["blame", "tiny_chat"]):
        assert document(*verb)["root"] == root
        assert document(*verb, "--rev", "v1")["root"] == "catalog"
    assert document("log", "broken")["root"] == "catalog"
    sides = document("policy", "v1")["revisions"]
    assert isinstance(sides, dict)
    assert [side["root"] for side in sides.values()] == ["catalog", root]
