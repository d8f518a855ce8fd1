"""The files of a dataset that is one file, or a folder of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assetcards.errors import AssetError
from assetcards.model.uris import loaded_uris
from assetcards.opening.context import Opening

_IN_CONFIG = "dataset_config.data"


def data_of(opening: Opening, data: str | None) -> Path:
    """Where the data of a dataset is: `data` of its config, which may be None, or the field `data` of the card.

    Raises FieldError when the card names none, or two: a digest beside it is that of the field alone.
    """
    field = opening.card.maybe_field("data")
    has_field = field is not None and field.value is not None
    if data is None and not has_field:
        raise opening.card.field_error("data", "names no data", "write `data`, or `data` in its dataset_config")
    if field is not None and has_field and any(uri.field == _IN_CONFIG for _, uri in loaded_uris(opening.card)):
        raise field.error(f"is not the only data: {_IN_CONFIG} names other data (remove one of them)")
    return opening.path("data" if data is None else _IN_CONFIG)


def files_of(path: Path, suffix: str) -> Sequence[Path]:
    """A file itself, whatever it is called, or those of a suffix in a folder, sorted. Raises AssetError for none."""
    found = sorted(each for each in path.rglob(f"*{suffix}") if each.is_file()) if path.is_dir() else [path]
    if not found or not path.exists():
        problem = f"has no {suffix} file" if path.exists() else "is not there"
        raise AssetError(str(path), problem, hint=f"name a {suffix} file, or a folder of them")
    return found
