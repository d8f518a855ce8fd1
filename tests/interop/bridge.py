"""Our catalog in the real fairseq2: registered by the entry point, and exported as a folder."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assetcards import AssetCardsError, open_catalog
from assetcards.model.questions import resolve_all
from tests.assets.hub_server import MAIN, Hub, HubRepository, serving
from tests.gitfixture import GitFixture
from tests.interop.installed import PROJECT, install
from tests.remote.servers import HttpServer, free_port, http_server
from tests.unit.fairseq2.comparing import BROKEN_THERE, of_ours, of_theirs

SCRIPT = Path(__file__).with_name("fairseq2_store.py")
GUIDE = Path(__file__).with_name("fairseq2_guide.py")
CATALOGS = (
    PROJECT / "catalog",
    *sorted((PROJECT / "tests" / "corpus").glob("*/cards")),
    *sorted((PROJECT / "tests" / "expectations").glob("*/cards")),
)
PROCESSES = 16
PREFIX = "ASSETCARDS_FAIRSEQ2_"


class Fairseq2Store:
    """One process of fairseq2, set up again for each question."""

    def __init__(self, python: Path, variables: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [str(python), str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=dict(variables),
        )

    def ask(self, variables: Mapping[str, str], queries: Sequence[str]) -> dict[str, Any]:
        """What it replies."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"variables": variables, "queries": queries}) + "\n")
        self._process.stdin.flush()
        reply: dict[str, Any] = json.loads(self._process.stdout.readline())
        return reply

    def end(self) -> None:
        """Wait until it has ended."""
        self._process.communicate()


def compare_all(python: Path) -> int:
    """Everything that is compared; how many differences there are."""
    with tempfile.TemporaryDirectory() as folder:
        variables = install(Path(folder))
        store = Fairseq2Store(python, variables)
        try:
            failures = sum(compare_catalog(store, root, Path(folder)) for root in CATALOGS)
        finally:
            store.end()
        failures += check_pins(python, variables, Path(folder)) + check_guide(python, variables, Path(folder))
        with served_catalog(Path(folder)) as (server, repository):
            command = Command(python, variables, f"{server.address}/cards.git")
            failures += check_command(command, repository) + check_many_processes(command, server, repository)
        return failures


def compare_catalog(store: Fairseq2Store, root: Path, folder: Path) -> int:
    """Every question to a catalog, registered and exported; prints each that is answered otherwise."""
    ours: dict[str, Any] = {}
    with open_catalog(root, stores=[], env="") as catalog:
        for asked, card in resolve_all(catalog):
            if asked.name != BROKEN_THERE:
                ours[str(asked)] = None if isinstance(card, AssetCardsError) else of_ours(card)
    name = root.relative_to(PROJECT).as_posix()
    out = folder / name.replace("/", "-")
    arguments = ["export", "--to", "fairseq2", str(out), "--root", str(root), "--format", "json"]
    with Path("/dev/null").open("w") as nothing:
        code = subprocess.run(
            [sys.executable, "-m", "assetcards", *arguments], stdout=nothing, check=False, cwd=folder
        ).returncode
    ways = {
        "registered": {f"{PREFIX}SOURCE": str(root), "FAIRSEQ2_ASSET_DIR": str(folder / "none")},
        "exported": {f"{PREFIX}SOURCE": "", "FAIRSEQ2_ASSET_DIR": str(out / "cards")},
    }
    failures = 0 if code in (0, 1) else 1
    for way, variables in ways.items():
        reply = store.ask(variables, list(ours))
        answers = map(of_theirs, reply.get("answers", [{"error": reply.get("refused")}] * len(ours)))
        wrong = [(*our, their) for our, their in zip(ours.items(), answers, strict=True) if our[1] != their]
        sys.stdout.write(f"{name}, {way}: {len(ours)} questions, {len(wrong)} differences\n")
        sys.stdout.writelines(f"  {asked}:\n    ours     {our}\n    fairseq2 {their}\n" for asked, our, their in wrong)
        sys.stdout.write(f"  {reply['refused']}\n" if "refused" in reply else "")
        failures += len(wrong)
    return failures


