"""What somebody should know before using a card: that it is deprecated or gated, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict

from assetcards.model.resolved import ResolvedCard


def describe_cautions(card: ResolvedCard) -> dict[str, object]:
    """The cautions as a part of a document; null for what there is nothing to say of."""
    deprecation = card.deprecation
    return {
        "deprecation": {key: text or None for key, text in asdict(deprecation).items()} if deprecation else None,
        "gated_at": card.gated_at,
    }


def render_cautions(card: ResolvedCard) -> list[str]:
    """A sentence for each caution, as the card writes it."""
    deprecation, gate = card.deprecation, card.gated_at
    gated = [f"gated: ask for it at {gate}"] if gate is not None else []
    return [*([str(deprecation)] if deprecation is not None else []), *gated]
