"""Our package beside the real fairseq2, as if it were installed there: by folders on its path, and an entry point."""

from __future__ import annotations

import importlib
import os
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[2]
NEEDED = ("git", "gitdb", "smmap", "jsonschema")
"""What we need and fairseq2 does not; of plain Python, so that any environment can load it."""


def install(folder: Path) -> dict[str, str]:
    """Make a folder with what `pip install` would make; the variables with which fairseq2 finds it."""
    about = folder / "assetcards-0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: assetcards\nVersion: 0\n")
    groups = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    points = (f"{name} = {value}\n" for name, value in groups["fairseq2.extension"].items())
    (about / "entry_points.txt").write_text("[fairseq2.extension]\n" + "".join(points))
    for name in NEEDED:
        home = importlib.import_module(name).__file__
        assert home is not None
        (folder / name).symlink_to(Path(home).parent)
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("CATALOG_", "GIT_"))}
    return surroundings | {
        "PYTHONPATH": f"{folder}:{PROJECT / 'tools'}",
        "FAIRSEQ2_ASSET_DIR": str(folder / "none"),
        "FAIRSEQ2_USER_ASSET_DIR": str(folder / "none"),
        "CATALOG_CACHE_DIR": str(folder / "cache"),
        "FAIRSEQ2_CACHE_DIR": str(folder / "assets"),
        "HOME": str(folder),
        "HF_HUB_OFFLINE": "1",
        "COLUMNS": "1000",
    }
