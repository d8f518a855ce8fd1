"""A card file that is not a regular file, or that cannot be read.

With a symbolic link or a pipe named `x.yaml`, or a file without read permission, other people have other cards than
you, or none. git stores a link as the path of its target, so a checkout and a commit would have different cards. A
submodule of such a name has no card either; git reads an entry of unknown type as a submodule.

    # refused
    models/tiny.yaml -> ../../elsewhere/tiny.yaml

Replace it with the file itself. What several cards share belongs in a card that is their `base`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C001", name="file-unreadable")
