"""Shell completion: verbs, options, card names and environments, as the shells ask for them."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from assetcards.cli import in_time
from assetcards.cli.cache_command import Size
from assetcards.cli.dates import DateType
from assetcards.cli.main import catalog, main
from assetcards.model.card import CardFile
from assetcards.model.files import CardFiles
from tests.cli.conftest import Ask
from tests.gitfixture import GitFixture


@pytest.fixture
def complete(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """What bash is answered for a line that was typed so far."""

    def run(line: str) -> tuple[int, str, str]:
        monkeypatch.setenv("_CATALOG_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_LINE", line)
        code, out, err = ask()
        return code, " ".join(answer.removeprefix("plain,") for answer in out.split()), err

    return run


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("catalog sh", "show"),
        ("catalog show ", "sums tiny tiny@lab tiny_chat"),
        ("catalog show tiny_", "tiny_chat"),
        ("catalog show tiny@", "tiny@lab"),
        ("catalog show tiny@l", "tiny@lab"),
        ("catalog show 'ti", "tiny tiny@lab tiny_chat"),
        ("catalog show zzz", ""),
        ("catalog show --chain su", "sums"),
        ("catalog show tiny --env ", "lab user"),
        ("catalog list --env=l", "lab"),
        ("catalog --rev v1 show su", "sums"),
        ("catalog show --rev v1 su", "sums"),
        ("catalog show --rev v9 su", ""),
        ("catalog show --root nowhere su", ""),
        ("catalog show a@b@c", ""),
        ("catalog list --kind m", "model"),
        ("catalog list --family ", "generic llama small"),
        ("catalog list --family ll", "llama"),
        ("catalog list --where li", "license"),
        ("catalog list --where model_config.encoder.", "model_config.encoder.heads model_config.encoder.layers"),
        ("catalog list --where model.encoder.h", "model.encoder.heads"),
        ("catalog list --sort na", "name"),
        ("catalog show tiny lic", "license"),
        ("catalog show tiny su", "sums"),
        ("catalog blame tiny_chat model_config.d", "model_config.dropout"),
        ("catalog blame nothing li", ""),
        ("catalog list --rev v", "v1"),
        ("catalog list --rev ", "main v1"),
        ("catalog diff v", "v1"),
        ("catalog diff v1..m", "v1..main"),
        ("catalog policy --base ", "main v1"),
        ("catalog validate --from-ref v", "v1"),
        ("catalog explain C40", "C401 C402 C403 C404 C405 C406 C407 C408 C409"),
        ("catalog list --fa", "--family"),
        ("catalog completion ", "bash zsh fish"),
        ("catalog list --root cat", "dir,cat"),
    ],
)
def test_the_shell_is_answered_what_goes_on_as_typed(cards: GitFixture, complete: Ask, line: str, answers: str) -> None:
    assert complete(line) == (0, answers, "")


VALUES = {
    "catalog list --where !li": "!license",
    "catalog list --where con": "context",
    "catalog list --where license=": "license=MIT",
    "catalog list --where=license=M": "license=MIT",
    "catalog list --where license!=M": "license!=MIT",
    "catalog list --where license=X": "",
    "catalog list --where kind=": "kind=dataset kind=model kind=other kind=tokenizer",
    "catalog list --where status=": "status=deprecated status=gated",
    "catalog list --where env=": "env=lab env=user",
    "catalog list --where family=": "family=generic family=llama family=small",
    "catalog list --where name=tiny": "name=tiny name=tiny_chat",
    "catalog list --where base=": "base=tiny",
    "catalog list --where arch=": "arch=tiny",
    "catalog list --where model.dropout=": "model.dropout=0.1",
    "catalog list --where model_config_overrides.encoder.heads=": "model_config_overrides.encoder.heads=4",
    "catalog list --where nothing=": "",
    "catalog list --where license~": "",
    "catalog list --columns name,li": "name,license",
    "catalog list --columns name,env": "name,env name,environment name,environments",
    "catalog search tiny --columns fi": "file",
    "catalog list --sort so": "source",
    "catalog list --sort -so": "-source",
    "catalog list --sort -so,-lic": "-so,-license",
    "catalog list --resolved -so": "",
    "catalog search family:": "family:generic family:llama family:small",
    "catalog search tiny license:M": "license:MIT",
    "catalog search lic": "license:",
    "catalog search license:X": "",
    "catalog fetch --field ": "all checkpoint tokenizer data",
    "catalog override tiny lic": "license=",
    "catalog override tiny license=": "license=MIT",
    "catalog upstream vendor ": "others",
    "catalog upstream update o": "others",
    "catalog lock --file x": "file,x",
    "catalog list --lock x": "file,x",
    "catalog validate cat": "file,cat",
    "catalog export cat": "dir,cat",
    "catalog families show llam": "llama llama4",
    "catalog explain base-": "base-unknown base-form base-cycle base-depth",
}


def test_values_of_a_closed_set_and_those_that_cards_have_are_completed(cards: GitFixture, complete: Ask) -> None:
    upstream = '[[upstream]]\nname = "others"\nrepository = "https://example.org/others.git"\n'
    cards.write({"catalog/catalog.toml": upstream})
    assert {line: complete(line) for line in VALUES} == {line: (0, answers, "") for line, answers in VALUES.items()}


UNKNOWN = {
    "families describe --package": "any installed package",
}
"""What has neither a closed set nor values that are known, and why."""


def parameters(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Parameter]]:
    """Every argument, and every option with a value, of a group and all below it."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, click.Group):
            yield from parameters(command, f"{name} ")
        elif command is not None:
            for each in command.params:
                if not getattr(each, "is_flag", False):
                    yield f"{path}{name} {each.opts[0]}", each


