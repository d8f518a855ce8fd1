"""Who uses whom: as a tree for a terminal, as names, for Mermaid and Graphviz, and for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assetcards.commands.graph import Graphed, Part
from assetcards.escaping import safe
from assetcards.model.dependencies import Edge
from assetcards.names import FullName
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json

DEEPEST = 100
"""How many levels of a tree are drawn: beyond that, no terminal is wide enough."""

_TITLES = {"up": "uses", "down": "is used by"}


def describe(graphed: Graphed) -> dict[str, object]:
    """The graph as a document for programs."""
    return {
        "revision": describe_revision(graphed.revision),
        "query": graphed.query,
        "env": graphed.env,
        "nodes": [{"name": str(name), "exists": name not in graphed.missing} for name in graphed.nodes],
        "edges": [{"user": str(edge.user), "by": edge.by, "used": str(edge.used)} for edge in graphed.edges],
    }


def render_names(graphed: Graphed, _: Display) -> str:
    """One name a line, sorted: all but the card that was asked about."""
    starts = {name for part in graphed.parts for name in part.starts} if graphed.query is not None else set()
    return "".join(f"{safe(str(name))}\n" for name in graphed.nodes if name not in starts)


def render_text(graphed: Graphed, display: Display) -> str:
    """A tree for each direction; a card whose further edges are drawn elsewhere is marked with `(*)`."""
    blocks = []
    for part in graphed.parts:
        title = [display.style(_TITLES[part.direction], "heading")] if len(graphed.parts) > 1 else []
        blocks.append([*title, *_Tree(graphed, part, display).lines()])
    lines = [line for number, block in enumerate(blocks) for line in [*([""] if number else []), *block]]
    repeated = ["", "(*) drawn with all that follows elsewhere"] if any(line.endswith("(*)") for line in lines) else []
    return "".join(f"{line}\n" for line in [*lines, *repeated])


class _Tree:
    """The edges of one part as a tree: each card goes on where it is nearest to the start."""

    def __init__(self, graphed: Graphed, part: Part, display: Display) -> None:
        self._missing, self._style, self._starts = graphed.missing, display.style, part.starts
        self._children: defaultdict[FullName, dict[FullName, list[str]]] = defaultdict(dict)
        self._nearest: dict[FullName, FullName | None] = dict.fromkeys(part.starts)
        for near, far, edge in part.ends():
            self._children[near].setdefault(far, []).append(edge.by)
            self._nearest.setdefault(far, near)

    def lines(self) -> Iterator[str]:
        for start in self._starts:
            yield self._style(safe(str(start)), "name") + self._gone(start)
            yield from self._below(start)

    def _below(self, start: FullName) -> Iterator[str]:
        pending = [(iter(self._shown_below(start, None)), start, "")]
        while pending:
            children, node, indent = pending[-1]
            child = next(children, None)
            if child is None:
                pending.pop()
                continue
            name, is_last = child
            below = self._shown_below(name, node)
            goes_on = self._nearest[name] == node and len(pending) < DEEPEST
            mark = " (*)" if below and not goes_on else ""
            yield f"{indent}{'└── ' if is_last else '├── '}{self._label(node, name)}{mark}"
            if goes_on:
                pending.append((iter(below), name, indent + ("    " if is_last else "│   ")))

    def _label(self, node: FullName, name: FullName) -> str:
        by = self._style(safe(f" {', '.join(self._children[node][name])}"), "dim")
        return f"{safe(str(name))}{by}{self._gone(name)}"

    def _gone(self, name: FullName) -> str:
        return self._style(" (no such card)", "error") if name in self._missing else ""

    def _shown_below(self, node: FullName, parent: FullName | None) -> Sequence[tuple[FullName, bool]]:
        """What is drawn below a card, and which is the last; below an override nothing that is beside it, too."""
        beside = self._children[parent] if parent is not None and node.env else {}
        names = [name for name in self._children.get(node, ()) if name not in beside]
        return [(name, name == names[-1]) for name in names]


def render_mermaid(graphed: Graphed, _: Display) -> str:
    """A flowchart of Mermaid, with arrows from each card to what it uses."""
    numbers = {name: f"n{number}" for number, name in enumerate(graphed.nodes)}
    lines = ["flowchart LR", *(f'  {number}["{_mermaid(str(name))}"]' for name, number in numbers.items())]
    lines += [f'  {numbers[edge.user]} -->|"{_mermaid(edge.by)}"| {numbers[edge.used]}' for edge in graphed.edges]
    return "".join(f"{line}\n" for line in lines)


def _mermaid(text: str) -> str:
    """A label: all but letters, digits and `_.-@` by its code, so that none of it is Mermaid, HTML or Markdown."""
    return "".join(each if each.isalnum() or each in "_.-@" else f"#{ord(each)};" for each in safe(text))


def render_dot(graphed: Graphed, _: Display) -> str:
    """A graph of Graphviz, with arrows from each card to what it uses."""
    lines = ["digraph cards {", "  rankdir=LR;", *(f"  {_dot(str(name))};" for name in graphed.nodes)]
    lines += [_dot_edge(edge) for edge in graphed.edges]
    return "".join(f"{line}\n" for line in [*lines, "}"])


def _dot_edge(edge: Edge) -> str:
    return f"  {_dot(str(edge.user))} -> {_dot(str(edge.used))} [label={_dot(edge.by)}];"


def _dot(text: str) -> str:
    escaped = safe(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


FORMATS: Formats[Graphed] = {
    "text": render_text,
    "names": render_names,
    "mermaid": render_mermaid,
    "dot": render_dot,
    "json": as_json(describe),
}
