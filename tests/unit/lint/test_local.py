"""Changes that are judged by the part of a catalog that they reach: what is reported is what the whole would give."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetcards import Catalog, Finding, MemoryTree
from assetcards.lint import local
from assetcards.lint.changes import lint_change
from assetcards.lint.differing import changed_files
from assetcards.lint.judging import Judge
from assetcards.lint.lint import Found, find_all
from assetcards.lint.local import OF_SETTINGS, LocalChanges, Record, find_record, maybe_local, record_of
from assetcards.rules.registry import all_rules, rule_modules
from assetcards.rules.rule import Rule
from assetcards.sources.making import make_catalog
from assetcards.trees.tree import SETTINGS_FILE
from tests.sampling import sample

NAMES = ("one_7b", "Two_7b", "Three_7b", "four_chat_7b", "five", "six_7b", "seven_7b", "eight_7b")
MINE = "model_family: my_model\nurl: https://example.org\n"
SHAPES = (MINE, MINE, MINE, MINE.replace("model", "modle", 2).replace("modle_", "model_"), "tokenizer_family: t\n", "")
LINKS = ("base", "tokenizer_ref", "deprecated")
VALUES = (
    "license: MIT\n",
    "license: mit license\n",
    "checkpoint: hg://org/a\n",
    "checkpoint: ./a.pt # catalog: ignore[C605] x\n",
    "tokenizer: ftp://example.org/t # catalog: ignore[C602] x\n",
    "model_config: {a: 1, b: {c: 2}}\n",
    "model_config: {_del_: [a]}\n",
    "model_config: {_del_: 3}\n",
    "model_config_overrides: {c: '1'}\n",
    "owners: nobody\n",
    "context_length: long   \n",
    "x: 1\n",
    "base: [\n",
)
"""Most of it is wrong with something, or is not what a neighbour has."""

Values = Mapping[str, Sequence[str]]
Files = Mapping[str, str | bytes]


def text_of(name: str, shape: str, link: tuple[str, str], values: Sequence[str]) -> str:
    """A card: what rules on all cards look at, and the rest."""
    target = {"deprecated": f"{{replaced_by: {link[1]}}}"}.get(link[0], link[1])
    linked = f"{link[0]}: {target}\n" if link[0] and link[1] != name else ""
    return f"name: {name}\n{shape}{linked}{''.join(values)}"


class Memory:
    """Records of catalogs, each by the text of its files."""

    def __init__(self) -> None:
        self.kept: dict[str, Record] = {}

    def maybe_read(self, catalog: Catalog) -> Record | None:
        return self.kept.get(self._key(catalog))

    def keep(self, catalog: Catalog, record: Record) -> None:
        self.kept[self._key(catalog)] = record

    def _key(self, catalog: Catalog) -> str:
        tree = catalog.own.tree
        return repr([(path, tree.read(path, 1 << 20)) for path in tree.files()])


def differ_in(before: Catalog, after: Catalog, files: Collection[str]) -> bool:
    """As of trees of git, which have the same files."""
    return before.own.paths() == after.own.paths()


def catalog_of(files: Files) -> Catalog:
    return make_catalog(MemoryTree("cards", {"catalog.toml": "", **files}), env=None, stores=[])


def judged(before: Files, after: Files, by: LocalChanges | None) -> list[Finding]:
    judge = Judge(catalog_of(before))
    return lint_change(judge, judge.settle(catalog_of(after)), local=by)


@pytest.fixture(autouse=True)
def _in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "differ_in", differ_in)


@st.composite
def states(draw: st.DrawFn) -> list[dict[str, str]]:
    """The files of a catalog, and what some changes make of them, one after the other."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, unique=True))
    shape = {name: draw(st.sampled_from(SHAPES)) for name in names}
    link = {
        name: (draw(st.sampled_from(("", "", *LINKS))), draw(st.sampled_from(names[: at + 1])))
        for at, name in enumerate(names)
    }
    files = {name: f"models/{draw(st.sampled_from('abcdef'))}.yaml" for name in names}
    harmless, any_value = (st.lists(st.sampled_from(some), max_size=2, unique=True) for some in (VALUES[::2], VALUES))
    values = {name: draw(harmless) for name in draw(st.lists(st.sampled_from(names), max_size=2))}
    found = []
    for number in range(5):
        changed = draw(st.lists(st.sampled_from(names), max_size=2)) if number else []
        values |= {name: draw(any_value) for name in changed}
        if draw(st.integers(0, 9)) == 0:
            shape[draw(st.sampled_from(names))] = draw(st.sampled_from(SHAPES))
        texts: dict[str, list[str]] = {}
        for name in names:
            texts.setdefault(files[name], []).append(text_of(name, shape[name], link[name], values.get(name, ())))
        found.append({path: "---\n".join(cards) for path, cards in texts.items()})
    return found


