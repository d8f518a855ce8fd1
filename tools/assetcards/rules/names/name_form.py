"""A name that is neither NAME nor NAME@ENV.

A name has one part, or two with one `@` between them: the name of a card and the environment that it is for. An empty
name, one with two `@`, and an environment without a name cannot be asked for.

    # refused
    name: tiny@lab@edge

Write one name and at most one environment; an override for two environments is two cards.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C203", name="name-form")
