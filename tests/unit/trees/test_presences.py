"""What trees were asked about files is known afterwards."""

from __future__ import annotations

from assetcards import MemoryTree
from assetcards.trees.presences import presence_in, presences_in
from assetcards.trees.tree import Presence


def test_each_path_is_asked_for_once_and_the_answers_are_known_by_tree() -> None:
    asked: list[str] = []

    class Asked(MemoryTree):
        def presence(self, path: str) -> Presence:
            asked.append(path)
            return Presence.THERE

    tree = Asked("cards", {"a.yaml": "name: a\n"})
    for path in ("a.yaml", "b.pt", "a.yaml"):
        presence_in(tree, path)
    assert asked == ["a.yaml", "b.pt"]
    assert presences_in(tree) == {"a.yaml": Presence.THERE, "b.pt": Presence.THERE}
    assert presences_in(MemoryTree("others")) == {}
