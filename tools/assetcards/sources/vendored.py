"""A copy of an upstream's cards beside ours, for use without network: writing it, and reading it as its commit.

Beside the cards a file holds the commit and its folders as git has them. Each has the hash of its content as its id, so
that the id of the commit proves which files the copy must have, and what is in them.
"""

from __future__ import annotations

import base64
import binascii
import os
import posixpath
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from assetcards.errors import AssetCardsError, NoCatalogError, SourceError
from assetcards.git.cached import CachedRepository
from assetcards.git.checkout import CheckoutTree
from assetcards.git.commit_tree import CommitTree
from assetcards.git.database import MAX_TREE_BYTES
from assetcards.git.index_tree import IndexTree
from assetcards.git.objects import GitObject, hash_object
from assetcards.git.repo import Repository
from assetcards.model.settings import Upstream
from assetcards.trees.folder import FolderTree
from assetcards.trees.tree import SETTINGS_FILE, FileMissingError, FileUnreadableError, Tree
from assetcards.trees.writing import FileKind, Target, maybe_read, remove_file, write_file

PROOF_FILE = "vendored.txt"
MAX_PROOF_BYTES = 1 << 24
MAX_FILE_BYTES = 1 << 24

PROOF = FileKind(
    name="the proof of a vendored copy",
    head="# Written by `catalog upstream vendor`",
    example=PROOF_FILE,
)

GIT_ATTRIBUTES = b"* -text\n"
"""Keeps git from changing line endings on the way to a checkout."""

Read = Callable[[str, int], bytes]
"""Reads at most so many bytes of a file of the folder with the copy, by its path there."""


def copied_files(tree: CommitTree) -> dict[str, bytes]:
    """The files of a copy of a commit's cards, by path: card files, settings, and what proves them."""
    files = {path: tree.read(path, MAX_FILE_BYTES) for path in _files_of(tree)}
    files[PROOF_FILE] = _proof(tree)
    files[".gitattributes"] = GIT_ATTRIBUTES
    return files


def _proof(tree: CommitTree) -> bytes:
    commit = tree.origin.commit
    objects = [("commit", commit), *(("tree", each) for each in dict.fromkeys(tree.folder_ids()))]
    lines = [f"{PROOF.head}: the commit, and the folders of the cards, that are copied here; keep it in git."]
    if tree.origin.folder:
        lines.append(f"root {tree.origin.folder}")
    for kind, object_id in objects:
        content = tree.repository.read_object(object_id, MAX_TREE_BYTES).content
        lines.append(f"{kind} {base64.b64encode(content).decode()}")
    return os.fsencode("\n".join(lines)) + b"\n"


def maybe_copy(upstream: Upstream, tree: Tree, fetch: Callable[[str], Tree]) -> CommitTree | None:
    """The copy of an upstream beside a tree, each file as in its commit; None for a tree that is in no folder.

    `fetch` gives another folder of a commit that was fetched for the folder of the tree alone. Raises SourceError when
    the folder that the settings name has no copy of that commit, or one that was changed, and RemoteError when it
    cannot be fetched.
    """
    origin = tree.origin
    folder = posixpath.normpath(posixpath.join(origin.folder, upstream.vendored))
    if isinstance(tree, CommitTree | IndexTree):
        if folder.startswith("../") or folder == "..":
            raise SourceError(f"{upstream.vendored!r} is not in the repository", hint="vendor it inside")
        return open_copy(upstream, folder, _reader_of(tree, folder, fetch))
    if origin.kind != "path":
        return None
    place = os.path.normpath(os.path.join(origin.place, upstream.vendored))
    left_out = tree.maybe_left_out(upstream.vendored) if isinstance(tree, CheckoutTree) else None
    return open_copy(upstream, place, (left_out or FolderTree(place)).read)


def _reader_of(tree: CommitTree | IndexTree, folder: str, fetch: Callable[[str], Tree]) -> Read:
    """Reads the files of another folder of the same commit, or of the index."""
    if isinstance(tree, IndexTree):
        return tree.at(folder).read
    if isinstance(tree.repository, CachedRepository) and tree.repository.is_partial():
        return lambda path, limit: fetch(folder).read(path, limit)
    return CommitTree(tree.repository, tree.origin.commit, folder).read


def open_copy(upstream: Upstream, place: str, read: Read) -> CommitTree:
    """The cards of a copy in the folder `place`, each file as in the commit of the upstream.

    Raises SourceError when the folder has no copy of that commit, or one that was changed.
    """
    again = f"write it again: catalog upstream vendor {upstream.name}"
    try:
        proof = read(PROOF_FILE, MAX_PROOF_BYTES)
    except (FileUnreadableError, NoCatalogError) as error:
        raise SourceError(f"there is no copy in {place}: {error.message}", hint=again) from None
    objects = _CopiedObjects(place, proof, len(upstream.commit), read, again)
    tree = CommitTree(objects, upstream.commit, upstream.root or objects.root)
    objects.paths = {object_id: path for path, object_id in _files_of(tree).items()}
    for object_id in objects.paths:
        objects.read_object(object_id, MAX_FILE_BYTES)
    return tree


