"""Help and usage errors: what the command says of itself."""

from __future__ import annotations

import importlib

import pytest

from assetcards import __version__
from assetcards.cli.main import VERBS
from tests.cli.conftest import Ask


def test_the_help_names_every_verb_and_every_exit_code(ask: Ask) -> None:
    code, out, err = ask("--help")
    assert (code, err) == (0, "")
    assert [verb for verb in VERBS if f"\n  {verb} " not in out] == []
    assert [line.split()[0] for line in out.split("Exit codes:\n")[1].splitlines()] == [
        *("0", "1", "2", "3", "4", "5", "70", "74", "130", "141")
    ]
    assert ask("-h")[1] == out


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_a_verb_has_examples_before_the_options_and_the_exit_codes_after(ask: Ask, verb: str) -> None:
    code, out, err = ask(verb, "--help")
    assert (code, err) == (0, "")
    assert (
        out.index(f"  catalog {verb}") < out.index("\nOptions:\n") < out.index("  Exit codes: 0 success, 1 no, 2 usage")
    )


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_has_the_module_and_the_docstring_that_the_list_promises(verb: str) -> None:
    module = importlib.import_module(f"assetcards.cli.{verb}_command")
    assert (module.__doc__ or "").startswith(f"`catalog {verb}`")


@pytest.mark.parametrize("arguments", [[], ["--repo", "x"], ["--rev=v1"]])
def test_no_verb_shows_the_help_as_a_usage_error(ask: Ask, arguments: list[str]) -> None:
    code, out, err = ask(*arguments)
    assert (code, out) == (2, "")
    assert err == ask("--help")[1]


def test_the_version_is_the_package_s(ask: Ask) -> None:
    assert ask("--version") == (0, f"catalog {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["shwo"], "No such command 'shwo'. Did you mean 'show'?"),
        (["show"], "Missing argument 'NAME'."),
        (["explain", "a", "b"], "Got unexpected extra argument (b)"),
        (["show", "--chian", "a"], "No such option '--chian'. Did you mean '--chain'?"),
        (["envs", "--format", "xml"], "Invalid value for '--format': 'xml' is not one of 'text', 'json'."),
        (["show", "--\x1b[2J"], r"No such option '--\x1b[2J'."),
        (["\udce9"], r"No such command '\udce9'."),
    ],
)  # fmt: skip
def test_what_the_command_line_has_wrong_is_said_under_its_usage(ask: Ask, arguments: list[str], message: str) -> None:
    code, out, err = ask(*arguments)
    lines = err.splitlines()
    assert (code, out) == (2, "")
    assert lines[0].startswith("Usage: catalog ")
    assert lines[1].endswith(" --help' for help.")
    assert lines[2:] == ["", f"Error: {message}"]


@pytest.mark.parametrize("option", ["--env", "--store"])
def test_a_lock_depends_on_no_environment_and_on_no_store_of_a_machine(ask: Ask, option: str) -> None:
    assert option not in ask("lock", "--help")[1]
    code, out, err = ask("lock", "tiny", option, "x")
    assert (code, out) == (2, "")
    assert f"Error: No such option '{option}'." in err


def test_an_option_without_its_value_is_a_usage_error(ask: Ask) -> None:
    assert ask("stores", "--format") == (2, "", "Error: Option '--format' requires an argument.\n")
