"""Card files to cards: the documents of a file, checked one by one (CARD_SPEC 1 and 3).

A document becomes a `Card` when its name can be told, also when something else in it is wrong: then its
`diagnostics` are not empty, and it says why when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from assetcards.diagnostics import Diagnostic, FileLine, Severity, has_errors
from assetcards.errors import InvalidNameError
from assetcards.names import FullName, one_edit_apart, parse_card_name
from assetcards.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, walk_mappings, walk_scalars
from assetcards.text.yamltext import Bounds, Document, parse_yaml
from assetcards.trees.tree import FileUnreadableError, Tree, read_file

KINDS = ("model", "dataset", "tokenizer")
"""The kinds of assets; a card is of kind K when it resolves to a field `K_family`."""

_RESERVED = re.compile(r"__.*__", re.DOTALL)
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Card:
    """A card as one file writes it: its name, its own fields, and where it stands.

    `fields` has every key but `name`; `base` is the name of another card, stripped, or None. Two cards are equal
    only when they are the same object.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree("mine", {"a.yaml": "name: tiny@lab\\nbase: small\\n---\\nname: tiny"})
    >>> card, plain = open_catalog(tree, stores=[]).all_cards()
    >>> card.name, card.env, card.base, list(card.fields), card.broken
    ('tiny', 'lab', 'small', ['base'], False)
    >>> card.place, plain.place
    ('a.yaml:1', 'a.yaml:4')
    """

    full_name: FullName
    fields: dict[str, Entry]
    base: str | None
    tree: Tree = field(repr=False)
    path: str
    line: int
    column: int
    document: Document = field(repr=False)
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def name(self) -> str:
        """The name without environment."""
        return self.full_name.name

    @property
    def env(self) -> str:
        """The environment of an override; empty for a plain card."""
        return self.full_name.env

    @property
    def name_node(self) -> ScalarNode:
        """The node of the value of `name`."""
        root = self.document.root
        assert isinstance(root, MappingNode)
        node = root.entries["name"].value
        assert isinstance(node, ScalarNode)
        return node

    @property
    def is_misplaced(self) -> bool:
        """Whether it lies below the folder of another environment than its own, or not below that of its own."""
        folders = self.path.split("/")[:-1]
        own = f"@{self.env}"
        return any(each.startswith("@") and each != own for each in folders) or (self.env != "" and own not in folders)

    @property
    def broken(self) -> bool:
        """Whether the card cannot be resolved for what stands in its own text."""
        return has_errors(self.diagnostics)

    @property
    def source(self) -> str:
        """The store that the card is in."""
        return str(self.tree.origin)

    @property
    def place(self) -> str:
        """`path:line` for messages."""
        return f"{self.path}:{self.line}"


def lines_beside(card: Card, *written: tuple[Card, int]) -> tuple[FileLine, ...]:
    """The lines of other cards that a finding about a card speaks of; those in other stores are left out."""
    return tuple(FileLine(other.path, line) for other, line in written if other.tree is card.tree)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile:
    """What one file holds: its bytes, its cards, and every finding of its reading (those of the cards included).

    `text` is without a byte-order mark at the start, and None when nothing of the file can be read.
    """

    path: str
    content: bytes
    text: str | None
    documents: tuple[Document, ...]
    cards: tuple[Card, ...]
    diagnostics: tuple[Diagnostic, ...]
    source: str = ""

    def mappings(self) -> Iterator[MappingNode]:
        """Every mapping of the file, those of broken documents included."""
        for document in self.documents:
            if document.root is not None:
                yield from walk_mappings(document.root)

    def key_nodes(self) -> Iterator[ScalarNode]:
        """Every key of the file's mappings."""
        for mapping in self.mappings():
            for entry in mapping.entries.values():
                yield entry.key

    def scalars(self) -> Iterator[ScalarNode]:
        """Every scalar value of the file, keys left out."""
        for document in self.documents:
            if document.root is not None:
                yield from walk_scalars(document.root)


def load_card_file(tree: Tree, path: str, bounds: Bounds) -> CardFile:
    """Read and check one file of a tree; never raises for what stands in it."""
    try:
        content = read_file(tree, path, bounds.file_bytes + 1)
    except FileUnreadableError as error:
        return in_tree(_broken_file(path, b"", _finding("C001", path, 0, 0, error.reason, error.hint)), tree)
    return parse_card_file(tree, path, content, bounds)


def parse_card_file(tree: Tree, path: str, content: bytes, bounds: Bounds) -> CardFile:
    """Check the bytes of one file."""
    return in_tree(_parse(tree, path, content, bounds), tree)


def in_tree(file: CardFile, tree: Tree) -> CardFile:
    """A file that is the same in a tree, as that tree's own: its cards and what is said of it are there, too."""
    source = str(tree.origin)
    cards = tuple(
        replace(card, tree=tree, diagnostics=_in_store(card.diagnostics, source))
        if card.tree is not tree or card.diagnostics
        else card
        for card in file.cards
    )
    return replace(file, cards=cards, diagnostics=_in_store(file.diagnostics, source), source=source)


def _in_store(diagnostics: Iterable[Diagnostic], source: str) -> tuple[Diagnostic, ...]:
    return tuple(replace(finding, source=source) for finding in diagnostics)


