"""A change to a field that is listed in `policy.frozen_fields`.

`frozen_fields` in `catalog.toml` lists what must not change in an existing card: a field (`model_arch`), a value of a
config (`model_config.vocab_size`), or everything below a dotted name (`model_config.rope`). All spellings of a config
count as one: `model_config_overrides.rope` is `model_config.rope`.

    # catalog.toml
    [policy]
    frozen_fields = ["model_arch"]

Add a new card instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.comparison.compare import resolved_name
from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change, Objection, Policy


def check(change: Change) -> Iterator[Objection]:
    frozen = tuple(f"{resolved_name(name)}." for name in change.settings.frozen_fields)
    for changed in change.differences(lambda _, each: f"{each.field}.".startswith(frozen)):
        message = f"{changed} changed {changed.values}, but it is frozen"
        yield Objection(change.location_of(changed), message, "add a new card instead, or restore the old value")


POLICY = Policy(code="P106", name="frozen", default=Outcome.FAIL, check=check)