def check_pins(python: Path, variables: Mapping[str, str], folder: Path) -> int:
    """A card that pins a commit and a digest of a hub on loopback: other bytes are never opened, right ones are."""
    weights = b"weights" * 1000
    listed = f"{hashlib.sha256(weights).hexdigest()}  m.safetensors\n"
    repository = HubRepository(files={"m.safetensors": weights})
    (folder / "pinned").mkdir()
    (folder / "pinned" / "tiny.yaml").write_text(
        "name: tiny\nmodel_family: my_model\ncheckpoint: hg://org/tiny\n"
        f"checkpoint_revision: '{MAIN}'\ncheckpoint_sha256: 'tree:{hashlib.sha256(listed.encode()).hexdigest()}'\n"
    )
    hub = Hub()
    hub.repositories["models/org/tiny"] = repository
    failures = 0
    with serving(hub):
        of_hub = {"HF_ENDPOINT": hub.address, "HF_HUB_CACHE": str(folder / "hub"), "HF_HUB_OFFLINE": "0"}
        store = Fairseq2Store(python, {**variables, **of_hub})
        try:
            for name, sent, fetch, offline, expected in (
                ("a flipped byte", weights.replace(b"w", b"W", 1), "yes", "0", ""),
                ("without fetching", weights, "no", "0", "hg://org/tiny"),
                ("the right bytes", weights, "yes", "0", "file://"),
                ("offline", weights, "yes", "1", "file://"),
            ):
                repository.sends = {"m.safetensors": sent}
                named = {"SOURCE": str(folder / "pinned"), "FETCH": fetch}
                asked = {**{f"{PREFIX}{key}": value for key, value in named.items()}, "CATALOG_OFFLINE": offline}
                reply = store.ask(asked, ["tiny@"])
                answer = reply["answers"][0] if "answers" in reply else {"error": reply["refused"]}
                uri = answer.get("uris", {}).get("checkpoint", "")
                opened = Path(uri.removeprefix("file://")) / "m.safetensors"
                is_right = not uri.startswith("file://") or opened.read_bytes() == weights
                if not is_right or not (uri.startswith(expected) if expected else "error" in answer):
                    failures += 1
                    sys.stdout.write(f"pins, {name}: {answer}\n")
        finally:
            store.end()
    sys.stdout.write(f"pins: 4 cases, {failures} failures\n")
    return failures


def check_guide(python: Path, variables: Mapping[str, str], folder: Path) -> int:
    """The example of fairseq2's guide opens what our card says, at a revision of a repository."""
    (folder / "lines.txt").write_text("one\ntwo\n")
    repository = GitFixture.init(folder / "guide")
    card = f"{{name: lines, dataset_family: my_dataset, dataset_config: {{data: {folder}/lines.txt}}}}"
    repository.commit({"catalog/catalog.toml": "", "catalog/datasets/lines.yaml": card})
    command = [str(python), str(GUIDE), str(repository.folder), "main", "lines"]
    done = subprocess.run(command, env=dict(variables), capture_output=True, text=True, check=False)
    is_right = done.stdout == "['one', 'two']\n"
    sys.stdout.write(f"the guide's example: {'opens' if is_right else done.stdout + done.stderr}\n")
    return int(not is_right)


@contextmanager
def served_catalog(folder: Path) -> Iterator[tuple[HttpServer, GitFixture]]:
    """Our catalog in a repository on loopback, and a second commit on its branch."""
    work = GitFixture.init(folder / "work")
    files = (path for path in (PROJECT / "catalog").rglob("*") if path.is_file())
    work.commit({path.relative_to(PROJECT).as_posix(): path.read_bytes() for path in files})
    work.git("tag", "v1")
    work.commit({"catalog/models/new.yaml": "{name: brand_new, model_family: my_model, checkpoint: hg://org/new}"})
    (folder / "served").mkdir()
    bare = GitFixture.init(folder / "served" / "cards.git", "--bare")
    bare.git("fetch", "--quiet", "--tags", work.folder, "main:main")
    with http_server(folder / "served") as server:
        yield server, bare


class Command:
    """`python -m fairseq2.assets`, with a catalog named by variables alone."""

    def __init__(self, python: Path, variables: Mapping[str, str], source: str) -> None:
        self._python = python
        self._variables = {**variables, f"{PREFIX}SOURCE": source}

    def start(self, *arguments: str, **named: str) -> subprocess.Popen[str]:
        """One run of it."""
        more = {f"{PREFIX}{name.upper()}": value for name, value in named.items() if not name.isupper()}
        more |= {name: value for name, value in named.items() if name.isupper()}
        return subprocess.Popen(
            [str(self._python), "-m", "fairseq2.assets", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**self._variables, **more},
        )

    def run(self, *arguments: str, **named: str) -> tuple[int, str]:
        """Its exit code and all that it says."""
        process = self.start(*arguments, **named)
        out = process.communicate()[0]
        return process.returncode, out


