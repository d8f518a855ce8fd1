"""What silences a finding, and what is said of a suppression that silences none."""

from __future__ import annotations

import time

import pytest

from assetcards import MemoryTree
from assetcards.lint.comments import MAX_CODES, find_comments
from assetcards.lint.suppressions import MAX_FINDINGS
from assetcards.model.reading import parse_card_file
from assetcards.rules.registry import rule_modules
from assetcards.text.yamltext import Bounds
from tests.unit.rules.judging import MODEL, documents, told_of

LOOSE = "name: tiny\nmodel_family: llama\ncheckpoint: hg://org/tiny"
"""A card of which C610 speaks, at 3:13."""

UNPINNED = "models/x.yaml:3:13: C610 checkpoint 'hg://org/tiny' is not pinned"


def told_of_card(text: str, settings: str | None = None) -> list[str]:
    return told_of({"models/x.yaml": text}, settings)


def test_without_a_suppression_the_finding_is_there() -> None:
    assert told_of_card(f"{LOOSE}\n") == [UNPINNED]


@pytest.mark.parametrize(
    "comment",
    [
        "# catalog: ignore[C610] on purpose",
        "#catalog: ignore[C610] on purpose",
        "# catalog:ignore[C610] on purpose",
        "#   catalog: ignore[C610]     on purpose",
        "# catalog: ignore[ C610 ] on purpose",
        "# see below # catalog: ignore[C610] on purpose",
    ],
)
def test_a_comment_silences_its_code_on_its_line(comment: str) -> None:
    assert told_of_card(f"{LOOSE} {comment}\n") == []


@pytest.mark.parametrize("words", ["Catalog: Ignore", "catalog: IGNORE"])
def test_a_comment_with_capitals_silences_nothing_and_says_so(words: str) -> None:
    assert told_of_card(f"{LOOSE}  # {words}[C610] on purpose\n") == [
        UNPINNED,
        "models/x.yaml:3:28: C905 ignore comment with capitals, which silences nothing",
    ]


def test_a_setting_turns_off_what_a_rule_says_and_not_what_reading_says_under_the_same_code() -> None:
    nested, at_the_top = "name: tiny\nlabels: {0: negative}\n", "name: tiny\n0: negative\n"
    off = '[rules]\nignore = ["C122"]\n'
    assert [line.split()[1] for line in told_of_card(nested)] == ["C122"]
    assert told_of_card(nested, off) == []
    assert [line.split()[1] for line in told_of_card(at_the_top, off)] == ["C122"]


def test_a_comment_silences_no_other_line_and_no_other_code() -> None:
    text = f"{LOOSE}\ntokenizer: hg://org/tiny # catalog: ignore[C610, C611] on purpose\ntokenizer_family: char\n"
    assert told_of_card(text) == [UNPINNED, "models/x.yaml:4:26: C906 ignore[C611] silences nothing on this line"]


def test_one_comment_silences_every_finding_of_its_code_on_the_line() -> None:
    text = (
        f"name: tiny\n{MODEL}mirrors: ['https://a:b@x.org', 'https://c:d@y.org'] # catalog: ignore[C603] for a test\n"
    )
    assert told_of_card(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "name: tiny\ndescription: 'no # catalog: ignore[C610] comment'\n",
        'name: tiny\ndescription: "no\n  # catalog: ignore[C610] comment"\n',
        "name: tiny\ndescription: |\n  no # catalog: ignore[C610] comment\n",
        "name: tiny\ndescription: >-\n\n  # catalog: ignore[C610] no comment\n\nremark: x\n",
        "name: tiny\ndescription: no#catalog: ignore[C610] comment\n",
        "name: tiny # catalog: see the page on ignoring\n",
        "name: tiny # catalog: ignored[C610] no more\n",
    ],
)
def test_what_only_reads_like_a_comment_is_none(text: str) -> None:
    assert not any("C90" in line for line in told_of_card(text))


