"""A Git LFS pointer instead of a card.

Cards are small and are read from git objects, at any revision; for a file in Git LFS, git stores only a pointer.

    # refused
    version https://git-lfs.github.com/spec/v1
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    size 12345

Run `git lfs pull`, remove `*.yaml` from the LFS patterns in `.gitattributes`, and commit the card itself.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C113", name="lfs-pointer")
