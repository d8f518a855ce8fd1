"""A change to a field that is listed in `policy.frozen_fields`.

`frozen_fields` in `catalog.toml` lists what must not change in an existing card: a field (`model_arch`), a value of a
config (`model_config.vocab_size`), or everything below a dotted name (`model_config.rope`). All spellings of a config
count as one: `model_config_overrides.rope` is `model_config.rope`. A `_del_` or `_set_` of a mapping that has a frozen
value counts as well, because it changes what the defaults of the family give.

    # catalog.toml
    [policy]
    frozen_fields = ["model_arch"]

Add a new card instead.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.comparison.compare import Difference, resolved_name
from assetcards.dotted import Directive, dotted_name
from assetcards.model.settings import Outcome
from assetcards.policies.policy import Change, Objection, Policy


def check(change: Change) -> Iterator[Objection]:
    frozen = tuple(f"{resolved_name(name)}." for name in change.settings.frozen_fields)
    for changed in change.differences(lambda _, each: _reaches(each, frozen)):
        message = f"{changed} changed {changed.values}, but it is frozen"
        yield Objection(change.location_of(changed), message, "add a new card instead, or restore the old value")


def _reaches(difference: Difference, frozen: tuple[str, ...]) -> bool:
    """Whether a difference is in what is frozen; a directive reaches all that the defaults have below its key."""
    keys = [key for key in difference.path if not isinstance(key, Directive)]
    name = f"{dotted_name(keys)}."
    is_directive = len(keys) < len(difference.path)
    return name.startswith(frozen) or (is_directive and any(each.startswith(name) for each in frozen))


POLICY = Policy(code="P106", name="frozen", default=Outcome.FAIL, check=check)
