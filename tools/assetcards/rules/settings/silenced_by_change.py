"""A finding that the judged change itself silences.

A change is not judged by its own suppressions. A comment, an `[[ignore]]`, a choice of rules, an allowed scheme or
host that comes with a change silences nothing unseen: what it silences is reported in that change, with its reason,
so that somebody looks at it. From the next change on it is silent. Errors of reading and resolving, such as a syntax
error or an unknown base, cannot be silenced by the change at all.

    # a warning, in the change that adds the card
    name: tiny
    model_family: llama
    checkpiont: "https://example.org/org/tiny.safetensors"  # catalog: ignore[C303] a field of ours

Fix the finding, or have the suppression reviewed. A comment that moves with its card, or gets another reason, is not
an addition; a comment that silences advice on its own line is only listed (C909).
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C907", name="silenced-by-change", covers_catalog=True)
