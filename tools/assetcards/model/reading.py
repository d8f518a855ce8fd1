"""Card files to cards: the documents of a file, checked one by one (CARD_SPEC 1 and 3).

A document becomes a `Card` when its name can be read, even if something else in it is wrong: then its `findings` are
not empty, and say why when the card is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assetcards.errors import InvalidNameError
from assetcards.findings import Finding, finding_of, has_errors
from assetcards.model.card import Card, CardFile, in_tree
from assetcards.model.fields import FIELDS, maybe_misfit, resembles_family, spec_of
from assetcards.names import FullName, one_edit_apart, parse_card_name
from assetcards.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, describe
from assetcards.text.syntax import ANOTHER_CARD
from assetcards.text.yamltext import Bounds, Document, parse_yaml
from assetcards.trees.foreign import read_file
from assetcards.trees.tree import FileUnreadableError, Tree

_RESERVED = re.compile(r"__.*__", re.DOTALL)
_MAPPING = "a card is a mapping with a `name`"
_OUTSIDE = "keep the files of other programs outside of the root, or name them in `exclude` of `catalog.toml`"
_OF_CARDS = FIELDS.keys() - {"data", "description", "license", "name", "owners", "url"}
"""Fields of which one is enough to take a document for a card; the others are in all sorts of files."""
_OF_ANYBODY = ("family", "arch")
"""Old names of fields that other programs use as well."""
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


def load_card_file(tree: Tree, path: str, bounds: Bounds) -> CardFile:
    """Read and check one file of a tree; never raises because of its content."""
    try:
        content = read_file(tree, path, bounds.file_bytes + 1)
    except FileUnreadableError as error:
        return in_tree(_broken_file(path, b"", finding_of("C001", path, (0, 0), error.reason, error.hint)), tree)
    return parse_card_file(tree, path, content, bounds)


def parse_card_file(tree: Tree, path: str, content: bytes, bounds: Bounds) -> CardFile:
    """Check the bytes of one file."""
    return in_tree(_parse(tree, path, content, bounds), tree)


def _parse(tree: Tree, path: str, content: bytes, bounds: Bounds) -> CardFile:
    if len(content) > bounds.file_bytes:
        message = f"file is larger than {bounds.file_bytes} bytes"
        hint = "split the file, or raise the bound in `catalog.toml`"
        return _broken_file(path, content, finding_of("C130", path, (1, 1), message, hint))
    if content.startswith(_LFS_POINTER):
        finding = finding_of("C113", path, (1, 1), "Git LFS pointer instead of a card", "run `git lfs pull`")
        return _broken_file(path, content, finding)
    if _is_utf_16(content):
        finding = finding_of("C101", path, (1, 1), "file is UTF-16, not UTF-8", "save the file as UTF-8")
        return _broken_file(path, content, finding)
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return _broken_file(path, content, _encoding_finding(path, content, error))
    documents = parse_yaml(text, path, bounds)
    checked = [check_document(tree, path, document) for document in documents]
    cards = tuple(card for card, _ in checked if card is not None)
    findings = tuple(finding for _, found in checked for finding in found)
    if findings and not cards and all(map(_is_no_card, documents)):
        message = "file has no card: no `name`, and no field that makes one"
        findings = (finding_of("C220", path, (documents[0].line, 1), message, _OUTSIDE),)
    return CardFile(path=path, content=content, text=text, documents=tuple(documents), cards=cards, findings=findings)


def _is_no_card(document: Document) -> bool:
    """Whether a document has nothing of a card: it is the configuration of some program, or a list of such."""
    root = document.root
    listed = isinstance(root, SequenceNode)
    items = root.items if isinstance(root, SequenceNode) else [root]
    return bool(items) and not has_errors(document.findings) and all(_is_of_others(each, listed) for each in items)


def _is_of_others(root: Node | None, listed: bool) -> bool:
    """Whether it is a mapping without a name and without a field that makes a card.

    As an item of a list it may have a name, as steps and tasks do; a list of names alone may be one of cards.
    """
    if not isinstance(root, MappingNode):
        return False
    if maybe_meant_name(root) is not None and not (listed and len(root.entries) > 1):
        return False
    typed = ((entry.value, spec_of(str(key)).type) for key, entry in root.entries.items() if key in _OF_CARDS)
    is_like_one = any(wanted is not None and maybe_misfit(value, wanted) is None for value, wanted in typed)
    return not is_like_one and not any(resembles_family(str(key)) for key in root.entries if key not in _OF_ANYBODY)


def _broken_file(path: str, content: bytes, finding: Finding) -> CardFile:
    return CardFile(path=path, content=content, text=None, documents=(), cards=(), findings=(finding,))


def _is_utf_16(content: bytes) -> bool:
    """Whether a file begins with the byte-order mark of UTF-16, or every second byte of its first word is 0."""
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:4:2] == b"\0\0" or content[1:4:2] == b"\0\0"


def _encoding_finding(path: str, content: bytes, error: UnicodeDecodeError) -> Finding:
    before = content[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return finding_of(
        "C101", path, (line, column), f"invalid UTF-8: byte 0x{content[error.start]:02x}", "save the file as UTF-8"
    )


def check_document(tree: Tree, path: str, document: Document) -> tuple[Card | None, list[Finding]]:
    """The card of a document, if its name can be read, and all that is wrong with the document."""
    findings = list(document.findings)
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
        findings=tuple(findings),
    )
    return card, findings


def _not_a_mapping(path: str, document: Document) -> Finding:
    root = document.root
    if root is None or (isinstance(root, ScalarNode) and root.value is None):
        hint = "remove the '---' that starts it: fairseq2 refuses empty documents"
        return finding_of("C136", path, (document.line, 1), "empty document", hint)
    if isinstance(root, SequenceNode):
        named = any(isinstance(item, MappingNode) and "name" in item.entries for item in root.items)
        hint = ANOTHER_CARD if named else _MAPPING
        return finding_of("C137", path, root, "a sequence, not a card", hint)
    return finding_of("C137", path, root, "a scalar, not a card", _MAPPING)


def _check_name(path: str, document: Document, entry: Entry | None, findings: list[Finding]) -> FullName | None:
    if entry is None:
        assert isinstance(document.root, MappingNode)
        if not has_errors(findings):
            root = document.root
            meant = maybe_meant_name(root)
            hint = f"did you mean `name` instead of {meant.key.text!r}?" if meant else "add `name: ...`"
            findings.append(finding_of("C201", path, root, "card has no name", hint))
        return None
    node = entry.value
    if isinstance(node, ScalarNode) and node.value is None and has_errors(findings):
        return None
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        findings.append(finding_of("C202", path, node, f"name is {describe(node)}, not a string", _name_hint(node)))
        return None
    try:
        return parse_card_name(node.value)
    except InvalidNameError as error:
        findings.append(finding_of("C203", path, node, f"name {error.message}", "write NAME or NAME@ENV"))
        return None


def _name_hint(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return "quote the name" if node.value is not None else "write the name"
    return "write the name as a string"


def maybe_meant_name(node: MappingNode) -> Entry | None:
    """The entry of a mapping that is its name, or a likely typo of it: `Name`, `nme`."""
    near = (entry for entry in node.entries.values() if _is_near_name(entry.key.text))
    return node.entries.get("name") or next(near, None)


def _is_near_name(key: str) -> bool:
    return key.lower() == "name" or one_edit_apart(key.lower(), "name")


def _check_keys(path: str, entries: Iterable[Entry]) -> Iterator[Finding]:
    for key, _ in entries:
        if not isinstance(key.value, str):
            message = f"key {key.text!r} is {describe(key)}, not a string"
            yield finding_of("C122", path, key, message, "quote it")
        elif is_reserved_key(key.value):
            message = f"key {key.value!r} is reserved for fairseq2"
            yield finding_of("C123", path, key, message, "remove the leading and trailing '__'")


def is_reserved_key(key: str) -> bool:
    """Whether a key is of the form that fairseq2 reserves.

    >>> is_reserved_key("__source__"), is_reserved_key("_set_")
    (True, False)
    """
    return key.startswith("__") and _RESERVED.fullmatch(key) is not None


def _check_base(path: str, entry: Entry | None, findings: list[Finding]) -> str | None:
    if entry is None:
        return None
    node = entry.value
    if isinstance(node, ScalarNode) and node.value is None:
        return None
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        message = f"base is {describe(node)}, not the name of a card"
        hint = "quote it" if isinstance(node, ScalarNode) else "a card has one base: write its name"
    elif "@" in node.value:
        message = f"base {node.value!r} contains '@'"
        hint = "write the name without the environment; overrides of a base apply automatically"
    elif not node.value.strip():
        message, hint = "base is empty", "write the name of a card, or null"
    else:
        return node.value.strip()
    findings.append(finding_of("C402", path, node, message, hint))
    return None
