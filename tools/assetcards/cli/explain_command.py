"""`catalog explain`."""

from __future__ import annotations

import click

from assetcards.cli.options import style
from assetcards.commands.rules import find_rule, render_explanation


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from assetcards.rules.registry import all_rules

    return [rule.code for rule in all_rules() if rule.code.lower().startswith(incomplete.lower())]


@click.command()
@click.argument("rule", metavar="CODE", shell_complete=_complete)
def command(rule: str) -> None:
    """Print the manual page of the rule CODE: what it finds, why that matters, an example, and the mend.

    \b
    Examples:
      catalog explain C401
      catalog explain base-unknown
    """
    click.echo(render_explanation(find_rule(rule), style), nl=False)
