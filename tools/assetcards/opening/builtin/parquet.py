"""Datasets in Parquet; the one importer of pyarrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assetcards.errors import NotInstalledError
from assetcards.opening.builtin.files import data_of, files_of
from assetcards.opening.context import Opening

SUFFIX = ".parquet"


@dataclass(kw_only=True)
class ParquetConfig:
    """`data` is a file, or a folder of `.parquet` files; without it, the field `data` of the card counts."""

    data: str | None = None


def open_parquet(config: ParquetConfig, opening: Opening) -> Any:
    """A `pyarrow.dataset.Dataset`, of which nothing but the schema is read yet. Raises AssetError without a file."""
    try:
        from pyarrow import dataset
    except ImportError as error:
        raise NotInstalledError("Parquet", "pyarrow", extra="parquet") from error
    path = data_of(opening, config.data)
    return dataset.dataset([str(each) for each in files_of(path, SUFFIX)], format="parquet")
