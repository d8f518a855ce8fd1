"""YAML text to documents of nodes, within bounds; the one importer of PyYAML.

PyYAML's own scanner and libyaml's read some files differently, so only libyaml's is used: a verdict must not depend on
how PyYAML was built. Where it accepts more than the cards' dialect, `syntax` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assetcards.errors import SourceError
from assetcards.scalars import ScalarError, ScalarValue, resolve_plain
from assetcards.text.builder import DocumentBuilder, ReadingStoppedError
from assetcards.text.documents import Bounds, Document, Location
from assetcards.text.syntax import Fault, explain_error, maybe_refused, maybe_unreadable

__all__ = ["Bounds", "Document", "parse_yaml", "render_yaml"]

_LINE_ENDING = re.compile(r"\r\n|\r|\n")
_INDICATORS = "&*|>"
"""What anchors, aliases and block scalars begin with; in a file without, every event can be taken."""
_DOCUMENT_END = re.compile(r"^\.\.\.(?:[ \t]+#.*|[ \t\r]*)$\n?", re.MULTILINE)


def parse_yaml(text: str, path: str = "", bounds: Bounds | None = None) -> list[Document]:
    """The documents of YAML without byte-order mark, in order.

    What cannot be read is noted in the document that it breaks, the last one; those before it are read.

    >>> [document] = parse_yaml("name: a\\nlr: 1e-5\\n")
    >>> document.root.entries["lr"].value
    ScalarNode(value=1e-05, text='1e-5', plain=True, line=2, column=5)
    """
    builder = DocumentBuilder(path, bounds or Bounds())
    unreadable = maybe_unreadable(text)
    try:
        fault = _read(text if unreadable is None else text[: unreadable.offset], builder)
    except ReadingStoppedError:
        return builder.documents
    if unreadable is not None and (fault is None or _line(text, fault) >= _line(text, unreadable)):
        fault = unreadable
    if fault is not None:
        column = fault.offset - max(text.rfind("\n", 0, fault.offset), text.rfind("\r", 0, fault.offset))
        builder.note_end(fault.code, Location(_line(text, fault), column), fault.message, fault.hint)
    return builder.documents


def _line(text: str, fault: Fault) -> int:
    return 1 + len(_LINE_ENDING.findall(text, 0, fault.offset))


def _read(text: str, builder: DocumentBuilder) -> Fault | None:
    """Build the documents, up to what cannot be read.

    What follows a line `...` is parsed separately, because libyaml requires a `---` there, and fairseq2's reader does
    not.
    """
    offset = lines = counted = 0
    for part in _split(text):
        lines += len(_LINE_ENDING.findall(text, counted, offset))
        counted = offset
        builder.begin_part(offset, lines)
        fault = _read_part(part, lines, builder)
        if fault is not None:
            return fault._replace(offset=offset + fault.offset)
        offset += len(part)
    return None


def _split(text: str) -> Iterator[str]:
    start = 0
    for match in _DOCUMENT_END.finditer(text) if "..." in text else ():
        yield text[start : match.end()]
        start = match.end()
    if start == 0 or start < len(text):
        yield text[start:]


def _read_part(text: str, lines_before: int, builder: DocumentBuilder) -> Fault | None:
    import yaml

    has_indicators = any(each in text for each in _INDICATORS)
    handlers = {getattr(yaml, name): handler for name, handler in builder.handlers.items()}
    try:
        for event in iter(load_libyaml()(text).get_event, None):
            refused = maybe_refused(event, text) if has_indicators else None
            if refused is not None:
                return refused
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
    except yaml.MarkedYAMLError as error:
        return explain_error(error, text, lines_before)
    return None


def scalar_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the scalars of YAML start and end; a `#` after a space starts a comment everywhere else.

    The header line of a block scalar is left out, for it may have a comment; what cannot be read is one span.
    """
    import yaml

    offset = done = 0
    for part in _split(text):
        try:
            for token in yaml.scan(part, Loader=load_libyaml()):
                start, end = offset + token.start_mark.index, offset + token.end_mark.index
                if isinstance(token, yaml.ScalarToken):
                    yield (text.find("\n", start) if token.style in ("|", ">") else start), end
                done = max(done, end)
        except yaml.YAMLError:
            yield done, len(text)
            return
        offset += len(part)


def parse_events(text: str) -> Iterator[tuple[str, int, Any]]:
    """What libyaml finds, up to where YAML ends: each event with the part of the text that its marks count in.

    Between them is how many lines there are before that part.
    """
    import yaml

    lines = 0
    for part in _split(text):
        try:
            for event in yaml.parse(part, Loader=load_libyaml()):
                yield part, lines, event
        except yaml.YAMLError:
            return
        lines += len(_LINE_ENDING.findall(part))


def load_libyaml() -> Any:
    """The class with which PyYAML calls libyaml. Raises SourceError when it cannot."""
    import yaml

    try:
        return yaml.CSafeLoader
    except AttributeError:
        raise SourceError(
            "PyYAML was built without libyaml and would read some cards differently",
            hint="install a wheel of PyYAML, or libyaml and then PyYAML again",
        ) from None


def render_yaml(value: object) -> str:
    """A value as YAML that YAML 1.1 and YAML 1.2 parsers read the same.

    What a CI runner would interpret as a command is in double quotes, where a character of it can be escaped.

    >>> render_yaml({"lr": "1e-5", "yes": [1, None]})
    'lr: "1e-5"\\n\\'yes\\':\\n- 1\\n- null\\n'
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    def represent_string(dumper: Any, text: str) -> Any:
        quoted = _maybe_resolve(text) != text or "\n" in text or text.lstrip().startswith("::") or "##" in text
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if quoted else None)

    Dumper.add_representer(str, represent_string)
    return yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=False, width=1 << 40)


def _maybe_resolve(text: str) -> ScalarValue:
    """The value of a plain scalar, or None when it has none."""
    try:
        return resolve_plain(text)
    except ScalarError:
        return None
