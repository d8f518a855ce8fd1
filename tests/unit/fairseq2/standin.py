"""What fairseq2 0.8.1 makes of cards, as plainly as it can be written; `make interop` asks the real one.

An override of the first environment that has one is put onto its plain card key by key, then `base` is followed. A path
is relative to the folder of the card that was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from assetcards.names import parse_card_name
from tests.model.patches import merge_layer

KINDS = ("model", "dataset", "tokenizer")
SPELLINGS = ("config_overrides", "config_override", "config")
FOLDER = "__base_path__"

Metadata = dict[str, Any]


class RefusedError(Exception):
    """fairseq2 gives an error instead of a card."""


def read_store(*folders: Path) -> dict[str, Metadata]:
    """The cards below folders, by full name."""
    store: dict[str, Metadata] = {}
    for file in sorted(path for folder in folders for path in folder.rglob("*.y*ml")):
        for document in YAML(typ="safe", pure=True).load_all(file):
            name = parse_card_name(document.pop("name"))
            if f"{name.name}@{name.env}" in store:
                raise RefusedError(f"two cards named {name}")
            store[f"{name.name}@{name.env}"] = document | {FOLDER: file.parent}
    return store


def layers_of(store: Mapping[str, Metadata], name: str, environments: Sequence[str]) -> list[Metadata]:
    """The layers of a card, nearest first."""
    if f"{name}@" not in store:
        raise RefusedError(f"no card {name}")
    layer = dict(store[f"{name}@"])
    override = next((store[f"{name}@{env}"] for env in environments if f"{name}@{env}" in store), {})
    layer.update(override)
    base = layer.get("base")
    return [layer, *(layers_of(store, base, environments) if isinstance(base, str) else [])]


def answer(store: Mapping[str, Metadata], name: str, env: str) -> dict[str, Any] | None:
    """Fields, configs and addresses of a card; None when there are none."""
    try:
        layers = layers_of(store, name, [env] if env else [])
    except RefusedError:
        return None
    fields: Metadata = {}
    for layer in layers:
        fields = layer | fields
    folder = fields.pop(FOLDER)
    uris = {name: _uri(folder, fields[name]) for name in ("checkpoint", "tokenizer", "data") if fields.get(name)}
    return {"fields": fields, "configs": dict(_configs(layers)), "uris": uris}


def _uri(folder: Path, text: str) -> str:
    return text if "://" in text else f"file://{folder / text}"


def _configs(layers: Sequence[Metadata]) -> Any:
    for kind in KINDS:
        for key in (f"{kind}_{spelling}" for spelling in SPELLINGS):
            values = [layer[key] for layer in reversed(layers) if layer.get(key) is not None]
            if values:
                config: object = {}
                for value in values:
                    config = merge_layer(config, value)
                yield kind, config
                break
