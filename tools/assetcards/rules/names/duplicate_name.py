"""A full name that is used twice.

A full name is a name with its environment. It must be unique in all files of all stores that are searched together:
asking for a name that two cards have is an error, and fairseq2 refuses the whole store.

    # refused
    name: tiny
    model_family: llama
    ---
    name: tiny
    model_family: qwen

Rename or remove one of the two.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C210", name="duplicate-name", covers_catalog=True)
