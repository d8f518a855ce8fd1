"""A resolved card for people: its fields, and where each comes from; and for programs, all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assetcards.commands.show import Shown
from assetcards.dotted import Directive, dotted_name
from assetcards.escaping import safe
from assetcards.model.card import Card
from assetcards.model.field import Field
from assetcards.model.fields import spec_of
from assetcards.model.layers import Layer
from assetcards.model.patch_leaves import leaves_of
from assetcards.model.patches import Leaf
from assetcards.model.resolved import ResolvedCard
from assetcards.names import FullName
from assetcards.nodes import Value, plain_value
from assetcards.rendering import agent
from assetcards.rendering.cautions import describe_cautions, render_cautions
from assetcards.rendering.columns import render_columns
from assetcards.rendering.display import Display, Style
from assetcards.rendering.documents import describe_revision, describe_root, written_in_full
from assetcards.rendering.formats import Formats, as_json, as_yaml
from assetcards.scalars import ScalarValue
from assetcards.values import render_value

if TYPE_CHECKING:
    from assetcards.families.opened import OpenedKind
    from assetcards.model.patch_forms import Patch

_EFFECTS = {Directive.DELETE: "(deletes the default)", Directive.SET: "(replaces the default as a whole)"}

LABEL_WIDTH = 16
"""How wide the labels of `--chain` are, as in fairseq2's own listing."""


def describe(shown: Shown) -> dict[str, object]:
    """The card as a document for programs."""
    card = shown.card
    patches = card.patches
    return {
        "query": shown.query,
        "name": card.name,
        "env": card.env,
        "source": card.source,
        "revision": describe_revision(shown.revision),
        "root": describe_root(card.card.tree.origin),
        "chain": card.chain,
        "kinds": card.kinds,
        **describe_cautions(card),
        "fields": card.fields,
        "configs": {kind: patch.apply(None) for kind, patch in patches.items()},
        "patches": {kind: patch.document for kind, patch in patches.items()},
        "uris": card.uris,
        "references": card.references,
        "layers": [_describe_part(part) for layer in card.layers for part in layer.cards],
        "origins": dict(_describe_origins(card, patches)),
        **_describe_opened(shown),
    }


def _describe_opened(shown: Shown) -> dict[str, object]:
    if shown.opened is None:
        return {}
    from assetcards.rendering.opened import describe_opened

    return {"opened": describe_opened(shown.opened)}


def _describe_part(part: Card) -> dict[str, object]:
    return {
        "card": written_in_full(part.full_name),
        "path": part.path,
        "line": part.line,
        "source": str(part.tree.origin),
    }


def _describe_origins(card: ResolvedCard, patches: Mapping[str, Patch]) -> Iterator[tuple[str, dict[str, object]]]:
    """Who wrote each field, and each leaf and directive of a patch."""
    for field in map(card.field, card.field_names):
        yield field.name, _describe_origin(field.card, field.entry.key.line)
    for kind, patch in patches.items():
        for path, leaf in leaves_of(patch.composed, (f"{kind}_config",)) if patch.composed is not None else ():
            yield dotted_name(path), _describe_origin(leaf.card, leaf.line)


def _describe_origin(writer: Card, line: int) -> dict[str, object]:
    return {"card": written_in_full(writer.full_name), "path": writer.path, "line": line}


