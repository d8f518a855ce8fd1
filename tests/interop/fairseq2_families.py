"""Opens configs with the real fairseq2; runs in its environment, with our package on the path.

`verdicts`: for every annotation in the config classes, what the converter does with each of some values, and our schema
of it. Else reads one JSON object a line, `{"kind": ..., "layers": [METADATA, ...]}` with the farthest layer first, and
writes for each `{"config": ...}`, or `{"error": ...}` and whether it is a check of the class that fails.
"""

import dataclasses
import json
import sys
import typing

from fairseq2 import init_fairseq2
from fairseq2.assets import AssetCard
from fairseq2.data.tokenizers import TokenizerFamily
from fairseq2.models import ModelFamily
from fairseq2.runtime.dependency import DependencyLookup
from fairseq2.utils.structured import StandardValueConverter

from assetcards.families.annotations import Annotations
from assetcards.families.fairseq2 import torch_types
from assetcards.families.unstructured import unstructure

CONVERTER = StandardValueConverter()
VALUES = [
    None, True, False, 0, 1, -3, 10**20, 3.9, 3.0, -0.0, 1e300, "", "3", " 4 ", "1_0", "3.5", "nan", "abc", "a", "aa",
    "bfloat16", "torch.float32", "torch.", "PRE", "pre", "layer", "sp", "en", [], [1], [1, 2], [1, 1], [1.5, 2], ["a"],
    ["3"], ["a", "a"], [None], [[1, 2, 3]], [[1, 2], [3, 4]], [1, 2, 3], ["full_attention"], {}, {"a": 1}, {"a": [1]},
]  # fmt: skip


def annotations_in(config, found, seen):
    if not dataclasses.is_dataclass(config) or config in seen:
        return
    seen.add(config)
    hints = typing.get_type_hints(config)
    for field in dataclasses.fields(config):
        found[str(hints[field.name])] = hints[field.name]
        for part in (hints[field.name], *typing.get_args(hints[field.name])):
            annotations_in(part, found, seen)


def verdict(annotation, value):
    try:
        made = CONVERTER.unstructure(CONVERTER.structure(value, annotation))
    except Exception:
        return "refuses"
    return "accepts" if is_same(made, value) else "loses"


def is_same(made, value):
    """Equal, but that an integer may become a number, and the name of a dtype loses its prefix."""
    if isinstance(value, dict):
        return isinstance(made, dict) and all(key in made and is_same(made[key], value[key]) for key in value)
    if isinstance(value, list):
        return isinstance(made, list) and len(made) == len(value) and all(map(is_same, made, value))
    if isinstance(made, float) and type(value) is int:
        return made == value
    return type(made) is type(value) and value in (made, f"torch.{made}")


def say(reply):
    print(json.dumps(reply), flush=True)


def main():
    resolver = init_fairseq2()
    lookups = {
        "model": DependencyLookup(resolver, ModelFamily),
        "tokenizer": DependencyLookup(resolver, TokenizerFamily),
    }
    if sys.argv[1:] == ["verdicts"]:
        found, seen = {}, set()
        for lookup in lookups.values():
            for name in lookup.iter_keys():
                annotations_in(lookup.maybe_get(name).config_kls, found, seen)
        for text, annotation in sorted(found.items()):
            annotations = Annotations(torch_types())
            schema = annotations.schema(annotation)
            whole = schema if isinstance(schema, bool) else {**schema, "$defs": annotations.classes}
            say([text, whole, [[value, verdict(annotation, value)] for value in VALUES]])
        return
    for line in sys.stdin:
        question = json.loads(line)
        card = None
        for number, metadata in enumerate(question["layers"]):
            card = AssetCard(f"card{number}", metadata, card)
        family = lookups[question["kind"]].maybe_get(card.field(f"{question['kind']}_family").as_(str))
        try:
            config = getattr(family, f"get_{question['kind']}_config")(card)
            say({"config": unstructure(config)})
        except Exception as error:
            say({"error": str(error), "is_check": "not a valid" in str(error)})


if __name__ == "__main__":
    main()