def copied_ids(proof: bytes) -> dict[str, str]:
    """The files that a proof is of, by path, each with the id of its content; none of what is no proof."""
    for length in (40, 64):
        objects = _CopiedObjects("", proof, length, _read_nothing, "")
        with suppress(AssetCardsError):
            return _files_of(CommitTree(objects, objects.commit, objects.root))
    return {}


def _read_nothing(path: str, limit: int) -> bytes:
    raise FileMissingError(path)


def _files_of(tree: CommitTree) -> dict[str, str]:
    """The files of a copy that are of the commit, by path, each with its id."""
    entries = ((path, tree.maybe_entry(path)) for path in (*tree.files(), SETTINGS_FILE))
    return {path: entry.object_id for path, entry in entries if entry is not None and entry.is_file}


class _CopiedObjects(Repository):
    """The objects of a copy, by id: the commit and folders of the proof, and the card files themselves."""

    def __init__(self, place: str, proof: bytes, length: int, read: Read, again: str) -> None:
        super().__init__("", None, {})
        self.paths: dict[str, str] = {}
        self._place = place
        self._read = read
        self._again = again
        self._objects = dict(_parse(proof, length))
        self.commit = next((each for each, found in self._objects.items() if found.kind == "commit"), "")
        self.root = _root_of(proof)

    @property
    def place(self) -> str:
        """The folder of the copy."""
        return self._place

    def read_object(self, object_id: str, limit: int = MAX_TREE_BYTES, kind: str = "") -> GitObject:
        """An object by its full id. Raises SourceError for what is not as committed."""
        if object_id in self._objects:
            return self._objects[object_id]
        path = self.paths.get(object_id)
        if path is None:
            raise SourceError(f"{self._place} is a copy of another commit", hint=self._again)
        try:
            content = self._read(path, limit)
        except FileUnreadableError as error:
            raise SourceError(f"the copy in {self._place} lacks a file: {error}", hint=self._again) from None
        if len(content) < limit and hash_object("blob", content, len(object_id)) != object_id:
            raise SourceError(f"{path} of the copy in {self._place} was changed", hint=self._again)
        return GitObject("blob", content)

    def close(self) -> None:
        """Nothing is open."""


def _root_of(proof: bytes) -> str:
    """The folder of the cards in their repository, where that of `catalog.toml` was searched for."""
    root = next((line.partition(b" ")[2] for line in proof.splitlines() if line.startswith(b"root ")), b"")
    return os.fsdecode(root)


def _parse(proof: bytes, length: int) -> Iterator[tuple[str, GitObject]]:
    """The objects of a proof, each with the id that its content has; a line of another form is none."""
    for line in proof.splitlines():
        kind, _, encoded = line.partition(b" ")
        if kind in (b"commit", b"tree"):
            with suppress(binascii.Error):
                content = base64.b64decode(encoded, validate=True)
                yield hash_object(kind.decode(), content, length), GitObject(kind.decode(), content)


@dataclass(frozen=True, slots=True, kw_only=True)
class _CopiedFile(FileKind):
    """A file of a copy; one that is there is written over if its content has one of these ids."""

    ids: frozenset[str]

    def holds(self, content: bytes) -> bool:
        """Whether a file of that content is of the copy before, or of the new one."""
        return any(hash_object("blob", content, len(each)) == each for each in self.ids)


def write_copy(proof: Target, files: Mapping[str, bytes]) -> None:
    """Write a copy beside its proof, and remove what only the copy before had; the proof itself comes last.

    Raises SourceError before anything is written when a file of that name is in no copy.
    """
    before = copied_ids(_maybe_read(proof) or b"")
    rest = {path: content for path, content in files.items() if path != PROOF_FILE}
    targets = {path: _target(proof, path, before, rest) for path in {*before, *rest}}
    for target in targets.values():
        _maybe_read(target)
    for path, target in sorted(targets.items()):
        if path in rest:
            write_file(target, rest[path], makes_folders=True)
        else:
            remove_file(target)
    write_file(proof, files[PROOF_FILE], makes_folders=True)


def _maybe_read(target: Target) -> bytes | None:
    """What is there; None also when its folder is not there yet."""
    with suppress(FileNotFoundError):
        return maybe_read(target)
    return None


def _target(proof: Target, path: str, before: Mapping[str, str], files: Mapping[str, bytes]) -> Target:
    ids = {before[path]} if path in before else set()
    if path in files:
        ids |= {hash_object("blob", files[path], length) for length in (40, 64)}
    named = posixpath.join(posixpath.dirname(proof.named), path)
    kind = _CopiedFile(name="a file of a copy", head="", example=PROOF_FILE, ids=frozenset(ids))
    return Target(top=proof.top, path=posixpath.join(posixpath.dirname(proof.path), path), named=named, kind=kind)
