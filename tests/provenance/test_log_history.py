"""Log of made-up histories: every state and every change that the second model sees, commit by commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from assetcards import open_catalog
from assetcards.comparison.compare import Content
from assetcards.comparison.differences import Comparer
from assetcards.names import parse_asked
from assetcards.provenance.cardlog import CardLog, Change, Condition, State, find_state_differences
from assetcards.provenance.history import History
from assetcards.provenance.lastchange import find_last_changes
from tests.gitfixture import GitFixture
from tests.impact.changes import STEPS
from tests.impact.naive_diff import Says, as_text, by_name, content, written_by_itself
from tests.model.naive import Resolved, Source, ask
from tests.model.rendering import render
from tests.model.strategies import catalogs
from tests.provenance.histories import Snapshot, write_history
from tests.sampling import sample

if TYPE_CHECKING:
    import pytest
    from hypothesis.strategies import DrawFn

Model = Says | str | None
"""What a card says, the kind of error that it is, or that there is no such card."""

NAMES = ("a", "b", "c", "a@lab", "b@user", "d@")
NO_CARD = ("unknown-name", "orphan-override", "unknown-environment")
ROOTS = ("", "cards/", "data/cards/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A made-up history: the cards of each commit (None: no catalog), its parents, and where its catalog is."""

    cards: tuple[list[Source] | None, ...]
    parents: tuple[tuple[int, ...], ...]
    roots: tuple[str, ...]

    def snapshots(self) -> list[Snapshot]:
        return [
            Snapshot(files=files_of(cards, root), parents=parents)
            for cards, root, parents in zip(self.cards, self.roots, self.parents, strict=True)
        ]


def files_of(cards: list[Source] | None, root: str) -> dict[str, str]:
    readme = {"README.md": "hello"}
    if cards is None:
        return readme
    return readme | {f"{root}catalog.toml": ""} | {f"{root}{path}": text for path, text in render(cards).items()}


@st.composite
def pasts(draw: DrawFn) -> Past:
    """Draw a main line with a branch now and then; a commit may change no card, and move or lose the catalog."""
    first = draw(catalogs().filter(lambda sources: 0 < len(sources) < 30))
    cards: list[list[Source] | None] = [first]
    parents: list[tuple[int, ...]] = [()]
    roots = [draw(st.sampled_from(ROOTS))]
    for number in range(1, draw(st.integers(2, 9))):
        parent, other = number - 1, draw(st.integers(0, number - 1))
        side = draw(st.sampled_from((False, False, True)))
        from_one = draw(st.sampled_from((parent, other))) if side else parent
        before = cards[from_one]
        step = draw(st.sampled_from((*STEPS, *STEPS, None)))
        now = step(draw, before) if step and before else before or first
        lost = draw(st.sampled_from((False,) * 7 + (True,)))
        cards.append(None if lost else now or first)
        parents.append((parent, other) if side and not lost and other != parent else (parent,))
        moved = cards[parent] is not None and not lost and draw(st.sampled_from((False,) * 5 + (True,)))
        roots.append(draw(st.sampled_from(ROOTS)) if moved else roots[parent])
    if cards[-1] is None:
        cards[-1] = first
    return Past(cards=tuple(cards), parents=tuple(parents), roots=tuple(roots))


def model_of(sources: list[Source] | None, query: str) -> Model:
    """What the second model makes of a card, and of the card that its tokenizer is looked for in."""
    answer = ask(sources, query) if sources is not None else "unknown-name"
    if isinstance(answer, str) or sources is None:
        is_lost = answer == "unknown-name" and query.partition("@")[0] in lost_names(sources or ())
        return None if answer in NO_CARD and not is_lost else str(answer)
    env = query.partition("@")[2]
    target, asked = answer, query
    seen = [answer.chain[0]]
    while isinstance(reference := target.fields.get("tokenizer_ref"), str):
        found = ask(sources, reference, env)
        if isinstance(found, str) or found.chain[0] in seen:
            return says(sources, query, answer, "")
        seen.append(found.chain[0])
        target, asked = found, reference
    followed = says(sources, asked, target, env) if target is not answer else {}
    return says(sources, query, answer, "") | {f"tokenizer_ref.{leaf}": text for leaf, text in followed.items()}


def lost_names(sources: Iterable[Source]) -> list[str]:
    """The names before the first `@` of cards whose names have more than one, and cannot be read."""
    names = (str(source.card.get("name", "")).split("@") for source in sources)
    return [parts[0].strip() for parts in names if len(parts) > 2]


