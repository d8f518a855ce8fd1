"""`catalog completion`: the script with which a shell completes verbs, options, card names and environments."""

from __future__ import annotations

import os

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

from assetcards.cli.printing import say
from assetcards.cli.program import COMPLETION_VARIABLE, PROGRAM
from assetcards.cli.shortcut import SAFE_WORD

_BASH = """\
%(complete_func)s() {
    local line="${COMP_LINE:0:COMP_POINT}" before="" kind value
    local word="${line##*[[:space:]]}"
    [[ $word == --*=* ]] && word="${word#*=}"
    [[ $COMP_WORDBREAKS == *=* && $word == *=* ]] && before="${word%%=*}="
    [[ $COMP_WORDBREAKS == *:* && ${word#"$before"} == *:* ]] && before="${word%%:*}:"
    [[ $COMP_WORDBREAKS == *@* && ${word#"$before"} == *@* ]] && before="${word%%@*}"
    COMPREPLY=()
    while IFS=, read -r kind value; do
        if [[ $kind == plain ]]; then
            COMPREPLY+=("${value#"$before"}")
            [[ $value == *[=:] ]] && type compopt >/dev/null 2>&1 && compopt -o nospace 2>/dev/null
        elif [[ $kind == dir || $kind == file ]]; then
            type compopt >/dev/null 2>&1 || continue
            compopt -o filenames 2>/dev/null
            while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -"${kind:0:1}" -- "$word")
        fi
    done < <(COMP_LINE="$line" %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -F %(complete_func)s %(prog_name)s
"""
"""bash hands over the line as typed. Of `name@env` it replaces what begins with the `@`, so that is what it gets, and
of `license=MIT` what is behind the `=`.

Files and folders are quoted by bash where it knows them for files; where it does not (before 4.0), none are completed.
"""


class _SafeWords(ShellComplete):
    """A shell that is given no word which it would take for more than that word: cards may have any names."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """What may go on as typed; files and folders are named by the shell itself, which quotes them."""
        sign = (
            "-" if args[-1:] == ["--sort"] and incomplete.startswith("-") else ""
        )  # of its value: click sees an option
        found = super().get_completions(args, incomplete.removeprefix(sign))
        found = [CompletionItem(sign + item.value, item.type) for item in found] if sign else found
        begun = "!" if incomplete.startswith("!") else ""  # by who typed it, and so is an option
        begun = "-" if incomplete.startswith("-") and "--" not in args else begun
        return [item for item in found if item.type != "plain" or SAFE_WORD.fullmatch(item.value.lstrip(begun))]


class _Bash(_SafeWords, BashComplete):
    """bash, which gets whole words: its own list of them has `name@env` as three."""

    source_template = _BASH

    def source(self) -> str:
        """The script; click's own asks which bash is installed, and this one needs none in particular."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being typed, and that one."""
        line = os.environ["COMP_LINE"]
        words = split_arg_string(line)
        unfinished = words.pop() if words and line[-1:].strip() else ""
        return words[1:], unfinished


class _Zsh(_SafeWords, ZshComplete):
    """zsh."""


class _Fish(_SafeWords, FishComplete):
    """fish, whose words may have commas: what is before the first one says of which kind a word is."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')

    def get_completion_args(self) -> tuple[list[str], str]:
        """As click has it, which does not expect a lone quote."""
        try:
            return super().get_completion_args()
        except IndexError:
            return split_arg_string(os.environ["COMP_WORDS"])[1:], ""


SHELLS: dict[str, type[_SafeWords]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


def answer_shell(root: click.Command, instruction: str) -> int:
    """Answer what the script of a shell asks through the variable; returns the exit code.

    Raises UsageError when no such script asks: without the line that is being typed there is nothing to complete.
    """
    shell, _, wanted = instruction.partition("_")
    if shell not in SHELLS or wanted not in ("source", "complete"):
        raise _nobody_asks()
    completion = _of_shell(root, shell)
    if wanted == "source":
        say(completion.source().rstrip("\n") + "\n")
        return 0
    try:
        completion.get_completion_args()
    except (LookupError, ValueError):
        raise _nobody_asks() from None
    say(f"{completion.complete()}\n")
    return 0


def _of_shell(root: click.Command, shell: str) -> ShellComplete:
    return SHELLS[shell](root, {}, PROGRAM, COMPLETION_VARIABLE)


def _nobody_asks() -> click.UsageError:
    return click.UsageError(f"{COMPLETION_VARIABLE} is for the scripts of `{PROGRAM} completion` alone; unset it")


@click.command()
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes verbs, options, names of cards and environments.

    \b
    Add the line of your shell to its start-up file:
      source <(catalog completion bash)      ~/.bashrc
      source <(catalog completion zsh)       ~/.zshrc, after compinit
      catalog completion fish | source       ~/.config/fish/config.fish
    """
    say(_of_shell(ctx.find_root().command, shell).source().rstrip("\n") + "\n")
