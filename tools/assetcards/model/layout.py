"""Where a card is stored in a catalog: the folder of its kind, and in it that of its environment (CARD_SPEC 2)."""

from __future__ import annotations

from collections.abc import Iterable

from assetcards.model.card import KINDS, Card


def folder_of_kind(kind: str) -> str:
    """The folder of a kind.

    >>> folder_of_kind("model")
    'models'
    """
    return f"{kind}s"


def folder_for(card: Card, kinds: Iterable[str]) -> str:
    """The folder where a card of these kinds is right: its own one as far as that is, and that of its environment.

    >>> from assetcards import MemoryTree, open_catalog
    >>> tree = MemoryTree(files={"datasets/tiny.yaml": "name: tiny@lab"})
    >>> [card] = open_catalog(tree, stores=[]).all_cards()
    >>> folder_for(card, ["model"]), folder_for(card, ["other"])
    ('models/@lab/', 'datasets/@lab/')
    """
    own = [folder for folder in card.path.split("/")[:-1][:1] if not folder.startswith("@")]
    right = [folder_of_kind(kind) for kind in kinds if kind in KINDS] or own
    kind = next((folder for folder in own if folder in right), next(iter(right), ""))
    return "".join(f"{folder}/" for folder in (kind, card.env and f"@{card.env}") if folder)
