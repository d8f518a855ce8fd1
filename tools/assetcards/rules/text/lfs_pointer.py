"""A pointer of Git LFS where the card should be.

Cards are small and are read from git's own objects, at any revision; a file kept by Git LFS has only a pointer there.

    # refused
    version https://git-lfs.github.com/spec/v1
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    size 12345

Run `git lfs pull`, take `*.yaml` out of `.gitattributes`, and commit the card itself.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C113", name="lfs-pointer")
