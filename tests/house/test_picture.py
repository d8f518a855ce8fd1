"""The picture in README.md shows what the commands print now."""

from __future__ import annotations

import subprocess
import sys

from tests.house.sources import ROOT


def test_the_picture_is_what_its_script_draws() -> None:
    done = subprocess.run([sys.executable, ROOT / "docs" / "make_picture.py"], capture_output=True, check=True)
    drawn = (ROOT / "docs" / "picture.svg").read_bytes()
    assert done.stdout == drawn, "draw it again: python docs/make_picture.py > docs/picture.svg"
