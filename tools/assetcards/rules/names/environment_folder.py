"""An override outside its environment's folder, or another card in it; or such a folder that names no environment.

In a catalog every card below a folder `@lab` is an override for the environment `lab`, and every such override is
there. So an owners' file can hand the overrides of a cluster to the people of that cluster, and they can break no
card but their own.

    # refused in models/tiny.yaml
    name: tiny@lab
    checkpoint: "/lab/tiny.pt"

Move the card to the folder that its name says, or mend its name. The rule does not hold in a folder of cards without
`catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.findings import Finding
from assetcards.names import USER_ENVIRONMENT
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    card = subject.card
    folders = card.path.split("/")[:-1]
    wrong = [folder for folder in folders if folder.startswith("@") and folder != f"@{card.env}"]
    if not subject.laid_out or card.env == USER_ENVIRONMENT:
        return
    misnamed = next((folder for folder in folders if folder.startswith("@") and "@" in (folder[1:] or "@")), None)
    if misnamed is not None:
        message = f"{str(card.full_name)!r} lies below {misnamed!r}, which names no environment"
        yield RULE.finding(card, card.name_node, message, "name the folder @ENVIRONMENT")
    elif wrong:
        message = f"{str(card.full_name)!r} lies below {wrong[0]!r}, where every card is NAME{wrong[0]}"
        hint = "move it" if wrong[0] == f"@{USER_ENVIRONMENT}" else f"move it, or name it '{card.name}{wrong[0]}'"
        yield RULE.finding(card, card.name_node, message, hint)
    elif card.env and f"@{card.env}" not in folders:
        message = f"the override {str(card.full_name)!r} does not lie below a folder '@{card.env}'"
        yield RULE.finding(card, card.name_node, message, f"move it to {'/'.join([*folders[:1], f'@{card.env}'])}/")


RULE = Rule(code="C213", name="environment-folder", explains=("C210",), check_card=check)
