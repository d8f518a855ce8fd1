"""The words for a change of cards, the same in text and in Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeAlias

from assetcards.comparison.alike import OpenAlike
from assetcards.comparison.compare import ContentLeaf, Difference, values_of
from assetcards.comparison.grouping import Affected, ChangeGroup, FailureGroup
from assetcards.comparison.impact import Impact
from assetcards.comparison.owners import Owners
from assetcards.names import FullName
from assetcards.redaction import redact
from assetcards.rendering.counts import render_count
from assetcards.rendering.display import Prefixes
from assetcards.rendering.documents import describe_root_of
from assetcards.scalars import ScalarValue
from assetcards.sources.ranges import Side
from assetcards.values import cut, render_value

Mark: TypeAlias = Callable[[str], str]
"""Sets a name or a value off from its sentence, and makes it fit for the output."""

NameCause: TypeAlias = Callable[[FullName, Sequence[ScalarValue]], str]
"""Names the cause of what happened to the value that some keys lead to; without keys, to a whole card."""

MAX_FIELDS = 3
"""How many fields a headline names."""

MAX_FINDINGS = 10
"""How many findings are shown of what one card broke."""

SHOWN_BEFORE = 20
"""How much of what two long values have in common is shown in front of where they part."""


def summarize(impact: Impact) -> dict[str, int]:
    """How many cards each thing happened to, in whatever environments."""
    return {
        "broken": len({each.asked.name for each in impact.broken}),
        "fixed": len({each.asked.name for each in impact.fixed}),
        "changed": len({each.asked.name for each in impact.changed}),
        "added": len({each.name for each in impact.added}),
        "removed": len({each.name for each in impact.removed}),
        "renamed": len({each.asked.name for each in impact.renamed}),
    }


def render_summary(impact: Impact) -> str:
    """`2 broken, 14 changed`, or that nothing was."""
    counts = summarize(impact)
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "no differences"


def describe_side(side: Side) -> dict[str, str | None]:
    """One side of the comparison: what kind it is, how it was named, its commit if it is one, and the root of it."""
    root = describe_root_of(side.catalog)
    return {"kind": side.kind, "asked": side.asked, "commit": side.commit or None, "root": root}


def render_side(side: Side, mark: Mark) -> str:
    """`main = 0123...`, the checkout, or the index."""
    if side.kind != "commit":
        return f"the {side.kind}"
    return f"{mark(side.asked)} = {side.commit or 'no commit yet'}"


def render_change(
    group: ChangeGroup, name: NameCause, mark: Mark, render: Callable[[Difference], str] | None = None
) -> str:
    """`small` changed `tokenizer_family`: 14 cards, 2 environments; `render` may say more of a field than its name."""
    shown = group.differences[:MAX_FIELDS]
    fields = [mark(difference.field) if render is None else render(difference) for difference in shown]
    if len(group.differences) > MAX_FIELDS:
        fields.append(render_count(len(group.differences) - MAX_FIELDS, "more field"))
    named = f"{', '.join(fields[:-1])} and {fields[-1]}" if len(fields) > 1 else fields[0]
    by_one = name(group.causes[0], group.differences[0].path) if len(group.causes) == 1 else "each by itself"
    return f"{by_one} changed {named}: {render_extent(group.affected)}"


def render_failure(group: FailureGroup, name: NameCause, verb: str) -> str:
    """`gone` (removed) broke 3 cards, 1 environment."""
    if min(len(group.causes), len(group.affected.names)) > 1:
        return f"each by itself {verb}: {render_extent(group.affected)}"
    return f"{name(group.causes[0], ())} {verb} {render_extent(group.affected)}"


def render_owners(owners: Owners, mark: Mark, limit: int) -> str:
    """`ada` (12 cards), `bob` (1 card); 3 cards have none; nothing where no card has an owner."""
    if not owners.cards:
        return ""
    shown = [f"{mark(owner)} ({render_count(len(cards), 'card')})" for owner, cards in owners.cards.items()]
    more = f" and {len(shown) - limit} more" if len(shown) > limit else ""
    unowned = f"; {render_count(len(owners.unowned), 'card')} without owners" if owners.unowned else ""
    return ", ".join(shown[:limit]) + more + unowned


def render_extent(affected: Affected) -> str:
    """`14 cards, 2 environments`."""
    environments = len(affected.environments)
    cards = render_count(len(affected.names), "card")
    return f"{cards}, {render_count(environments, 'environment')}" if environments else cards


def render_alike(group: ChangeGroup, alike: OpenAlike, mark: Mark, limit: int) -> Iterator[str]:
    """`model_config` opens the same for `qwen`: for each config of a group, and the cards if it is not so for all."""
    for config in dict.fromkeys(difference.part for difference in group.differences):
        cards: defaultdict[str, list[str]] = defaultdict(list)
        for asked in group.affected.asked:
            if config in alike.get(asked, {}):
                cards[alike[asked][config]].append(str(asked) if asked.env else asked.name)
        for family, names in sorted(cards.items()):
            is_all = len(names) == len(group.affected.asked)
            only = "" if is_all else f" (only {render_names(names, mark, limit)})"
            yield f"{mark(config)} opens the same for {mark(family)}{only}"


def render_names(names: Sequence[str], mark: Mark, limit: int) -> str:
    """The names, the last ones only counted when there are more than the limit."""
    shown = ", ".join(map(mark, names[:limit]))
    return f"{shown} and {len(names) - limit} more" if len(names) > limit else shown


def render_findings(group: FailureGroup, prefixes: Prefixes, mark: Mark) -> Iterator[str]:
    """A line for each of the first findings, and how many more there are."""
    for finding in group.findings[:MAX_FINDINGS]:
        yield mark(f"{prefixes.of(finding)}{finding.location}: {finding.message}")
    if len(group.findings) > MAX_FINDINGS:
        yield f"and {len(group.findings) - MAX_FINDINGS} more like these"


def render_values(difference: Difference, limit: int) -> tuple[str | None, str | None]:
    """The old and the new value as text of at most about `limit` characters; None is absent."""
    old, new = render_leaves([difference.old, difference.new], limit)
    return old, new


def render_leaves(leaves: Sequence[ContentLeaf | None], limit: int | None) -> list[str | None]:
    """What each of some cards has under one name, as text; None is absent.

    Where there is a limit, long values are cut so that the first difference is seen. What looks like a secret is not
    shown.
    """
    texts = [redact(render_value(value)) for value in values_of(leaves)]
    present = sorted({text for text, leaf in zip(texts, leaves, strict=True) if leaf is not None})
    start = _start_of(present, limit) if limit is not None and max(map(len, present), default=0) > limit else 0
    written: dict[str, Hashable] = {}
    cells: list[str | None] = []
    for text, leaf in zip(texts, leaves, strict=True):
        if leaf is None:
            cells.append(None)
        elif written.setdefault(text, leaf.key()) != leaf.key():
            cells.append("another value that is written alike")
        else:
            cells.append(text if limit is None else cut(text, start, limit))
    return cells


def _start_of(texts: Sequence[str], limit: int) -> int:
    """Where sorted strings are cut so that each shows its first difference from the others."""
    pairs = enumerate(zip(texts[0], texts[-1], strict=False))
    parting = next((at for at, (a, b) in pairs if a != b), min(map(len, texts))) if len(texts) > 1 else 0
    return max(0, parting - min(SHOWN_BEFORE, limit // 2))
