"""How to write a value so that YAML 1.1 and YAML 1.2 parsers read the same."""

from __future__ import annotations

from assetcards.nodes import ScalarNode
from assetcards.scalars import ScalarError, ScalarValue
from assetcards.scalars11 import maybe_other_value


def maybe_ambiguity(node: ScalarNode) -> tuple[str, str] | None:
    """How the dialects differ about an unquoted scalar, and what to do; None if they agree.

    >>> maybe_ambiguity(ScalarNode("off", "off", True, 1, 1))
    ("'off' is a string here and the boolean false in YAML 1.1", 'quote it')
    """
    if not node.plain:
        return None
    try:
        other = maybe_other_value(node.text)
    except ScalarError:
        return None
    if other is None:
        return None
    message = f"{node.text[:40]!r} is {_describe(node.value)} here and {_describe(other[0])} in YAML 1.1"
    if isinstance(node.value, str):
        return message, "quote it"
    return message, f"write {spell_number(node.value)}, or quote it if it is a string"


def spell_number(value: ScalarValue) -> str:
    """A number so that both dialects read it.

    >>> spell_number(1e-05), spell_number(777), spell_number(1e16)
    ('1.0e-05', '777', '1.0e+16')
    """
    mantissa, e, exponent = repr(value).partition("e")
    return f"{mantissa}.0e{exponent}" if e and "." not in mantissa else f"{mantissa}{e}{exponent}"


def _describe(value: ScalarValue) -> str:
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {spell_number(value)}"
    return "null" if value is None else "a string"