def test_every_argument_and_option_is_completed_or_has_a_reason_not_to_be() -> None:
    own_ways = (click.Choice, click.Path)
    numbers = (click.IntRange, DateType, Size)
    lacking = [
        name
        for name, each in parameters(catalog)
        if each._custom_shell_complete is None and not isinstance(each.type, (*own_ways, *numbers))
    ]
    assert lacking == list(UNKNOWN)


def test_what_few_files_of_many_have_is_found_without_parsing_all(
    cards: GitFixture, complete: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is up when the files have been looked at and a few parsed, as in a large catalog."""
    many = {f"catalog/models/{number:03}.yaml": f"{{name: m{number}, model_family: many}}\n" for number in range(60)}
    cards.write({**many, "catalog/models/zz.yaml": "{name: zz, model_family: few, rarely: 1}\n"})
    steps = itertools.count()
    monkeypatch.setattr(in_time, "monotonic", lambda: next(steps) / 150)
    parsed: list[str] = []
    really_load = CardFiles._load

    def load(files: CardFiles, path: str) -> CardFile:
        parsed.append(path)
        return really_load(files, path)

    monkeypatch.setattr(CardFiles, "_load", load)
    assert complete("catalog list --family f") == (0, "few", "")
    assert len(parsed) < 60
    assert complete("catalog list --where rar") == (0, "rarely", "")


def test_broken_cards_are_passed_over_in_silence(cards: GitFixture, complete: Ask) -> None:
    cards.write(
        {"catalog/a.yaml": "name: tidy\n---\nname: [", "catalog/b.yaml": b"\xff", "catalog/c.yaml": "name: tide"}
    )
    assert complete("catalog show tid") == (0, "tide tidy", "")


def test_where_there_is_no_catalog_nothing_is_answered(
    tmp_path: Path, complete: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert complete("catalog show t") == (0, "", "")
    assert complete("catalog show t --env l") == (0, "", "")


@pytest.mark.parametrize(("shell", "where"), [("zsh", "2"), ("fish", "su")])
def test_other_shells_ask_in_their_own_way(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, shell: str, where: str
) -> None:
    monkeypatch.setenv("_CATALOG_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "catalog show su")
    monkeypatch.setenv("COMP_CWORD", where)
    code, out, err = ask()
    assert (code, err) == (0, "")
    assert "sums" in out


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("bash", "complete -F _catalog_completion catalog\n"),
        ("zsh", "#compdef catalog\n"),
        ("fish", 'complete --no-files --command catalog --arguments "(_catalog_completion)";\n'),
    ],
)
def test_the_script_is_printed(ask: Ask, shell: str, line: str) -> None:
    code, out, err = ask("completion", shell)
    assert (code, err) == (0, "")
    assert line in out


def test_without_a_shell_the_choices_are_named_below_each_other(ask: Ask) -> None:
    code, out, err = ask("completion")
    assert (code, out, err.splitlines()[3:]) == (
        2,
        "",
        ["Error: Missing argument '{bash|zsh|fish}'. Choose from:", "    bash,", "    zsh,", "    fish"],
    )


@pytest.mark.parametrize(
    "instruction",
    [
        "bash_complete",
        "zsh_complete",
        "fish_complete",
        "bash",
        "bash_nothing",
        "ksh_complete",
        "powershell_source",
        "1",
    ],
)
def test_where_no_shell_asks_the_variable_is_a_usage_error(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, instruction: str
) -> None:
    monkeypatch.setenv("_CATALOG_COMPLETE", instruction)
    code, out, err = ask("list")
    assert (code, out, err) == (
        2,
        "",
        "Error: _CATALOG_COMPLETE is for the scripts of `catalog completion` alone; unset it\n",
    )


def test_a_shell_that_is_not_known_is_a_usage_error(ask: Ask) -> None:
    code, out, err = ask("completion", "csh")
    assert (code, out) == (2, "")
    assert err.endswith("Error: Invalid value for '{bash|zsh|fish}': 'csh' is not one of 'bash', 'zsh', 'fish'.\n")


WORD_BREAKS = " \t\n\"'@><=;|&(:"
"""What breaks words in bash as it comes; people who like it otherwise take the `@` out."""


@pytest.mark.parametrize(
    ("line", "breaks", "replies"),
    [
        ("catalog show tiny@l", WORD_BREAKS, ["@lab"]),
        ("catalog show tiny@l", WORD_BREAKS.replace("@", ""), ["tiny@lab"]),
        ("catalog show ti", WORD_BREAKS, ["tiny", "tiny@lab", "tiny_chat"]),
        ("catalog show --env=l", WORD_BREAKS, ["lab"]),
        ("catalog list --root=cat", WORD_BREAKS, ["catalog"]),
        ("catalog show 'tiny_", WORD_BREAKS, ["tiny_chat"]),
        ("catalog list --where license=M", WORD_BREAKS, ["MIT"]),
        ("catalog list --where license=M", WORD_BREAKS.replace("=", ""), ["license=MIT"]),
        ("catalog list --where 'license=M", WORD_BREAKS, ["license=MIT"]),
        ("catalog list --where=license!=M", WORD_BREAKS, ["MIT"]),
        ("catalog override tiny license", WORD_BREAKS, ["license="]),
        ("catalog list --where checkpoint=hg:", WORD_BREAKS, ["//org/tiny-chat"]),
        ("catalog show zzz", WORD_BREAKS, []),
        ("catalog list --limit ", WORD_BREAKS, []),
        ("catalog list --lock catalog/models/w", WORD_BREAKS, ["catalog/models/weights"]),
    ],
)
def test_bash_puts_the_answer_where_it_breaks_words(
    cards: GitFixture, ask: Ask, line: str, breaks: str, replies: list[str]
) -> None:
    program = f"""
        catalog() {{ "{sys.executable}" -m assetcards "$@"; }}
        {ask("completion", "bash")[1]}
        COMP_LINE=$1 COMP_POINT=${{#1}} COMP_WORDBREAKS=$2
        _catalog_completion catalog
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", program, "bash", line, breaks], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, replies, "")


ODD_NAMES = (
    "x$(touch ran)",
    "x`touch ran`",
    "x;y",
    "x y",
    "x*",
    "x!y",
    "x:~root",
    "x{y,z}",
    "x'y",
    "x\\ty",
    "x\\ny",
    "x\\e[2J",
    "-rf",
    "--repo=evil",
    "~root",
    "=cmd",
    "xé",
    ".x",
)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_no_word_is_offered_that_a_shell_may_take_for_more(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    documents = [f'name: "{name}"\nmodel_family: llama\n' for name in (*ODD_NAMES, "x.y-z_1")]
    cards.write(
        {"catalog/models/odd.yaml": "---\n".join(documents), "catalog/models/@$(x)/a.yaml": "name: tiny@$(x)\n"}
    )
    monkeypatch.setenv("_CATALOG_COMPLETE", f"{shell}_complete")

    def offered(typed: str, word: str) -> list[str]:
        monkeypatch.setenv("COMP_LINE", f"{typed} {word}")
        monkeypatch.setenv("COMP_WORDS", f"{typed} {word}")
        monkeypatch.setenv("COMP_CWORD", word if shell == "fish" else str(len(typed.split())))
        code, out, err = ask()
        assert (code, err) == (0, "")
        lines = out.splitlines()
        return lines[1::3] if shell == "zsh" else [line.partition(",")[2] for line in lines if line]

    assert offered("catalog show", "") == ["sums", "tiny", "tiny@lab", "tiny_chat", "x.y-z_1"]
    assert offered("catalog show", "x") == ["x.y-z_1"]
    assert offered("catalog show tiny --env", "") == ["lab", "user"]
    assert offered("catalog show --", "-") == []
    assert "--env" in [word.partition("\t")[0] for word in offered("catalog show", "--e")]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("catalog show $(touch ran)", "2"),
        ("catalog show 'ti", "2"),
        ("catalog show ti", "-1"),
        ("catalog show ti", "99999"),
        ("", "0"),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_an_odd_line_is_answered_without_a_word(
    cards: GitFixture, ask: Ask, monkeypatch: pytest.MonkeyPatch, shell: str, words: str, number: str
) -> None:
    monkeypatch.setenv("_CATALOG_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_LINE", words)
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", "'" if shell == "fish" else number)
    code, _, err = ask()
    assert (code, err) == (0, "")
    assert list(cards.folder.rglob("ran")) == []


def test_nothing_is_fetched_to_complete(
    cards: GitFixture, complete: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_CACHE_DIR", str(tmp_path / "cache"))
    line = f"catalog show --repo {cards.folder.as_uri()} --rev main t"
    assert complete(line) == (0, "", "")
    assert not (tmp_path / "cache").exists()
    monkeypatch.delenv("_CATALOG_COMPLETE")
    main(["list", "--repo", cards.folder.as_uri(), "--rev", "main"])
    assert (tmp_path / "cache").exists()


def test_a_large_catalog_does_not_keep_the_shell_waiting(
    cards: GitFixture, complete: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time is up at once: what is answered is what there is no need to read cards for."""
    monkeypatch.setattr("assetcards.cli.in_time.MAX_SECONDS", 0)
    assert complete("catalog list --family ") == (0, "", "")
    assert complete("catalog list --kind t") == (0, "tokenizer", "")