def render_text(shown: Shown, display: Display) -> str:
    """The resolved card for people: what it is, its fields, and where each comes from when that is another card."""
    card, style = shown.card, display.style
    blocks = [
        _title(card, style),
        render_columns(_about(shown, display)),
        render_columns(_fields(card, display)),
        *(_configs(card, display) if shown.opened is None else _opened(shown.opened, display)),
        _uris(card, style),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _title(card: ResolvedCard, style: Style) -> list[str]:
    name = style(safe(str(FullName(card.name, card.env or ""))), "name")
    description = card.maybe_field("description")
    about = [safe(str(description.value))] if description is not None and _is_title(card, description) else []
    cautions = [style(safe(caution), "warning") for caution in render_cautions(card)]
    return [name, *(f"  {line}" for line in [*about, *cautions])]


def _is_title(card: ResolvedCard, field: Field) -> bool:
    """Whether a field is shown below the name."""
    if field.name == "deprecated":
        return card.deprecation is not None
    return field.name == "description" and _is_own(card, field) and isinstance(field.value, str)


def _is_own(card: ResolvedCard, field: Field) -> bool:
    return field.card.name == card.name


def _about(shown: Shown, display: Display) -> Iterator[tuple[str, str]]:
    card, revision = shown.card, shown.revision
    yield "kinds", ", ".join(card.kinds)
    own = [part for part in card.cards if part.name == card.name]
    yield "file", safe(" over ".join(_location(part, part.line, display) for part in own))
    yield "source", safe(card.source)
    if revision:
        yield "revision", safe(f"{revision.asked} = {revision.commit}")
    if len(card.layers) > 1 or len(card.layers[0].cards) > 1:
        yield "chain", safe(" < ".join(map(_layer_title, card.layers)))


def _layer_title(layer: Layer) -> str:
    return " over ".join(str(part.full_name) for part in layer.cards)


def _fields(card: ResolvedCard, display: Display) -> Iterator[tuple[str, str, str]]:
    merged = {card.config_key(kind) for kind in card.patches}
    for field in map(card.field, card.fields):
        inherited_speech = spec_of(field.name).of_one_card and not _is_own(card, field)
        if field.name not in merged and not inherited_speech and not _is_title(card, field):
            origin = _from(card, field.card, field.origin.line, display)
            yield safe(field.name), render_value(field.value), origin


def _configs(card: ResolvedCard, display: Display) -> Iterator[list[str]]:
    for kind, patch in card.patches.items():
        rows = (
            (safe(dotted_name(path)) or "(all of it)", _says(path, leaf), _from(card, leaf.card, leaf.line, display))
            for path, leaf in (leaves_of(patch.composed) if patch.composed is not None else ())
        )
        yield [f"  {display.style(f'{kind} config', 'heading')}", *render_columns(rows, indent="    ")]


def _opened(opened: Sequence[OpenedKind], display: Display) -> Iterable[list[str]]:
    from assetcards.rendering.opened import opened_blocks

    return opened_blocks(opened, display)


def _says(path: Sequence[ScalarValue], leaf: Leaf) -> str:
    """The value of a leaf, or what a directive does to the defaults of the family."""
    directive = next((key for key in path if isinstance(key, Directive)), None)
    return _EFFECTS[directive] if directive is not None else render_value(plain_value(leaf.node))


def _uris(card: ResolvedCard, style: Style) -> list[str]:
    """The addresses that differ from their field: a path is relative to the file that wrote it."""
    written = {name: str(card.field(name).value) for name in card.uris}
    uris = [(safe(name), safe(uri)) for name, uri in card.uris.items() if uri.removeprefix("file://") != written[name]]
    return [f"  {style('uris', 'heading')}", *render_columns(uris, indent="    ")] if uris else []


def _from(card: ResolvedCard, writer: Card, line: int, display: Display) -> str:
    """Who wrote a value, and where; empty when it is the nearest card itself."""
    if writer is card.layers[0].cards[0]:
        return ""
    return display.style(safe(f"from {writer.full_name} ({_location(writer, line, display)})"), "dim")


def _location(card: Card, line: int, display: Display) -> str:
    return f"{display.to_root(card.tree.origin)}{card.path}:{line}"


def render_chain(shown: Shown, display: Display) -> str:
    """One block for each layer, nearest first, with the fields as that layer writes them."""
    return "\n".join(_render_layer(layer, display) for layer in shown.card.layers)


def _render_layer(layer: Layer, display: Display) -> str:
    entries = {name: entry for part in reversed(layer.cards) for name, entry in part.fields.items()}
    rows: dict[tuple[str, str], None] = {}
    for part in layer.cards:
        rows |= dict.fromkeys([("source", part.source), ("file", _location(part, part.line, display))])
    lines = [f"  {label:<{LABEL_WIDTH}}: {safe(text)}\n" for label, text in rows]
    lines += [f"  {safe(name):<{LABEL_WIDTH}}: {render_value(plain_value(e.value))}\n" for name, e in entries.items()]
    return f"{display.style(safe(_layer_title(layer)), 'name')}\n{''.join(lines)}"


def agent_lines(shown: Shown, display: Display) -> Iterator[str]:
    """A line `key: value` for what the card is, each field, each leaf of its configs, and each address."""
    card = shown.card
    yield f"name: {safe(card.name)}"
    about: dict[str, Value] = {
        "env": card.env,
        "kinds": ", ".join(card.kinds),
        "chain": ", ".join(card.chain),
        "file": _location(card.card, card.card.line, display),
        "source": card.source,
        "revision": shown.revision.commit if shown.revision else None,
        "caution": "; ".join(render_cautions(card)) or None,
    }
    yield from (f"{key}: {agent.cell(value)}" for key, value in about.items() if value is not None)
    merged = {card.config_key(kind) for kind in card.patches}
    for field in map(card.field, card.fields):
        if field.name not in merged and not (spec_of(field.name).of_one_card and not _is_own(card, field)):
            yield f"{safe(dotted_name((field.name,)))}: {agent.said(field.value)}"
    for kind, patch in card.patches.items():
        for path, leaf in leaves_of(patch.composed, (f"{kind}_config",)) if patch.composed is not None else ():
            yield f"{safe(dotted_name(path))}: {_says(path, leaf)}"
    yield from (f"uri.{safe(name)}: {safe(uri)}" for name, uri in card.uris.items())


def _agent_lines_of_all(shown: Sequence[Shown], display: Display) -> Iterator[str]:
    for number, each in enumerate(shown):
        yield from ["", *agent_lines(each, display)] if number else agent_lines(each, display)


def next_command(card: ResolvedCard) -> str:
    """What to ask next: what depends on the card."""
    return agent.command("graph", card.name, "--down", "--format", "names")


def describe_all(shown: Sequence[Shown]) -> dict[str, object]:
    """Several cards as a document for programs."""
    return {"cards": list(map(describe, shown))}


def render_all(shown: Sequence[Shown], display: Display) -> str:
    """Several cards for people, one after another."""
    return "\n".join(render_text(each, display) for each in shown)


ALL_FORMATS: Formats[Sequence[Shown]] = {
    "text": render_all,
    "json": as_json(describe_all),
    "yaml": as_yaml(describe_all),
    "agent": lambda shown, display: agent.bounded(_agent_lines_of_all(shown, display)),
}

FORMATS: Formats[Shown] = {
    "text": render_text,
    "json": as_json(describe),
    "yaml": as_yaml(describe),
    "agent": lambda shown, display: agent.bounded(agent_lines(shown, display)),
}
