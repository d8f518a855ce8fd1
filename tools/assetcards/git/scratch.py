"""A repository of our own, for as long as a question takes, that borrows the objects of another one.

git obeys no configuration there but ours, and a commit can be added to it that nobody made: the files of a checkout
as they would be committed. So git compares a checkout with the history without running the filters that a work tree's
attributes name, and nothing is written to the repository.
"""

from __future__ import annotations

import errno
import os
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from assetcards.errors import GitError
from assetcards.git.cuts import common_folder
from assetcards.git.objects import Mode, TreeEntry, hash_object, render_tree
from assetcards.git.repo import Repository
from assetcards.trees import leftovers

_NOBODY = b"nobody <> 0 +0000"
_CONFIGURATION = {
    40: "[core]\nbare = true\nrepositoryFormatVersion = 0\n",
    64: "[core]\nbare = true\nrepositoryFormatVersion = 1\n[extensions]\nobjectFormat = sha256\n",
}
"""Its own configuration, by the length of ids."""

NO_USER = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
"""With these variables the configuration of a user does not count."""


@contextmanager
def temporary_folder() -> Iterator[str]:
    """An empty folder, by its path, that is gone afterwards. Raises GitError when none can be created."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(leftovers.temporary_folder())
        except OSError as error:
            raise GitError(f"there is no folder for temporary files: {error.strerror}", hint="set TMPDIR") from None
        yield path


def write_empty_repository(folder: str, id_length: int = 40) -> None:
    """Make a repository without commits in a folder; it is bare unless git gets a work tree."""
    os.makedirs(os.path.join(folder, "refs"))
    os.mkdir(os.path.join(folder, "objects"))
    write_file(folder, "HEAD", b"ref: refs/heads/none\n")
    write_file(folder, "config", _CONFIGURATION[id_length].encode())


def write_file(folder: str, path: str, content: bytes) -> str:
    """Write a file below a temporary folder, and give its absolute path.

    Raises OSError for a name that is too long, and GitError when it cannot be written.
    """
    where = os.path.join(folder, path)
    try:
        os.makedirs(os.path.dirname(where), exist_ok=True)
        with open(where, "wb") as file:
            file.write(content)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise
        raise GitError(f"a temporary file cannot be written: {error.strerror}", hint="set TMPDIR") from None
    return where


@contextmanager
def borrow_objects(repository: Repository, commit: str) -> Iterator[Scratch]:
    """A scratch repository with all the objects of a repository, of which a commit's full id is given."""
    with temporary_folder() as path:
        yield Scratch(repository, path, len(commit))


class Scratch:
    """A repository in an empty folder that borrows the objects of another one, whose ids have that length.

    `own` are the objects that were made here, by their id.
    """

    def __init__(self, repository: Repository, folder: str, id_length: int) -> None:
        self._repository = repository
        self._folder = folder
        self._id_length = id_length
        self.own: dict[str, bytes] = {}
        write_empty_repository(folder, id_length)
        self.write_file("objects/info/alternates", self._objects_of_other())
        cut = [commit for commit in sorted(repository.cut_commits) if len(commit) == id_length]
        if cut:
            self.write_file("shallow", "".join(f"{commit}\n" for commit in cut).encode())

    def _objects_of_other(self) -> bytes:
        path = os.fsencode(os.path.join(common_folder(self._repository.git_dir), "objects"))
        for character, written in ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n")):
            path = path.replace(character, written)
        return b'"%b"\n' % path

    def run(self, arguments: Sequence[str]) -> bytes:
        """What a git command prints here. Raises GitError with what it says when it fails."""
        return self._repository.run(["--git-dir", self._folder, *arguments], variables=NO_USER)

    def write_file(self, path: str, content: bytes) -> str:
        """Write a file of the folder, and give its absolute path."""
        return write_file(self._folder, path, content)

    def commit(self, parent: str, files: Mapping[str, bytes | None]) -> str:
        """Make a commit whose files differ from its parent's, and give its id.

        `files` are by path in the repository; None is a file that is not there any more.
        """
        tree = self._write_tree(self._repository.tree_of(parent), files)
        text = b"tree %b\nparent %b\nauthor %b\ncommitter %b\n\n"
        return self._write_object("commit", text % (tree.encode(), parent.encode(), _NOBODY, _NOBODY))

    def _write_tree(self, tree_id: str | None, files: Mapping[str, bytes | None]) -> str:
        """A tree with some of its files changed, by path in it."""
        entries = dict(self._repository.read_tree(tree_id)) if tree_id else {}
        below: defaultdict[str, dict[str, bytes | None]] = defaultdict(dict)
        for path, content in files.items():
            name, inside, rest = path.partition("/")
            if inside:
                below[name][rest] = content
            elif content is None:
                entries.pop(name, None)
            else:
                old = entries.get(name)
                mode = old.mode if old and old.is_file else Mode.FILE
                entries[name] = TreeEntry(mode, self._write_object("blob", content))
        for name, inner in below.items():
            old = entries.get(name)
            subtree = old.object_id if old and old.is_folder else None
            entries[name] = TreeEntry(Mode.FOLDER, self._write_tree(subtree, inner))
        return self._write_object("tree", render_tree(entries))

    def _write_object(self, kind: str, content: bytes) -> str:
        object_id = hash_object(kind, content, self._id_length)
        self.own[object_id] = content
        whole = f"{kind} {len(content)}\0".encode() + content
        self.write_file(f"objects/{object_id[:2]}/{object_id[2:]}", zlib.compress(whole, 1))
        return object_id
