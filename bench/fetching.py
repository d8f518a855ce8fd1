"""What fetching and verifying a large file costs beside the programs that do the same: CPU time, and the most memory.

A file of `--size` is fetched from a server on loopback, beside `curl -o f URL; sha256sum f`, and verified beside
`sha256sum f`. Exit code 1 when a ratio, or the memory, is beyond its bound.
"""

from __future__ import annotations

import argparse
import http.server
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from assetcards.sizes import maybe_size
from bench.measuring import Cost, cost_of

FETCH_BOUND, VERIFY_BOUND, MEMORY_BOUND = 1.3, 1.1, 100


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of the files of a folder, in a process of its own."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    pid = os.fork()
    if not pid:
        os.chdir(folder)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        server.serve_forever()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        os.kill(pid, 15)
        os.waitpid(pid, 0)
        server.server_close()


def write_file(path: Path, size: int) -> None:
    """A file of random bytes, which no file system can make smaller."""
    with open(path, "wb") as file:
        for _ in range(size >> 20):
            file.write(os.urandom(1 << 20))


def measure(folder: Path, size: int) -> dict[str, tuple[Cost, Cost]]:
    """What ours costs, and what the programs cost, for each thing to do."""
    for name in ("server", "catalog"):
        (folder / name).mkdir()
    served, copy = folder / "server" / "m.pt", folder / "f"
    write_file(served, size)
    digest = subprocess.run(["sha256sum", served], check=True, capture_output=True, text=True).stdout[:64]
    os.environ |= {"FAIRSEQ2_CACHE_DIR": str(folder / "assets"), "CATALOG_CACHE_DIR": str(folder / "cache")}
    catalog, root = str(Path(sys.executable).parent / "catalog"), str(folder / "catalog")
    with serving(folder / "server") as url:
        card = f"name: m\nmodel_family: my_model\ncheckpoint: {url}/m.pt\ncheckpoint_sha256: '{digest}'\n"
        (folder / "catalog" / "m.yaml").write_text(card)
        script = f"curl --silent -o {copy} {url}/m.pt; sha256sum {copy}"
        fetched = cost_of([catalog, "fetch", "m", "--root", root]), cost_of(["/bin/bash", "-ec", script])
    programs = cost_of(["/bin/bash", "-ec", f"sha256sum {copy}"])
    return {"fetch": fetched, "verify": (cost_of([catalog, "verify", "m", "--fresh", "--root", root]), programs)}


def main() -> int:
    """Measure, print a table, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="2G", help="how large the file is (default 2G)")
    size = maybe_size(parser.parse_args().size) or 0
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(Path(folder), size)
    bounds = {"fetch": FETCH_BOUND, "verify": VERIFY_BOUND}
    print(f"{'':<8} {'ours':>8} {'programs':>9} {'ratio':>6} {'bound':>6} {'memory':>9}")
    is_good = True
    for name, (ours, theirs) in measured.items():
        ratio = ours.seconds / theirs.seconds
        is_good = is_good and ratio <= bounds[name] and ours.megabytes <= MEMORY_BOUND
        times = f"{ours.seconds:>6.2f} s {theirs.seconds:>7.2f} s {ratio:>6.2f} {bounds[name]:>6.1f}"
        print(f"{name:<8} {times} {ours.megabytes:>6} MB")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
