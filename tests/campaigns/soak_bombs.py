"""The campaign of bombs: `python -m tests.campaigns.soak_bombs [--bombs N] [--commands N] [--runs N] [--seed N] ...`.

Some verbs are run on every bomb, each in a process that may take 60 s of CPU and 2 GB. A run fails when it takes more,
or ends in anything but an answer or a sentence: its output is then in the folder `soak-failures`.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.campaigns.bombs import Bomb, make_bomb, total_size
from tests.gitfixture import GitFixture

SECONDS = 60
MEMORY = 2 << 30
FAILURES = Path("soak-failures")
ENDS = (0, 1, 3)
"""The exit codes of an answer, a no, and a sentence that says why the run could not go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run of the command took, and how it ended: its exit code, or a signal as a negative number."""

    end: int
    seconds: float
    megabytes: float
    answer: str
    complaints: str

    def is_held(self, seconds: float = SECONDS) -> bool:
        """Whether the run stayed within the limits, and ended as it should."""
        return self.end in ENDS and self.seconds <= seconds and self.megabytes <= MEMORY >> 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Blast:
    """One run of the command on a bomb."""

    seed: int
    title: str
    arguments: tuple[str, ...]
    run: Run

    def __str__(self) -> str:
        what = f"seed {self.seed} ({self.title}): catalog {' '.join(self.arguments)}"
        return f"{self.run.seconds:6.2f} s {self.run.megabytes:6.0f} MB  exit {self.run.end:3}  {what[:150]}"


def blasts(seed: int, *, runs: int, as_commands: bool = False) -> Iterator[Blast]:
    """So many runs on the bomb of a seed, in copies of this process or as commands of their own."""
    bomb = make_bomb(seed)
    chance = Random(seed)
    verbs = [*_verbs(bomb, chance)]
    title = f"{bomb.title}, {total_size(bomb.after.values()) // 1000} kB"
    folder = Path(tempfile.mkdtemp(prefix="bomb-"))
    try:
        _commit(bomb, folder)
        for arguments in chance.sample(verbs, min(runs, len(verbs))):
            run = run_within_limits(folder, arguments, as_command=as_commands)
            yield Blast(seed=seed, title=title, arguments=arguments, run=run)
    finally:
        shutil.rmtree(folder)


def _commit(bomb: Bomb, folder: Path) -> None:
    repo = GitFixture.init(folder)
    for side in (bomb.before, bomb.after):
        shutil.rmtree(folder / "catalog", ignore_errors=True)
        repo.commit({f"catalog/{path}": text for path, text in side.items()}, message="a side")


def _verbs(bomb: Bomb, chance: Random) -> Iterator[tuple[str, ...]]:
    """The verbs that are run, each in one of its formats."""
    for arguments, formats in (
        (("list",), ("text", "json", "markdown", "names")),
        (("list", "--changed"), ("text", "json")),
        (("list", "--where", "license=x"), ("text",)),
        (("show", bomb.names[0]), ("text", "json", "yaml")),
        (("validate",), ("text", "json", "sarif", "github")),
        (("validate", "--from-ref", "HEAD~1"), ("text",)),
        (("diff", "HEAD~1", "HEAD"), ("text", "json", "markdown")),
        (("policy", "HEAD~1", "HEAD"), ("text", "json", "github")),
        (("review", "HEAD~1", "HEAD"), ("text", "json", "markdown")),
        (("log", bomb.names[0]), ("text", "json")),
        (("blame", bomb.names[0]), ("text", "json")),
        (("compare", bomb.names[0], "big"), ("text", "json", "markdown")),
    ):
        yield (*arguments, "--format", chance.choice(formats))
    yield ("envs",)
    yield ("lock", bomb.names[0], "--rev", "HEAD~1")
    yield ("lock", *bomb.names, "--rev", "HEAD")


def run_within_limits(
    folder: Path, arguments: tuple[str, ...], *, seconds: int = SECONDS, as_command: bool = False
) -> Run:
    """Run the command in a process that may take so many seconds of CPU, and 2 GB."""
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        child = os.fork()
        if child == 0:
            _be_the_command(folder, arguments, (answer.fileno(), complaints.fileno()), seconds, as_command)
        _, status, used = os.wait4(child, 0)
        written = []
        for file in (answer, complaints):
            file.seek(0)
            written.append(file.read().decode("utf-8", "replace"))
        return Run(
            end=os.waitstatus_to_exitcode(status),
            seconds=used.ru_utime + used.ru_stime,
            megabytes=used.ru_maxrss / 1024,
            answer=written[0],
            complaints=written[1],
        )


def _be_the_command(
    folder: Path, arguments: tuple[str, ...], outputs: tuple[int, int], seconds: int, as_command: bool
) -> None:
    """Become a process within limits that is the command, or run the command in it; does not return."""
    os.chdir(folder)
    for number, output in enumerate(outputs, start=1):
        os.dup2(output, number)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 1, seconds + 2))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    os.environ |= {"HOME": str(folder), "FAIRSEQ2_ASSET_DIR": "/nowhere"}
    os.environ.pop("XDG_CONFIG_HOME", None)
    if as_command:
        os.execv(sys.executable, [sys.executable, "-m", "assetcards", *arguments])
    sys.argv = ["catalog", *arguments]
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8") for number in (1, 2))  # noqa: SIM115 (ends with us)
    end = 70
    try:
        from assetcards.cli.main import main

        end = main()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(end)


def main() -> int:
    """Run the campaign and print the worst runs; 0 when all of them were held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bombs", type=int, default=200)
    parser.add_argument("--commands", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--runs", type=int, default=4)
    options = parser.parse_args()
    ran: list[Blast] = []
    for number in range(options.bombs + options.commands):
        for blast in blasts(options.seed + number, runs=options.runs, as_commands=number >= options.bombs):
            ran.append(blast)
            if not blast.run.is_held():
                _keep(blast)
    ran.sort(key=lambda blast: (blast.run.is_held(), -blast.run.seconds))
    failed = sum(not blast.run.is_held() for blast in ran)
    print(f"{options.bombs + options.commands} bombs, {len(ran)} runs, {failed} not held; the worst:")
    print("\n".join(map(str, ran[: max(options.worst, failed)])))
    return 1 if failed else 0


def _keep(blast: Blast) -> None:
    print(f"not held: {blast}", file=sys.stderr, flush=True)
    FAILURES.mkdir(exist_ok=True)
    name = f"bomb-{blast.seed}-{'-'.join(blast.arguments[:1])}.txt"
    (FAILURES / name).write_text(f"{blast}\n{blast.run.complaints[-2000:]}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
