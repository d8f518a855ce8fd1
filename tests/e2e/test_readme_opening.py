"""The lines of the README that open a tokenizer: run as they are, with both addresses on loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assets.hub_server import MAIN, Hub, HubRepository, serving
from tests.assets.test_verify import tree_of
from tests.gitfixture import GitFixture, git_variables
from tests.house.sources import ROOT
from tests.remote.servers import HttpServer, http_server
from tests.tokenizer import write_tokenizer

CARDS = """name: poems_8b
model_family: my_model
checkpoint: "hg://acme/poems"
tokenizer_ref: poems_words
---
name: poems_words
tokenizer_family: tokenizers
tokenizer: "hg://acme/poems"
tokenizer_revision: "{commit}"
tokenizer_sha256: "{digest}"
"""


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub that has a trained tokenizer."""
    write_tokenizer(tmp_path / "tokenizer.json")
    hub = Hub()
    files = {"tokenizer.json": (tmp_path / "tokenizer.json").read_bytes(), "README.md": b"# poems"}
    hub.repositories["models/acme/poems"] = HubRepository(files=files)
    with serving(hub):
        yield hub


@pytest.fixture
def cards(tmp_path: Path, hub: Hub) -> Iterator[HttpServer]:
    """A host of git with the cards, tagged `v1`."""
    content = hub.repositories["models/acme/poems"].files["tokenizer.json"]
    text = CARDS.format(commit=MAIN, digest=tree_of({"tokenizer.json": content}))
    repo = GitFixture.init(tmp_path / "served" / "cards.git")
    repo.commit({"catalog/catalog.toml": "", "catalog/poems.yaml": text})
    repo.git("tag", "v1")
    repo.commit({"catalog/poems.yaml": "name: poems_8b\n"})
    with http_server(tmp_path / "served") as server:
        yield server


def lines_of_the_readme() -> str:
    """The block of Python that is no dialogue."""
    (block,) = re.findall(r"```python\n((?!>>>).*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    return str(block)


def run(code: str, folder: Path, hub: Hub, cards: HttpServer) -> list[str]:
    variables = git_variables(folder) | {
        "CATALOG_CACHE_DIR": str(folder / "cache"),
        "FAIRSEQ2_CACHE_DIR": str(folder / "assets"),
        "HF_HOME": str(folder / "hub"),
        "HF_ENDPOINT": hub.address,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{cards.address}/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://example.org/",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_readme_pins_opens_and_encodes_in_ten_lines(tmp_path: Path, hub: Hub, cards: HttpServer) -> None:
    code = lines_of_the_readme()
    assert len(code.splitlines()) <= 10
    printed = run(code, tmp_path, hub, cards)
    assert printed == re.findall(r"# prints (.*)", code)
    assert any("/resolve/" in request for request in hub.requests)


def test_other_bytes_are_never_opened(tmp_path: Path, hub: Hub, cards: HttpServer) -> None:
    repository = hub.repositories["models/acme/poems"]
    flipped = repository.files["tokenizer.json"].replace(b"roses", b"noses")
    repository.sends["tokenizer.json"] = flipped
    code = f"""
from assetcards import AssetError
try:
    exec({lines_of_the_readme()!r})
except AssetError as error:
    print(type(error).__name__)
"""
    assert run(code, tmp_path, hub, cards) == ["DigestError"]
