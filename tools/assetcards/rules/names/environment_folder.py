"""An override outside its environment's folder, another card in such a folder, or a folder `@` without a valid name.

In a catalog, every card under a folder `@lab` is an override for the environment `lab`, and every such override is
there. So a CODEOWNERS file can assign the overrides of a cluster to its people, who can then break no cards but their
own.

    # refused in models/tiny.yaml
    name: tiny@lab
    checkpoint: "/lab/tiny.pt"

Move the card to the folder of its environment, or fix its name. The rule does not apply to a folder of cards without
`catalog.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.errors import CardError
from assetcards.findings import Finding
from assetcards.model.layout import folder_for
from assetcards.names import USER_ENVIRONMENT, Asked
from assetcards.rules.rule import CardSubject, Rule


def check(subject: CardSubject) -> Iterator[Finding]:
    card = subject.card
    folders = card.path.split("/")[:-1]
    wrong = [folder for folder in folders if folder.startswith("@") and folder != f"@{card.env}"]
    if not subject.laid_out or card.env == USER_ENVIRONMENT:
        return
    misnamed = next((folder for folder in folders if folder.startswith("@") and "@" in (folder[1:] or "@")), None)
    if misnamed is not None:
        message = f"{str(card.full_name)!r} is under {misnamed!r}, which does not name an environment"
        yield RULE.finding(card, card.name_node, message, "name the folder @ENV")
    elif wrong:
        message = f"{str(card.full_name)!r} is under {wrong[0]!r}, where every card must be NAME{wrong[0]}"
        goal = _goal(subject)
        may_stay = wrong[0] != f"@{USER_ENVIRONMENT}" and _is_for_kind(folders[0], goal)
        rename = f", or name it '{card.name}{wrong[0]}'" if may_stay else ""
        yield RULE.finding(card, card.name_node, message, f"move it to {goal or 'the top'}{rename}")
    elif card.env and f"@{card.env}" not in folders:
        message = f"override {str(card.full_name)!r} is not under a folder '@{card.env}'"
        yield RULE.finding(card, card.name_node, message, f"move it to {_goal(subject) or 'the top'}")


def _goal(subject: CardSubject) -> str:
    """The folder of its kind as well, so that the card is moved once."""
    card = subject.card
    try:
        answer = subject.catalog.maybe_resolve(Asked(card.name, card.env))
    except CardError:
        answer = None
    return folder_for(card, () if answer is None else answer.kinds)


def _is_for_kind(folder: str, goal: str) -> bool:
    """Whether a card may stay in a first folder: under another name it is not sent to the folder of its kind."""
    kind = goal.partition("/")[0]
    return kind in ("", folder) or kind.startswith("@")


RULE = Rule(code="C213", name="environment-folder", explains=("C210", "C212"), check_card=check)
