"""Verbs and options that other tools have, and what they are called here."""

from __future__ import annotations

import click

VERBS_MEANT = {
    "check": "validate",
    "lint": "validate",
    "test": "validate",
    "ls": "list",
    "find": "search",
    "grep": "search",
    "cat": "show",
    "get": "show",
    "info": "show",
    "view": "show",
    "annotate": "blame",
    "history": "log",
    "status": "diff",
    "environments": "envs",
    "policies": "rules",
    "freeze": "lock",
    "pin": "lock",
}
_OPTIONS_MEANT = {
    "-o": "--format",
    "--output": "--format",
    "-r": "--rev",
    "--branch": "--rev",
    "--commit": "--rev",
    "--ref": "--rev",
    "--revision": "--rev",
    "--tag": "--rev",
    "-e": "--env",
    "--environment": "--env",
    "-C": "--repo",
    "--dir": "--root",
    "--directory": "--root",
    "--folder": "--root",
    "--path": "--root",
}
_FORMATS_MEANT = {"md": "markdown", "yml": "yaml"}


def maybe_verb_meant(error: click.NoSuchCommand) -> click.UsageError | None:
    """The error that names the verb which was meant, if that is known.

    >>> maybe_verb_meant(click.NoSuchCommand("lint")).message
    "No such command 'lint'. Did you mean 'validate'?"
    """
    name = error.command_name
    if name == "help":
        return click.UsageError(f"{error.message} Did you mean '--help', behind a verb or alone?", error.ctx)
    if name == "version":
        return click.UsageError(f"{error.message} Did you mean '--version'?", error.ctx)
    meant = VERBS_MEANT.get(name)
    return click.UsageError(f"{error.message} Did you mean '{meant}'?", error.ctx) if meant else None


def maybe_option_meant(error: click.NoSuchOption) -> click.UsageError | None:
    """The error that names the option which was meant, if the verb has it: a format is none, but a value of one."""
    choices = {option: parameter.type for parameter in _parameters(error) for option in parameter.opts}
    format_of = choices.get("--format")
    named = error.option_name.lstrip("-")
    named = _FORMATS_MEANT.get(named, named)
    if isinstance(format_of, click.Choice) and named in format_of.choices:
        return click.UsageError(f"{error.message} Did you mean '--format {named}'?", error.ctx)
    meant = _OPTIONS_MEANT.get(error.option_name)
    if meant in choices:
        return click.UsageError(f"{error.message} Did you mean '{meant}'?", error.ctx)
    condition = _maybe_condition_meant(named.replace("-", "_")) if "--where" in choices else None
    return click.UsageError(f"{error.message} Did you mean '--where {condition}'?", error.ctx) if condition else None


def _maybe_condition_meant(name: str) -> str | None:
    """What `--where` takes, for what is asked for as if there were an option for each field."""
    from assetcards.model.attributes import COMPUTED, attribute_name
    from assetcards.model.fields import FIELDS

    if name in ("gated", "deprecated"):
        return f"status={name}"
    return f"{name}=VALUE" if attribute_name(name) in {*COMPUTED, *FIELDS} else None


def _parameters(error: click.NoSuchOption) -> list[click.Parameter]:
    return error.ctx.command.params if error.ctx is not None else []
