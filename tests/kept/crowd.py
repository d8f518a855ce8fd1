"""Commits that land while others read by what is kept, and somebody else removes that: every answer is right and new.

Run as a program it lands so many commits beside so many readers: `python -m tests.kept.crowd 1000 8`.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random
from threading import Semaphore
from typing import NamedTuple

from tests.gitfixture import GitFixture
from tests.kept.questions import Answer, ask, ask_without_cache

CARDS = 24
"""A catalog of so many files has its names kept."""

ANSWERS_BETWEEN = 2
SECONDS_TO_ANSWER = 120
"""How many answers are waited for between two commits, and how long for each."""

QUIET_AFTER = 40
QUIET_SECONDS = 4.0
"""What was changed just now is not kept: now and then nothing changes for as long as that takes."""

PINNED = (
    "show card{card} --rev {rev}",
    "list --format names --rev {rev}",
    "list --format json --rev {rev}",
    "validate --format json --rev {rev}",
    "validate --format json --from-ref {rev}~1 --to-ref {rev}",
    "diff {rev}~1 {rev} --format json",
    "policy {rev}~1 {rev} --format json",
)
OF_HEAD = (
    "show card{card} --rev {rev} --format json",
    "list --format names --rev {rev}",
    "validate --format json --rev {rev}",
    "blame card{card} --rev {rev} --format json",
)
"""What names one revision: between two names of one question, HEAD may become another commit."""

OF_CHECKOUT = (
    "show card{card}",
    "list --format names",
    "validate --format json",
    "validate --staged",
    "diff HEAD --format json",
)


class Outcome(NamedTuple):
    """How many commits landed, how many answers of each sort were compared, what was removed, and what was wrong."""

    commits: int
    compared: Counter[str]
    removed: Counter[str]
    faults: list[str]

    def __str__(self) -> str:
        compared, removed = (", ".join(f"{count} {what}" for what, count in sorted(each.items())) for each in self[1:3])
        return f"{self.commits} commits; compared: {compared}; removed: {removed}; {len(self.faults)} faults"


def read_in_a_crowd(folder: Path, commits: int, readers: int, quiet: float = QUIET_SECONDS) -> Outcome:
    """Land commits in a repository below a folder, while processes read and one removes what is kept in the cache."""
    repo, cache = GitFixture.init(folder / "cards"), Path(os.environ["CATALOG_CACHE_DIR"])
    for number in range(3):
        _land(repo, number)
    context = get_context("spawn")  # a forked reader would inherit what the runner of the tests holds open
    with context.Manager() as manager, context.Pool(readers + 1) as pool:
        end, answered = manager.Event(), manager.Semaphore(0)
        reading = [pool.apply_async(read_until, (repo.folder, answered, end, seed)) for seed in range(readers)]
        pruning = pool.apply_async(prune_until, (cache, end))
        try:
            for number in range(3, commits):
                for _ in range(ANSWERS_BETWEEN):
                    assert answered.acquire(timeout=SECONDS_TO_ANSWER), "no reader answers"
                time.sleep(quiet if number % QUIET_AFTER == 0 else 0.0)
                _land(repo, number)
        finally:
            end.set()
        found = [result.get() for result in reading]
        removed = pruning.get()
    compared = sum((each for each, _ in found), Counter[str]())
    return Outcome(commits, compared, removed, [fault for _, faults in found for fault in faults])


def _land(repo: GitFixture, number: int) -> None:
    """Commit another number in some cards, and another card, each file at once; not while somebody wants the same."""
    cards = range(CARDS) if not number else [number % CARDS, number * 7 % CARDS]
    files = {f"catalog/models/card{card}.yaml": _card(card, number) for card in cards}
    more = {f"catalog/models/more{number % 5}.yaml": f"name: more_{number}\nbase: card0\nlicense: MIT\n"}
    with _nobody_else(repo, fcntl.LOCK_EX):
        for path, content in {"catalog/catalog.toml": 'fields = ["note"]\n', **files, **more}.items():
            repo.write({".git/written": content})
            (repo.folder / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(repo.folder / ".git/written", repo.folder / path)
        repo.commit(message=str(number))


@contextmanager
def _nobody_else(repo: GitFixture, lock: int) -> Iterator[None]:
    """Keep the checkout as it is meanwhile, or change it alone."""
    with (repo.folder / ".git/landing").open("a") as file:
        fcntl.flock(file, lock)
        yield


def _card(card: int, number: int) -> str:
    base = f"base: card{card - 1}\n" if card % 3 else "model_family: my_model\nlicense: MIT\n"
    return f"name: card{card}\n{base}note: {number}\n"


def read_until(folder: Path, answered: Semaphore, end: Event, seed: int) -> tuple[Counter[str], list[str]]:
    """Ask what chance decides until told to stop, each sort at least once: what was compared, and what was wrong."""
    os.chdir(folder)
    repo, rng = GitFixture(folder), Random(seed)
    compared: Counter[str] = Counter()
    faults: list[str] = []
    while not end.is_set() or len(compared) < len(_READERS):
        what = rng.choice(list(_READERS)) if not end.is_set() else next(each for each in _READERS if not compared[each])
        found = list(_READERS[what](repo, rng))
        compared[what] += 1
        faults += filter(None, found)
        answered.release()
    return compared, faults


def _read_pinned(repo: GitFixture, rng: Random) -> Iterator[str]:
    """Compare what is said of a commit with what is said of it without the cache."""
    recent = repo.git("rev-list", "--max-count=30", "HEAD").splitlines()
    question = rng.choice(PINNED).format(rev=rng.choice(recent[:-1] or recent), card=rng.randrange(CARDS))
    yield _maybe_fault(question, ask(question), [ask_without_cache(question)])


def _read_head(repo: GitFixture, rng: Random) -> Iterator[str]:
    """Compare what is said of HEAD with what is said without the cache of the commits that it was meanwhile."""
    question, card = rng.choice(OF_HEAD), rng.randrange(CARDS)
    before = repo.head()
    found = _nameless(ask(question.format(rev="HEAD", card=card)))
    landed = [before, *repo.git("rev-list", f"{before}..HEAD").splitlines()]
    right = [_nameless(ask_without_cache(question.format(rev=rev, card=card))) for rev in landed]
    yield _maybe_fault(question, found, right)


def _nameless(answer: Answer) -> Answer:
    """An answer without what the commit was asked for as."""
    return answer._replace(out=re.sub(r'"asked": "[^"]*"', "", answer.out))


def _read_checkout(repo: GitFixture, rng: Random) -> Iterator[str]:
    """Compare what is said of the checkout with what is said without the cache, while nothing lands."""
    question = rng.choice(OF_CHECKOUT).format(card=rng.randrange(CARDS))
    with _nobody_else(repo, fcntl.LOCK_SH):
        yield _maybe_fault(question, ask(question), [ask_without_cache(question)])


def _read_number(repo: GitFixture, rng: Random) -> Iterator[str]:
    """See that a card of the checkout has a number that its file had meanwhile, whatever lands; numbers only grow."""
    card = rng.randrange(CARDS)
    before, answer, after = _number_in(repo, card), ask(f"show card{card} note"), _number_in(repo, card)
    is_right = answer.out.strip().isdigit() and before <= int(answer.out) <= after
    yield "" if is_right else f"card{card} had {before} to {after}, and is said to have {answer}"


def _number_in(repo: GitFixture, card: int) -> int:
    """The number that a file of the checkout has."""
    return int((repo.folder / f"catalog/models/card{card}.yaml").read_text().partition("note: ")[2])


_READERS: dict[str, Callable[[GitFixture, Random], Iterator[str]]] = {
    "pinned": _read_pinned,
    "at HEAD": _read_head,
    "of the checkout": _read_checkout,
    "numbers": _read_number,
}


def _maybe_fault(question: str, found: Answer, right: list[Answer]) -> str:
    return "" if found in right and found.code in (0, 1) else f"{question}: {found} is none of {right}"


def prune_until(cache: Path, end: Event) -> Counter[str]:
    """Remove or cut what is kept, as chance decides, until told to stop; how many files of each kind were there."""
    rng = Random(0)
    removed: Counter[str] = Counter()
    while not end.is_set():
        time.sleep(rng.random() / 10)
        files = sorted(cache.glob("*-*/*"))
        removed.update(file.parent.name.partition("-")[0] for file in _prune(cache, files, rng))
    return removed


def _prune(cache: Path, files: list[Path], rng: Random) -> list[Path]:
    """Remove one file or all of them, or cut one."""
    chance, some = rng.random(), files and [rng.choice(files)]
    with suppress(FileNotFoundError):
        for file in some:
            if chance < 0.3:
                os.truncate(file, file.stat().st_size // 2)
            elif chance < 0.9:
                file.unlink()
    if chance >= 0.9:
        shutil.rmtree(cache, ignore_errors=True)
        return files
    return some


def main(commits: int = 1000, readers: int = 8) -> int:
    """Prints the outcome; 1 when an answer was wrong."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ.update(
            HOME=folder,
            CATALOG_CACHE_DIR=str(home / "cache"),
            CATALOG_CPU_SECONDS="600",
            FAIRSEQ2_ASSET_DIR=str(home / "none"),
        )
        outcome = read_in_a_crowd(home, commits, readers)
    sys.stdout.write(f"{outcome}\n")
    sys.stdout.writelines(f"{fault[:1000]}\n" for fault in outcome.faults[:20])
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
