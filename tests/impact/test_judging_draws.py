"""Whatever a change brings: all that the settings and comments before it would have told is told of it."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from assetcards import Catalog, MemoryTree
from assetcards.lint.judging import Judge
from assetcards.lint.kinds import with_choices_of
from assetcards.lint.lint import find_all, lint_catalog
from assetcards.sources.making import make_catalog
from tests.sampling import sample

LINES = (
    "licence: MIT",
    "base: nowhere",
    "base: c0",
    "checkpoint: ftp://example.org/a",
    "checkpoint: https://10.0.0.7/a",
    "checkpoint: hg://org/a",
    "owners: nobody",
    "model_config: {a: 1, a: 2}",
)
"""What a card may say; most of it is wrong."""

COMMENTS = ("", *(f"  # catalog: ignore[{code}] {why}" for code in ("C303", "C401", "C602", "C610") for why in "xy"))
SETTINGS = (
    '[rules]\nignore = ["C3"]\n',
    '[rules]\nselect = ["C4", "C6"]\n',
    '[uris]\nschemes = ["ftp", "hg"]\nhosts = ["10.*"]\n',
    '[[ignore]]\npath = "*"\ncodes = ["C"]\nreason = "z"\n',
    '[[ignore]]\npath = "c1.yaml"\ncodes = ["C4", "C602"]\nreason = "z"\n',
    "[bounds]\nnodes = 7\n",
)
CARD = st.tuples(st.lists(st.sampled_from(LINES), unique=True, max_size=3), st.sampled_from(COMMENTS))
FILES = st.tuples(
    st.dictionaries(st.sampled_from([f"c{number}" for number in range(3)]), CARD),
    st.lists(st.sampled_from(SETTINGS), unique=True, max_size=2).filter(
        lambda texts: "".join(texts).count("[rules]") < 2
    ),
)
Cards = Mapping[str, tuple[list[str], str]]


def catalog_of(cards: Cards, settings: list[str]) -> Catalog:
    files = {f"{name}.yaml": text_of(name, *card) for name, card in cards.items()}
    return make_catalog(MemoryTree("cards", {"catalog.toml": "".join(sorted(settings)), **files}), env=None, stores=[])


def text_of(name: str, lines: list[str], comment: str) -> str:
    """The card, the comment at the end of its last line."""
    return "\n".join([f"name: {name}", *lines]) + f"{comment}\n"


def without_new_comments(before: Cards, after: Cards) -> Cards:
    """The cards after a change, less the comments that are not on the same line of the same card before it."""

    def stood(name: str) -> bool:
        (lines, comment), (old_lines, old_comment) = after[name], before.get(name, ([], ""))
        return (lines[-1:], comment) == (old_lines[-1:], old_comment)

    return {name: (lines, comment if stood(name) else "") for name, (lines, comment) in after.items()}


@given(FILES, FILES)
@settings(max_examples=sample(60, 3000))
def test_nothing_is_silent_that_was_not_silent_before(
    before: tuple[Cards, list[str]], after: tuple[Cards, list[str]]
) -> None:
    old = catalog_of(*before)
    judge = Judge(old)
    new = judge.settle(catalog_of(*after))
    told = judge.lint(new)
    naive = catalog_of(without_new_comments(before[0], after[0]), after[1])
    held = naive.with_(settings=with_choices_of(old.settings, judge.settle(naive).settings))
    wanted = [finding for finding in lint_catalog(held) if not finding.code.startswith("C9")]
    silent = {(each.code, each.path, each.message) for each in find_all(old).findings} - {
        (each.code, each.path, each.message) for each in judge.reported
    }
    missed = [
        finding
        for finding in wanted
        if (finding.code, finding.path, finding.message) not in silent
        and not any(
            (each.path, each.line) == (finding.path, finding.line)
            and (each.code == finding.code or (each.code in ("C907", "C909") and finding.code in each.message))
            for each in told
        )
    ]
    assert missed == []
    broken = find_all(held).broken
    lost = [finding for finding in wanted if finding in broken and finding.severity == "error" and finding not in told]
    assert [finding for finding in lost if (finding.code, finding.path, finding.message) not in silent] == []
