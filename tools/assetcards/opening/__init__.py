"""Opening: from a resolved card to the asset, by the code of its family.

A family of datasets: a class, a config, and a function that opens one from the other.

>>> from dataclasses import dataclass
>>> from pathlib import Path
>>> from assetcards import MemoryTree, family_opener, open_catalog, unregister_family
>>> @dataclass
... class MyDataset:
...     lines: list[str]
...     @staticmethod
...     def from_path(path):
...         return MyDataset(path.read_text("utf-8").splitlines())
>>> @dataclass
... class MyDatasetConfig:
...     data: Path
>>> @family_opener(kind="dataset", name="my_dataset", config=MyDatasetConfig)
... def open_my_dataset(config):
...     return MyDataset.from_path(config.data)

A card of it, and what it opens:

>>> from tempfile import TemporaryDirectory
>>> with TemporaryDirectory() as folder:
...     data = Path(folder, "poems.txt")
...     _ = data.write_text("roses\\nviolets\\n", "utf-8")
...     card = {"name": "poems", "dataset_family": "my_dataset", "dataset_config": {"data": str(data)}}
...     open_catalog(MemoryTree(cards=[card]), stores=[]).open("poems")
MyDataset(lines=['roses', 'violets'])
>>> unregister_family("dataset", "my_dataset")
"""