@pytest.mark.parametrize("style", ["|", ">-", "|2+"])
def test_a_comment_behind_the_header_of_a_block_counts(style: str) -> None:
    text = f"name: tiny\n{MODEL}description: {style} # catalog: ignore[C601] for a test\n  text # x\n"
    assert [line for line in told_of_card(text) if "C9" in line] == [
        f"models/x.yaml:4:{15 + len(style)}: C906 ignore[C601] silences nothing on this line"
    ]


def test_a_comment_on_a_line_of_its_own_behind_a_block_silences_nothing() -> None:
    text = f"name: tiny\n{MODEL}description: |\n  text\n# catalog: ignore[C610] for a test\n"
    assert told_of_card(text) == ["models/x.yaml:6:1: C906 ignore[C610] silences nothing on this line"]


def test_comments_of_a_file_that_is_not_text_are_not_looked_for() -> None:
    told = told_of({"models/x.yaml": b"name: \xff # catalog: ignore[C610] for a test\n"})
    assert [line.split(": ")[1][:4] for line in told] == ["C101"]


def test_lines_and_columns_are_those_of_editors() -> None:
    text = f"name: ü\r\n{MODEL}".replace("\n", "\r\n").replace("\r\r", "\r")
    told = told_of_card(f"{text}remark: ü  # catalog: ignore[C610] for a test\r\n")
    assert "models/x.yaml:4:12: C906 ignore[C610] silences nothing on this line" in told


def test_a_comment_in_a_later_document_counts_and_one_behind_an_error_does_not() -> None:
    two = documents(f"name: other\n{MODEL}", f"{LOOSE}  # catalog: ignore[C610] on purpose\n")
    assert told_of_card(two) == []
    broken = f"{LOOSE}\nx: [\n---\nname: y # catalog: ignore[C610] too late\n"
    assert not any("C90" in line for line in told_of_card(broken))


def test_nothing_is_called_useless_while_a_file_cannot_be_read_or_resolved() -> None:
    unread = "name: a\nbase: [x]\ncheckpoint: hg://org/tiny # catalog: ignore[C610] for a test\n"
    told = told_of_card(unread, ignore("models/*", '"C611"'))
    assert [line.split(": ")[1][:4] for line in told] == ["C402"]


def test_a_comment_silences_what_reading_and_resolving_note() -> None:
    assert told_of_card("name: a\nbase: gone # catalog: ignore[C401] it comes with another store\n") == []


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("ignore[C610]", ["C905 ignore comment without a reason", UNPINNED[20:]]),
        ("ignore because", ["C905 ignore comment without a code", UNPINNED[20:]]),
        ("ignore[] because", ["C905 ignore comment without a code", UNPINNED[20:]]),
        ("ignore[C699] because", ["C904 unknown rule code 'C699'", UNPINNED[20:]]),
        ("ignore[C6] because", ["C904 unknown rule code 'C6'", UNPINNED[20:]]),
        ("ignore[C610, C906] because", ["C904 C906 cannot be silenced"]),
    ],
)
def test_a_comment_that_cannot_be_obeyed_silences_nothing(comment: str, told: list[str]) -> None:
    found = told_of_card(f"{LOOSE} # catalog: {comment}\n")
    assert sorted(line.split(": ", 1)[1] for line in found) == sorted(told)


# The settings


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ('ignore = ["C610"]', []),
        ('ignore = ["C6"]', []),
        ('select = ["C3"]', []),
        ('select = ["C3", "C610"]', [UNPINNED]),
        ('select = ["C"]\nignore = ["C611"]', [UNPINNED]),
        ('select = ["C9"]', []),
    ],
)
def test_rules_are_chosen_by_code_or_its_beginning(rules: str, told: list[str]) -> None:
    assert told_of_card(f"{LOOSE}\n", f"[rules]\n{rules}\n") == told


