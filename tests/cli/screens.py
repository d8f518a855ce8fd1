"""Cards with odd names in terminals of several widths; `python -m tests.cli.screens` writes the screens again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from assetcards import MemoryTree, open_catalog
from assetcards.commands.compare import compare
from assetcards.commands.graph import graph_of_all
from assetcards.commands.listing import Shape, list_cards, search_cards
from assetcards.model.catalog import Catalog
from assetcards.model.filters import Filter
from assetcards.rendering import compare as comparing
from assetcards.rendering import graph, listing, search
from assetcards.rendering.display import Display

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

WIDTHS: Mapping[str, int | None] = {"60": 60, "80": 80, "120": 120, "piped": None}


def list_screen(width: int | None) -> str:
    """What `catalog list` prints where the terminal is so wide, or where there is none."""
    return _screen(lambda catalog, to: listing.FORMATS["table"](list_cards(catalog, Filter(), Shape()), to), width)


def _search_screen(width: int | None) -> str:
    return _screen(lambda catalog, to: search.FORMATS["text"](search_cards(catalog, "small model"), to), width)


def _graph_screen(width: int | None) -> str:
    return _screen(lambda catalog, to: graph.FORMATS["text"](graph_of_all(catalog), to), width)


def _compare_screen(width: int | None) -> str:
    names = ["tiny", "tiny@lab", f"{LONG}_1", "小さい模型", "🦙🦙"]
    return _screen(lambda catalog, to: comparing.FORMATS["text"](compare(catalog, names), to), width)


def _screen(show: Callable[[Catalog, Display], str], width: int | None) -> str:
    with open_catalog(MemoryTree(cards=CARDS), stores=[]) as catalog:
        return show(catalog, Display(width=lambda: width))


SCREENS: Mapping[str, Callable[[int | None], str]] = {
    "list": list_screen,
    "search": _search_screen,
    "graph": _graph_screen,
    "compare": _compare_screen,
}


def screen_file(verb: str, width: str) -> Path:
    """Where the screen of a verb is kept."""
    return FOLDER / f"{verb}_{width}.txt"


if __name__ == "__main__":
    for verb, screen in SCREENS.items():
        for name, width in WIDTHS.items():
            screen_file(verb, name).write_text(screen(width), "utf-8")
