"""The states that the user's cache may be in while somebody asks, each made of a warm one."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from random import Random
from typing import TypeAlias

import pytest

from assetcards.sources import kept

Way: TypeAlias = Callable[[Path], AbstractContextManager[object]]
"""What is done to the folder of the cache, and undone afterwards where it is no file that changes."""

DISK_BYTES = 2_000_000
OTHERS = 65534
"""A user who is nobody here."""


def kept_files(cache: Path) -> list[Path]:
    """The files of what is kept; what was fetched from elsewhere is no part of it."""
    return sorted(file for folder in kept_folders(cache) for file in folder.iterdir())


def kept_folders(cache: Path) -> list[Path]:
    """The folders of what is kept, one for each kind and user."""
    return sorted(cache.glob(f"*-{os.geteuid()}"))


def _each(change: Callable[[Path], object]) -> Way:
    """Change each file."""

    def way(cache: Path) -> AbstractContextManager[None]:
        for file in kept_files(cache):
            change(file)
        return nullcontext()

    return way


def _content(change: Callable[[bytes], bytes]) -> Way:
    """Change what each file has in it."""
    return _each(lambda file: file.write_bytes(change(file.read_bytes())))


def _flip(content: bytes) -> bytes:
    """Change one bit, not always the same one."""
    at = Random(content).randrange(len(content) * 8)
    return content[: at // 8] + bytes([content[at // 8] ^ 1 << at % 8]) + content[at // 8 + 1 :]


def _huge(content: bytes) -> bytes:
    """Have a first line speak of more than there is."""
    head, line_feed, body = content.partition(b"\n")
    return re.sub(rb"[0-9]+", b"9" * 30, head) + line_feed + body


def _remove(cache: Path) -> AbstractContextManager[None]:
    for folder in kept_folders(cache):
        shutil.rmtree(folder)
    return nullcontext()


def _swap(cache: Path) -> AbstractContextManager[None]:
    """Give each file the content of the next one of its kind."""
    for folder in kept_folders(cache):
        files = sorted(folder.iterdir())
        contents = [file.read_bytes() for file in files]
        for file, content in zip(files, [*contents[1:], *contents[:1]], strict=True):
            file.write_bytes(content)
    return nullcontext()


def _in_place_of_folders(cache: Path) -> AbstractContextManager[None]:
    folders = kept_folders(cache)
    _remove(cache)
    for folder in folders:
        folder.write_text("a file is here")
    return nullcontext()


def _in_place_of_all(cache: Path) -> AbstractContextManager[None]:
    shutil.rmtree(cache)
    cache.write_text("a file is here")
    return nullcontext()


def _become(make: Callable[[Path], object]) -> Way:
    """Put something else in place of each file."""

    def change(file: Path) -> None:
        file.unlink()
        make(file)

    return _each(change)


def _link(file: Path) -> None:
    """Put a link to the same content in place of a file."""
    elsewhere = file.parent.parent / f"{file.name}-elsewhere"
    file.replace(elsewhere)
    file.symlink_to(elsewhere)


@contextmanager
def _another_version(_: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as other:
        other.setattr(kept, "reader_version", lambda: b"0.0.1")
        yield


@contextmanager
def _nowhere(_: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as homeless:
        homeless.setenv("XDG_CONFIG_HOME", os.path.join(os.environ["HOME"], ".config"))
        homeless.delenv("CATALOG_CACHE_DIR")
        homeless.setenv("XDG_CACHE_HOME", "relative")
        homeless.setenv("HOME", ".")
        yield


@contextmanager
def _no_room_for_files(_: Path) -> Iterator[None]:
    """As on a full disk, where nobody may mount one: what is written ends after some bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _disk(*, is_full: bool = False, is_read_only: bool = False, is_cold: bool = False) -> Way:
    """Put the cache on a disk of its own, which then takes nothing more."""

    @contextmanager
    def way(cache: Path) -> Iterator[None]:
        if os.geteuid() != 0:
            pytest.skip("only root may mount a disk")
        aside = cache.rename(cache.with_name("aside"))
        cache.mkdir()
        if _run("mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", cache) != 0:
            pytest.skip("nothing can be mounted here")
        try:
            shutil.copytree(aside, cache, dirs_exist_ok=True)
            if is_cold:
                _remove(cache)
            if is_full:
                _fill(cache / "filling")
            if is_read_only:
                assert _run("mount", "-o", "remount,ro", cache) == 0
            yield
        finally:
            assert _run("umount", "--lazy", cache) == 0

    return way


def _run(*command: str | Path) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 512)


WAYS: dict[str, Way] = {
    "warm": lambda _: nullcontext(),
    "cold": _remove,
    "half-written": _content(lambda content: content[: len(content) // 2]),
    "empty": _content(lambda _: b""),
    "without the last byte": _content(lambda content: content[:-1]),
    "with a byte too many": _content(lambda content: content + b"\n"),
    "with a bit changed": _content(_flip),
    "of random bytes": _content(lambda content: Random(content).randbytes(len(content))),
    "of huge numbers": _content(_huge),
    "of another form": _content(lambda content: re.sub(rb"^(assetcards \w+ )\d+", rb"\g<1>99", content)),
    "of another version": _another_version,
    "with contents swapped": _swap,
    "with files that others may write": _each(lambda file: file.chmod(0o666)),
    "with files of others": _each(lambda file: os.chown(file, OTHERS, OTHERS)),
    "with links": _each(_link),
    "with endless files": _become(lambda file: file.symlink_to("/dev/zero")),
    "with pipes": _become(os.mkfifo),
    "with folders": _become(os.mkdir),
    "with files in place of folders": _in_place_of_folders,
    "with a file in place of all": _in_place_of_all,
    "nowhere": _nowhere,
    "where files have no room": _no_room_for_files,
    "on a full disk, warm": _disk(is_full=True),
    "on a full disk, cold": _disk(is_full=True, is_cold=True),
    "on a disk that is read alone, warm": _disk(is_read_only=True),
    "on a disk that is read alone, cold": _disk(is_read_only=True, is_cold=True),
}

_FETCHED = "--root built"
_OF_FETCHED = (_FETCHED, "cache ", "fetch ", "verify ", "export ")

CANNOT: dict[str, tuple[str, ...]] = {
    "with a file in place of all": _OF_FETCHED,
    "nowhere": _OF_FETCHED,
    "where files have no room": (_FETCHED, "blame ", "list --changed"),
    "on a full disk": ("upstream update",),
    "on a disk that is read alone": ("upstream update",),
}
"""What has another answer for another reason: nothing can be fetched, or no note or temporary file be written."""
