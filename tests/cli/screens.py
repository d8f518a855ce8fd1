"""Cards with odd names in terminals of several widths; `python -m tests.cli.screens` writes the screens again."""

from __future__ import annotations

from pathlib import Path

from assetcards import MemoryTree, open_catalog
from assetcards.commands.listing import Shape, list_cards
from assetcards.model.filters import Filter
from assetcards.rendering.display import Display
from assetcards.rendering.listing import FORMATS

FOLDER = Path(__file__).with_name("screens")

LONG = "a_model_with_a_name_of_sixty_characters_that_end_differently"
CARDS = (
    {
        "name": "tiny",
        "description": "A small model, for trying things out.",
        "model_family": "small",
        "model_arch": "tiny",
        "license": "Apache-2.0 WITH LLVM-exception",
        "checkpoint": "/tiny.pt",
    },
    {"name": "tiny@lab", "checkpoint": "/lab/tiny.pt"},
    {"name": "tiny@edge", "checkpoint": "/edge/tiny.pt"},
    {"name": f"{LONG}_1", "base": "tiny", "description": "Words\tand\nlines, \x1b[31mred\x1b[0m and \u202eturned."},
    {"name": f"{LONG}_2", "base": "tiny", "description": "Supercalifragilisticexpialidociousness in one word."},
    {
        "name": "小さい模型",
        "model_family": "small",
        "description": "小さなモデルです。試すためのもの。",
        "url": "https://a",
    },
    {
        "name": "🦙🦙",
        "dataset_family": "lines",
        "description": "🦙 for llama, Cafe\u0301 for marks.",
        "deprecated": {},
    },
    {"name": "nothing"},
)


def screen(width: int | None) -> str:
    """What `catalog list` prints where the terminal is so wide, or where there is none."""
    with open_catalog(MemoryTree(cards=CARDS), stores=[]) as catalog:
        listing = list_cards(catalog, Filter(), Shape())
        return FORMATS["table"](listing, Display(width=lambda: width))


SCREENS: dict[str, int | None] = {"60": 60, "80": 80, "120": 120, "piped": None}

if __name__ == "__main__":
    for name, width in SCREENS.items():
        (FOLDER / f"{name}.txt").write_text(screen(width), "utf-8")
