"""Processes that start together, as those of one job of fairseq2, read one commit of a branch though it moves."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from tests.gitfixture import GitFixture
from tests.remote.servers import http_server
from tests.sampling import sample

PROCESSES = sample(3, of_all=16)
PROGRAM = """
import sys
from assetcards.fairseq2.reading import load_providers
from assetcards.fairseq2.variables import Named
[provider] = load_providers(Named(sys.argv[1], rev="main"), dict, KeyError)
print(provider.source)
"""


def start(source: str, cache: Path) -> subprocess.Popen[str]:
    variables = {**os.environ, "CATALOG_CACHE_DIR": str(cache)}
    return subprocess.Popen([sys.executable, "-c", PROGRAM, source], stdout=subprocess.PIPE, text=True, env=variables)


def move(repository: GitFixture, commits: list[str], ended: threading.Event) -> None:
    """Let the branch name one commit after the other."""
    while not ended.wait(0.02):
        commits.reverse()
        repository.git("update-ref", "refs/heads/main", commits[0])


def test_all_take_what_the_first_has_looked_up_and_fetched(tmp_path: Path) -> None:
    work = GitFixture.init(tmp_path / "work")
    commits = [work.commit({"catalog/catalog.toml": "", "catalog/a.yaml": f"name: tiny{at}"}) for at in range(2)]
    served = GitFixture.init(tmp_path / "served" / "cards.git", "--bare")
    served.git("fetch", "--quiet", work.folder, "main:main")
    ended = threading.Event()
    mover = threading.Thread(target=move, args=(served, commits, ended))
    with http_server(tmp_path / "served") as server:
        source = f"{server.address}/cards.git"
        start(source, tmp_path / "alone").communicate()
        alone = server.posts
        mover.start()
        try:
            processes = [start(source, tmp_path / "together") for _ in range(PROCESSES)]
            answers = [process.communicate()[0] for process in processes]
        finally:
            ended.set()
            mover.join()
        assert [process.returncode for process in processes] == [0] * PROCESSES
        assert len(set(answers)) == 1
        assert server.posts == 2 * alone
