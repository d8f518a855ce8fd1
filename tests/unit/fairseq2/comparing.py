"""Answers of ours and of fairseq2 in one form: what is compared of them, and what fairseq2 says by other means."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from assetcards.fairseq2.likeness import FIELDS_OF_OURS
from assetcards.model.fields import CONFIG_KINDS
from assetcards.model.resolved import ResolvedCard
from assetcards.values import as_json_value

ADDRESSES = ("checkpoint", "tokenizer", "data")
NAMES_ONLY = {*FIELDS_OF_OURS, *CONFIG_KINDS, *ADDRESSES, "base", "url", "readme"}
"""Fields that are compared as configs or addresses, or are not used by fairseq2."""

BROKEN_THERE = "librispeech_asr_100h"
"""A card of fairseq2's own that does not resolve, and stays."""


def of_ours(card: ResolvedCard) -> dict[str, Any]:
    """What fairseq2 has to answer for a card."""
    return _compared(card.fields, card.configs, {name: card.uris[name] for name in ADDRESSES if name in card.uris})


def of_theirs(found: dict[str, Any] | None) -> dict[str, Any] | None:
    """What it answers; None for an error."""
    return None if found is None or "error" in found else _compared(found["fields"], found["configs"], found["uris"])


def _compared(fields: dict[Any, Any], configs: dict[str, Any], uris: dict[str, str]) -> dict[str, Any]:
    """What is compared; an address that is marked as gated is none."""
    answer: dict[str, Any] = as_json_value(
        {
            "fields": {name: value for name, value in fields.items() if name not in NAMES_ONLY},
            "configs": configs,
            "uris": {name: unquote(uri) for name, uri in uris.items() if not uri.endswith(";gated=true")},
        }
    )
    return answer
