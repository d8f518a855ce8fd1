"""YAML text to documents of nodes, within bounds; the one importer of PyYAML.

Nothing here composes or constructs: PyYAML's scanner and parser give events, and the nodes are built from these with
a count of depth and nodes, because `yaml.compose` ends the process on 60 KB of brackets and a kilobyte of merge keys
can take minutes. What is wrong with a document is noted, and the rest of it is read all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assetcards.diagnostics import Diagnostic, Severity
from assetcards.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from assetcards.scalars import ScalarError, ScalarValue, resolve_plain

if TYPE_CHECKING:
    from yaml import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How large a card file may be; `catalog.toml` may say otherwise.

    `file_bytes` per file, `depth` of nesting, `nodes` of one file after aliases are expanded, `documents` per file.
    """

    file_bytes: int = 1 << 20
    depth: int = 64
    nodes: int = 50_000
    documents: int = 10_000


@dataclass(slots=True)
class Document:
    """One YAML document: its root node (None when it is empty or broke off early) and what is wrong with it."""

    line: int
    root: Node | None = None
    anchors: list[tuple[str, int, int]] = field(default_factory=list)
    merges: list[tuple[int, int]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def parse_yaml(text: str, path: str = "", bounds: Bounds | None = None) -> list[Document]:
    """The documents of a text, in order. A syntax error is noted in the document that it breaks, the last one.

    >>> [document] = parse_yaml("name: a\\nlr: 1e-5\\n")
    >>> document.root.entries["lr"].value
    ScalarNode(value=1e-05, text='1e-5', plain=True, line=2, column=5)
    """
    return _Builder(path, bounds or Bounds()).build(text)


class _ReadingStopped(Exception):  # noqa: N818 (it is no error)
    """The rest of the file is not read."""


class _Open:
    """A collection that is being built: its node, and for a mapping the key that waits for its value."""

    __slots__ = ("anchor", "height", "key", "merge", "node", "size")

    def __init__(self, node: SequenceNode | MappingNode, anchor: str | None) -> None:
        self.node = node
        self.anchor = anchor
        self.size = 1
        self.height = 1
        self.key: ScalarNode | None = None
        self.merge: list[tuple[Node, int, int]] | None = None


_NO_KEY = ScalarNode(None, "", False, 0, 0)
_MERGE = ScalarNode("<<", "<<", True, 0, 0)


class _Builder:
    """Builds the documents of one text from the parser's events."""

    def __init__(self, path: str, bounds: Bounds) -> None:
        self.path = path
        self.bounds = bounds
        self.documents: list[Document] = []
        self.nodes = 0
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}

    def build(self, text: str) -> list[Document]:
        handlers = {
            "DocumentStartEvent": self._start_document,
            "ScalarEvent": self._scalar,
            "SequenceStartEvent": self._start_collection,
            "MappingStartEvent": self._start_collection,
            "SequenceEndEvent": self._end_collection,
            "MappingEndEvent": self._end_collection,
            "AliasEvent": self._alias,
        }
        try:
            for event in _events(text):
                handler = handlers.get(type(event).__name__)
                if handler is not None:
                    handler(event)
        except _ReadingStopped:
            pass
        except _yaml_error() as error:
            self._note_syntax(error, text)
        self._close_unfinished()
        return self.documents

    # What the events say

    def _start_document(self, event: Any) -> None:
        line, column = _place(event)
        if len(self.documents) >= self.bounds.documents:
            self._stop(event, f"more than {self.bounds.documents} documents in one file")
        self.documents.append(Document(line))
        self.anchors = {}
        self.stack = []
        if event.version or event.tags:
            self._note(
                "C126",
                line,
                column,
                "a '%' directive: cards are YAML 1.2 without directives",
                "remove the '%' line",
            )

    def _scalar(self, event: Any) -> None:
        line, column = _place(event)
        self._check_tag(event, line, column)
        plain = event.style in (None, "")
        value: ScalarValue = event.value
        if plain:
            value = self._resolve(event.value, line, column)
        self._add(ScalarNode(value, event.value, plain, line, column), 1, 0, event.anchor)

    def _resolve(self, text: str, line: int, column: int) -> ScalarValue:
        if text == "<<" and self._key_expected():
            return "<<"
        try:
            return resolve_plain(text)
        except ScalarError as error:
            self._note("C135", line, column, f"{error}", "quote it if text is meant")
            return text

    def _key_expected(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node, MappingNode) and self.stack[-1].key is None

    def _start_collection(self, event: Any) -> None:
        line, column = _place(event)
        self._check_tag(event, line, column)
        if len(self.stack) >= self.bounds.depth:
            self._stop(event, f"nested deeper than {self.bounds.depth} levels")
        self._count(1, event)
        is_mapping = type(event).__name__ == "MappingStartEvent"
        node = MappingNode({}, line, column) if is_mapping else SequenceNode([], line, column)
        if not self.stack:
            self.documents[-1].root = node
        if event.anchor:
            self.documents[-1].anchors.append((event.anchor, line, column))
            self.anchors.pop(event.anchor, None)
        self.stack.append(_Open(node, event.anchor))

    def _end_collection(self, event: Any) -> None:
        done = self.stack.pop()
        if done.merge:
            self._merge_into(done, event)
        self._add(done.node, done.size, done.height, done.anchor, counted=True)

    def _alias(self, event: Any) -> None:
        line, column = _place(event)
        self.documents[-1].anchors.append((event.anchor, line, column))
        if any(opened.anchor == event.anchor for opened in self.stack):
            self._note(
                "C129",
                line,
                column,
                f"alias *{event.anchor} stands inside what it names",
                "write the value out",
            )
            self._add(ScalarNode(None, "", True, line, column), 1, 0, None)
            return
        if event.anchor not in self.anchors:
            self._note(
                "C120",
                line,
                column,
                f"alias *{event.anchor} names no anchor before it",
                "write the value out",
            )
            self._add(ScalarNode(None, "", True, line, column), 1, 0, None)
            return
        node, size, height = self.anchors[event.anchor]
        if len(self.stack) + height > self.bounds.depth:
            self._stop(event, f"nested deeper than {self.bounds.depth} levels once aliases are expanded")
        self._add(_moved(node, line, column), size, height, None)

    # Building

    def _add(self, node: Node, size: int, height: int, anchor: str | None, *, counted: bool = False) -> None:
        if anchor:
            self.anchors[anchor] = (node, size, height)
            if isinstance(node, ScalarNode):
                self.documents[-1].anchors.append((anchor, node.line, node.column))
        if not counted:
            self._count(size, node)
        if not self.stack:
            self.documents[-1].root = node
            return
        parent = self.stack[-1]
        parent.size += size
        parent.height = max(parent.height, height + 1)
        if isinstance(parent.node, SequenceNode):
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = self._check_key(node)
        else:
            self._set(parent, parent.key, node)
            parent.key = None

    def _check_key(self, node: Node) -> ScalarNode:
        if not isinstance(node, ScalarNode):
            self._note("C122", node.line, node.column, "a list or a mapping as a key", "keys are text")
            return _NO_KEY
        if node.plain and node.text == "<<":
            return _MERGE._replace(line=node.line, column=node.column)
        return node

    def _set(self, parent: _Open, key: ScalarNode, value: Node) -> None:
        assert isinstance(parent.node, MappingNode)
        if key is _NO_KEY:
            return
        if key.plain and key.text == "<<":
            self._note_merge(parent, key, value)
            return
        first = parent.node.entries.get(key.value)
        if first is not None:
            self._note(
                "C121",
                key.line,
                key.column,
                f"key {key.text!r} was written before, on line {first.key.line}",
                "keep one of the two",
            )
            return
        parent.node.entries[key.value] = Entry(key, value)

    def _note_merge(self, parent: _Open, key: ScalarNode, value: Node) -> None:
        self.documents[-1].merges.append((key.line, key.column))
        if parent.merge is not None:
            self._note("C121", key.line, key.column, "a second merge key '<<' in one mapping", "keep one of the two")
            return
        sources = value.items if isinstance(value, SequenceNode) else [value]
        if not all(isinstance(source, MappingNode) for source in sources):
            self._note(
                "C128",
                key.line,
                key.column,
                "merge key '<<' takes a mapping or a list of them",
                "write it out",
            )
            sources = []
        parent.merge = [(source, key.line, key.column) for source in sources]

    def _merge_into(self, opened: _Open, event: Any) -> None:
        """The keys of the merged mappings, first one first, under the keys that the mapping writes itself."""
        assert isinstance(opened.node, MappingNode) and opened.merge is not None
        own = opened.node.entries
        merged: dict[ScalarValue, Entry] = {}
        for source, _, _ in opened.merge:
            assert isinstance(source, MappingNode)
            self._count(len(source.entries), event)
            for key, entry in source.entries.items():
                merged.setdefault(key, entry)
        opened.size += len(merged)
        written = dict(own)
        own.clear()
        own.update(merged)
        own.update(written)

    def _count(self, size: int, where: Any) -> None:
        self.nodes += size
        if self.nodes > self.bounds.nodes:
            self._stop(where, f"more than {self.bounds.nodes} values in one file, aliases expanded")

    def _check_tag(self, event: Any, line: int, column: int) -> None:
        if event.tag is not None:
            self._note(
                "C125",
                line,
                column,
                f"tag {event.tag!r}: cards have no tags",
                "remove it; quote what is text",
            )

    # What is wrong

    def _note(self, code: str, line: int, column: int, message: str, hint: str) -> None:
        self.documents[-1].diagnostics.append(
            Diagnostic(
                code=code,
                severity=Severity.ERROR,
                path=self.path,
                line=line,
                column=column,
                message=message,
                hint=hint,
            )
        )

    def _stop(self, where: Any, message: str) -> None:
        line, column = _place(where) if hasattr(where, "start_mark") else (where.line, where.column)
        if not self.documents or len(self.documents) >= self.bounds.documents:
            self.documents.append(Document(line))
        self._note("C130", line, column, message, "split the file; `catalog.toml` can raise the bounds")
        raise _ReadingStopped

    def _note_syntax(self, error: Any, text: str) -> None:
        line, column, message = _describe_syntax_error(error, text)
        if not self.documents:
            self.documents.append(Document(line))
        self._note("C120", line, column, f"not valid YAML: {message}", "")

    def _close_unfinished(self) -> None:
        """Give what was being built when reading stopped to the document, so that its name can be told."""
        for opened in self.stack:
            if isinstance(opened.node, MappingNode) and opened.key is not None and opened.key is not _NO_KEY:
                opened.node.entries.setdefault(opened.key.value, Entry(opened.key, opened.key._replace(value=None)))


