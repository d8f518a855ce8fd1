"""A card file that is not a regular file or cannot be read, or a repository inside the catalog.

With a symbolic link or a pipe named `x.yaml`, or a file without read permission, other people have other cards than
you, or none. git stores a link as the path of its target, so a checkout and a commit would have different cards.

A commit names a submodule, but does not have its files. So no cards are read from a folder that is a repository of its
own, in a checkout either: a submodule, a clone or a linked work tree, each of which has a `.git`. git reads an entry of
unknown type as a submodule.

    # refused
    models/tiny.yaml -> ../../elsewhere/tiny.yaml
    models/extra/.git

Replace a link with the file itself. What several cards share belongs in a card that is their `base`. Move a repository
out of the catalog, and name it with `--store` to read its cards, too.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C001", name="file-unreadable")
