"""Weights in the format safetensors, each tensor read when it is asked for; the one importer of safetensors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assetcards.errors import AssetError, NotInstalledError
from assetcards.opening.builtin.files import files_of
from assetcards.opening.context import Opening

SUFFIX = ".safetensors"


@dataclass(kw_only=True)
class WeightsConfig:
    """`framework` is whose tensors are given."""

    framework: Literal["numpy", "pt"] = "numpy"


class Weights(Mapping[str, Any]):
    """The tensors of some files by name. Only the headers of the files are read before one is asked for."""

    def __init__(self, files: Mapping[str, Any]) -> None:
        self._files = files

    def __getitem__(self, name: str) -> Any:
        return self._files[name].get_tensor(name)

    def part(self, name: str) -> Any:
        """A tensor of which only what is sliced is read: `weights.part("embed")[:10]`."""
        return self._files[name].get_slice(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def open_weights(config: WeightsConfig, opening: Opening) -> Weights:
    """The weights of a file, or of all files of a folder. Raises AssetError when two of them have one tensor."""
    try:
        from safetensors import safe_open
    except ImportError as error:
        raise NotInstalledError("weights", "safetensors", extra="safetensors") from error
    found: dict[str, Any] = {}
    path = opening.path()
    for each in files_of(path, SUFFIX):
        file: Any = safe_open(each, framework=config.framework)
        for name in sorted(file.keys()):
            if name in found:
                raise _is_in_two(path, name)
            found[name] = file
    return Weights(found)


def _is_in_two(path: Path, name: str) -> AssetError:
    return AssetError(str(path), f"has the tensor {name!r} in two files", hint="name one file, or remove the other")
