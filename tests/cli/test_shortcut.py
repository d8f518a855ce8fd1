"""The short way gives the answers of the long one, byte for byte, and leaves to click what is not its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from itertools import product

import click
import pytest
from click.testing import CliRunner

from assetcards.cli.main import VERBS, main
from assetcards.cli.options import complete_card
from assetcards.cli.printing import say
from assetcards.cli.screen import style
from assetcards.cli.shortcut import TAKE_CARDS, maybe_shortcut
from tests.gitfixture import GitFixture
from tests.sampling import sample

ANSWERED = [
    "show tiny",
    "show tiny@lab",
    "show tiny@",
    "show model:tiny",
    "show tiny_chat --format json",
    "show tiny --format=yaml",
    "show tiny --rev v1",
    "show --rev=HEAD tiny --env lab",
    "show tiny --env nowhere",
    "show tiny --rev v9",
    "show tiny --repo .",
    "show tiny --root catalog",
    "show tny",
    "show tiny.yaml",
    "show a@b@c",
    "show broken",
    "show odd",
    "show tiny license",
    "show tiny model.encoder.layers",
    "show tiny nothing",
    "show tiny tiny_chat sums",
    "show tiny --format agent",
    "show tiny --no-cache",
    "show --no-cache tny --rev v1",
    "list --no-cache --format names",
    "diff v1 HEAD --no-cache",
    "policy v1 HEAD --no-cache",
    "validate --no-cache --staged --no-cache",
    "blame tiny",
    "blame tiny_chat --rev HEAD",
    "blame tiny license --format json",
    "blame tiny nothing",
    "blame tny --env lab",
    "diff v1 HEAD",
    "diff HEAD~1 v1 --format json",
    "diff v1 HEAD --root catalog --format=agent",
    "diff v1 v9",
    "diff v1 tiny",
    "diff catalog HEAD",
    "policy v1 HEAD",
    "policy HEAD~1 v1 --format json",
    "policy v1 HEAD --root catalog --format=github",
    "policy v1 HEAD --format agent",
    "policy v1 v9",
    "policy v1 tiny",
    "policy catalog HEAD",
    "validate",
    "validate --strict --rev v1",
    "validate --staged",
    "validate --quiet --staged --format json",
    "validate --staged --root catalog --format=agent",
    "validate --env nowhere",
    "validate --repo=. --allow-none --staged --quiet",
    "validate --repo .. --allow-none",
    "validate --rev v9",
    "list --format names",
    "list --format=names --rev v1",
    "list --format names --env lab",
]
LEFT = [
    "",
    "show",
    "shwo tiny",
    "list",
    "list tiny --format names",
    "list --format json",
    "show --help",
    "show tiny --chain",
    "show tiny --format --no-cache",
    "show tiny --format html",
    "show tiny --rev",
    "show tiny --rev --chain",
    "show tiny --rev=",
    "show tiny --rev v1 --rev v1",
    "show tiny --root nowhere",
    "show tiny --repo catalog/catalog.toml",
    "show -- tiny",
    "--rev v1 show tiny",
    "blame",
    "blame tiny license more",
    "blame tiny --moves",
    "blame tiny --format html",
    "validate -q",
    "validate catalog",
    "validate --staged --all",
    "validate --staged --rev v1",
    "validate --rev --staged",
    "validate --repo --quiet .",
    "validate --advice",
    "validate --format html",
    "diff",
    "diff v1..HEAD",
    "diff v1",
    "diff v1 HEAD v1",
    "diff v1 HEAD --opened",
    "diff v1 HEAD --env lab",
    "diff v1 HEAD --rev v1",
    "diff v1 HEAD --format html",
    "policy",
    "policy v1..HEAD",
    "policy v1 HEAD --strict",
    "policy v1 HEAD --allow-none",
    "policy v1 HEAD --format html",
]


@pytest.fixture
def odd_cards(cards: GitFixture) -> GitFixture:
    """Cards that are broken, deprecated, and not in ASCII, and a setting that nobody knows."""
    odd = 'name: odd\nmodel_family: small\ndescription: "Größe é 小"\ndeprecated: "use tiny"\nx: "\\e[31mred"\n'
    cards.write(
        {
            "catalog/models/odd.yaml": odd,
            "catalog/models/broken.yaml": "name: broken\nbase: nothing\n---\nname: [",
            "catalog/catalog.toml": "nothing = 1\n",
        }
    )
    return cards


Run = Callable[[Callable[[], int]], tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """What is printed by something, and its exit code."""

    def run_it(it: Callable[[], int]) -> tuple[int, str, str]:
        code = it()
        return code, *capfd.readouterr()

    return run_it


VARIABLES: tuple[dict[str, str], ...] = (
    {},
    {"FORCE_COLOR": "1"},
    {"CATALOG_ENV": "lab"},
    {"GITHUB_ACTIONS": "true"},
    {"CATALOG_REPO": "nowhere"},
)


_ANSWERS = list(product(ANSWERED, VARIABLES))


@pytest.mark.parametrize(("line", "variables"), sample(_ANSWERS[::3], of_all=_ANSWERS))
def test_an_answer_is_the_same_either_way(
    odd_cards: GitFixture, run: Run, monkeypatch: pytest.MonkeyPatch, line: str, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    shortcut = maybe_shortcut(line.split())
    assert shortcut is not None
    assert run(shortcut) == run(lambda: main(line.split()))


@pytest.mark.parametrize("line", LEFT)
def test_what_is_not_known_wholly_is_left_to_the_parser_of_options(cards: GitFixture, line: str) -> None:
    assert maybe_shortcut(line.split()) is None


@pytest.mark.parametrize("line", ["show tiny", "list --format names", "validate --staged"])
def test_where_a_variable_chooses_the_format_the_parser_is_asked(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setenv("CATALOG_FORMAT", "agent")
    assert maybe_shortcut(line.split()) is None


_TYPED = list(product(("bash", "zsh", "fish"), TAKE_CARDS, ("", "t", "tiny@", "zzz", "a@b@c")))


@pytest.mark.parametrize(("shell", "verb", "word"), sample(_TYPED[::7], of_all=_TYPED))
def test_a_shell_is_answered_the_same_either_way(
    odd_cards: GitFixture, run: Run, monkeypatch: pytest.MonkeyPatch, shell: str, verb: str, word: str
) -> None:
    typed = f"catalog {verb} {word}"
    monkeypatch.setenv("_CATALOG_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_LINE" if shell == "bash" else "COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", "2" if shell == "zsh" else word)
    shortcut = maybe_shortcut([])
    assert shortcut is not None
    assert run(shortcut) == run(lambda: main([]))


@pytest.mark.parametrize(
    ("instruction", "line"),
    [
        ("bash_complete", "catalog sh"),
        ("bash_complete", "catalog show"),
        ("bash_complete", "catalog show --ch"),
        ("bash_complete", "catalog show 'ti"),
        ("bash_complete", "catalog show tiny li"),
        ("bash_complete", "catalog explain C4"),
        ("bash_source", "catalog show ti"),
        ("ksh_complete", "catalog show ti"),
    ],
)
def test_other_completions_are_left_to_click(monkeypatch: pytest.MonkeyPatch, instruction: str, line: str) -> None:
    variables = {"_CATALOG_COMPLETE": instruction, "COMP_LINE": line, "COMP_WORDS": line, "COMP_CWORD": "1"}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert maybe_shortcut([]) is None


def test_the_verbs_that_take_cards_are_those_that_complete_them() -> None:
    commands: dict[str, click.Command] = {
        verb: import_module(f"assetcards.cli.{verb}_command").command for verb in VERBS
    }
    first = {
        verb: next((each for each in command.params if isinstance(each, click.Argument)), None)
        for verb, command in commands.items()
        if not isinstance(command, click.Group)
    }
    assert set(TAKE_CARDS) == {
        verb for verb, each in first.items() if each is not None and each._custom_shell_complete is complete_card
    }


@pytest.mark.parametrize(
    ("role", "color"),
    [
        ("name", "green"),
        ("heading", "blue"),
        ("error", "red"),
        ("warning", "yellow"),
        ("advice", "cyan"),
        ("dim", None),
    ],
)
def test_a_style_has_the_codes_of_click(role: str, color: str | None) -> None:
    assert style("tiny", role) == click.style("tiny", fg=color, bold=role == "name", dim=role == "dim")


@pytest.mark.parametrize("text", ["tiny\n", "größer \x1b[1mé\x1b[0m\n", "\x1b]0;title\x07\x1b[2Jtext"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_a_text_is_written_as_by_click(text: str, encoding: str) -> None:
    def written(write: Callable[[str], None]) -> bytes:
        runner = CliRunner(charset=encoding)
        with runner.isolation() as outputs:
            write(text)
            sys.stdout.flush()
            return outputs[0].getvalue()

    assert written(say) == written(lambda line: click.echo(line, nl=False, color=False))
