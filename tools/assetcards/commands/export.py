"""`catalog export`: the cards of a catalog as a folder that something else reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assetcards.fairseq2.folder import render_folder, with_assets
from assetcards.fairseq2.handed import Note, Why
from assetcards.fairseq2.likeness import shipped_likenesses
from assetcards.fairseq2.translation import OnClash, translate
from assetcards.findings import Finding, has_errors
from assetcards.model.catalog import Catalog, Revision
from assetcards.sources.places import check_holds_no_cards
from assetcards.trees.owned import OwnedFolder, write_owned
from assetcards.trees.writing import FileKind

FAIRSEQ2 = "fairseq2"

READERS = (FAIRSEQ2,)
"""What cards can be exported to."""

LISTING = FileKind(
    name="a list of exported files",
    head="# Written by `catalog export`: the SHA-256 of each file, which is written again if it is unchanged.",
    example="export.txt",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An export: of which revision, how many cards in which files, and what was changed in them, or is not there.

    `broken` are the findings because of which cards cannot be read at all.
    """

    reader: str
    folder: str
    revision: Revision | None
    cards: int
    files: Sequence[str]
    notes: Sequence[Note]
    broken: Sequence[Finding]
    is_written: bool

    @property
    def is_complete(self) -> bool:
        """Whether every card is there as it resolves here."""
        return not self.broken and all(note.why is not Why.MISSING for note in self.notes)


def export_to_fairseq2(
    catalog: Catalog, folder: OwnedFolder, *, on_clash: OnClash, fetch: bool, dry_run: bool
) -> Exported:
    """Write the cards as a store for fairseq2 into a folder, in place of what was exported there before.

    With `fetch`, pinned assets are fetched and checked, and the cards have their addresses in the cache. With `dry_run`
    nothing is written. Raises ClashError when a card differs from fairseq2's own of that name, unless `on_clash` says
    that theirs stay; UpstreamError when an upstream cannot be read; AssetError when an asset cannot be had;
    SourceError when the folder would be one of the catalog, or a file in it was edited.
    """
    check_holds_no_cards(catalog.own.origin, folder.place, folder.named)
    translation = translate(catalog, shipped_likenesses(), on_clash)
    cards, assets, lost = with_assets(translation.cards, fetches=fetch)
    files = render_folder(catalog, cards) | assets
    if not dry_run:
        write_owned(folder, files, about=[f"commit {catalog.revision.commit}"] if catalog.revision else [])
    return Exported(
        reader=FAIRSEQ2,
        folder=folder.named,
        revision=catalog.revision,
        cards=len(translation.cards),
        files=sorted(files),
        notes=[*translation.notes, *lost],
        broken=[finding for finding in catalog.findings() if has_errors([finding])],
        is_written=not dry_run,
    )