@settings(max_examples=sample(60, of_all=3000))
@given(states())
def test_one_change_after_the_other_is_judged_by_a_part_as_by_the_whole(found: list[dict[str, str]]) -> None:
    by = LocalChanges(Memory())
    for before, after in pairwise(found):
        assert judged(before, after, by) == judged(before, after, None)
        assert judged(before, after, by) == judged(before, after, None)  # now by what the first time has shown


@settings(max_examples=sample(20, of_all=2000))
@given(states())
def test_what_few_rules_show_of_a_catalog_is_what_all_show(found: list[dict[str, str]]) -> None:
    for files in found[::4]:
        catalog = catalog_of(files)
        assert find_record(catalog) == record_of(catalog, find_all(catalog))


FAMILY = f"{MINE}license: MIT\n"
QUIET = {
    "models/root.yaml": f"name: root\n{FAMILY}---\n{{name: one, base: root}}\n---\n{{name: Two, base: root}}\n",
    "models/three.yaml": f"name: Three\n{FAMILY}",
    "models/four.yaml": "name: four\nmodel_family: my_modle\nurl: https://example.org\n",
    "models/five.yaml": "name: five\nbase: root\nmodel_family: my_modle\n",
    "models/six.yaml": "name: six\nmodel_family: my_modle\nurl: https://example.org\n",
    "models/seven.yaml": "name: seven\nmodel_family: my_modle\nurl: https://example.org\n",
    "models/t.yaml": "name: t\ntokenizer_family: t\ntokenizer: /t\n---\nname: user\ntokenizer_ref: t\n",
}
"""Two of its names have capitals, and two families are alike and equally common: no rule has anything against that."""


def edited(path: str, old: str, new: str) -> dict[str, str]:
    assert old in QUIET[path]
    return {**QUIET, path: QUIET[path].replace(old, new)}


def known_of(files: Mapping[str, str]) -> Record:
    catalog = catalog_of(files)
    return record_of(catalog, find_all(catalog))


def is_local(after: Mapping[str, str], before: Mapping[str, str] = QUIET) -> bool:
    sides = catalog_of(before), catalog_of(after)
    return maybe_local(*sides, changed_files(*sides)) is not None


def test_a_part_of_a_family_says_nothing_of_its_names_and_how_common_it_is() -> None:
    after = edited("models/root.yaml", "license: MIT", "license: mit license")
    records = Memory()
    records.keep(catalog_of(QUIET), Record(frozenset()))
    assert known_of(QUIET) == Record(frozenset())
    by = judged(QUIET, after, LocalChanges(records))
    assert [finding.code for finding in by] == ["C304"]
    assert by == judged(QUIET, after, None)
    assert len(records.kept) == 2  # what is in order after the change is known, too


def test_a_card_that_the_change_breaks_makes_its_family_rarer_so_all_cards_are_judged() -> None:
    after = edited("models/three.yaml", "license: MIT", "model_config: {_del_: 3}")
    records = Memory()
    records.keep(catalog_of(QUIET), Record(frozenset()))
    by = judged(QUIET, after, LocalChanges(records))
    assert {finding.code for finding in by if finding.path != "models/three.yaml"} == {"C309", "C701"}
    assert by == judged(QUIET, after, None)


@pytest.mark.parametrize(
    "after",
    [
        edited("models/root.yaml", "license: MIT", "license: Apache-2.0"),
        edited("models/root.yaml", "license: MIT", "model_config: {a: 1}"),
        edited("models/t.yaml", "tokenizer: /t", "tokenizer: /u # catalog: ignore[C603] mine"),
    ],
)
def test_a_change_of_values_is_local(after: Mapping[str, str]) -> None:
    assert is_local(after)
    assert is_local(QUIET, after)


@pytest.mark.parametrize(
    "after",
    [
        edited("models/root.yaml", "{name: one, base: root}", "{name: one}"),
        edited("models/root.yaml", "name: one", "name: ones"),
        edited("models/root.yaml", "name: one", "name: one@lab"),
        edited("models/root.yaml", "---\n{name: one, base: root}\n", ""),
        edited("models/root.yaml", "my_model", "my_modle"),
        edited("models/root.yaml", "license: MIT", "model_arch: 7b"),
        edited("models/root.yaml", "license: MIT", "licence: MIT"),
        edited("models/root.yaml", "license: MIT", "deprecated: {reason: old}"),
        edited("models/root.yaml", "license: MIT", "license: ["),
        edited("models/root.yaml", "license: MIT", "license: MIT\nlicense: MIT"),
        edited("models/t.yaml", "tokenizer_ref: t", "tokenizer_ref: user"),
        edited("models/t.yaml", "tokenizer_ref: t", "vocoder_ref: t"),
        {**QUIET, "models/new.yaml": "name: new\n"},
        {path: text for path, text in QUIET.items() if path != "models/t.yaml"},
        {**QUIET, "catalog.toml": 'fields = ["note"]\n'},
        {**QUIET, "catalog.toml": "# Read as YAML, this has no fault.\n"},
    ],
)
def test_what_rules_on_all_cards_see_is_not_local(after: Mapping[str, str]) -> None:
    assert not is_local(after)
    assert not is_local(QUIET, after)


