"""How the cards that cause something are named: with what happened to them, where that is, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assetcards.comparison.causes import line_of
from assetcards.model.catalog import Catalog
from assetcards.names import FullName
from assetcards.provenance.account import Diff
from assetcards.rendering.display import Prefixes
from assetcards.rendering.wording import Mark, NameCause
from assetcards.scalars import ScalarValue


def naming(diff: Diff, prefixes: Callable[[Catalog], Prefixes], mark: Mark, mark_about: Mark) -> NameCause:
    """`small` (removed, models/small.yaml:3, Ada): what is in parentheses has a mark of its own."""

    def name(cause: FullName, path: Sequence[ScalarValue]) -> str:
        edit = diff.impact.edits.get(cause)
        about: list[str] = [edit.kind] if edit and edit.kind != "changed" else []
        card = diff.edited.get(cause)
        if card is not None:
            catalog = diff.side_of(card).catalog
            upstream = catalog.upstream_of(card)
            prefix = "" if upstream else prefixes(catalog).catalog
            where = f" of upstream {upstream}" if upstream else ""
            about.append(mark_about(f"{prefix}{card.path}:{line_of(card, path)}{where}"))
        editor = diff.editors.get(cause)
        if editor is not None and editor.commit is not None and editor.commit.author:
            about.append(mark_about(editor.commit.author))
        return f"{mark(str(cause))} ({', '.join(about)})" if about else mark(str(cause))

    return name
