"""What is asked: every verb that there is, with the options by which it comes to what is kept."""

from __future__ import annotations

import io
import os
import shlex
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

from assetcards.cli.main import main
from assetcards.cli.shortcut import maybe_shortcut

QUESTIONS = """\
list
list --format names
list --format names --env lab
list --format names --rev HEAD
list --format names tiny*
list --format agent
list --format markdown
list --format csv --rev v1
list --resolved --format jsonl
list --resolved --format jsonl --rev HEAD
list --changed --format json
list --store more --format names
list --root sound --format names
list --root sound --format json --rev HEAD~1
list --env lba
search small model
search tny --format json
search hg://org/tiny-chat --rev HEAD --format names
show tiny
show tiny --env lab
show tiny@lab --format json
show tiny_chat --rev HEAD
show tiny_chat --rev v1 --format json
show tiny_chat --chain
show tiny_chat sums license --format agent
show tiny --at 2100-01-01
show mine --opened
show tiny_caht
show tinny@lab --rev HEAD
show tiny --env lba
show lost
show half
show needs
show needs_lost --rev HEAD
show twice
show in_a_list
show escaped --format yaml
show aside
show hidden
show half.yaml
show one_more --store more
show root --root sound
show leaf --root sound --rev HEAD~1 --env lab
fetch tiny --dry-run
fetch leaf --root sound --dry-run --offline --format json
verify tiny
graph tiny --format json
graph tiny --both --rev HEAD
graph --format names
graph leaf --to root --root sound
override tiny license=MIT --dry-run
blame tiny_chat
blame sums --moves
blame leaf --root sound --rev HEAD --format json
log tiny_chat
log sums --format json
log leaf --root sound --rev HEAD
diff HEAD~1 HEAD
diff v1 HEAD --format json
diff v1 HEAD
diff v1...HEAD --format agent
diff HEAD
diff --staged
diff --staged HEAD~2 --format json
diff --base v1 --format markdown
diff v1 HEAD --opened
diff v1 HEAD --root sound
compare tiny tiny_chat
compare leaf root --root sound --rev HEAD --format json
validate
validate --advice
validate --quiet
validate --strict --format json
validate --format sarif --rev HEAD
validate --rev v1 --format agent
validate --env lab
validate --store more
validate catalog/models --format json
validate --staged
validate --staged --all --format json
validate --from-ref HEAD~1
validate --from-ref v1 --to-ref HEAD --format json
validate --new-only v1
validate --root sound
validate --root sound --staged --format json
validate --root sound --from-ref HEAD~1 --format agent
validate --root sound --from-ref v1
validate --root sound --rev HEAD
policy HEAD~1 HEAD
policy v1 HEAD --format json
policy --staged --root sound
policy --base v1 --root sound --format agent
review HEAD~1 HEAD
review --staged --root sound
review --base v1 --format markdown
rules --format json
explain C401
families list
families show mine
families show small
families describe --package assetcards
stores --format json
envs
envs --rev HEAD
lock --check
lock --check --format json
show tiny_chat --lock catalog.lock
list --lock catalog.lock --format names
export exported --to fairseq2 --rev HEAD --dry-run
export exported --to fairseq2 --rev HEAD --root sound --dry-run --format json
upstream list --format json
cache ls
cache prune --keep 1G --dry-run
cache verify
skill
completion bash
TAB catalog show ti
TAB catalog show tiny_
TAB catalog show --env\x20
TAB catalog show --rev HEAD tiny
TAB catalog list --family\x20
TAB catalog show --root sound le
list --root built --format names
list --root built --format names --rev HEAD
show ours --root built
show theirs --root built --rev HEAD --format json
show theris --root built
validate --root built
diff v1 HEAD --root built
diff HEAD --root built --format json
upstream list --root built
upstream update --root built --dry-run
""".splitlines()

WITHOUT_CARDS = ("rules", "explain", "families describe", "cache", "skill", "completion", "TAB")
"""What has no option to leave the cache alone: it reads no cards, but for completion, which cannot be told."""

_COMPLETING = "_CATALOG_COMPLETE", "COMP_LINE"


class Answer(NamedTuple):
    """What comes of a question: the exit code, and all that is written to both outputs."""

    code: int
    out: str
    err: str


def ask(question: str) -> Answer:
    """What the command says, by the short way where there is one, as for who runs it."""
    if question.startswith("TAB "):
        return _complete(question.removeprefix("TAB "))
    return _run(shlex.split(question))


def ask_without_cache(question: str) -> Answer:
    """What the command says with `--no-cache`, and so by the long way."""
    return ask(question if question.startswith(WITHOUT_CARDS) else f"{question} --no-cache")


def _complete(line: str) -> Answer:
    """What bash is answered."""
    os.environ.update(zip(_COMPLETING, ("bash_complete", line), strict=True))
    try:
        return _run([])
    finally:
        for name in _COMPLETING:
            del os.environ[name]


def _run(words: list[str]) -> Answer:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        shortcut = maybe_shortcut(words)
        code = main(words) if shortcut is None else shortcut()
    return Answer(code, out.getvalue(), err.getvalue())
