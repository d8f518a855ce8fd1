"""Plots as SVG, which needs no library: how far each row is from its bound, and how verbs grow with a catalog."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

LABEL, WIDTH, HEIGHT = 300, 680, 18
SHOWN = 3.0
"""How many times its bound a bar may be long."""

LEFT, TOP, ACROSS, UP = 60, 20, 420, 360
"""Where the curves begin, and how wide and how high they are."""

COLORS = ("#1b6ca8", "#c43", "#2a7", "#8a4fbf", "#d18b00", "#0a8f8f", "#b0306a", "#557", "#7a7a00", "#999")


def render_plot(shares: Sequence[tuple[str, float]]) -> str:
    """A bar for each row: what it costs as a share of what it may cost, with a line at the bound.

    >>> plot = render_plot([("show, 10000", 0.5), ("diff, 100000", 1.25)])
    >>> plot.count("<rect"), "125 %" in plot
    (2, True)
    """
    unit = (WIDTH - LABEL - 60) / SHOWN
    height = HEIGHT * (len(shares) + 1)
    bars = []
    for number, (name, share) in enumerate(shares):
        top, length = HEIGHT * number + 4, min(share, SHOWN) * unit
        color = "#2a7" if share <= 1 else "#c43"
        bars.append(_text(LABEL - 6, top + 11, name, anchor="end"))
        bars.append(f'<rect x="{LABEL}" y="{top}" width="{length:.1f}" height="{HEIGHT - 6}" fill="{color}"/>')
        bars.append(_text(LABEL + length + 4, top + 11, f"{share * 100:.0f} %"))
    bound = LABEL + unit
    bars.append(_line((bound, 0), (bound, height - HEIGHT), "#333"))
    bars.append(_text(bound, height - 5, "what it may cost", anchor="middle"))
    return _document(WIDTH, height, bars)


def render_curves(curves: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """A line for each verb: the seconds that it takes, by how many cards there are, both in powers of ten.

    >>> plot = render_curves({"show": [(100, 0.08), (10_000, 0.1)], "diff": [(100, 0.1), (10_000, 0.12)]})
    >>> plot.count("<polyline"), "10,000 cards" in plot, ">0.1 s<" in plot
    (2, True, True)
    """
    points = [point for curve in curves.values() for point in curve]
    least, most = (math.log10(pick(cards for cards, _ in points)) for pick in (min, max))
    low, high = math.floor(math.log10(min(s for _, s in points))), math.ceil(math.log10(max(s for _, s in points)))

    def place(cards: float, seconds: float) -> tuple[float, float]:
        x = LEFT + ACROSS * (math.log10(cards) - least) / max(most - least, 1)
        return x, TOP + UP * (high - math.log10(seconds)) / (high - low)

    parts = []
    for power in range(low, high + 1):
        _, y = place(10**least, 10**power)
        parts += [
            _line((LEFT, y), (LEFT + ACROSS, y), "#ddd"),
            _text(LEFT - 6, y + 4, f"{10**power:g} s", anchor="end"),
        ]
    for cards in sorted({cards for cards, _ in points}):
        x, _ = place(cards, 1)
        parts += [_line((x, TOP), (x, TOP + UP), "#ddd"), _text(x, TOP + UP + 16, f"{cards:,} cards", anchor="middle")]
    free = 0.0
    ends = {name: place(*curve[-1]) for name, curve in curves.items()}
    for color, (name, (x, y)) in zip(COLORS, sorted(ends.items(), key=lambda end: end[1][1]), strict=False):
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in curves[name]))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2"/>')
        free = max(y + 4, free)
        parts.append(_text(x + 8, free, name, color=color))
        free += 13
    return _document(LEFT + ACROSS + 160, TOP + UP + 30, parts)


def _text(x: float, y: float, words: str, *, anchor: str = "start", color: str = "#222") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}">{escape(words)}</text>'


def _line(start: tuple[float, float], end: tuple[float, float], color: str) -> str:
    (x1, y1), (x2, y2) = start, end
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}"/>'


def _document(width: float, height: float, parts: Sequence[str]) -> str:
    """On white, so that it is read on a dark page, too."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif"'
    return "\n".join([f'{head} font-size="11" style="background: white">', *parts, "</svg>", ""])
