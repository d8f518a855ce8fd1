r"""A line break that readers of YAML disagree about: U+0085, U+2028 or U+2029.

For some readers the line ends there, for others it goes on, so that one file has two meanings. Editors show them as
nothing or as a blank; they come with text that was copied from a web page or a word processor. Nothing is read from
there on.

    # refused: between tiny and the next word stands U+2028
    name: tiny model_family: llama

Use a plain line break. Inside of a text in double quotes `\L` writes U+2028, and C103 has a word on that.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C107", name="unicode-line-break")
