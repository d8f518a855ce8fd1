"""A card of ours that needs a broken card of an upstream.

The cards of an `[[upstream]]` are not judged. One that is broken there is reported where one of ours inherits from it,
overrides it or refers to it, because that cannot be loaded either.

    # refused, if `wav2vec2` of the upstream is not a valid card
    name: tiny_asr
    base: wav2vec2

Read another version of the upstream (`catalog upstream update`), or do without that card.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C411", name="upstream-broken", covers_catalog=True)