def _events(text: str) -> Iterator[Event]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.parse(text, Loader=loader)


def _yaml_error() -> type[Exception]:
    import yaml

    return yaml.YAMLError


def _place(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _describe_syntax_error(error: Any, text: str) -> tuple[int, int, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return mark.line + 1, mark.column + 1, " ".join(filter(None, (error.context, error.problem)))
    before = text[: getattr(error, "position", 0)]
    line = before.count("\n") + 1
    return line, len(before) - before.rfind("\n"), getattr(error, "reason", str(error))


def _moved(node: Node, line: int, column: int) -> Node:
    """An alias's value, placed where the alias stands when it is one scalar; else where it was written."""
    return node._replace(line=line, column=column) if isinstance(node, ScalarNode) else node


def render_yaml(value: object) -> str:
    """A value as YAML that readers of 1.1 and of 1.2 read the same.

    >>> render_yaml({"lr": "1e-5", "yes": [1, None]})
    'lr: "1e-5"\\n\\'yes\\':\\n- 1\\n- null\\n'
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    def represent_text(dumper: Any, text: str) -> Any:
        quoted = _maybe_resolve(text) != text or "\n" in text
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if quoted else None)

    Dumper.add_representer(str, represent_text)
    return yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=False, width=1 << 20)


def _maybe_resolve(text: str) -> ScalarValue:
    """The value of a plain scalar, or None when it has none."""
    try:
        return resolve_plain(text)
    except ScalarError:
        return None
