"""Of which kind each setting is where a change is judged, and what a change adds to it."""

from __future__ import annotations

import pytest

from assetcards import MemoryTree
from assetcards.lint.kinds import KINDS, Kind, find_the_same, judging_settings, with_choices_of
from assetcards.model.policy_names import POLICY_NAMES
from assetcards.model.settings import Settings
from assetcards.model.settings_file import parse_settings
from assetcards.model.settings_reading import SETTINGS_BY_TABLE, locate_settings
from assetcards.text.documents import Bounds

IGNORE = '[[ignore]]\npath = "{}"\ncodes = [{}]\nreason = "."\n'
LOOSER = {
    "exclude": ('exclude = ["docs/"]\n', 'exclude = ["docs/", "drafts/**"]\n'),
    "environments": ('environments = ["lab"]\n', 'environments = ["lab", "juno"]\n'),
    "fields": ('fields = ["a"]\n', 'fields = ["a", "b"]\n'),
    "rules.select": ('[rules]\nselect = ["C2", "C3"]\n', '[rules]\nselect = ["C2", "C301"]\n'),
    "rules.ignore": ('[rules]\nignore = ["C610"]\n', '[rules]\nignore = ["C61"]\n'),
    "ignore.path": (IGNORE.format("models/x.yaml", '"C3"'), IGNORE.format("models/*", '"C3"')),
    "ignore.codes": (IGNORE.format("*", '"C301"'), IGNORE.format("*", '"C3"')),
    "uris.schemes": ('[uris]\nschemes = ["hg"]\n', '[uris]\nschemes = ["hg", "gs"]\n'),
    "uris.hosts": ('[uris]\nhosts = ["*"]\n', '[uris]\nhosts = ["*", "10.*"]\n'),
    "policy.frozen_fields": (
        '[policy]\nfrozen_fields = ["model_config_overrides", "license"]\n',
        '[policy]\nfrozen_fields = ["license", "model_config.rope"]\n',
    ),
    "families.descriptions": ("", '[families]\ndescriptions = ["families/a.json"]\n'),
    "families.packages": ("", '[families]\npackages = ["lab"]\n'),
    "families.shipped": ("", "[families]\nshipped = false\n"),
    "families.closed": ("[families]\nclosed = true\n", "[families]\nclosed = false\n"),
    "families.KIND.NAME.architectures": (
        "[families.model.a]\n",
        '[families.model.a]\narchitectures = ["b"]\n',
    ),
    **{f"bounds.{name}": (f"[bounds]\n{name} = 20\n", f"[bounds]\n{name} = 21\n") for name in Bounds._fields},
    **{
        f"policy.{name}": (f'[policy]\n{name} = "needs-review"\n', f'[policy]\n{name} = "pass"\n')
        for name in POLICY_NAMES
    },
}
"""For each setting two values, of which the second allows more."""

EITHER_WAY = ("families.descriptions", "families.packages")
"""What judges cards and makes other families known: to remove it allows more, too."""

NOWHERE = locate_settings(MemoryTree())


def settings_of(text: str) -> Settings:
    settings = parse_settings(text.encode())
    assert settings.findings == ()
    return settings


UPSTREAM = '[[upstream]]\nname = "a"\nrepository = "../{}"\nroot = "{}"\n'


def told_of(base: str, change: str) -> list[str]:
    """What is told of a change of settings."""
    locate = locate_settings(MemoryTree(files={"catalog.toml": change}))
    judging = judging_settings(settings_of(base), settings_of(change), locate)
    return [f"{finding.location}: {finding.code}" for finding in judging.findings]


def test_every_field_of_the_settings_has_a_kind() -> None:
    assert set(KINDS) == set(Settings._fields) - {"findings"}


def test_every_setting_that_there_is_is_reported_when_it_allows_more() -> None:
    tables = {"", "rules", "ignore", "uris", "bounds", "policy", "upstream", "families", "families.KIND.NAME"}
    assert set(SETTINGS_BY_TABLE) == tables
    names = {f"{table}.{name}".strip(".") for table, names in SETTINGS_BY_TABLE.items() for name in names}
    named = {name for name in names if not name.startswith("upstream.")}
    of_kinds = {f"families.{kind}" for kind in ("model", "dataset", "tokenizer")}
    assert set(LOOSER) == named - tables - of_kinds - {"ignore.reason"}


def test_another_upstream_or_version_of_one_is_listed_at_its_table() -> None:
    first, second = UPSTREAM.format("a", "cards"), UPSTREAM.format("a", "other")
    assert told_of(first, first) == told_of(first, f"# Another line.\n{first}") == told_of(first, "") == []
    assert told_of(first, second) == told_of("", first) == ["catalog.toml:1:3: C909"]


@pytest.mark.parametrize(
    ("base", "change", "words"),
    [
        ("", UPSTREAM.format("a", "cards"), "upstream 'a': ../a"),
        ("", f'{UPSTREAM.format("a", "cards")}commit = "{"1" * 40}"\n', f"upstream 'a': ../a at {'1' * 12}"),
        (UPSTREAM.format("b", "x"), UPSTREAM.format("a", "x"), "another version of upstream 'a': ../a"),
    ],
)
def test_an_upstream_is_listed_with_its_repository_and_its_commit(base: str, change: str, words: str) -> None:
    (found,) = judging_settings(settings_of(base), settings_of(change), NOWHERE).findings
    assert found.message == f"this change adds {words}"