def test_an_environment_that_is_asked_for_is_in_the_part_or_the_change_is_not_local() -> None:
    lab = {**QUIET, "models/@lab/four.yaml": "name: four@lab\nurl: https://example.org\n"}
    asking = lab | {"models/t.yaml": lab["models/t.yaml"].replace("tokenizer_ref: t", "tokenizer_ref: t@lab")}
    changed = {path: text.replace("/t\n", "/u\n") for path, text in asking.items()}
    assert not is_local(changed, asking)


@pytest.mark.parametrize(
    "more",
    [
        "name: root\n",
        "name: x\nbase: nobody\n",
        "name: x\nvocoder_ref: nobody\n",
        "name: x\nunknown: 1\n",
        "name: x\nlicense: [\n",
        "name: t@lab\ntokenizer: /u\n---\nname: T\n",
        "name: x\nurl: https://example.org # catalog: ignore[C7] x\n",
    ],
)
def test_a_catalog_with_a_fault_that_concerns_others_is_judged_whole(more: str) -> None:
    files = {**QUIET, "models/x.yaml": more}
    assert not known_of(files).sound
    records = Memory()
    after = {**files, "models/four.yaml": QUIET["models/four.yaml"] + "license: MIT\n"}
    assert judged(files, after, LocalChanges(records)) == judged(files, after, None)
    assert not any(record.sound for record in records.kept.values())


def test_what_is_not_known_of_a_catalog_is_found_out_by_the_rules_on_all_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """All others, which judge most of the time, see the part alone."""
    judging: list[tuple[int, int]] = []

    def find(catalog: Catalog, rules: Iterable[Rule] | None = None) -> Found:
        judging.append((len(list(catalog.own_cards())), len(list(all_rules() if rules is None else rules))))
        return find_all(catalog, rules)

    monkeypatch.setattr(local, "find_all", find)
    monkeypatch.setattr("assetcards.lint.judging.find_all", find)
    records = Memory()
    after = edited("models/t.yaml", "tokenizer: /t", "tokenizer: /u")
    assert judged(QUIET, after, LocalChanges(records)) == judged(QUIET, after, None)
    [(cards, some), (few, every), *_] = judging
    assert (cards, few) == (len(catalog_of(QUIET).names()), 2)
    assert some < every / 3


def test_what_is_reported_about_settings_is_known() -> None:
    """By the answers to all golden cases."""
    cases = Path(__file__).parents[2] / "cases"
    lines = "".join(file.read_text() for file in cases.glob("*/*/expected.txt"))
    reported = set(re.findall(rf"^{SETTINGS_FILE}:[0-9:]* (C\d+)", lines, re.MULTILINE))
    assert "C708" in reported
    others = {code for code in reported if not rule_modules()[code].RULE.covers_catalog}
    assert others <= OF_SETTINGS


@pytest.mark.parametrize(
    "settings_text",
    [
        '[[ignore]]\npath = "models/none.yaml"\ncodes = ["C3"]\nreason = "x"\n',
        '[families]\npackages = ["nothing"]\n',
        "[nothing]\n",
    ],
)
def test_of_a_catalog_whose_settings_concern_more_nothing_is_kept(settings_text: str) -> None:
    after, chosen = edited("models/t.yaml", "tokenizer: /t", "tokenizer: /u"), {"catalog.toml": settings_text}
    records = Memory()
    judged({**QUIET, **chosen}, {**after, **chosen}, LocalChanges(records))
    assert records.kept == {}


def test_where_a_family_is_the_fault_of_a_card_a_change_that_touches_it_takes_the_whole() -> None:
    files = {path: text for path, text in QUIET.items() if path not in ("models/three.yaml", "models/six.yaml")}
    record = known_of(files)
    assert record == Record(frozenset({"models/root.yaml"}))
    records = Memory()
    records.keep(catalog_of(files), record)
    after = {**files, "models/root.yaml": files["models/root.yaml"].replace("MIT", "mit license")}
    before, now = catalog_of(files), catalog_of(after)
    assert LocalChanges(records).maybe_local(before, now, changed_files(before, now)) is None
    assert judged(files, after, LocalChanges(records)) == judged(files, after, None)
