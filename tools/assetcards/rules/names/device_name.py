"""A card, an environment or a file named like a Windows device.

`con`, `nul`, `aux`, `prn`, `com1` to `com9` and `lpt1` to `lpt9` are device names on Windows, with any suffix and in
any case. A repository with a file `aux.yaml` cannot be checked out there, and downloads of a card `nul.v2` cannot be
stored under its name.

    # refused
    name: aux
    model_family: llama

Use another name. The rule does not apply to a folder of cards without `catalog.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.rules.rule import CatalogSubject, Rule

_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9\u00b9\u00b2\u00b3])(?:\..*)?", re.IGNORECASE)


def check(subject: CatalogSubject) -> Iterator[Finding]:
    """An override has the name of its plain card, which is judged already."""
    for card in subject.laid_out_cards:
        name = card.env or card.name
        if _DEVICE.fullmatch(name):
            message = f"{name!r} is the name of a Windows device"
            yield RULE.finding(card, card.name_node, message, "use another name")
    for path in subject.laid_out_paths:
        device = next(filter(_DEVICE.fullmatch, path.split("/")), None)
        if device is not None:
            message = f"{device!r} is the name of a Windows device, so the file cannot be checked out on Windows"
            yield RULE.finding(path, (0, 0), message, "rename it")


RULE = Rule(code="C206", name="device-name", once_per_file=True, check_catalog=check)
