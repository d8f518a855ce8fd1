"""Builds documents of nodes from a YAML parser's events, within bounds; notes what is wrong, and reads the rest.

Nothing here composes or constructs as YAML libraries do. Depth and nodes are counted while the events arrive, because
60 KB of brackets crash a process that composes, and a kilobyte of merge keys can take it minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assetcards.findings import finding_of
from assetcards.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, make_entry, make_mapping, make_scalar
from assetcards.scalars import ScalarError, ScalarValue, resolve_plain
from assetcards.text.documents import LONG, Bounds, Document, Location, Span
from assetcards.text.growing import OpenNode, SizedNode


class ReadingStoppedError(Exception):
    """The rest of the file is not read; the reason is noted already."""


MAX_NOTES = 1000
"""How many errors of one document are noted, besides the one that ends its reading."""
_NO_MERGE = "write the keys out, or give the card a base"
_NO_KEY = ScalarNode(None, "", False, 0, 0)
"""Stands for a key that is not a scalar; its value is read and dropped."""


class DocumentBuilder:
    """Takes the events of a file one by one, and has the documents built so far.

    `begin_part` announces each part of the file before its events. `handlers` take them, by the names of their classes;
    one raises ReadingStoppedError beyond the bounds. Events of other classes mean nothing.
    """

    def __init__(self, path: str, bounds: Bounds) -> None:
        self.documents: list[Document] = []
        self._document_ended = True
        self._names_repeated = False
        self._path = path
        self._bounds = bounds
        self._most_nodes = bounds.nodes
        self._lines_before = 0
        self._offset = 0
        self._nodes = 0
        self._stack: list[OpenNode] = []
        self._anchors: dict[str, SizedNode] = {}
        self._tag_directive: Location | None = None
        self.handlers: Mapping[str, Callable[[Any], None]] = {
            "DocumentStartEvent": self._start_document,
            "DocumentEndEvent": self._end_document,
            "ScalarEvent": self._scalar,
            "SequenceStartEvent": self._start_sequence,
            "MappingStartEvent": self._start_mapping,
            "SequenceEndEvent": self._end_collection,
            "MappingEndEvent": self._end_collection,
            "AliasEvent": self._alias,
        }

    def begin_part(self, offset: int, lines_before: int) -> None:
        """The next events come from a separate parse, of the part of the file that starts at `offset`."""
        self._offset = offset
        self._lines_before = lines_before

    def location(self, mark: Any) -> Location:
        """The line and column of a mark of the parser in the whole file."""
        return Location(self._lines_before + mark.line + 1, mark.column + 1)

    # The events

    def _start_document(self, event: Any) -> None:
        location = self.location(event.start_mark)
        if len(self.documents) >= self._bounds.documents:
            self.documents.append(Document(location.line))
            self._stop(location, f"more than {self._bounds.documents} documents in one file")
        self.documents.append(Document(location.line))
        self._document_ended = False
        self._names_repeated = False
        self._anchors = {}
        self._stack = []
        self._tag_directive = location if event.tags and not event.version else None
        if event.version:
            self._note_directive(location)

    def _end_document(self, event: Any) -> None:
        self._document_ended = event.explicit
        if self._tag_directive and not any(d.code == "C125" for d in self.documents[-1].findings):
            self._note_directive(self._tag_directive)

    def _note_directive(self, location: Location) -> None:
        self.note("C126", location, "'%' directive: cards are YAML 1.2 without directives", "remove the line")

    def _scalar(self, event: Any) -> None:
        mark = event.start_mark
        line, column = self._lines_before + mark.line + 1, mark.column + 1
        if event.tag is not None:
            self._note_tag(event, Location(line, column))
        text: str = event.value
        plain = not event.style
        value: ScalarValue = text
        if plain:
            try:
                value = resolve_plain(text)
            except ScalarError as error:
                self._note_unresolved(text, Location(line, column), error)
        else:
            span = Span(self._offset + mark.index, self._offset + event.end_mark.index)
            self.documents[-1].quoted.append(span)
        size = 1 + len(text) // LONG
        self._nodes += size
        self.documents[-1].values += size
        if self._nodes > self._most_nodes:
            self._stop(Location(line, column), self._too_many)
        node = make_scalar((value, text, plain, line, column))
        if event.anchor is None and self._stack:
            parent = self._stack[-1]
            parent.size += size
            self._add_to(parent, node)
        else:
            self._add(node, size, 0, event.anchor)

    def _note_unresolved(self, text: str, location: Location, error: ScalarError) -> None:
        if text not in ("<<", "=") or not self._key_expected():
            self.note("C135", location, f"{error}", "quote it if it is a string")

    def _key_expected(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].node, MappingNode) and self._stack[-1].key is None

    def _start_sequence(self, event: Any) -> None:
        self._open(SequenceNode([], *self.location(event.start_mark)), event)

    def _start_mapping(self, event: Any) -> None:
        mark = event.start_mark
        self._open(make_mapping(({}, self._lines_before + mark.line + 1, mark.column + 1)), event)

    def _open(self, node: SequenceNode | MappingNode, event: Any) -> None:
        if event.tag is not None:
            self._note_tag(event, Location(node.line, node.column))
        if len(self._stack) >= self._bounds.depth:
            self._stop(Location(node.line, node.column), f"nested deeper than {self._bounds.depth} levels")
        if self._exceeds(1):
            self._stop(Location(node.line, node.column), self._too_many)
        if not self._stack:
            self.documents[-1].root = node
        if event.anchor:
            self.documents[-1].anchors[event.anchor] = Location(node.line, node.column)
            self._anchors.pop(event.anchor, None)
        self._stack.append(OpenNode(node, event.anchor))

    def _end_collection(self, event: Any) -> None:
        done = self._stack.pop()
        if done.merge and isinstance(done.node, MappingNode):
            done.size += self._merge(done.merge, done.node)
        self._add(done.node, done.size, done.height, done.anchor)

    def _alias(self, event: Any) -> None:
        location = self.location(event.start_mark)
        found = self._anchors.get(event.anchor)
        if any(opened.anchor == event.anchor for opened in self._stack):
            self.note(
                "C129", location, f"alias *{event.anchor} is inside the value it refers to", "write the value out"
            )
        elif found is None:
            self.note("C120", location, f"undefined alias *{event.anchor}", "write the value out")
        else:
            self.documents[-1].aliases.append(location)
            if len(self._stack) + found.height > self._bounds.depth:
                self._stop_at_aliases(f"nested deeper than {self._bounds.depth} levels")
            self._count_expanded(found.size)
            node = found.node
            if isinstance(node, ScalarNode):
                node = node._replace(line=location.line, column=location.column)
            self._add(node, found.size, found.height, None)
            return
        self._add(ScalarNode(None, "", True, *location), 1, 0, None)

    # Building

    def _add(self, node: Node, size: int, height: int, anchor: str | None) -> None:
        if anchor:
            self.documents[-1].anchors[anchor] = Location(node.line, node.column)
            self._anchors[anchor] = SizedNode(node, size, height)
        if not self._stack:
            self.documents[-1].root = node
            return
        parent = self._stack[-1]
        parent.size += size
        if height >= parent.height:
            parent.height = height + 1
        self._add_to(parent, node)

    def _add_to(self, parent: OpenNode, node: Node) -> None:
        key, into = parent.key, parent.node
        if isinstance(into, SequenceNode):
            into.items.append(node)
        elif key is None:
            parent.key = node if isinstance(node, ScalarNode) else self._check_key(node)
        else:
            parent.key = None
            if key.value in into.entries or key.text == "<<" or key is _NO_KEY:
                self._set_odd(parent, into, key, node)
            else:
                into.entries[key.value] = make_entry((key, node))

    def _check_key(self, node: Node) -> ScalarNode:
        """What stands for a key that is no scalar, which is noted."""
        self.note(
            "C122", Location(node.line, node.column), "key is a sequence or a mapping, not a string", "write a string"
        )
        return _NO_KEY

    def _set_odd(self, parent: OpenNode, node: MappingNode, key: ScalarNode, value: Node) -> None:
        """Set what may be a merge, or a key that is none or is there already."""
        if key is _NO_KEY:
            return
        first = node.entries.get(key.value)
        if key.plain and key.text == "<<":
            self._note_merge(parent, Location(key.line, key.column), value)
        elif first is None:
            node.entries[key.value] = Entry(key, value)
        elif isinstance(key.value, str):
            self._note_repeated(key, first.key)
        else:
            location = Location(key.line, key.column)
            self.note("C122", location, f"key {key.text!r} is the same as key {first.key.text!r}", "quote it")

    def _note_repeated(self, key: ScalarNode, first: ScalarNode) -> None:
        """A second `name` most likely starts another card: then its other keys are not reported."""
        hint = "keep one of the two"
        if len(self._stack) == 1 and key.value == "name":
            hint = "keep one, or write `---` above this line if another card starts here"
            if not self._names_repeated:
                self.documents[-1].findings[:] = [d for d in self.documents[-1].findings if d.code != "C121"]
            self._names_repeated = True
        elif self._names_repeated:
            return
        seen = f"duplicate key {key.text!r}, first on line {first.line}"
        self.note("C121", Location(key.line, key.column), seen, hint)

    def _note_merge(self, parent: OpenNode, location: Location, value: Node) -> None:
        document = self.documents[-1]
        document.merges.append(location)
        document.aliases = [alias for alias in document.aliases if alias < location]
        if parent.merge is not None:
            self.note("C128", location, "second merge key '<<' in one mapping", _NO_MERGE)
            return
        sources = value.items if isinstance(value, SequenceNode) else [value]
        parent.merge = [source for source in sources if isinstance(source, MappingNode)]
        if len(parent.merge) < len(sources):
            self.note("C128", location, "value of merge key '<<' is not a mapping", _NO_MERGE)

    def _merge(self, sources: list[MappingNode], target: MappingNode) -> int:
        """Add the keys of the merged mappings below the keys of the mapping itself; the first mapping wins.

        The order of keys is that of ruamel.yaml, which puts the last mapping first.
        """
        merged: dict[ScalarValue, Entry] = {}
        for source in reversed(sources):
            self._count_expanded(len(source.entries))
            merged.update(source.entries)
        merged.update(target.entries)
        target.entries.clear()
        target.entries.update(merged)
        return len(merged)

    def _exceeds(self, size: int) -> bool:
        """Count more values, and whether the file has too many of them now."""
        self._nodes += size
        self.documents[-1].values += size
        return self._nodes > self._most_nodes

    def _count_expanded(self, size: int) -> None:
        if self._exceeds(size):
            self._stop_at_aliases(self._too_many)

    @property
    def _too_many(self) -> str:
        return f"more than {self._bounds.nodes} values in one file"

    # What is wrong

    def _note_tag(self, event: Any, location: Location) -> None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
        self.note("C125", location, f"tag {tag} is not allowed in cards", "remove it; quote strings instead")

    def note(self, code: str, location: Location, message: str, hint: str) -> None:
        """Note an error of the document being read; nobody needs more than a thousand of them."""
        if len(self.documents[-1].findings) < MAX_NOTES:
            self._append(code, location, message, hint)

    def note_end(self, code: str, location: Location, message: str, hint: str) -> None:
        """Note why nothing after a position can be read; after a `...`, that is a separate document."""
        if self._document_ended:
            self.documents.append(Document(location.line))
        self._append(code, location, message, hint)

    def _append(self, code: str, location: Location, message: str, hint: str) -> None:
        self.documents[-1].findings.append(finding_of(code, self._path, location, message, hint))

    def _stop(self, location: Location, message: str) -> None:
        self._append("C130", location, message, "split the file, or raise the bound in `catalog.toml`")
        raise ReadingStoppedError

    def _stop_at_aliases(self, message: str) -> None:
        """Stop for what aliases and merges expand to; the cause is the first of them, not where they overflow."""
        document = self.documents[-1]
        first = min([*document.aliases, *document.merges])
        self._append("C130", first, f"{message} once aliases are expanded", "write the values out")
        raise ReadingStoppedError
