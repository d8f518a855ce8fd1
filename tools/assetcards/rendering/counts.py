"""Numbers, and what they count."""

from __future__ import annotations


def render_count(count: int, noun: str) -> str:
    """A number and what it counts.

    >>> render_count(1, "card"), render_count(2, "card")
    ('1 card', '2 cards')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
