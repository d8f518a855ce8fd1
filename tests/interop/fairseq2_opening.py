"""Makes objects of values and opens configs twice, by the real fairseq2 and by us; runs in fairseq2's environment.

`pairs`: each type with each value, as `[type, value, verdict of fairseq2, what differs]`. Else reads one JSON object a
line, `{"kind": ..., "layers": [METADATA, ...]}` with the farthest layer first, and writes for each what differs, if
anything, and how it ended: `equal`, `lossy` (equal only where values may change), `refused`, or `check` of the class.
"""

import dataclasses
import enum
import json
import sys
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Literal

import made_up
import torch
from fairseq2.assets import AssetCard, AssetConfigLoader
from fairseq2.data.tokenizers import TokenizerFamily
from fairseq2.data.tokenizers.family import StandardTokenizerFamily
from fairseq2.datasets.family import StandardDatasetFamily
from fairseq2.models import ModelFamily
from fairseq2.models.family import StandardModelFamily
from fairseq2.runtime.dependency import DependencyLookup, get_dependency_resolver
from fairseq2.utils.structured import StandardValueConverter
from fairseq2.utils.validation import StandardObjectValidator
from fairseq2_families import VALUES, is_same

from assetcards import AssetCardsError, ConfigError, MemoryTree, open_catalog, register_family
from assetcards.families.fairseq2 import families_in_fairseq2
from assetcards.opening.conversion import structure
from assetcards.opening.faults import ConversionError

CONVERTER = StandardValueConverter()
LOSSY = "C706"


class Word(str, enum.Enum):  # noqa: UP042 (as configs have them)
    PRE = "pre"
    SAME = "pre"  # noqa: PIE796 (an alias)


TYPES = [
    bool, int, float, str, object, type(None), Path, torch.dtype, torch.device, made_up.Norm, Word,
    int | None, float | None, bool | None, None | int, str | None, Path | None, made_up.Norm | None,
    int | str, str | int, int | float, float | int, bool | int, int | str | None, list[int] | str, str | list[int],
    list[int], list[float], list[str], list[list[int]], list[int | None], Sequence[int], Sequence[str],
    set[int], set[str], Set[str], tuple[int, ...], tuple[str, ...], tuple[int, int], tuple[int, float], tuple[str, str],
    dict[str, int], dict[str, float], dict[str, object], Mapping[str, int], Mapping[str, list[int]],
    dict[str, int] | None, Literal["a", "abc"], Literal["a"] | None,
    made_up.PartConfig, made_up.PartConfig | None, list[made_up.PartConfig],
]  # fmt: skip
MORE_VALUES = [
    {"size": 2},
    {"size": 2.5},
    {"sise": 2},
    {"parts": [{"norm": "POST"}]},
    [{"rate": 1}],
    {1: 2},
    "cpu",
    10**400,
]


def by_fairseq2(value, target):
    try:
        return CONVERTER.structure(value, target), None
    except Exception as error:
        return None, error


def is_taken(made, value):
    """Whether an object is just what the value says; a path is its string, however that is written."""
    return is_same(CONVERTER.unstructure(made), str(Path(value)) if isinstance(made, Path) else value)


def by_us(value, target, *, lossy):
    try:
        return structure(value, target, lossy=lossy), None
    except ConversionError as error:
        return None, error


def text(made):
    """An object as text that tells 1 from 1.0, and nan from nothing; sets sorted."""
    if isinstance(made, Set):
        return f"{type(made).__name__}{sorted(map(text, made))}"
    if isinstance(made, (list, tuple)):
        return f"{type(made).__name__}{list(map(text, made))}"
    if isinstance(made, Mapping):
        return f"{type(made).__name__}{[(text(key), text(each)) for key, each in made.items()]}"
    if dataclasses.is_dataclass(made):
        return f"{type(made).__name__}{[(f.name, text(getattr(made, f.name))) for f in dataclasses.fields(made)]}"
    return repr(made)


def difference(theirs, error, strict, lossy, verdict):
    """What is not as it should be with one pair; None if nothing."""
    if verdict == "refuses":
        return None if strict[1] and lossy[1] else f"refused by fairseq2 ({error}), made here"
    if lossy[1] or text(lossy[0]) != text(theirs):
        return f"with lossy {lossy}, not {theirs!r}"
    if verdict == "loses":
        kinds = {fault.kind.value for fault in strict[1].faults} if strict[1] else {"made"}
        return None if kinds == {"lossy"} else f"changed by fairseq2, here {kinds}"
    return None if not strict[1] and text(strict[0]) == text(theirs) else f"{strict}, not {theirs!r}"


