"""A name that is neither NAME nor NAME@ENV.

A name has one part, or two that are separated by one `@`: the name of a card and its environment. A card whose name
is empty, has two `@`, or is an environment without a name cannot be asked for.

    # refused
    name: tiny@lab@edge

Write one name and at most one environment; an override for two environments is two cards.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C203", name="name-form")
