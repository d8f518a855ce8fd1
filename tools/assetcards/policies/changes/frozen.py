"""A field listed in `policy.frozen_fields` that changed: a field, a leaf of a config, or anything under a dotted name.

`frozen_fields` of `catalog.toml` lists what of a card stays as it is once the card is there: a field (`model_arch`), a
leaf of a config (`model_config.vocab_size`), or all below a dotted name (`model_config.rope`). The spellings of a
config are one: `model_config_overrides.rope` is `model_config.rope`.

    # catalog.toml
    [policy]
    frozen_fields = ["model_arch"]

Make another card of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.comparison.compare import told_as
from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change, Objection, Policy


def check(change: Change) -> Iterator[Objection]:
    frozen = tuple(f"{told_as(name)}." for name in change.settings.frozen_fields)
    for changed in change.differences(lambda _, each: f"{each.field}.".startswith(frozen)):
        message = f"{changed} changed {changed.values}, and is frozen"
        yield Objection(change.location_of(changed), message, "make another card of it, or leave it as it was")


POLICY = Policy(code="P106", name="frozen", default=Outcome.FAIL, check=check)
