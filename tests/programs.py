"""Programs by the names that users call them by, which run what is tested here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PROGRAMS = {"catalog": "-m assetcards ", "python": ""}


def path_with_programs(folder: Path) -> str:
    """A search path that finds the programs first; they are written to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, arguments in PROGRAMS.items():
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec {sys.executable} {arguments}"$@"\n')
        program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"