def _parse(tree: Tree, path: str, content: bytes, bounds: Bounds) -> CardFile:
    if len(content) > bounds.file_bytes:
        message = f"more than {bounds.file_bytes} bytes"
        hint = "split the file; `catalog.toml` can raise the bound"
        return _broken_file(path, content, _finding("C130", path, 1, 1, message, hint))
    if content.startswith(_LFS_POINTER):
        finding = _finding("C113", path, 1, 1, "a Git LFS pointer, not the card itself", "run `git lfs pull`")
        return _broken_file(path, content, finding)
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return _broken_file(path, content, _encoding_finding(path, content, error))
    documents = parse_yaml(text, path, bounds)
    cards: list[Card] = []
    diagnostics: list[Diagnostic] = []
    for document in documents:
        card, findings = check_document(tree, path, document)
        diagnostics += findings
        if card is not None:
            cards.append(card)
    return CardFile(
        path=path,
        content=content,
        text=text,
        documents=tuple(documents),
        cards=tuple(cards),
        diagnostics=tuple(diagnostics),
    )


def _broken_file(path: str, content: bytes, finding: Diagnostic) -> CardFile:
    return CardFile(path=path, content=content, text=None, documents=(), cards=(), diagnostics=(finding,))


def _encoding_finding(path: str, content: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = content[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return _finding(
        "C101", path, line, column, f"not UTF-8: byte 0x{content[error.start]:02x}", "save the file as UTF-8"
    )


def check_document(tree: Tree, path: str, document: Document) -> tuple[Card | None, list[Diagnostic]]:
    """The card of a document, if its name can be told, and all that is wrong with the document."""
    findings = list(document.diagnostics)
    if not isinstance(document.root, MappingNode):
        return None, findings or [_not_a_mapping(path, document)]
    entries = document.root.entries
    name = entries.get("name")
    full_name = _check_name(path, document, name, findings)
    findings += _check_keys(path, entries.values())
    base = _check_base(path, entries.get("base"), findings)
    if full_name is None or name is None:
        return None, findings
    card = Card(
        full_name=full_name,
        fields={str(key): entry for key, entry in entries.items() if key != "name"},
        base=base,
        tree=tree,
        path=path,
        line=name.key.line,
        column=name.key.column,
        document=document,
        diagnostics=tuple(findings),
    )
    return card, findings


def _not_a_mapping(path: str, document: Document) -> Diagnostic:
    root = document.root
    if root is None or (isinstance(root, ScalarNode) and root.value is None):
        hint = "remove the '---' that starts it: fairseq2 refuses it"
        return _finding("C136", path, document.line, 1, "an empty document", hint)
    kind = "list" if isinstance(root, SequenceNode) else "scalar"
    return _finding("C137", path, root.line, root.column, f"a {kind}, not a card", "a card is a mapping with a `name`")


def _check_name(path: str, document: Document, entry: Entry | None, findings: list[Diagnostic]) -> FullName | None:
    if entry is None:
        assert isinstance(document.root, MappingNode)
        if not has_errors(findings):
            root = document.root
            meant = maybe_meant_name(root)
            hint = f"write `name` for {meant.key.text!r}" if meant else "add `name: ...`"
            findings.append(_finding("C201", path, root.line, root.column, "a card without a name", hint))
        return None
    node = entry.value
    if isinstance(node, ScalarNode) and node.value is None and has_errors(findings):
        return None
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        findings.append(
            _finding("C202", path, node.line, node.column, f"name is {describe(node)}, not text", "quote the name")
        )
        return None
    try:
        return parse_card_name(node.value)
    except InvalidNameError as error:
        findings.append(
            _finding("C203", path, node.line, node.column, f"name {error.message}", "a name is NAME or NAME@ENV")
        )
        return None


def maybe_meant_name(node: MappingNode) -> Entry | None:
    """The entry of a mapping that is its name, or that is meant to be: `Name`, `nme`."""
    near = (entry for entry in node.entries.values() if _is_near_name(entry.key.text))
    return node.entries.get("name") or next(near, None)


def _is_near_name(key: str) -> bool:
    return key.lower() == "name" or one_edit_apart(key.lower(), "name")


def _check_keys(path: str, entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    for key, _ in entries:
        if not isinstance(key.value, str):
            message = f"key {key.text!r} is {describe(key)}, not text"
            yield _finding("C122", path, key.line, key.column, message, "quote it")
        elif is_reserved_key(key.value):
            message = f"key {key.value!r} is reserved"
            yield _finding("C123", path, key.line, key.column, message, "use a name without '__' around it")


def is_reserved_key(key: str) -> bool:
    """Whether a key is of the form that fairseq2 keeps for itself.

    >>> is_reserved_key("__source__"), is_reserved_key("_set_")
    (True, False)
    """
    return _RESERVED.fullmatch(key) is not None


def _check_base(path: str, entry: Entry | None, findings: list[Diagnostic]) -> str | None:
    if entry is None:
        return None
    node = entry.value
    if isinstance(node, ScalarNode) and node.value is None:
        return None
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        message = f"base is {describe(node)}, not the name of a card"
        hint = "quote it" if isinstance(node, ScalarNode) else "a card has one base: write its name"
    elif "@" in node.value:
        message = f"base {node.value!r} has an '@'"
        hint = "write the name alone; overrides of a base apply by themselves"
    elif not node.value.strip():
        message, hint = "base is empty", "write the name of a card, or null"
    else:
        return node.value.strip()
    findings.append(_finding("C402", path, node.line, node.column, message, hint))
    return None


def describe(node: Node) -> str:
    """What a node is, for messages.

    >>> describe(ScalarNode(False, "no", True, 1, 1)), describe(SequenceNode([], 1, 1))
    ("the boolean 'no'", 'a list')
    """
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    if node.value is None:
        return "null" if node.text else "empty"
    names = {bool: "boolean", int: "integer", float: "number", str: "text"}
    return f"the {names.get(type(node.value), 'date')} {node.text[:60]!r}"


def _finding(code: str, path: str, line: int, column: int, message: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code=code, severity=Severity.ERROR, path=path, line=line, column=column, message=message, hint=hint
    )
