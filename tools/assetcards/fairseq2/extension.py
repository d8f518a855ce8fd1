"""The entry point by which fairseq2 loads us (`fairseq2.extension`): it costs nothing when no variable names a catalog.

fairseq2 makes of an error in here a line in its log. So nothing is checked before it asks for the cards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetcards.fairseq2.variables import maybe_named

if TYPE_CHECKING:
    from fairseq2.runtime.dependency import DependencyContainer


def register(container: DependencyContainer) -> None:
    """Register the catalog that the variables name, if they do."""
    named = maybe_named()
    if named is not None:
        from assetcards.fairseq2.registering import register_named

        register_named(container, named)
