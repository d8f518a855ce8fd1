"""A file without cards, which is the configuration of some other program.

Every `*.yaml` and `*.yml` file under the root is a card file: recipes and the configuration of tools beside the cards
make fairseq2 refuse the whole store. A file of mappings without a `name`, and without any field that makes a card, is
taken for one of those, and reported once for all of its folder. So are the items of a list, which may have a `name`.

    # refused in recipes/train.yaml
    optimizer:
      lr: 0.1
    max_num_steps: 1000

Move the files out of the root, or name them in `exclude` of `catalog.toml`.
"""

from __future__ import annotations

from assetcards.rules.rule import Rule

RULE = Rule(code="C220", name="no-card", once_per_folder=True)