def check_command(command: Command, repository: GitFixture) -> int:
    """Its own command shows our cards of a commit, and our sentence for whatever is wrong."""
    v1, main = repository.head("v1"), repository.head("main")
    broken = GitFixture.init(repository.folder.parent / "broken")
    broken.commit({"catalog/catalog.toml": "", "catalog/a.yaml": "{name: bad, base: nowhere}\n---\n{name: fine}"})
    clash = GitFixture.init(repository.folder.parent / "clash")
    clash.commit({"catalog/catalog.toml": "", "catalog/a.yaml": "{name: qwen3_8b, model_family: qwen}"})
    nobody = f"http://127.0.0.1:{free_port()}/cards.git"
    theirs = {"source": str(clash.folder), "on_clash": "theirs"}
    lab = {"rev": v1, "env": "awscluster"}
    cases: list[tuple[str, list[str], dict[str, str], int, list[str]]] = [
        ("list at a tag", ["list"], {"rev": "v1"}, 0, [f"@{v1}", "model:text_sonar_basic_encoder@", "model:qwen3_8b@"]),
        ("list at a branch", ["list"], {"rev": "main"}, 0, [f"@{main}", "model:brand_new@"]),
        ("show", ["show", "sonar_mutox"], {"rev": v1}, 0, [f"@{v1}", "sonar_mutox"]),
        ("show in an environment", ["show", "gsm8k_sft"], lab, 0, ["/data/gsm8k_data/sft"]),
        ("offline", ["show", "sonar_mutox"], {"rev": "v1", "CATALOG_OFFLINE": "1"}, 0, [f"@{v1}"]),
        ("a wrong revision", ["list"], {"rev": "v9"}, 1, ["'v9' is not a branch or tag of"]),
        ("no network", ["list"], {"source": nobody}, 1, ["AssetMetadataError", nobody]),
        ("an unknown environment", ["list"], {"rev": v1, "env": "awscluste"}, 1, ["did you mean 'awscluster'?"]),
        ("a clash", ["list"], {"source": str(clash.folder)}, 1, ["differs from fairseq2's own", "qwen3_8b"]),
        ("a clash that is allowed", ["show", "qwen3_8b"], theirs, 0, ["hg://qwen/qwen3-8b"]),
        ("a broken card", ["show", "bad"], {"source": str(broken.folder)}, 1, ["a.yaml:1:19: base 'nowhere' does not"]),
        ("a card beside it", ["show", "fine"], {"source": str(broken.folder)}, 0, ["fine"]),
    ]
    failures = 0
    for name, arguments, named, code, expected in cases:
        found, out = command.run(*arguments, **named)
        missing = [text for text in expected if text not in " ".join(out.split())]
        if found != code or missing:
            failures += 1
            sys.stdout.write(f"{name}: exit code {found} instead of {code}, without {missing}\n{out[-3000:]}\n")
    sys.stdout.write(f"fairseq2's own command: {len(cases)} cases, {failures} failures\n")
    return failures


def check_many_processes(command: Command, server: HttpServer, repository: GitFixture) -> int:
    """Processes that start together on an empty cache, while the branch moves all the time: one commit, one fetch."""
    caches = [str(repository.folder.parent / name) for name in ("alone", "many")]
    before = server.posts
    command.run("list", rev="main", CATALOG_CACHE_DIR=caches[0])
    alone, before = server.posts - before, server.posts
    processes = [command.start("list", rev="main", CATALOG_CACHE_DIR=caches[1]) for _ in range(PROCESSES)]
    ended = threading.Event()
    mover = threading.Thread(target=_move, args=(repository, ended))
    mover.start()
    try:
        outs = [process.communicate()[0] for process in processes]
    finally:
        ended.set()
        mover.join()
    commits = {line.strip() for out in outs for line in out.splitlines() if "cards.git@" in line}
    failing = sum(process.returncode != 0 for process in processes)
    sys.stdout.write(
        f"{PROCESSES} processes at once: {len(commits)} commit, {server.posts - before} requests"
        f" (one process alone: {alone}), {failing} failed\n"
    )
    return int(failing + (len(commits) != 1) + (server.posts - before != alone))


def _move(repository: GitFixture, ended: threading.Event) -> None:
    """Let the branch name one commit after the other."""
    commits = [repository.head("v1"), repository.head("main")]
    while not ended.wait(0.3):
        commits.reverse()
        repository.git("update-ref", "refs/heads/main", commits[0])
