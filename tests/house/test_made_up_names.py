"""The toolchain knows nothing of our own catalog: other organisations run it on theirs."""

from __future__ import annotations

import re

from assetcards import Catalog, open_catalog
from tests.house.sources import ROOT

SOURCES = [
    path for folder in ("tools", "hooks") for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".md")
]


def our_words(catalog: Catalog) -> set[str]:
    """The names of our cards, their environments and addresses; families are words of fairseq2, not ours."""
    families = {str(family) for card in catalog for family in card.families().values()}
    addresses = {uri for card in catalog for uri in card.uris.values()}
    return {*catalog.card_names(), *catalog.environments(), *addresses} - {"user", *families}


def test_the_toolchain_names_no_card_no_environment_and_no_address_of_our_catalog() -> None:
    with open_catalog(ROOT / "catalog", env="", stores=[]) as catalog:
        words = our_words(catalog)
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")
    found = [(path.name, match[0]) for path in SOURCES for match in named.finditer(path.read_text("utf-8"))]
    assert found == []
    assert {"qwen3_8b", "awscluster", "hg://qwen/qwen3-8b"} <= words
