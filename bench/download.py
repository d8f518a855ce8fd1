"""What a download costs beside `curl` and `sha256sum`: the CPU time of whole processes, and the most memory they have.

A server on loopback sends a large file, which is written and hashed both ways in turn; the best run of each counts.
Exit code 1 when the ratio or the memory is beyond its bound.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

RATIO, MEGABYTES = 1.3, 100
OURS, THEIRS = "assetcards", "curl; sha256sum"
DOWNLOAD = """
import sys
from pathlib import Path
from assetcards.assets.http.download import download
download(sys.argv[1], Path(sys.argv[2]))
"""


class _Sender(BaseHTTPRequestHandler):
    """Sends one file."""

    path_of_file = Path()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(self.path_of_file.stat().st_size))
        self.end_headers()
        with open(self.path_of_file, "rb") as file:
            self.connection.sendfile(file)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class names it so)
        return


def serve(path: Path, pipe: Connection) -> None:
    """Serve a file until the parent is gone; sends the port."""
    _Sender.path_of_file = path
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Sender)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    pipe.send(server.server_port)
    pipe.poll(None)


def run(command: list[str]) -> tuple[float, float]:
    """The user and system time of a process and its children in seconds, and their most memory in megabytes."""
    silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(command[0], command, os.environ, file_actions=silence)
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}: ended with status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def measure(url: str, folder: Path, runs: int) -> dict[str, tuple[float, float]]:
    """The best CPU time and the most memory, by the way of downloading."""
    target = folder / "target"
    shell = f"{shutil.which('curl')} -sS -o {target} {url} && sha256sum {target}"
    commands = {THEIRS: ["/bin/sh", "-c", shell], OURS: [sys.executable, "-c", DOWNLOAD, url, str(target)]}
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            measured[name].append(run(command))
            target.unlink()
    return {name: (min(cpu for cpu, _ in each), max(memory for _, memory in each)) for name, each in measured.items()}


def main() -> int:
    """Measure, print a table, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bytes", type=int, default=2_000_000_000, help="the size of the file (default 2 GB)")
    parser.add_argument("--runs", type=int, default=3, help="how often each is run (default 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        block = os.urandom(2**20)
        with open(source, "wb") as file:
            for _ in range(options.bytes // len(block)):
                file.write(block)
        ours, theirs = get_context("spawn").Pipe()
        server = get_context("spawn").Process(target=serve, args=(source, theirs), daemon=True)
        server.start()
        try:
            found = measure(f"http://127.0.0.1:{ours.recv()}/m.pt", Path(folder), options.runs)
        finally:
            server.kill()
            server.join()
    unit = found[THEIRS][0]
    print(f"{'way':<16} {'CPU':>8} {'ratio':>7} {'bound':>7} {'memory':>9} {'bound':>8}")
    for name, (cpu, memory) in found.items():
        bounds = (f"{RATIO}", f"{MEGABYTES} MB") if name == OURS else ("", "")
        print(f"{name:<16} {cpu:>6.2f} s {cpu / unit:>7.2f} {bounds[0]:>7} {memory:>6.0f} MB {bounds[1]:>8}")
    return int(found[OURS][0] / unit > RATIO or found[OURS][1] > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
