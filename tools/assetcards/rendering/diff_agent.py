"""What a change does to resolved cards, for programs that read text: a line for each value that differs."""

from __future__ import annotations

from collections.abc import Iterator

from assetcards.provenance.account import Diff
from assetcards.rendering import agent

TITLES = ("change", "card", "field", "old", "new", "cause")


def agent_lines(diff: Diff) -> Iterator[str]:
    """What broke, what differs, what is new and what is gone, each with the card that caused it."""
    impact = diff.impact
    yield agent.row(TITLES)
    for failures, what in ((impact.broken, "broken"), (impact.fixed, "fixed")):
        for failure in failures:
            yield agent.row(
                [what, str(failure.asked.full_name), "", "", failure.findings[0].message, str(failure.cause)]
            )
    for change in impact.changed:
        for each in change.fields:
            old, new = each.difference.values
            cause = str(each.cause)
            yield agent.row([each.difference.kind, str(change.asked.full_name), each.difference.field, old, new, cause])
    yield from (agent.row(["new card", str(asked.full_name), "", "", "", ""]) for asked in impact.added)
    yield from (agent.row(["removed card", str(asked.full_name), "", "", "", ""]) for asked in impact.removed)
    for renaming in impact.renamed:
        yield agent.row(
            ["renamed card", str(renaming.asked.full_name), "name", renaming.old_name, renaming.asked.name, ""]
        )


def next_command(diff: Diff) -> str:
    """What to ask next: the first card that differs, or the whole catalog; of the index, no card is shown."""
    impact = diff.impact
    if diff.new.kind == "index":
        return agent.command("validate", "--staged")
    cards = [*(each.asked for each in impact.changed), *impact.added]
    return agent.command("show", str(cards[0].full_name)) if cards and not impact.broken else agent.command("validate")
