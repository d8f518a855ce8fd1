"""Turning answers into text for people and programs; nothing here prints."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from assetcards.scalars import ScalarError, resolve_plain

if TYPE_CHECKING:
    from assetcards.model.catalog import Catalog
    from assetcards.names import FullName

SCHEMA_VERSION = 1
"""The version of every JSON document; it changes only when a field is taken away or means something else."""

_WORDS = {None: "null", True: "true", False: "false"}

WIDEST_CELL = 48
"""A longer cell does not widen its column: one long value must not push what stands beside the short ones away."""

Style = Callable[[str, str], str]
"""Gives a text a role (`name`, `dim`, `error`, `warning`, `advice`, `heading`), which a terminal may colour."""


def no_style(text: str, role: str) -> str:
    """The style of a file or a pipe."""
    return text


@cache
def _unsafe() -> re.Pattern[str]:
    """Controls, marks of direction, surrogates, and what is invisible; compiled when there is need of it."""
    return re.compile(
        "[\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
        "\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
    )


def safe(text: str) -> str:
    """A text from a card or from git, fit for a terminal: control, bidirectional and invisible characters escaped.

    >>> safe("a\\x1b[2Jb\\u202e")
    'a\\\\x1b[2Jb\\\\u202e'
    """
    if text.isascii() and text.isprintable():
        return text
    return _unsafe().sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def as_json_value(value: object) -> Any:
    """A value of a card in what JSON has: keys as text, dates as ISO text, `.inf` and `.nan` as YAML writes them.

    >>> as_json_value({0: date(2024, 6, 30), True: float("inf")})
    {'0': '2024-06-30', 'true': '.inf'}
    """
    if isinstance(value, Mapping):
        return {_json_key(key): as_json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json_value(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return value.isoformat() if isinstance(value, date) else value


def _json_key(key: object) -> str:
    if isinstance(key, str):
        return key
    value = as_json_value(key)
    return value if isinstance(value, str) else _json_text(value)


def _json_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int | float):
        return repr(value)
    import json

    return json.dumps(value, ensure_ascii=False)


def render_document(document: Mapping[str, object], output_format: str) -> str:
    """A document with its `schema_version`, as `json` or `yaml`; in ASCII, so that every terminal can take it.

    >>> print(render_document({"name": "tiny"}, "yaml"), end="")
    schema_version: 1
    name: tiny
    """
    versioned = {"schema_version": SCHEMA_VERSION, **as_json_value(document)}
    if output_format == "yaml":
        from assetcards.text.yamltext import render_yaml

        return render_yaml(versioned)
    import json

    return json.dumps(versioned, indent=2) + "\n"


def render_json(document: Mapping[str, object]) -> str:
    """A document as JSON."""
    return render_document(document, "json")


def describe_revision(catalog: Catalog) -> dict[str, str] | None:
    """The revision asked for and its commit, or None for a checkout."""
    revision = catalog.revision
    return {"asked": revision.asked, "commit": revision.commit} if revision else None


def written_in_full(name: FullName) -> str:
    """`name@` for a plain card, `name@env` for an override (CARD_SPEC 3)."""
    return f"{name.name}@{name.env}"


def render_value(value: object) -> str:
    """A value of a card on one line: text as it is where YAML would read it as text, all else as JSON.

    >>> render_value("hg://org/m"), render_value("true"), render_value(True), render_value({"a": [1, None]})
    ('hg://org/m', '"true"', 'true', '{"a": [1, null]}')
    """
    plain = as_json_value(value)
    if isinstance(value, str) and _reads_as_text(value):
        return value
    return safe(_json_text(plain))


def _reads_as_text(text: str) -> bool:
    try:
        is_text = resolve_plain(text) == text
    except ScalarError:
        return False
    return is_text and text == text.strip() and text[0] not in "\"[{'" and safe(text) == text


def render_key(path: Iterable[object]) -> str:
    """The keys that lead to a value of a config, joined by dots; a key that is no bare word is quoted, as in TOML.

    >>> render_key(["optimizer", "lr"]), render_key(["a.b", 0])
    ('optimizer.lr', '"a.b".0')
    """
    keys = map(_json_key, path)
    return ".".join(key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else safe(_json_text(key)) for key in keys)


def render_columns(rows: Iterable[Sequence[str]], indent: str = "  ") -> list[str]:
    """Rows of text in columns, two blanks apart; the last column, and a cell beyond `WIDEST_CELL`, may be longer."""
    rows = [list(row) for row in rows]
    columns = max(map(len, rows), default=0)
    widths = [_width(row[i] for row in rows if i < len(row) - 1) for i in range(columns)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        lines.append((indent + "  ".join([*cells, row[-1]])).rstrip())
    return lines


def _width(cells: Iterable[str]) -> int:
    return max((len(cell) for cell in cells if len(cell) <= WIDEST_CELL), default=0)


def render_count(count: int, noun: str) -> str:
    """A number and what it counts.

    >>> render_count(1, "card"), render_count(2, "card")
    ('1 card', '2 cards')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
