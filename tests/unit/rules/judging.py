"""Judges catalogs made of text in memory."""

from __future__ import annotations

from collections.abc import Mapping

from assetcards import Catalog, MemoryTree
from assetcards.lint.lint import lint_catalog
from assetcards.model.settings import Settings
from assetcards.model.settings_file import parse_settings
from assetcards.model.store import Store

WEIGHTS = 'checkpoint: "https://example.org/org/tiny.safetensors"\n'
OTHER_WEIGHTS = 'checkpoint: "https://example.org/org/other.safetensors"\n'
MODEL = f"model_family: my_model\n{WEIGHTS}"
TOKENIZER = 'tokenizer_family: char\ntokenizer: "https://example.org/org/tok.safetensors"\n'
"""Bodies of cards of which no rule says anything."""


def catalog_of(
    files: Mapping[str, str | bytes], settings: str | None = "", more: Mapping[str, str] | None = None
) -> Catalog:
    """A catalog of files by path; `settings` is the text of `catalog.toml` or None, `more` is a second store."""
    known = Settings() if settings is None else parse_settings(settings.encode())
    stores = [Store(MemoryTree("first", files), role="catalog", bounds=known.bounds)]
    if more is not None:
        stores.append(Store(MemoryTree("second", more)))
    return Catalog(stores, settings=known)


def told_of(
    files: Mapping[str, str | bytes], settings: str | None = "", more: Mapping[str, str] | None = None
) -> list[str]:
    """Every finding about a catalog, as lines without hints."""
    findings = lint_catalog(catalog_of(files, settings, more))
    return [f"{finding.location}: {finding.code} {finding.message}" for finding in findings]


def documents(*cards: str) -> str:
    """The text of a file of several cards."""
    return "---\n".join(cards)
