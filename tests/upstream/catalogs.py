"""A catalog of somebody else, and a small one of ours that builds on it."""

from __future__ import annotations

from pathlib import Path

from tests.gitfixture import GitFixture

UPSTREAM = """\
name: w2v
model_family: wav2vec2
checkpoint: "https://example.org/w2v.safetensors"
license: MIT
---
name: tok
tokenizer_family: char_tokenizer
tokenizer: "https://example.org/tok.model"
---
name: unused
base: nothing_has_this_name
"""
MORE = """\
name: w2v@mars
checkpoint: "https://mars.example.org/w2v.safetensors"
"""
OURS = """\
name: tiny
base: w2v
checkpoint: "https://example.org/tiny.safetensors"
tokenizer_ref: tok
---
name: alone
model_family: llama
checkpoint: "https://example.org/alone.safetensors"
"""
OVERRIDE = """\
name: w2v@lab
checkpoint: "https://lab.example.org/w2v.safetensors"
"""


def make_upstream(folder: Path) -> tuple[GitFixture, str]:
    """A repository of cards below `cards`, tagged `v1`, and the id of its commit; it has no `catalog.toml`."""
    repo = GitFixture.init(folder)
    commit = repo.commit({"cards/speech.yaml": UPSTREAM, "cards/more/mars.yaml": MORE, "README.md": "Cards.\n"})
    repo.git("tag", "v1")
    return repo, commit


def settings(repository: str, commit: str, *, name: str = "base", root: str = "cards", more: str = "") -> str:
    """The `[[upstream]]` of a `catalog.toml`."""
    lines = [f'name = "{name}"', f'repository = "{repository}"', 'rev = "v1"', f'commit = "{commit}"  # by a program']
    lines += [f'root = "{root}"'] if root else []
    return "\n".join(["[[upstream]]", *lines, more])


def make_ours(folder: Path, toml: str) -> GitFixture:
    """Our repository, committed."""
    repo = GitFixture.init(folder)
    repo.commit(
        {
            "catalog/catalog.toml": toml,
            "catalog/models/tiny.yaml": OURS,
            "catalog/models/@lab/w2v.yaml": OVERRIDE,
        }
    )
    return repo
