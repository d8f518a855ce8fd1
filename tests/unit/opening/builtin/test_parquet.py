"""Datasets in Parquet, written here and opened by cards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from assetcards import MemoryTree, NotInstalledError, open_catalog


def opened(path: Path) -> Any:
    card = {"name": "poems", "dataset_family": "parquet", "dataset_config": {"data": str(path)}}
    return open_catalog(MemoryTree(cards=[card]), stores=[]).open("poems")


def test_the_files_of_a_folder_are_one_table(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is 170 MB, and no part of dev")
    from pyarrow import parquet

    for name, numbers in (("a", [1, 2]), ("b", [3])):
        parquet.write_table(pyarrow.table({"n": numbers}), tmp_path / f"{name}.parquet")
    assert opened(tmp_path).to_table()["n"].to_pylist() == [1, 2, 3]
    assert opened(tmp_path / "b.parquet").head(1)["n"].to_pylist() == [3]


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(NotInstalledError, match=r'Parquet needs pyarrow.*pip install "assetcards\[parquet\]"'):
        opened(tmp_path)
