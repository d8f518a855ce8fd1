"""A second implementation of the digest of a card (docs/lock-file.md), on the answers of the second model.

It shares nothing with the library.
"""

import hashlib
import math
import struct
from collections.abc import Iterable
from datetime import date
from posixpath import normpath
from urllib.parse import unquote

from .naive import SPELLINGS, Resolved
from .patches import DELETE, MERGE, NONE, Patch, is_directive

CONFIGS = {f"{kind}_{spelling}" for kind in ("model", "dataset", "tokenizer") for spelling in SPELLINGS}


def digest(answer: Resolved, env: str = "") -> str:
    """The digest, version 2, of a card that was asked for in an environment, or bare."""
    content = {
        "version": 2,
        "name": answer.chain[0],
        "env": env or None,
        "fields": {name: value for name, value in answer.fields.items() if name not in CONFIGS},
        "patches": {kind: document(patch) for kind, patch in answer.patches.items() if patch[0] != NONE},
        "paths": dict(relative_paths(answer)),
    }
    return "sha256:" + hashlib.sha256(canonical(content)).hexdigest()


def relative_paths(answer: Resolved) -> Iterable[tuple[str, str]]:
    for name, uri in answer.uris.items():
        value = answer.fields[name]
        if isinstance(value, str) and value != uri and not value.startswith("/"):
            yield name, normpath(unquote(uri).removeprefix("file://ROOT/"))


def document(patch: Patch) -> dict[str, object]:
    """The document of a patch, its keys and values as they are."""
    what, said = patch
    return {"merge": layer(said)} if what == MERGE else {"value": said}


def layer(said: object) -> dict[object, object]:
    assert isinstance(said, list)
    found: dict[object, object] = {}
    for key, (what, value) in said:
        if what == DELETE:
            found["_del_"] = sorted([key, *listed(found.get("_del_"))])
        elif what == MERGE:
            found[key] = layer(value)
        elif isinstance(value, dict) or is_directive(key):
            forced = found.setdefault("_set_", {})
            assert isinstance(forced, dict)
            forced[key] = value
        else:
            found[key] = value
    return found


def listed(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def canonical(value: object) -> bytes:  # noqa: PLR0911 (one for each type)
    match value:
        case None:
            return b"n"
        case bool():
            return b"t" if value else b"f"
        case int():
            return b"i%de" % value
        case float():
            return b"d7ff8000000000000" if math.isnan(value) else b"d" + struct.pack(">d", value).hex().encode()
        case str():
            return sized(b"s", value)
        case date():
            return sized(b"c", value.isoformat())
        case list():
            return b"l" + b"".join(map(canonical, value)) + b"e"
        case dict():
            entries = sorted((canonical(key), canonical(item)) for key, item in value.items())
            return b"m" + b"".join(key + item for key, item in entries) + b"e"
    raise TypeError(type(value))


def sized(mark: bytes, text: str) -> bytes:
    return mark + b"%d:" % len(text.encode()) + text.encode()
