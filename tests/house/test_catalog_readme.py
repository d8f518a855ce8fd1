"""`catalog/README.md` lists the cards as they are."""

from __future__ import annotations

from assetcards import open_catalog
from assetcards.commands.listing import list_cards
from assetcards.model.filters import Filter
from assetcards.rendering.display import PLAIN
from assetcards.rendering.listing import render_page
from tests.house.sources import ROOT


def test_the_listing_of_our_cards_is_in_step() -> None:
    """Mend it with `catalog list --format markdown > catalog/README.md`; the hook `catalog-listing` does it, too."""
    with open_catalog(ROOT / "catalog", env="", stores=[]) as catalog:
        page = render_page(list_cards(catalog, Filter()), PLAIN)
    assert (ROOT / "catalog" / "README.md").read_text("utf-8") == page
