"""`catalog.lock`: which commit is read, and what each card must resolve to there (docs/lock-file.md)."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from assetcards.canonical import digest_of
from assetcards.errors import CardError, InvalidNameError, NotFoundError, SourceError, shorten
from assetcards.model.card import Card
from assetcards.model.catalog import Catalog
from assetcards.model.field import has_scheme
from assetcards.model.resolved import ResolvedCard
from assetcards.model.work import Work
from assetcards.names import Asked, FullName, parse_card_name
from assetcards.text.tomltext import TomlError, describe_value, parse_toml_table
from assetcards.trees.writing import FileKind

LOCK_FILE = "catalog.lock"
MAX_LOCKED_BYTES = 64 << 20
"""How large all locked cards may be when they are written out."""
VERSION = 1
MAX_LOCK_BYTES = 1 << 23

_HEAD = "# Written by `catalog lock`; keep it in git. `open_catalog(lock=...)` reads this commit and nothing else."

LOCK = FileKind(name="a lock file", head="# Written by `catalog lock`", example=LOCK_FILE)
"""What `catalog lock` may overwrite."""

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class LockError(SourceError):
    """A lock file that cannot be read, or a commit that no longer matches it; `differences` names each one.

    >>> from assetcards import LockError, open_catalog
    >>> try:
    ...     open_catalog(lock="/no/such/catalog.lock")
    ... except LockError as error:
    ...     error.message, error.differences
    ('/no/such/catalog.lock cannot be read: No such file or directory', ())
    """

    def __init__(self, message: str, differences: Sequence[str] = (), *, hint: str = "") -> None:
        super().__init__(f"{message} {'; '.join(differences)}".rstrip(), hint=hint)
        self.differences = tuple(differences)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedCard:
    """A card as it was when it was locked: asked for bare or in an environment, the digest of what it resolved to,
    and the blobs that it came from, by path below the root."""

    full_name: FullName
    digest: str
    blobs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What a lock file says. `repository` is a URL, or a path relative to the folder of the lock file."""

    repository: str
    root: str
    revision: str
    commit: str
    cards: tuple[LockedCard, ...]


def resolved_content(card: ResolvedCard, env: str) -> dict[str, object]:
    """What the digest of a locked card is computed of: all that it resolves to, and nothing of where it was read.

    `paths` are the relative paths among its values, as paths below the root, because they move with their file.
    """
    return {
        "name": card.name,
        "env": env or None,
        "chain": card.chain,
        "kinds": card.kinds,
        "fields": card.fields,
        "configs": card.configs,
        "paths": dict(_relative_paths(card)),
    }


def _relative_paths(card: ResolvedCard) -> Iterable[tuple[str, str]]:
    for name in card.uris:
        field = card.field(name)
        value = field.as_(str)
        if not has_scheme(value) and not value.startswith("/"):
            yield name, posixpath.normpath(posixpath.join(posixpath.dirname(field.card.path), value))


def lock_cards(catalog: Catalog, names: Iterable[FullName]) -> Iterator[LockedCard]:
    """Lock cards of a catalog read at a commit. Raises what `Catalog.card` raises, and BoundError for too much."""
    locked = _locked_bytes()
    return (_lock_card(catalog, name, locked) for name in names)


def _locked_bytes() -> Work:
    return Work(MAX_LOCKED_BYTES, "bytes in the locked cards with all that they inherit", hint="lock fewer cards")


def _lock_card(catalog: Catalog, full_name: FullName, locked: Work) -> LockedCard:
    card = catalog.resolve(Asked(*full_name))
    locked.add(card.size)
    parts = [part for layer in card.layers for part in layer.cards]
    blobs = {part.path: _blob_id(part) for part in sorted(parts, key=lambda part: part.path)}
    return LockedCard(full_name=full_name, digest=digest_of(resolved_content(card, full_name.env)), blobs=blobs)


def _blob_id(card: Card) -> str:
    """The id of the blob that holds a card of a commit; the tree gives it after the mode of the file."""
    return (card.tree.maybe_digest(card.path) or "").rpartition(" ")[2]


class LockDifference(NamedTuple):
    """A locked card that differs from the lock: in what it resolves to, or in the files it comes from."""

    full_name: FullName
    what: Literal["content", "files"]
    words: str


def lock_differences(lock: Lock, catalog: Catalog) -> list[LockDifference]:
    """Each locked card that differs from the lock in this catalog, in the order of the lock."""
    work = _locked_bytes()
    return [found for locked in lock.cards if (found := _maybe_difference(locked, catalog, work)) is not None]


def _maybe_difference(locked: LockedCard, catalog: Catalog, work: Work) -> LockDifference | None:
    try:
        now = _lock_card(catalog, locked.full_name, work)
    except (CardError, NotFoundError) as error:
        return LockDifference(locked.full_name, "content", error.message)
    if now.digest != locked.digest:
        words = f"resolves to {now.digest}, expected {locked.digest}"
        return LockDifference(locked.full_name, "content", words)
    if now.blobs != locked.blobs:
        words = f"comes from {_words(now.blobs)}, expected {_words(locked.blobs)}"
        return LockDifference(locked.full_name, "files", words)
    return None


