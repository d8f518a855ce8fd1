"""New cards: what they resolve to, and which card, file and line wrote each value."""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.comparison.compare import content_of
from assetcards.escaping import safe
from assetcards.model.fields import ADDRESS_FIELDS
from assetcards.model.resolved import ResolvedCard
from assetcards.policies.newcards import has_value
from assetcards.provenance.blame import Writing, find_writings
from assetcards.redaction import redact
from assetcards.rendering.columns import render_columns
from assetcards.rendering.documents import written_in_full
from assetcards.rendering.markdown import render_markdown_code, render_markdown_row
from assetcards.values import cut, render_value

MAX_VALUES = 40
"""How many values of a card are shown to people."""

MAX_TEXT, MAX_CELL, MAX_NAME = 160, 200, 80
"""How much of a value is shown in text and in a page, and how much of a name; the JSON document has all of it."""


def writings_of(card: ResolvedCard) -> list[Writing]:
    """The values that a new card is compared by later, each with the card and the line that wrote it."""
    content = content_of(card)
    return [writing for writing in find_writings(card) if writing.field in content]


def describe_arrival(card: ResolvedCard) -> dict[str, object]:
    """A new card as a part of a document for programs."""
    fields = {
        writing.field: {
            "value": writing.value,
            "card": written_in_full(writing.card.full_name),
            "path": writing.card.path,
            "line": writing.line,
        }
        for writing in writings_of(card)
    }
    return {"chain": card.chain, "path": card.card.path, "line": card.card.line, "fields": fields}


def render_arrival(card: ResolvedCard, prefix: str) -> Iterator[str]:
    """Lines for people: the file, the chain, and the values."""
    rows: list[tuple[str, ...]] = [("file", safe(f"{prefix}{card.card.location}"))]
    if len(card.chain) > 1:
        rows.append(("chain", safe(" < ".join(card.chain))))
    writings = writings_of(card)
    for writing in writings[:MAX_VALUES]:
        origin = "" if _is_own(card, writing) else f"from {writing.card.full_name} ({prefix}{_location(writing)})"
        rows.append((safe(writing.field), safe(_value(writing, MAX_TEXT)), safe(origin)))
    yield from render_columns(rows, indent="      ")
    if len(writings) > MAX_VALUES:
        yield f"      and {len(writings) - MAX_VALUES} more values"


def render_arrival_row(card: ResolvedCard, prefix: str) -> str:
    """A row of the table of new cards: what a reviewer looks at first."""
    addresses = [_field(card, name) for name in ADDRESS_FIELDS if has_value(card, name)]
    families = " ".join(_code(str(family)) for family in card.families().values())
    return render_markdown_row(
        [
            _code(card.name),
            families,
            " ".join(addresses),
            _field(card, "license"),
            _field(card, "owners"),
            _code(f"{prefix}{card.card.location}"),
        ]
    )


ARRIVAL_COLUMNS = "| new card | family | loads | license | owners | file |\n|---|---|---|---|---|---|\n"


def render_arrival_page(card: ResolvedCard, prefix: str) -> str:
    """The chain and the values of a new card as Markdown."""
    chain = " < ".join(map(_code, card.chain))
    lines = [f"**{_code(card.name)}**, {chain}:" if len(card.chain) > 1 else f"**{_code(card.name)}**:", ""]
    lines += ["| field | value | from |", "|---|---|---|"]
    writings = writings_of(card)
    for writing in writings[:MAX_VALUES]:
        origin = "" if _is_own(card, writing) else f"{_code(str(writing.card.full_name))} "
        value = render_markdown_code(_value(writing, MAX_CELL))
        lines.append(
            render_markdown_row([_code(writing.field), value, origin + _code(f"{prefix}{_location(writing)}")])
        )
    if len(writings) > MAX_VALUES:
        lines += ["", f"and {len(writings) - MAX_VALUES} more values"]
    return "\n".join(lines)


def _is_own(card: ResolvedCard, writing: Writing) -> bool:
    return writing.card.full_name == card.card.full_name


def _location(writing: Writing) -> str:
    return f"{writing.card.path}:{writing.line}"


def _value(writing: Writing, limit: int) -> str:
    return cut(redact(render_value(writing.value)), 0, limit)


def _field(card: ResolvedCard, name: str) -> str:
    """A field as code, or that there is none."""
    if not has_value(card, name):
        return "none"
    value = card.field(name).value
    values = value if isinstance(value, list) else [value]
    return ", ".join(_code(redact(render_value(value))) for value in values[:3]) + (", ..." if len(values) > 3 else "")


def _code(text: str) -> str:
    return render_markdown_code(cut(text, 0, MAX_NAME))
