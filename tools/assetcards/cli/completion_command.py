"""`catalog completion`: the script with which a shell completes verbs, options, card names and environments."""

from __future__ import annotations

import click
from click.shell_completion import (
    BashComplete,
    ShellComplete,
    add_completion_class,
    get_completion_class,
    shell_complete,
    split_arg_string,
)

from assetcards.cli.main import COMPLETION_VARIABLE, PROGRAM

SHELLS = ("bash", "zsh", "fish")

_BASH = """\
%(complete_func)s() {
    local line="${COMP_LINE:0:COMP_POINT}" before="" kind value
    local word="${line##*[[:space:]=]}"
    [[ $COMP_WORDBREAKS == *@* && $word == *@* ]] && before="${word%%@*}"
    COMPREPLY=()
    while IFS=, read -r kind value; do
        if [[ $kind == plain ]]; then
            COMPREPLY+=("${value#"$before"}")
        else
            compopt -o filenames 2>/dev/null
            while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -d -- "$word")
        fi
    done < <(COMP_LINE="$line" %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -F %(complete_func)s %(prog_name)s
"""
"""bash hands over the line as typed. Of `name@env` it replaces what begins with the `@`, so that is what it gets."""


@add_completion_class
class WholeWords(BashComplete):
    """bash, told whole words: its own list of them has `name@env` as three."""

    source_template = _BASH

    def source(self) -> str:
        """The script; click's own asks which bash is installed, and this one needs none in particular."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being typed, and that one."""
        import os

        line = os.environ["COMP_LINE"]
        words = split_arg_string(line)
        unfinished = words.pop() if line[-1:].strip() else ""
        return words[1:], unfinished


def answer_shell(root: click.Command, instruction: str) -> int:
    """Answer what the script of a shell asks through the variable; returns the exit code.

    Raises UsageError when no such script asks: without the line that is being typed there is nothing to complete.
    """
    shell, _, wanted = instruction.partition("_")
    complete = get_completion_class(shell)
    if complete is None or wanted not in ("source", "complete"):
        raise _nobody_asks()
    if wanted == "complete":
        try:
            complete(root, {}, PROGRAM, COMPLETION_VARIABLE).get_completion_args()
        except (LookupError, ValueError):
            raise _nobody_asks() from None
    return shell_complete(root, {}, PROGRAM, COMPLETION_VARIABLE, instruction)


def _nobody_asks() -> click.UsageError:
    return click.UsageError(f"{COMPLETION_VARIABLE} is for the scripts of `{PROGRAM} completion` alone; unset it")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL (bash, zsh or fish) completes verbs, options, card names and environments.

    \b
    Put the line of your shell into its start-up file:
      source <(catalog completion bash)      ~/.bashrc
      source <(catalog completion zsh)       ~/.zshrc, after compinit
      catalog completion fish | source       ~/.config/fish/config.fish
    """
    complete = get_completion_class(shell)
    assert complete is not None
    script = complete(ctx.find_root().command, {}, PROGRAM, COMPLETION_VARIABLE).source()
    click.echo(script.rstrip("\n"))
