"""Where the command shows its answers: the styles of terminals, and paths as the current directory sees them."""

from __future__ import annotations

from assetcards.cli.prefixes import prefix_from_here, prefixes_from_here, prefixes_from_top
from assetcards.cli.printing import terminal_width
from assetcards.rendering.display import Display

_BEGINNINGS = {
    "name": "\033[32m\033[1m\033[22m",
    "heading": "\033[34m\033[22m\033[22m",
    "error": "\033[31m\033[22m\033[22m",
    "warning": "\033[33m\033[22m\033[22m",
    "advice": "\033[36m\033[22m\033[22m",
    "dim": "\033[22m\033[2m",
}
"""The codes of each role, as `click.style` writes them."""

_END = "\033[0m"


def style(text: str, role: str) -> str:
    """The style of a terminal, none for an empty role; `say` removes it where there is no terminal."""
    return f"{_BEGINNINGS[role]}{text}{_END}" if role else text


DISPLAY = Display(style, prefixes_from_here, prefixes_from_top, prefix_from_here, terminal_width)
"""The output of the command, seen from the current directory."""
