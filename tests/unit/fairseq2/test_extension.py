"""What fairseq2 loads whenever it starts."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint

from assetcards.fairseq2.extension import register
from tests.house.sources import ROOT


def test_without_a_catalog_nothing_is_registered_and_nothing_loaded() -> None:
    program = """
import sys
before = set(sys.modules)
from assetcards.fairseq2.extension import register
register(None)
print(*sorted(name for name in set(sys.modules) - before if not name.startswith("_")))
"""
    done = subprocess.check_output([sys.executable, "-c", program], text=True)
    ours = ["assetcards", "assetcards.fairseq2", "assetcards.fairseq2.extension", "assetcards.fairseq2.variables"]
    assert {name for name in done.split() if name.startswith("assetcards")} == set(ours)
    assert {"git", "yaml", "dataclasses", "json", "subprocess"}.isdisjoint(done.split())


def test_it_is_the_entry_point_that_fairseq2_loads() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    [named] = groups["fairseq2.extension"].values()
    assert EntryPoint("assetcards", named, "fairseq2.extension").load() is register
