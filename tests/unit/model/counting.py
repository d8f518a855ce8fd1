"""A tree that counts what is read of it, with files that are read in several ways."""

from __future__ import annotations

from assetcards import MemoryTree
from assetcards.model.store import Store

FILES = {
    "a.yaml": "name: one\n---\nname: two@lab\n",
    "b.yaml": "name: two\nnote: see one\n",
    "c.yaml": 'name: "thr\\u0065e"\n',
    "d.yaml": "name: four five\n",
    "e.yaml": "name: x\nnote: [\n---\nname: lost\n",
}


class CountingTree(MemoryTree):
    """Counts how often each file is read."""

    def __init__(self, files: dict[str, str], digests: dict[str, str] | None = None) -> None:
        super().__init__("counting", files)
        self.reads: list[str] = []
        self._digests = digests or {}

    def read(self, path: str, limit: int) -> bytes:
        self.reads.append(path)
        return super().read(path, limit)

    def maybe_digest(self, path: str) -> str | None:
        return self._digests.get(path)


def names(store: Store, name: str) -> list[str]:
    return [str(card.full_name) for card in store.cards_named(name)]
