"""When a name is one typo away from another."""

from __future__ import annotations

from collections.abc import Iterable


def maybe_typo_of(name: str, known: Iterable[str]) -> str | None:
    """The first known name that is one edit, or one exchange of neighbours, away; a digit that differs is no typo.

    >>> maybe_typo_of("qwne", ["llama", "qwen"]), maybe_typo_of("lama", ["llama"]), maybe_typo_of("llama4", ["llama"])
    ('qwen', 'llama', None)
    """
    return next((other for other in sorted(set(known)) if _is_typo(name, other)), None)


def _is_typo(name: str, other: str) -> bool:
    if name == other or abs(len(name) - len(other)) > 1:
        return False
    start = next((i for i, (one, two) in enumerate(zip(name, other, strict=False)) if one != two), None)
    at = min(len(name), len(other)) if start is None else start
    rest, others = name[at:], other[at:]
    if len(rest) == len(others) and rest[:2] == others[1::-1] and rest[2:] == others[2:] and len(rest) > 1:
        return True
    if len(rest) == len(others):
        differing, tails = rest[:1] + others[:1], (rest[1:], others[1:])
    elif len(rest) > len(others):
        differing, tails = rest[:1], (rest[1:], others)
    else:
        differing, tails = others[:1], (rest, others[1:])
    return tails[0] == tails[1] and not any(map(str.isdigit, differing))
