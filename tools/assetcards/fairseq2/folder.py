"""A translation as files: a folder that fairseq2 reads as a store, without anything of ours installed.

All card files are beside each other, for fairseq2 takes relative paths from the folder of the card that is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import quote

from assetcards.fairseq2.handed import HandedCard, Translation
from assetcards.model.catalog import Catalog
from assetcards.text.yamltext import render_yaml

CARDS = "cards"
"""The folder of the card files."""


def render_folder(catalog: Catalog, translation: Translation) -> dict[str, bytes]:
    """The files of a store, by path: one for each file of ours that has cards in it."""
    documents: defaultdict[str, list[str]] = defaultdict(list)
    for card in translation.cards:
        documents[file_of(catalog.upstream_of(card.card), card.card.path)].append(render_card(card))
    return {f"{CARDS}/{name}": "---\n".join(texts).encode() for name, texts in sorted(documents.items())}


def file_of(upstream: str, path: str) -> str:
    """The name of a file of cards, the same for no other path.

    >>> file_of("", "models/@lab/tiny.yaml"), file_of("base", "a,b.yml")
    ('models,@lab,tiny.yaml', 'base+a%2Cb.yml')
    """
    name = ",".join(quote(part, safe="@ ", errors="surrogateescape") for part in path.split("/"))
    return f"{quote(upstream, safe='')}+{name}" if upstream else name


def render_card(card: HandedCard) -> str:
    """A card as YAML."""
    return render_yaml({"name": str(card.full_name), **card.fields})
