"""Opens cards of fairseq2's families with `open`, and the guide's dataset on both sides; in fairseq2's environment.

Given a repository and a revision; prints what differs, a line each.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch
from fairseq2 import init_fairseq2
from fairseq2.assets import AssetStore
from fairseq2.composition import register_dataset_family, register_tokenizer_family
from fairseq2.datasets import DatasetHubAccessor
from fairseq2.models.llama import get_llama_model_hub
from fairseq2_guide import MyDataset, MyDatasetConfig, open_my_dataset

from assetcards import MemoryTree, open_catalog
from assetcards.fairseq2 import register_assetcards, register_fairseq2_families


@dataclass
class MyTokenizerConfig:
    size: int = 1


class MyTokenizer:
    def __init__(self, path, config):
        self.made_of = (path, config)


SMALL = {"model_dim": 8, "max_seq_len": 16, "vocab_size": 10, "num_layers": 1, "num_attn_heads": 2,
         "num_key_value_heads": 2, "ffn_inner_dim": 16, "ffn_inner_dim_multiple_of": 8}  # fmt: skip


def compare_dataset(catalog, resolver):
    theirs = DatasetHubAccessor("my_dataset", MyDataset, MyDatasetConfig)().open_dataset("poems")
    ours = catalog.open("poems")
    if ours.lines != theirs.lines or len(ours.lines) != 2:
        yield f"the dataset of the guide: {ours.lines}, not {theirs.lines}"
    if not str(resolver.resolve(AssetStore).retrieve_card("poems").metadata["__source__"]).startswith("git:"):
        yield "fairseq2 has the card from elsewhere"


def compare_model(catalog, folder):
    """A small model that fairseq2 makes and saves is the same when a card opens it."""
    hub = get_llama_model_hub()
    card = {"name": "small", "model_family": "llama", "checkpoint": str(folder / "small.pt"), "model_config": SMALL}
    torch.manual_seed(1)
    with open_catalog(MemoryTree(cards=[card]), stores=[]) as small:
        try:
            small.open("small")
            yield "a model without a checkpoint was opened"
        except Exception as error:
            if "small.pt" not in str(error):
                yield f"a missing checkpoint is {error!r}"
        config = hub.get_arch_config("7b")
        for name, value in SMALL.items():
            setattr(config, name, value)
        made = hub.create_new_model(config)
        torch.save({"model": made.state_dict()}, folder / "small.pt")
        card["model_arch"] = "7b"
        catalog = open_catalog(MemoryTree(cards=[card]), stores=[])
        opened = catalog.open("small")
        theirs, ours = made.state_dict(), opened.state_dict()
        if type(opened) is not type(made) or theirs.keys() != ours.keys():
            yield f"the model is {type(opened)}"
        elif not all(torch.equal(theirs[name], ours[name]) for name in theirs):
            yield "the weights of the model differ"


def compare_tokenizer(folder):
    (folder / "words").touch()
    card = {"name": "words", "tokenizer_family": "my_tokenizer", "tokenizer": str(folder / "words")}
    card["tokenizer_config"] = {"size": 3}
    made = open_catalog(MemoryTree(cards=[card]), stores=[]).open("words").made_of
    if made != (folder / "words", MyTokenizerConfig(3)):
        yield f"the tokenizer is {made}"


def main():
    repository, rev = sys.argv[1:]

    def extras(container):
        register_assetcards(container, repository, rev=rev)
        register_dataset_family(container, "my_dataset", MyDataset, MyDatasetConfig, opener=open_my_dataset)
        register_tokenizer_family(container, "my_tokenizer", MyTokenizer, MyTokenizerConfig, loader=MyTokenizer)

    resolver = init_fairseq2(extras=extras)
    register_fairseq2_families()
    with open_catalog(repository, rev=rev) as catalog, tempfile.TemporaryDirectory() as folder:
        for difference in (
            *compare_dataset(catalog, resolver),
            *compare_model(catalog, Path(folder).resolve()),
            *compare_tokenizer(Path(folder).resolve()),
        ):
            print(difference)


if __name__ == "__main__":
    main()
