"""The files of an asset that is one file, or a folder of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assetcards.errors import AssetError


def files_of(path: Path, suffix: str) -> Sequence[Path]:
    """A file itself, whatever it is called, or those of a suffix in a folder, sorted. Raises AssetError for none."""
    found = sorted(each for each in path.rglob(f"*{suffix}") if each.is_file()) if path.is_dir() else [path]
    if not found or not path.exists():
        problem = f"has no {suffix} file" if path.exists() else "is not there"
        raise AssetError(str(path), problem, hint=f"name a {suffix} file, or a folder of them")
    return found
