"""A card file that is no plain file, or that cannot be read.

A symbolic link or a pipe of the name `x.yaml`, or a file without the right to read it, gives other people
other cards than you, or none at all. In git a link is the text of its target, so a checkout and a revision would
hold different cards. A submodule of such a name holds no card either; git takes an entry whose type it does not know
for one.

    # refused
    models/tiny.yaml -> ../../elsewhere/tiny.yaml

Put the file itself there. What several cards share belongs into a card that they name as `base`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C001", name="file-unreadable")
