"""A plot of how far each row is from its bound, as SVG, which needs no library."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

LABEL, WIDTH, HEIGHT = 260, 640, 18
SHOWN = 3.0
"""How many times its bound a bar may be long."""


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
        bars.append(f'<text x="{LABEL - 6}" y="{top + 11}" text-anchor="end">{escape(name)}</text>')
        bars.append(f'<rect x="{LABEL}" y="{top}" width="{length:.1f}" height="{HEIGHT - 6}" fill="{color}"/>')
        bars.append(f'<text x="{LABEL + length + 4:.1f}" y="{top + 11}">{share:.0%}</text>'.replace("%<", " %<"))
    bound = LABEL + unit
    line = f'<line x1="{bound:.1f}" y1="0" x2="{bound:.1f}" y2="{height - HEIGHT}" stroke="#333"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif"'
    legend = f'<text x="{bound:.1f}" y="{height - 5}" text-anchor="middle">what it may cost</text>'
    return "\n".join([f'{head} font-size="11">', *bars, line, legend, "</svg>", ""])