@pytest.mark.parametrize("name", LOOSER)
def test_what_allows_more_is_reported_at_its_line_and_what_allows_less_is_not(name: str) -> None:
    strict, loose = LOOSER[name]
    table, _, key = name.rpartition(".")
    line = next(number for number, line in enumerate(loose.splitlines(), 1) if line.startswith(("codes", key)) and line)
    line = 3 if table == "ignore" else line
    code = (
        "C909"
        if (KINDS.get(key) or KINDS.get(table.partition(".")[0]) or KINDS["policy"]).kind is Kind.KNOWLEDGE
        else "C908"
    )
    (told,) = told_of(strict, loose)
    assert (told.startswith(f"catalog.toml:{line}:"), told.endswith(code)) == (True, True), told
    assert told_of(loose, strict) == (["catalog.toml: C909"] if name in EITHER_WAY else [])
    assert told_of(loose, f"# Another line.\n{loose}") == []


@pytest.mark.parametrize("name", LOOSER)
def test_settings_find_the_same_where_they_differ_in_what_they_select_alone(name: str) -> None:
    strict, loose = map(settings_of, LOOSER[name])
    selects = name.partition(".")[0] in ("rules", "ignore")
    assert (find_the_same(strict, loose), find_the_same(loose, strict)) == (selects, selects)
    assert find_the_same(strict, strict)


def test_a_setting_that_is_left_out_is_compared_by_its_default() -> None:
    assert told_of('[uris]\nschemes = ["s3", "hg", "http", "file"]\n', "") == ["catalog.toml: C908"]
    assert told_of('[policy]\nlicense = "fail"\nremoved = "pass"\n', "") == ["catalog.toml: C908"]
    assert told_of('[rules]\nselect = ["C"]\n', "") == []


@pytest.mark.parametrize(
    ("base", "change", "is_told"),
    [
        ("*", "models/*", False),
        ("models/*", "models/old/*", False),
        ("models/*", "models/old.yaml", False),
        ("models/*", "data/*", True),
        ("models/old.yaml", "models/*.yaml", True),
        ("models/?.yaml", "models/*.yaml", True),
        ("models/*a*", "models/[ab]", True),
    ],
)
def test_a_narrower_pattern_silences_nothing_more(base: str, change: str, *, is_told: bool) -> None:
    told = told_of(IGNORE.format(base, '"C3"'), IGNORE.format(change, '"C3"'))
    assert told == (["catalog.toml:3:10: C908"] if is_told else [])


@pytest.mark.parametrize(
    ("base", "change", "told"),
    [
        (["a/", "b/"], ["b/", "a/"], []),
        (["a/**"], ["a/**", "!a/b"], []),
        (["a/**", "!a/b"], ["a/**"], ["exclude no longer brings back 'a/b'"]),
        (["a/**", "!a/b"], ["!a/b", "a/**"], ["exclude has its patterns in another order"]),
        (["!a/b", "a/**"], ["a/**", "!a/b"], ["exclude has its patterns in another order"]),
        (["a/**", "!a/b"], ["a/**", "!a/b", "!c"], []),
        (["a/**"], ["!a/b", "**"], ["exclude leaves out '**'"]),
    ],
)
def test_what_leaves_out_more_files_is_reported(base: list[str], change: list[str], told: list[str]) -> None:
    before, after = (settings_of(f"exclude = {patterns}\n") for patterns in (base, change))
    judging = judging_settings(before, after, NOWHERE)
    assert [finding.message for finding in judging.findings] == told
    assert judging.exclude == tuple(change)


def test_a_reason_is_no_part_of_what_an_ignore_allows() -> None:
    both = IGNORE.format("*", '"C301", "C303"')
    assert told_of(both, both.replace('"."', '"because"').replace('"C301", "C303"', '"C303"')) == []


def test_bounds_and_policy_are_those_before_and_knowledge_is_that_of_the_change() -> None:
    base = settings_of(
        'environments = ["lab"]\n[bounds]\nnodes = 5\n[policy]\nremoved = "pass"\n[rules]\nignore = ["C6"]\n'
    )
    change = settings_of('environments = ["juno"]\n[bounds]\ndepth = 9\n[policy]\nremoved = "fail"\n')
    judging = judging_settings(base, change, NOWHERE)
    assert (judging.bounds, judging.policy) == (base.bounds, base.policy)
    assert (judging.environments, judging.ignore) == (("juno",), ())
    assert with_choices_of(base, judging).ignore == base.ignore
    assert with_choices_of(base, judging).environments == ("juno",)


def test_a_catalog_that_goes_is_reported() -> None:
    (told,) = judging_settings(Settings(is_catalog=True), Settings(), NOWHERE).findings
    assert told.message == "catalog.toml is removed, so the rules on layout and names no longer apply"
    assert judging_settings(Settings(), Settings(is_catalog=True), NOWHERE).findings == ()