def compare_pairs():
    for target in TYPES:
        for value in [*VALUES, *MORE_VALUES]:
            theirs, error = by_fairseq2(value, target)
            if isinstance(error, OverflowError):  # which fairseq2 does not expect
                continue
            verdict = "refuses" if error else "accepts" if is_taken(theirs, value) else "loses"
            strict, lossy = by_us(value, target, lossy=False), by_us(value, target, lossy=True)
            say([str(target), repr(value)[:60], verdict, difference(theirs, error, strict, lossy, verdict)])


class Architectures:
    """The configs of a made-up model family, as fairseq2 looks them up."""

    def __init__(self, family):
        self.kls = family.config
        self._made = family.architectures

    def maybe_get(self, name):
        return self._made[name]() if name in self._made else None

    def iter_keys(self):
        return iter(self._made)


def made_up_families(resolver):
    """The made-up families as fairseq2's own classes."""
    loader, validator = resolver.resolve(AssetConfigLoader), StandardObjectValidator()
    model, dataset, tokenizer = made_up.FAMILIES
    unused = (
        "factory file_system asset_download_manager checkpoint_loader supports_meta restrict sharder"
        " state_dict_converter shard_specs compiler fsdp_applier layerwise_ac_applier progress_reporter"
    )
    rest = dict.fromkeys(unused.split())
    shared = {"validator": validator, "asset_config_loader": loader}
    return {
        model.name: StandardModelFamily(model.name, torch.nn.Module, Architectures(model), **rest, **shared),
        dataset.name: StandardDatasetFamily(dataset.name, object, dataset.config, None, **shared),
        tokenizer.name: StandardTokenizerFamily(
            tokenizer.name, object, tokenizer.config, None, None, validator, None, loader, None
        ),
    }


def open_theirs(lookups, kind, layers):
    card = None
    for number, metadata in enumerate(layers):
        card = AssetCard(f"card{number}", metadata, card)
    name = card.field(f"{kind}_family").as_(str)
    family = lookups["made up"].get(name) or lookups[kind].maybe_get(name)
    return getattr(family, f"get_{kind}_config")(card)


def open_ours(kind, layers, *, lossy):
    cards = [
        {"name": f"card{number}", **({"base": f"card{number - 1}"} if number else {}), **fields}
        for number, fields in enumerate(layers)
    ]
    with open_catalog(MemoryTree(cards=cards), stores=[]) as catalog:
        return catalog.open(f"card{len(layers) - 1}", kind=kind, lossy=lossy)


def attempt(make):
    try:
        return make(), None
    except Exception as error:
        return None, error


def compare_opened(lookups, kind, layers):
    theirs, error = attempt(lambda: open_theirs(lookups, kind, layers))
    strict, refused = attempt(lambda: open_ours(kind, layers, lossy=False))
    lossy, refused_lossy = attempt(lambda: open_ours(kind, layers, lossy=True))
    for mistake in (refused, refused_lossy):
        if mistake is not None and not isinstance(mistake, AssetCardsError):
            return f"{mistake!r}", "wrong"
    if error is not None:
        if "not a valid" in str(error):
            return None, "check"
        wrong = None if refused and refused_lossy else f"refused by fairseq2 ({error!r}), made here"
        return wrong, "refused"
    if refused_lossy or text(lossy) != text(theirs):
        return f"with lossy {refused_lossy or lossy}, not {theirs}", "wrong"
    if refused is None:
        return (None, "equal") if text(strict) == text(theirs) else (f"{strict}, not {theirs}", "wrong")
    lost = isinstance(refused, ConfigError) and {finding.code for finding in refused.findings} == {LOSSY}
    return None if lost else f"{refused}, made by fairseq2", "lossy"


def say(reply):
    print(json.dumps(reply), flush=True)


def main():
    if sys.argv[1:] == ["pairs"]:
        compare_pairs()
        return
    for family in (*families_in_fairseq2("fairseq2"), *made_up.FAMILIES):  # which starts fairseq2
        register_family(dataclasses.replace(family, opener=lambda config: config))
    resolver = get_dependency_resolver()
    lookups = {
        "model": DependencyLookup(resolver, ModelFamily),
        "tokenizer": DependencyLookup(resolver, TokenizerFamily),
        "made up": made_up_families(resolver),
    }
    for line in sys.stdin:
        question = json.loads(line)
        say(compare_opened(lookups, question["kind"], question["layers"]))


if __name__ == "__main__":
    main()
