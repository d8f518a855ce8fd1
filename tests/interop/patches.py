"""Patches beside the config merger of the real fairseq2: a patch applied once does what its layers do one by one."""

from __future__ import annotations

import sys
from ast import literal_eval
from collections.abc import Iterator
from random import Random

from tests.interop.peer import Fairseq2
from tests.model import chains, patches
from tests.model.test_patches import library_patch

BATCH = 500


def compare_patches(peer: Fairseq2, count: int) -> int:
    """How many made-up chains of layers give another config in fairseq2; prints each."""
    rng = Random(20260101)
    failures = 0
    for _ in range(0, count, BATCH):
        cases = list(_draw(rng, BATCH))
        for (layers, config), theirs in zip(cases, peer.merged(cases), strict=True):
            ours = library_patch(layers, rng.choice(chains.SPELLINGS)).apply(config)
            if not patches.same(ours, literal_eval(theirs)):
                failures += 1
                sys.stdout.write(f"{layers} onto {config}:\n  ours     {ours}\n  fairseq2 {theirs}\n")
    sys.stdout.write(f"chains of config layers: {count} compared, {failures} differences\n")
    return failures


def _draw(rng: Random, count: int) -> Iterator[tuple[list[object], object]]:
    for _ in range(count):
        yield chains.chain(rng), chains.config(rng)
