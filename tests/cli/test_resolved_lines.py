"""`catalog list --resolved --format jsonl` of a large catalog: what `show` prints of each card, in bounded memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

from assetcards import open_catalog
from assetcards.commands.show import show
from assetcards.rendering.display import PLAIN
from assetcards.rendering.show import FORMATS
from tests.house.sources import ROOT
from tests.sampling import sample

COUNT = sample(200, 10_000)
"""How many cards."""

MOST = 300 << 20
"""How many bytes of memory the command may take."""

LIST = """\
import sys
from assetcards.cli.main import main
from tests.hostile.judging import peak_bytes
code = main(["list", "--resolved", "--format", "jsonl"])
print(peak_bytes(), file=sys.stderr)
sys.exit(code)
"""


def _cards(count: int) -> Iterator[dict[str, object]]:
    """Cards upon each other, with configs and overrides."""
    rng = Random(14)
    for number in range(count):
        parent = rng.randrange(number) if number and rng.random() < 0.6 else None
        yield {
            "name": f"card_{number}",
            **({"model_family": "my_model", "license": "MIT"} if parent is None else {"base": f"card_{parent}"}),
            "description": f"A card with the number {number}, {'for a test of many cards ' * 4}",
            "checkpoint": f"hg://org/card-{number}",
            "model_config": {
                "layers": number % 80,
                "rope": {"theta": 1e4, "scaling": [1, number]},
                f"k{number % 7}": None,
            },
        }
        if rng.random() < 0.1:
            yield {"name": f"card_{number}@lab", "checkpoint": f"/lab/{number}.pt", "model_config": {"layers": number}}


def test_each_line_is_what_show_prints_and_memory_is_bounded(tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    folder.mkdir()
    (folder / "catalog.toml").touch()
    for number, cards in enumerate(_in_files(100)):
        (folder / f"{number:06}.yaml").write_text("\n---\n".join(map(json.dumps, cards)), "utf-8")
    with (tmp_path / "lines").open("wb") as lines:
        ended = subprocess.run(
            [sys.executable, "-c", LIST],
            stdout=lines,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_with_tests(),
            check=True,
        )
    peak = int(ended.stderr)
    assert peak < MOST
    with open_catalog(folder, env="") as catalog, (tmp_path / "lines").open("rb") as lines:
        for name, line in zip(sorted(catalog.names()), sorted(lines, key=_query), strict=True):
            assert json.loads(line) == json.loads(FORMATS["json"](show(catalog, name), PLAIN))


def _in_files(size: int) -> Iterator[list[dict[str, object]]]:
    cards = list(_cards(COUNT))
    return (cards[start : start + size] for start in range(0, len(cards), size))


def _with_tests() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _query(line: bytes) -> str:
    query: str = json.loads(line)["query"]
    return query
