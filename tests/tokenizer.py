"""A real tokenizer, trained on a few lines."""

from __future__ import annotations

from pathlib import Path

LINES = ["roses are red", "violets are blue", "sugar is sweet"]


def write_tokenizer(path: Path) -> None:
    """Train one whose tokens are the words of the lines, and write it as a `tokenizer.json`."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.trainers import WordLevelTrainer

    tokenizer = Tokenizer(WordLevel(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.train_from_iterator(LINES, WordLevelTrainer(special_tokens=["[UNK]"], show_progress=False))
    tokenizer.save(str(path))
