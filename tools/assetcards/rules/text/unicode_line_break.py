r"""A line break that YAML parsers treat differently: U+0085, U+2028 or U+2029.

For some parsers the line ends there, for others it continues, so that one file has two meanings. Editors show such a
character as nothing or as a space; it comes with text copied from a web page or a word processor. Nothing from there
on is read.

    # refused: U+2028 is between tiny and the next word
    name: tiny model_family: llama

Use an ordinary line break (LF). In double quotes, `\L` would be U+2028, which C103 refuses.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C107", name="unicode-line-break")
