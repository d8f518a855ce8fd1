"""Datasets of JSON lines: one document a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assetcards.errors import AssetError
from assetcards.opening.builtin.files import data_of, files_of
from assetcards.opening.context import Opening

SUFFIX = ".jsonl"


@dataclass(kw_only=True)
class LinesConfig:
    """`data` is a file, or a folder of `.jsonl` files; without it, the field `data` of the card counts."""

    data: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The documents of some files, read again by each iteration and never all at once; empty lines do not count."""

    files: Sequence[Path]

    def __iter__(self) -> Iterator[Any]:
        for path in self.files:
            with path.open("rb") as file:
                for number, line in enumerate(file, start=1):
                    if line.strip():
                        yield _document(path, number, line)


def open_lines(config: LinesConfig, opening: Opening) -> Lines:
    """Open a dataset of JSON lines. Raises AssetError when there is no file."""
    path = data_of(opening, config.data)
    return Lines(files=files_of(path, SUFFIX))


def _document(path: Path, number: int, line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise AssetError(f"{path}:{number}", f"is no JSON document: {error}", hint="fix the line") from error
