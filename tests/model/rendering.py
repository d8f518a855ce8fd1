"""Writes made-up catalogs as YAML that readers of YAML 1.1 and 1.2 read alike.

Every text and key is double-quoted, with `\\U` escapes (not JSON's, which differ), and every float has a dot.
"""

from collections.abc import Iterable, Mapping

from .naive import Source

WORDS = {None: "null", True: "true", False: "false"}


def render(sources: Iterable[Source]) -> dict[str, str]:
    """Give the text of every file: its cards in the given order, by turns in block and in flow style."""
    files: dict[str, list[Mapping[str, object]]] = {}
    for source in sources:
        files.setdefault(source.path, []).append(source.card)
    return {path: render_file(cards) for path, cards in sorted(files.items())}


def render_file(cards: Iterable[Mapping[str, object]]) -> str:
    """Give the text of one file."""
    return "---\n".join(render_card(card, flow=number % 2 == 1) for number, card in enumerate(cards))


def render_card(card: Mapping[str, object], *, flow: bool) -> str:
    """Give the text of one card."""
    return render_flow(card) + "\n" if flow else render_block(card)


def render_block(mapping: Mapping[str, object], indent: str = "") -> str:
    """Write a mapping that has keys in block style, and so those directly in it."""
    lines = []
    for key, value in mapping.items():
        if isinstance(value, Mapping) and value:
            lines.append(f"{indent}{render_text(key)}:\n{render_block(value, indent + '  ')}")
        else:
            lines.append(f"{indent}{render_text(key)}: {render_flow(value)}\n")
    return "".join(lines) or f"{indent}{{}}\n"


def render_flow(value: object) -> str:
    """Write a value on one line."""
    match value:
        case list():
            return "[" + ", ".join(render_flow(one) for one in value) + "]"
        case Mapping():
            entries = (f"{render_text(key)}: {render_flow(one)}" for key, one in value.items())
            return "{" + ", ".join(entries) + "}"
        case str():
            return render_text(value)
        case float():
            return render_float(value)
    return WORDS[value] if value is None or isinstance(value, bool) else str(value)


def render_float(value: float) -> str:
    """Write a float with a dot, which YAML 1.1 asks for where there is an exponent."""
    text = repr(value)
    if "e" not in text:
        return text
    digits, exponent = text.split("e")
    return f"{digits if '.' in digits else digits + '.0'}e{exponent}"


def render_text(text: str) -> str:
    """Write a text double-quoted, with escapes for all but printable ASCII."""
    return '"' + "".join(map(render_character, text)) + '"'


def render_character(character: str) -> str:
    """Write one character between double quotes."""
    if character in '"\\':
        return "\\" + character
    if character.isascii() and character.isprintable():
        return character
    return f"\\U{ord(character):08x}"
