"""What a format is. A module of this package for each kind of answer has a table of them, `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar

from assetcards.rendering.display import Display
from assetcards.rendering.documents import render_json, render_yaml

Answer = TypeVar("Answer")

Render: TypeAlias = Callable[[Answer, Display], str]
"""Writes an answer as text."""

Formats: TypeAlias = Mapping[str, Render[Answer]]
"""How an answer can be written, by the name that `--format` takes; the first one is the default."""


def as_json(describe: Callable[[Answer], Mapping[str, object]]) -> Render[Answer]:
    """The format of a document for programs."""
    return lambda answer, _: render_json(describe(answer))


def as_yaml(describe: Callable[[Answer], Mapping[str, object]]) -> Render[Answer]:
    """The same document as YAML."""
    return lambda answer, _: render_yaml(describe(answer))