def test_what_reading_and_resolving_note_cannot_be_turned_off() -> None:
    text = documents("name: a\nbase: gone\n", "name: a\n")
    told = "models/x.yaml:4:7: C210 card 'a' is defined a second time; the first is at models/x.yaml:1"
    for rules in ('select = ["C3"]', 'ignore = ["C2", "C4"]'):
        assert told_of_card(text, f"[rules]\n{rules}\n") == [told]


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ('ignore = ["C401"]', "2:11: C904 C401 cannot be turned off for the whole catalog"),
        ('ignore = ["C901"]', "2:11: C904 C901 cannot be silenced"),
        ('ignore = ["C309", "C399"]', "2:19: C904 unknown rule code 'C399'"),
        ('select = ["C8"]', "2:11: C904 unknown rule code 'C8'"),
    ],
)
def test_a_code_that_cannot_be_chosen_is_reported_at_its_location(rules: str, told: str) -> None:
    assert told_of_card(f"name: tiny\n{MODEL}", f"[rules]\n{rules}\n") == [f"catalog.toml:{told}"]


def ignore(path: str, codes: str) -> str:
    return f'[[ignore]]\npath = "{path}"\ncodes = [{codes}]\nreason = "for a test"\n'


def test_files_are_ignored_by_pattern_for_codes() -> None:
    files = {"models/old/a.yaml": f"{LOOSE}\n", "models/b.yaml": f"{LOOSE}\n".replace("tiny", "other")}
    told = ["models/b.yaml:3:13: C610 checkpoint 'hg://org/other' is not pinned"]
    assert told_of(files, ignore("models/old/*", '"C610"')) == told
    assert told_of(files, ignore("models/old/*", '"C6"')) == told
    assert told_of(files, ignore("models/*", '"C610"')) == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (ignore("models/y.yaml", '"C610"'), ["catalog.toml:3:10: C906 'C610' silences nothing", UNPINNED]),
        (ignore("*", '"C610", "C611"'), ["catalog.toml:3:18: C906 'C611' silences nothing"]),
        (ignore("*", '"C610", "C9"'), ["catalog.toml:3:18: C904 C9 cannot be silenced"]),
        (ignore("*", '"C610", "C399"'), ["catalog.toml:3:18: C904 unknown rule code 'C399'"]),
        (
            ignore("*", '"C399", "C610", "C611"'),
            ["catalog.toml:3:10: C904 unknown rule code 'C399'", "catalog.toml:3:26: C906 'C611' silences nothing"],
        ),
        (ignore("*", '"C610"') + ignore("*", '"C610"'), []),
    ],
)
def test_an_ignore_that_silences_nothing_is_reported(settings: str, told: list[str]) -> None:
    assert told_of_card(f"{LOOSE}\n", settings) == told


def test_a_comment_for_a_rule_that_is_not_chosen_is_not_reported() -> None:
    text = f"name: tiny\n{MODEL}remark: x # catalog: ignore[C309] not looked at\n"
    assert told_of_card(text, '[rules]\nignore = ["C309"]\n') == []


def test_many_comments_are_found_in_time() -> None:
    text = "".join(f"f{n}: x # catalog: ignore[C610] because\n" for n in range(20_000))
    file = parse_card_file(MemoryTree("x"), "x.yaml", text.encode(), Bounds(nodes=100_000))
    started = time.process_time()
    assert [comment.line for comment in find_comments(file)] == list(range(1, 20_001))
    assert time.process_time() - started < 10


@pytest.mark.parametrize("rules", ['ignore = ["C610"]', 'ignore = ["C6"]', 'select = ["C1"]'])
def test_a_suppression_of_what_is_not_looked_at_is_not_left_over(rules: str) -> None:
    """It would have to go, and come back on the day when the rule is looked at again."""
    text = f"{LOOSE} # catalog: ignore[C610] on purpose\n"
    by_path = '[[ignore]]\npath = "models/x.yaml"\ncodes = ["C610"]\nreason = "on purpose"\n'
    assert told_of_card(text, f"[rules]\n{rules}\n{by_path}") == []
    assert [line.split()[1] for line in told_of_card(f"{LOOSE}\n", f'[rules]\nignore = ["C611"]\n{by_path}')] == []


