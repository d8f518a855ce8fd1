"""Reads the cards and the `resolved.jsonl` of a folder of facts, with the reader that fairseq2 uses."""

import json
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from .naive import Source

TESTS = Path(__file__).parent.parent
CORPUS = TESTS / "corpus"
EXPECTATIONS = TESTS / "expectations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a `resolved.jsonl`: what was asked, and the answer as it stands there."""

    query: str
    env: str | None
    known: tuple[str, ...]
    answer: dict[str, object]


def load_folders(parent: Path) -> list[Path]:
    """List the folders that hold a `resolved.jsonl`."""
    return sorted(path.parent for path in parent.glob("*/resolved.jsonl"))


def load_sources(folder: Path) -> list[Source]:
    """Read every card below the `cards` of a folder."""
    root = folder / "cards"
    files = sorted(path for path in root.rglob("*") if path.suffix in (".yaml", ".yml"))
    texts = {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in files}
    return [source for path, text in texts.items() for source in parse_sources(path, text)]


def parse_sources(path: str, text: str) -> list[Source]:
    """Read the cards of one file."""
    return [Source(path=path, card=card) for card in YAML(typ="safe", pure=True).load_all(text)]


def load_lines(folder: Path) -> list[Line]:
    """Read the lines of a folder's `resolved.jsonl`."""
    text = (folder / "resolved.jsonl").read_text("utf-8")
    return [parse_line(line) for line in text.splitlines()]


def parse_line(text: str) -> Line:
    """Split a line into the question and the answer; `known_envs` names environments that no card names."""
    answer = json.loads(text)
    query, env, known = answer.pop("query"), answer.pop("default_env"), answer.pop("known_envs", [])
    return Line(query=query, env=env, known=tuple(known), answer=answer)
