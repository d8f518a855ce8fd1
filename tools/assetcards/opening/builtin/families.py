"""The families that come with the toolchain; the libraries of a format are loaded when one of its assets is opened."""

from __future__ import annotations

from assetcards.families.family import Family
from assetcards.opening.builtin.lines import LinesConfig, open_lines
from assetcards.opening.builtin.parquet import ParquetConfig, open_parquet
from assetcards.opening.builtin.tokens import open_tokenizer
from assetcards.opening.builtin.weights import WeightsConfig, open_weights

BUILTIN = (
    Family(kind="model", name="safetensors", config=WeightsConfig, opener=open_weights),
    Family(kind="dataset", name="jsonl", config=LinesConfig, opener=open_lines),
    Family(kind="dataset", name="parquet", config=ParquetConfig, opener=open_parquet),
    Family(kind="tokenizer", name="tokenizers", config=None, opener=open_tokenizer),
)