def _words(blobs: Mapping[str, str]) -> str:
    return ", ".join(f"{path} {blob[:12]}" for path, blob in blobs.items())


def check_lock(lock: Lock, catalog: Catalog) -> None:
    """Raises LockError when any locked card differs from the lock."""
    found = lock_differences(lock, catalog)
    if found:
        lines = [f"{each.full_name} {each.words}" for each in found]
        raise LockError(
            f"commit {lock.commit[:12]} does not match the lock file:",
            lines,
            hint="restore the lock file from git, or update it: catalog lock --update",
        )


def render_lock(lock: Lock) -> str:
    """The text of a lock file: TOML, cards sorted, one fact a line."""
    facts = ["[source]"]
    facts += [f"{key} = {_quote(getattr(lock, key))}" for key in ("repository", "root", "revision", "commit")]
    for card in sorted(lock.cards, key=lambda card: card.full_name):
        facts += ["", "[[card]]", f"name = {_quote(str(card.full_name))}", f"digest = {_quote(card.digest)}"]
        facts += ["[card.blobs]", *(f"{_quote(path)} = {_quote(blob)}" for path, blob in card.blobs.items())]
    about = [_HEAD, f"version = {VERSION}"]
    digest = _maybe_digest_of_facts(_read_table("\n".join([*about, *facts]).encode()))
    assert digest is not None
    return "\n".join([*about, f"digest = {_quote(digest)}", "", *facts]) + "\n"


def _read_table(content: bytes) -> dict[str, Any]:
    """The table of a lock file within its bounds. Raises LockError."""
    if len(content) > MAX_LOCK_BYTES:
        raise _malformed(f"more than {MAX_LOCK_BYTES} bytes", hint="lock fewer cards in one file")
    try:
        return parse_toml_table(content)
    except TomlError as error:
        raise _malformed(f"line {error.location[0]}: {error.problem}") from error


def _maybe_digest_of_facts(table: Mapping[str, Any]) -> str | None:
    """The digest of all that a lock file says, without that digest; None when it has a value of no lock: a time."""
    try:
        return digest_of({key: value for key, value in table.items() if key != "digest"})
    except TypeError:
        return None


def _quote(text: str) -> str:
    """A TOML basic string: JSON's, but for DEL, which TOML wants escaped.

    Raises LockError for a file name that is no UTF-8, which TOML cannot hold.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise LockError(f"{text!r} cannot be written in TOML", hint="give the file a name in UTF-8") from None
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def parse_lock(content: bytes) -> Lock:
    """Read a lock file. Raises LockError that says which line is wrong."""
    table = _read_table(content)
    version = table.get("version")
    if type(version) is not int or version != VERSION:  # true and 1.0 are equal to 1, too
        raise _malformed(f"version is {describe_value(version)}, not {VERSION}", hint="a newer catalog may read it")
    source = _table(table, "source")
    lock = Lock(
        repository=_text(source, "repository"),
        root=_text(source, "root"),
        revision=_text(source, "revision"),
        commit=_text(source, "commit", _COMMIT),
        cards=tuple(_parse_card(card) for card in _tables(table, "card")),
    )
    names = [card.full_name for card in lock.cards]
    if len(set(names)) != len(names):
        raise _malformed("a card is locked twice")
    if _text(table, "digest", _DIGEST) != _maybe_digest_of_facts(table):
        raise _malformed(
            "it is not what `catalog lock` wrote: its digest does not match",
            hint="restore it from git, or write it again with `catalog lock`",
        )
    return lock


def _parse_card(table: Mapping[str, Any]) -> LockedCard:
    blobs = _table(table, "blobs")
    return LockedCard(
        full_name=_full_name(_text(table, "name")),
        digest=_text(table, "digest", _DIGEST),
        blobs={path: _text(blobs, path, _COMMIT) for path in blobs},
    )


def _full_name(text: str) -> FullName:
    try:
        return parse_card_name(text)
    except InvalidNameError as error:
        raise _malformed(f"the name {error.message}") from None


def _text(table: Mapping[str, Any], key: str, form: re.Pattern[str] | None = None) -> str:
    value = table.get(key)
    if not isinstance(value, str) or "\0" in value or (form is not None and not form.fullmatch(value)):
        raise _malformed(f"{shorten(key)} is {describe_value(value)}" if key in table else f"{key} is missing")
    return value


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    if not isinstance(value, dict):
        raise _malformed(f"[{key}] is missing")
    return value


def _tables(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _malformed(f"[[{key}]] is not a list of tables")
    return value


def _malformed(problem: str, hint: str = "write it again with `catalog lock`") -> LockError:
    return LockError(f"the lock file is not valid: {problem}", hint=hint)
