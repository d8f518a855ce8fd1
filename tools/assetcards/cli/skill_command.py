"""`catalog skill`: a reference of the command that agents read before they use it."""

from __future__ import annotations

import click

from assetcards.cli.printing import say

REFERENCE = """\
# catalog: asset cards in git

A card says what a model, dataset or tokenizer is and where its files are. It is a YAML document with a `name`; `base`
inherits from another card; `name@env` overrides a card in an environment. `catalog` reads the cards of the repository
of the current directory.

Set `CATALOG_FORMAT=agent`: answers are TSV below a line of titles, or `key: value`, at most 8 kB; lists are JSON, names
that follow from a card (kinds, environments) are between commas; `# left out: N` as last line counts what had no room.
`next: COMMAND` on standard error is what to run then, about the same catalog. Exit codes: 0 yes, 1 no or
findings, 2 wrong command line, 3 could not run.

## Find

    catalog search WORDS                      best first: names, descriptions, licenses, hub ids; typos are forgiven
    catalog search family:X license:Y WORDS   with this in a field
    catalog list 'NAME*' --kind model --family X --where CONDITION --columns name,license --sort COLUMN --limit N

`--where` (repeatable): FIELD=VALUE, FIELD!=VALUE, FIELD~PART, FIELD, !FIELD, or `A | B`. FIELD is a field of the card,
a key of a config (`model.max_seq_len`), or name, env, kind, family, status (gated, deprecated), base; a name with a dot
or `=` in it is between double quotes. Conditions on one field are alternatives, all others hold at once, and so does
each != and !FIELD. A field or value that no card has is reported with similar ones.

## Read

    catalog show NAME                  resolved: bases followed, overrides applied
    catalog show NAME FIELD            one value, raw
    catalog show NAME@ENV              in an environment; NAME@ in none
    catalog compare NAME NAME          what differs
    catalog blame NAME                 who wrote each value, in which commit
    catalog graph NAME --up            what it uses; --down what uses it; --to OTHER the way between them

Options of all: `--rev REVISION` (a branch, tag or commit), `--env ENV`, `--repo FOLDER_OR_URL`, `--format json`.

## Change

1. Edit or add a card under `models/`, `datasets/` or `tokenizers/` of the catalog; overrides in its folder `@ENV`.
2. `catalog validate`: findings with location, code and fix. `catalog explain CODE` says why.
3. `catalog diff`: what the change does to resolved cards; `catalog diff --base origin/main` for a branch.
4. `catalog policy --base origin/main`: whether it may be merged.

Never guess a digest, a license or a revision: leave out what no source says.
"""


@click.command()
def command() -> None:
    """Print a reference of the command for agents, in less than 4 kB.

    \b
    Examples:
      catalog skill > SKILL.md
    """
    say(REFERENCE)
