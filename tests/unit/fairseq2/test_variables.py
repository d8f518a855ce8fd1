"""The variables that say which catalog fairseq2 reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetcards.fairseq2.variables import Named, maybe_named

if TYPE_CHECKING:
    import pytest


def test_without_a_source_no_variable_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETCARDS_FAIRSEQ2_REV", "v1")
    monkeypatch.setenv("ASSETCARDS_FAIRSEQ2_SOURCE", " ")
    assert maybe_named() is None


def test_each_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Named._fields:
        monkeypatch.setenv(f"ASSETCARDS_FAIRSEQ2_{field.upper()}", f"the {field}")
    assert maybe_named() == Named(*(f"the {field}" for field in Named._fields))
