"""Who uses whom: as a tree for a terminal, as names, for Mermaid and Graphviz, and for programs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from assetcards.commands.graph import Graphed, Part
from assetcards.escaping import safe
from assetcards.model.dependencies import describe_uses
from assetcards.names import FullName
from assetcards.rendering import agent
from assetcards.rendering.display import Display
from assetcards.rendering.documents import describe_revision
from assetcards.rendering.formats import Formats, as_json
from assetcards.rendering.table import NARROWEST, cut_name, cut_sentence, width_of

DEEPEST = 100
"""How many levels of a tree are drawn: beyond that, no terminal is wide enough."""

_INDENT = "    "

_LABEL = 24
"""How much room a card needs: its name, what it is used by, and a mark."""

_TITLES = {"up": "uses", "down": "is used by"}
_NOTHING = {"up": "(nothing)", "down": "(no card)"}


def describe(graphed: Graphed) -> dict[str, object]:
    """The graph as a document for programs."""
    return {
        "revision": describe_revision(graphed.revision),
        "query": graphed.query,
        "env": graphed.env,
        **describe_uses(graphed.nodes, graphed.edges, graphed.missing),
    }


def render_names(graphed: Graphed, _: Display) -> str:
    """One name a line, sorted: all but the card that was asked about."""
    starts = {name for part in graphed.parts for name in part.starts} if graphed.query is not None else set()
    return "".join(f"{safe(str(name))}\n" for name in graphed.nodes if name not in starts)


def render_text(graphed: Graphed, display: Display) -> str:
    """A tree for each direction, no wider than the terminal; what is not drawn below a card is marked.

    The direction is said where one does not ask for it.
    """
    trees = [_Tree(graphed, part, display) for part in graphed.parts]
    is_said = len(trees) > 1 or graphed.end is not None
    blocks = []
    for tree in trees:
        title = [display.style(_TITLES[tree.direction], "heading")] if is_said else []
        blocks.append([*title, *tree.lines()])
    lines = [line for number, block in enumerate(blocks) for line in [*([""] if number else []), *block]]
    marks = {mark for tree in trees for mark in tree.marks}
    notes = [f"{mark} {meaning}" for mark, meaning in _MARKS.items() if mark in marks]
    return "".join(f"{line}\n" for line in [*lines, *(["", *notes] if notes else [])])


_REPEATED, _TOO_DEEP = "(*)", "(...)"
_MARKS = {
    _REPEATED: "drawn with all that follows elsewhere",
    _TOO_DEEP: "no room for what follows: draw the graph of that card",
}


class _Tree:
    """The edges of one part as a tree: each card goes on where it is nearest to the start."""

    def __init__(self, graphed: Graphed, part: Part, display: Display) -> None:
        self._missing, self._style, self._starts = graphed.missing, display.style, part.starts
        self._width = display.width()
        self._deepest = DEEPEST if self._width is None else min(DEEPEST, max(1, (self._width - _LABEL) // len(_INDENT)))
        self._children: defaultdict[FullName, dict[FullName, list[str]]] = defaultdict(dict)
        self._nearest: dict[FullName, FullName | None] = dict.fromkeys(part.starts)
        self._is_empty = graphed.query is not None and graphed.end is None and not part.edges
        self.direction = part.direction
        self.marks: set[str] = set()
        for near, far, edge in part.ends():
            self._children[near].setdefault(far, []).append(edge.by)
            self._nearest.setdefault(far, near)

    def lines(self) -> Iterator[str]:
        for start in self._starts:
            yield self._line("", start, (), "")
            yield from self._below(start)
        if self._is_empty:
            yield self._style(f"└── {_NOTHING[self.direction]}", "dim")

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
            is_nearest, has_room = self._nearest[name] == node, len(pending) < self._deepest
            mark = "" if not below or (is_nearest and has_room) else _TOO_DEEP if is_nearest else _REPEATED
            yield self._line(indent + ("└── " if is_last else "├── "), name, self._children[node][name], mark)
            if is_nearest and has_room:
                pending.append((iter(below), name, indent + (_INDENT if is_last else "│   ")))

    def _line(self, before: str, name: FullName, by: Sequence[str], mark: str) -> str:
        """A card behind what leads to it, with what it is used by; cut where the terminal is too narrow."""
        shown, about = safe(str(name)), safe(", ".join(by))
        is_gone = name in self._missing
        if is_gone:
            about = f"{about} (no such card)".lstrip()
        if mark:
            self.marks.add(mark)
        if self._width is not None:
            room = max(2 * NARROWEST, self._width - width_of(f"{before}  {mark}"))
            about = cut_sentence(about, max(room // 2, room - width_of(shown)))
            shown = cut_name(shown, room - width_of(about))
        role = "error" if is_gone else "dim"
        parts = [shown if before else self._style(shown, "name"), about and self._style(about, role), mark]
        return before + " ".join(filter(None, parts))

    def _shown_below(self, node: FullName, parent: FullName | None) -> Sequence[tuple[FullName, bool]]:
        """What is drawn below a card, and which is the last; below an override nothing that is beside it, too."""
        beside = self._children[parent] if parent is not None and node.env else {}
        names = [name for name in self._children.get(node, ()) if name not in beside]
        return [(name, name == names[-1]) for name in names]


def render_mermaid(graphed: Graphed, _: Display) -> str:
    """A flowchart of Mermaid, with arrows from each card to what it uses."""
    ids = _ids(graphed)
    lines = ["flowchart LR", *(f'  {node}["{_mermaid(str(name))}"]' for name, node in ids.items())]
    lines += [f'  {ids[edge.user]} -->|"{_mermaid(edge.by)}"| {ids[edge.used]}' for edge in graphed.edges]
    return "".join(f"{line}\n" for line in lines)


def _ids(graphed: Graphed) -> Mapping[FullName, str]:
    """What cards are called in a drawing: a name may be a word of its language, or mean something else there."""
    return {name: f"n{number}" for number, name in enumerate(graphed.nodes)}


def _mermaid(text: str) -> str:
    """A label: all but letters, digits and `_.-@` by its code, so that none of it is Mermaid, HTML or Markdown."""
    return "".join(each if each.isalnum() or each in "_.-@" else f"#{ord(each)};" for each in safe(text))


def render_dot(graphed: Graphed, _: Display) -> str:
    """A graph of Graphviz, with arrows from each card to what it uses."""
    ids = _ids(graphed)
    lines = [
        "digraph cards {",
        "  rankdir=LR;",
        *(f"  {node} [label={_dot(str(name))}];" for name, node in ids.items()),
    ]
    lines += [f"  {ids[edge.user]} -> {ids[edge.used]} [label={_dot(edge.by)}];" for edge in graphed.edges]
    return "".join(f"{line}\n" for line in [*lines, "}"])


def _dot(text: str) -> str:
    """A label: nothing in it is an escape or an entity of Graphviz."""
    escaped = safe(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'"{escaped}"'


def agent_lines(graphed: Graphed) -> Iterator[str]:
    """A line for each edge, the nearest first, and what is wrong with the card that is used."""
    yield agent.row(["user", "by", "used", "note"])
    for edge in graphed.edges:
        note = "no such card" if edge.used in graphed.missing else ""
        yield agent.row([str(edge.user), edge.by, str(edge.used), note])


def next_command(graphed: Graphed) -> str:
    """What to ask next: the nearest of the other cards, or any."""
    starts = {name for part in graphed.parts for name in part.starts}
    ends = (name for edge in graphed.edges for name in (edge.used, edge.user))
    others = (str(name) for name in ends if name not in starts | graphed.missing)
    other = next(others, None)
    return agent.command("list", "--limit", "20") if other is None else agent.command("show", other)


FORMATS: Formats[Graphed] = {
    "text": render_text,
    "names": render_names,
    "mermaid": render_mermaid,
    "dot": render_dot,
    "json": as_json(describe),
    "agent": agent.as_agent(agent_lines),
}