def says(sources: list[Source], query: str, answer: Resolved, env: str) -> Says:
    """The leaves of an answer to a question that was asked in an environment."""
    cards, name = by_name(sources), answer.chain[0]
    _, at, own_env = query.partition("@")
    tried = [own_env.strip()] if at else ["user", env]
    applied = next((each for each in tried if (name, each) in cards), "")
    return content(answer, written_by_itself(cards, name, applied))


def content_of(state: State) -> Content:
    """All that a card says in a state, as it differs from a card that says nothing."""
    nothing = State(condition=Condition.ABSENT)
    return {d.field: d.new for d in find_state_differences(Comparer(), nothing, state) if d.new is not None}


def as_model(said: Content) -> Says:
    return {name: as_text(leaf.value) + (f" = {leaf.target}" if leaf.target else "") for name, leaf in said.items()}


def expected_change(before: Model, after: Model) -> tuple[str, dict[str, tuple[str | None, str | None]]]:
    """The turn that a card took, and each leaf old and new; an error and a card that is not there say nothing."""
    old, new = (state if isinstance(state, dict) else {} for state in (before, after))
    leaves = {leaf: (old.get(leaf), new.get(leaf)) for leaf in old | new if old.get(leaf) != new.get(leaf)}
    if isinstance(after, str):
        return "broke", leaves
    if after is None:
        return "disappeared", leaves
    return "appeared" if before is None else "fixed" if isinstance(before, str) else "changed", leaves


def is_same(before: Model, after: Model) -> bool:
    return before == after or (isinstance(before, str) and isinstance(after, str))


def as_expected(change: Change) -> tuple[str, dict[str, tuple[str | None, str | None]]]:
    leaves = {}
    for difference in change.differences:
        old, new = (as_model({"": leaf})[""] if leaf else None for leaf in (difference.old, difference.new))
        leaves[difference.field] = old, new
    return str(change.turn), leaves


@settings(max_examples=sample(15, of_all=300))
@given(past=pasts())
def test_every_state_and_every_change_is_that_of_the_second_model(
    past: Past, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repo = GitFixture.init(tmp_path_factory.mktemp("past"))
    commits = write_history(repo, past.snapshots())
    number = {commit: at for at, commit in enumerate(commits)}
    with open_catalog(repo.folder, rev="HEAD", stores=[]) as catalog:
        for query in NAMES:
            models_of = cache(lambda name: [model_of(cards, name) for cards in past.cards])
            for all_parents in (False, True):
                log = CardLog(history := History(catalog, all_parents=all_parents), parse_asked(query))
                for step in history.steps:
                    at, models = number[step.commit], models_of(str(log.asked_at(step.commit)))
                    state, model = log.state_at(step.commit), models[at]
                    assert str(state.condition) == {type(None): "absent", str: "broken", dict: "sound"}[type(model)]
                    assert as_model(content_of(state)) == (model if isinstance(model, dict) else {})
                    before = [models[parent] for parent in past.parents[at]][: None if all_parents else 1] or [None]
                    change = log.maybe_change(step)
                    assert (change is None) == any(is_same(each, model) for each in before), step
                    if change is not None and change.names is not None:
                        old, new = (models_of(str(parse_asked(query)._replace(name=name))) for name in change.names)
                        parent = past.parents[at][0]
                        assert (old[parent], old[at], new[parent]) == (new[at], None, None)
                        assert model in (None, new[at])
                    elif change is not None:
                        assert as_expected(change) == expected_change(before[0], model)
                assert log.notes == []


@settings(max_examples=sample(10, of_all=200))
@given(past=pasts())
def test_the_last_change_of_every_card_is_the_newest_one_in_its_log(
    past: Past, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repo = GitFixture.init(tmp_path_factory.mktemp("past"))
    commits = write_history(repo, past.snapshots())
    for rev in ("HEAD", None):
        with open_catalog(repo.folder, rev=rev, stores=[]) as catalog:
            for name, writer in find_last_changes(catalog, catalog.all_cards()).items():
                models = [model_of(cards, f"{name.name}@{name.env}") for cards in past.cards]
                if models[-1] is None:  # an override without a card, which no listing has
                    continue
                at = len(commits) - 1
                while past.parents[at] and is_same(models[at], models[past.parents[at][0]]):
                    at = past.parents[at][0]
                assert writer.commit is not None
                assert (writer.commit.id, writer.commit.summary) == (commits[at], f"Change number {at}")