def test_what_a_silenced_finding_would_explain_is_reported() -> None:
    """A card in the folder of an environment, under a name that another has: C213 explains C210, when it is told."""
    files = {"models/x.yaml": f"name: tiny\n{MODEL}", "models/@lab/x.yaml": f"name: tiny\n{MODEL}"}
    assert [line.split()[1] for line in told_of(files)] == ["C213"]
    assert [line.split()[1] for line in told_of(files, '[rules]\nignore = ["C213"]\n')] == ["C210"]


@pytest.mark.parametrize(
    ("card", "code"), [(LOOSE, "C610"), ("name: tiny\nmodel_family: llama\ncheckpoint: &a org/tiny", "C127")]
)
def test_a_comment_silences_nothing_in_a_file_of_that_path_in_another_store(card: str, code: str) -> None:
    files = {"models/x.yaml": f"{card}\n"}
    silent = {"models/x.yaml": f"{card.replace('name: tiny', 'name: other')}  # catalog: ignore[{code}] on purpose\n"}
    assert told_of(files, "", silent) == told_of(files)


def _ignores(pattern: str, codes: list[str], count: int) -> str:
    return "".join(
        f"[[ignore]]\npath = '{pattern}{number:02}'\ncodes = {codes}\nreason = 'x'\n" for number in range(count)
    )


def _within(seconds: float, files: dict[str, str], settings: str = "") -> list[str]:
    """What is said of a catalog, which must not take the processor long."""
    started = time.process_time()
    told = told_of(files, settings)
    assert time.process_time() - started < seconds
    return told


def test_many_ignores_with_patterns_that_can_be_tried_in_many_ways_take_no_time() -> None:
    long_path = "a" * 250
    card = LOOSE.replace("tiny", "tiny{0}")
    files = {f"{long_path}/{number:03}/{long_path}.yaml": f"{card.format(number)}\n" for number in range(200)}
    told = _within(30, files, _ignores("*" + "a*" * 95, ["C6"], 200))
    assert [sum(code in line for line in told) for code in ("C610", "C906")] == [200, 200]


def test_many_ignores_of_many_codes_take_no_time_for_thousands_of_findings() -> None:
    codes = [code for code in rule_modules() if not code.startswith("C9")][:50]
    cards = "---\n".join(f"{LOOSE}\n".replace("tiny", f"tiny{number}") for number in range(2000))
    settings = _ignores("*", codes, 199) + "[[ignore]]\npath = '*'\ncodes = ['C6']\nreason = 'x'\n"
    assert not any("C610" in line for line in _within(60, {"models/x.yaml": cards}, settings))


def test_a_comment_with_thousands_of_codes_silences_nothing_and_says_so() -> None:
    codes = ", ".join(["C610", *(f"C{number}" for number in range(1000, 6000))])
    assert _within(20, {"models/x.yaml": f"{LOOSE}  # catalog: ignore[{codes}] x\n"}) == [
        UNPINNED,
        "models/x.yaml:3:28: C905 ignore comment with 5001 codes, which silences nothing",
    ]


@pytest.mark.parametrize(("count", "told"), [(MAX_CODES, []), (MAX_CODES + 1, ["C610", "C905"])])
def test_a_comment_may_have_as_many_codes_as_is_said_and_not_one_more(count: int, told: list[str]) -> None:
    found = told_of_card(f"{LOOSE} # catalog: ignore[{', '.join(['C610'] * count)}] x\n")
    assert [line.split()[1] for line in found] == told


def test_thousands_of_comments_with_unknown_codes_take_no_time_and_have_a_bounded_number_of_findings() -> None:
    comments = "".join(
        f"# catalog: ignore[{', '.join(f'C{chr(65 + number % 26)}{line:02}' for number in range(26))}] x\n"
        for line in range(3000)
    )
    told = _within(30, {"models/x.yaml": f"{LOOSE}  # catalog: ignore[C610] x\n{comments}"})
    assert len(told) == MAX_FINDINGS
