"""Answers questions with the real fairseq2; runs in its environment and knows nothing of ours.

Reads one JSON object a line, `{"root": FOLDER, "env": ENV or null, "queries": [...]}`, and writes one for each:
`{"refused": MESSAGE}` when the store does not load, else `{"answers": [...]}`, one for each query: `error`, or
`chain`, `fields`, `kinds`, `configs`, and `uris` of the three fields that are always URIs.

`{"merges": [CASE, ...]}` asks for configs instead, each case written by Python: the layers, the farthest first, and
what they are merged onto. The reply is `{"merged": [CONFIG, ...]}`, written by Python as well.
"""

import json
import sys
from ast import literal_eval
from pathlib import Path

from fairseq2.assets.metadata_provider import StandardFileAssetMetadataLoader, YamlAssetMetadataFileLoader
from fairseq2.assets.store import StandardAssetStore
from fairseq2.file_system import NativeLocalFileSystem
from fairseq2.utils.config import StandardConfigMerger
from fairseq2.utils.yaml import RuamelYamlLoader

KINDS = ("model", "dataset", "tokenizer")
SPELLINGS = ("config_overrides", "config_override", "config")
URI_FIELDS = ("checkpoint", "tokenizer", "data")


def load_store(root, env):
    files = NativeLocalFileSystem()
    loader = StandardFileAssetMetadataLoader(files, YamlAssetMetadataFileLoader(RuamelYamlLoader(files)))
    return StandardAssetStore([loader.load(Path(root).resolve())], default_env=env)


def layers_of(card):
    while card is not None:
        yield card
        card = card.base


def answer(store, query):
    try:
        card = store.retrieve_card(query)
        layers = list(layers_of(card))
        fields = {}
        for layer in layers:
            for name, value in layer.metadata.items():
                if not (name.startswith("__") and name.endswith("__")):
                    fields.setdefault(name, value)
        return {
            "chain": [layer.name for layer in layers],
            "fields": fields,
            "kinds": [kind for kind in KINDS if card.has_field(f"{kind}_family")] or ["other"],
            "configs": dict(configs_of(layers)),
            "uris": {name: str(card.field(name).as_uri()) for name in URI_FIELDS if fields.get(name) is not None},
        }
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def configs_of(layers):
    merger = StandardConfigMerger()
    for kind in KINDS:
        for spelling in SPELLINGS:
            written = [layer.metadata.get(f"{kind}_{spelling}") for layer in reversed(layers)]
            values = [value for value in written if value is not None]
            if values:
                merged = {}
                for value in values:
                    merged = merger.merge(merged, value)
                yield kind, merged
                break


def merge(layers, config):
    merger = StandardConfigMerger()
    for layer in layers:
        if layer is not None:
            config = merger.merge(config, layer)
    return config


def main():
    sys.setrecursionlimit(2000)
    for line in sys.stdin:
        question = json.loads(line)
        if "merges" in question:
            print(json.dumps({"merged": [repr(merge(*literal_eval(case))) for case in question["merges"]]}), flush=True)
            continue
        try:
            store = load_store(question["root"], question["env"])
        except Exception as error:
            reply = {"refused": f"{type(error).__name__}: {error}"}
        else:
            reply = {"answers": [answer(store, query) for query in question["queries"]]}
        print(json.dumps(reply, default=str), flush=True)


if __name__ == "__main__":
    main()
