"""The example of fairseq2's guide, with its card in our catalog; runs in fairseq2's environment.

A family is registered in a recipe's own code, and the card names it: opening it prints the lines of the data.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from fairseq2.assets import AssetStore
from fairseq2.composition import _register_library
from fairseq2.composition.datasets import register_dataset_family
from fairseq2.datasets import DatasetFamily
from fairseq2.datasets.hub import DatasetHub
from fairseq2.runtime.dependency import DependencyContainer

from assetcards.fairseq2 import register_assetcards


class MyDataset:
    def __init__(self, lines):
        self.lines = lines

    @staticmethod
    def from_path(path):
        return MyDataset(path.read_text("utf-8").splitlines())


@dataclass
class MyDatasetConfig:
    data: Path = Path()  # without a default, fairseq2 0.8.1 does not open it


def open_my_dataset(config):
    return MyDataset.from_path(config.data)


def main(source, rev, name):
    container = DependencyContainer()
    register_dataset_family(container, "my_dataset", MyDataset, MyDatasetConfig, opener=open_my_dataset)
    register_assetcards(container, source, rev=rev)
    _register_library(container, no_progress=True)
    hub = DatasetHub(container.resolve(DatasetFamily, key="my_dataset"), container.resolve(AssetStore))
    print(hub.open_dataset(name).lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
