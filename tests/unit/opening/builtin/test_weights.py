"""Weights in safetensors, written here and opened by cards."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from assetcards import AssetError, ConfigError, MemoryTree, NotInstalledError, OpeningError, open_catalog


def opened(path: Path, **fields: Any) -> Any:
    card = {"name": "tiny", "model_family": "safetensors", "checkpoint": str(path), **fields}
    return open_catalog(MemoryTree(cards=[card]), stores=[]).open("tiny")


def write(path: Path, tensors: Mapping[str, int]) -> Path:
    save_file({name: np.arange(size, dtype=np.float32) for name, size in tensors.items()}, path)
    return path


def test_the_tensors_of_a_file_are_read_by_name(tmp_path: Path) -> None:
    weights = opened(write(tmp_path / "model.safetensors", {"b": 3, "a": 4}))
    assert (list(weights), len(weights), "c" in weights) == (["a", "b"], 2, False)
    assert weights["b"].tolist() == [0.0, 1.0, 2.0]
    assert weights.part("a")[1:3].tolist() == [1.0, 2.0]
    with pytest.raises(KeyError):
        weights["c"]


def test_the_files_of_a_folder_are_one_set_of_weights(tmp_path: Path) -> None:
    write(tmp_path / "one.safetensors", {"a": 1})
    write(tmp_path / "two.safetensors", {"b": 2})
    assert sorted(opened(tmp_path)) == ["a", "b"]
    write(tmp_path / "two.safetensors", {"a": 2})
    with pytest.raises(AssetError, match="has the tensor 'a' in two files"):
        opened(tmp_path)


def test_no_tensor_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "model.safetensors", {"big": 1 << 20})
    weights = opened(path)
    with path.open("r+b") as file:
        file.seek(-4, 2)
        file.write(np.float32(7).tobytes())
    assert weights["big"][-1] == 7


def test_what_are_no_weights_is_reported(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"x" * 20)
    with pytest.raises(OpeningError, match="model family 'safetensors' failed with SafetensorError"):
        opened(tmp_path)
    with pytest.raises(ConfigError, match="write 'numpy' or 'pt'"):
        opened(tmp_path, model_config={"framework": "jax"})
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(AssetError, match=r"has no \.safetensors file"):
        opened(empty)


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "safetensors", None)
    with pytest.raises(NotInstalledError, match=r'pip install "assetcards\[safetensors\]"'):
        opened(tmp_path)
