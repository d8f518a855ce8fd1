"""Archives made to do harm are refused, with nothing outside of the folder; good ones of the same shapes unpack."""

from __future__ import annotations

import gzip
import io
import os
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from assetcards import ArchiveError, DiskError
from assetcards.assets.archives.members import Bounds
from assetcards.assets.archives.unpacking import unpack
from tests.assets.archives.makers import FORMATS, TARS, Made, folder, make

LONG = "n" * 256

ATTACKS: dict[str, list[Made]] = {
    "traversal": [Made("../evil")],
    "traversal inside": [Made("a/b/../../../evil")],
    "traversal of a folder": [folder("../evil")],
    "absolute": [Made("/tmp/assetcards-evil")],
    "backslashes": [Made("..\\evil")],
    "drive": [Made("C:evil")],
    "link out": [Made("link", b"", tarfile.SYMTYPE, link="/etc/passwd")],
    "link in": [Made("a"), Made("link", b"", tarfile.SYMTYPE, link="a")],
    "write through a link": [Made("link", b"", tarfile.SYMTYPE, link=".."), Made("link/evil")],
    "hard link": [Made("link", b"", tarfile.LNKTYPE, link="/etc/passwd")],
    "character device": [Made("device", b"", tarfile.CHRTYPE)],
    "block device": [Made("device", b"", tarfile.BLKTYPE)],
    "pipe": [Made("pipe", b"", tarfile.FIFOTYPE)],
    "setuid": [Made("run", mode=0o4755)],
    "setgid": [Made("run", mode=0o2755)],
    "duplicate": [Made("a", b"1"), Made("a", b"2")],
    "duplicate by spelling": [Made("a/b"), Made("a/./b")],
    "case clash": [Made("a"), Made("A")],
    "case clash of folders": [Made("a/x"), Made("A/y")],
    "clash of forms": [Made("\u00e9"), Made("e\u0301")],
    "file and folder": [Made("a"), Made("a/b")],
    "folder and file": [Made("a/b"), Made("a")],
    "control characters": [Made("a\x1b[2J")],
    "line ending": [Made("a\nb")],
    "no name": [Made(".")],
    "long part": [Made(LONG)],
    "long path": [Made("/".join(["n" * 100] * 11))],
    "deep": [Made("/".join("d" * 65))],
}
GOOD: dict[str, list[Made]] = {
    "dots": [Made("..a/b.."), Made("..."), Made("./c/./d")],
    "folders": [folder("."), folder("a"), folder("a"), folder("a/b", 0o2775), Made("a/c")],
    "no folder of its own": [Made("a/b/c")],
    "program": [Made("run", mode=0o755)],
    "same names elsewhere": [Made("a/x"), Made("b/x")],
    "names": [Made("\u00e9 \u4e2d"), Made("a b"), Made("-rf"), Made("ab:c"), Made("n" * 255)],
    "deep": [Made("/".join("d" * 64))],
    "empty": [Made("a", b"")],
    "nothing": [],
    "compressible": [Made("a", b"x" * 1_000_000)],
}


def snapshot(top: Path) -> list[str]:
    return sorted(str(path.relative_to(top)) for path in top.rglob("*"))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_an_archive_made_to_do_harm_is_refused(tmp_path: Path, attack: str, suffix: str) -> None:
    archive = make(tmp_path / f"m{suffix}", ATTACKS[attack])
    before = snapshot(tmp_path)
    (tmp_path / "cache").mkdir()
    with pytest.raises(ArchiveError) as caught:
        unpack(archive, tmp_path / "cache" / "m", shown="https://example.org/m")
    assert str(caught.value).startswith("https://example.org/m: the member")
    assert str(caught.value).isprintable()
    assert snapshot(tmp_path) == sorted([*before, "cache"])
    assert not Path("/tmp/assetcards-evil").exists()


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("shape", GOOD)
def test_a_good_archive_of_the_same_shape_unpacks(tmp_path: Path, shape: str, suffix: str) -> None:
    archive = make(tmp_path / f"m{suffix}", GOOD[shape])
    unpack(archive, tmp_path / "out")
    files = {str(path.relative_to(tmp_path / "out")): path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    wanted = {os.path.normpath(made.name): made for made in GOOD[shape] if made.kind == tarfile.REGTYPE}
    assert {name: path.read_bytes() for name, path in files.items()} == {
        name: made.content for name, made in wanted.items()
    }
    assert [
        name for name, path in files.items() if bool(path.stat().st_mode & 0o100) != bool(wanted[name].mode & 0o100)
    ] == []
    assert snapshot(tmp_path)[0] == f"m{suffix}"


@pytest.mark.parametrize("suffix", FORMATS)
def test_files_get_the_permissions_of_new_files(tmp_path: Path, suffix: str) -> None:
    archive = make(tmp_path / f"m{suffix}", [Made("a", mode=0o777), Made("d/b", mode=0o000)])
    before = os.umask(0o027)
    try:
        unpack(archive, tmp_path / "out")
    finally:
        os.umask(before)
    modes = [path.stat().st_mode & 0o7777 for path in (tmp_path / "out", tmp_path / "out" / "a", tmp_path / "out/d/b")]
    assert modes == [0o750, 0o750, 0o640]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("bounds", "members", "words"),
    [
        (Bounds(size=1000), [Made("a", b"x" * 1001)], "it unpacks to more than 1.0 kB"),
        (Bounds(members=10), [Made(f"a{number}") for number in range(11)], "it has more than 10 members"),
    ],
)
def test_an_archive_beyond_a_bound_is_refused(
    tmp_path: Path, suffix: str, bounds: Bounds, members: list[Made], words: str
) -> None:
    archive = make(tmp_path / f"m{suffix}", members)
    with pytest.raises(ArchiveError, match=words):
        unpack(archive, tmp_path / "out", bounds)
    assert snapshot(tmp_path) == [f"m{suffix}"]


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != ".tar"])
def test_a_bomb_is_refused(tmp_path: Path, suffix: str) -> None:
    archive = make(tmp_path / f"m{suffix}", [Made("a", b"\0" * 2_000_000)])
    with pytest.raises(ArchiveError, match="it unpacks to more than"):
        unpack(archive, tmp_path / "out", Bounds(ratio=10, slack=1000))
    assert snapshot(tmp_path) == [f"m{suffix}"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_archive_at_its_bounds_unpacks(tmp_path: Path, suffix: str) -> None:
    archive = make(tmp_path / f"m{suffix}", [Made(f"a{number}") for number in range(10)])
    unpack(archive, tmp_path / "out", Bounds(members=10, size=40_000))
    assert len(snapshot(tmp_path / "out")) == 10


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_damaged_archive_is_refused(tmp_path: Path, suffix: str) -> None:
    whole = make(tmp_path / f"m{suffix}", [Made("a", os.urandom(20_000)), Made("b", os.urandom(20_000))]).read_bytes()
    (tmp_path / f"m{suffix}").unlink()
    damaged = tmp_path / f"bad{suffix}"
    for content in (b"", b"x" * 5000, whole[:10], whole[:30_000], whole[: len(whole) // 2], b"<html></html>"):
        damaged.write_bytes(content)
        with pytest.raises(ArchiveError, match="it is damaged, or no archive"):
            unpack(damaged, tmp_path / "out")
        assert snapshot(tmp_path) == [damaged.name]


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != ".tar"])
def test_a_flipped_bit_is_found_by_the_checksum_of_the_compression(tmp_path: Path, suffix: str) -> None:
    archive = make(tmp_path / f"m{suffix}", [Made("a", os.urandom(50_000))])
    content = bytearray(archive.read_bytes())
    content[25_000] ^= 1
    archive.write_bytes(content)
    with pytest.raises(ArchiveError, match="it is damaged"):
        unpack(archive, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "m.tar", "w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("caf\udce9"))
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as zipped:
        zipped.writestr("cafe", b"x")
    (tmp_path / "m.zip").write_bytes((tmp_path / "m.zip").read_bytes().replace(b"cafe", b"caf\xe9"))
    for suffix in (".tar", ".zip"):
        with pytest.raises(ArchiveError, match="that is not UTF-8"):
            unpack(tmp_path / f"m{suffix}", tmp_path / "out")


def test_a_zip_whose_names_are_utf8_without_a_word_unpacks(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        archive.writestr("abcd", b"x")
    name = "\u00e9\u00e8".encode()
    (tmp_path / "m.zip").write_bytes((tmp_path / "m.zip").read_bytes().replace(b"abcd", name))
    unpack(tmp_path / "m.zip", tmp_path / "out")
    assert snapshot(tmp_path / "out") == ["\u00e9\u00e8"]


def test_a_zip_with_other_names_in_its_directory_is_refused(tmp_path: Path) -> None:
    make(tmp_path / "m.zip", [Made("abcd")])
    content = (tmp_path / "m.zip").read_bytes().replace(b"abcd", b"evil", 1)
    (tmp_path / "m.zip").write_bytes(content)
    with pytest.raises(ArchiveError, match="it is damaged"):
        unpack(tmp_path / "m.zip", tmp_path / "out")


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    content = bytearray(make(tmp_path / "m.zip", [Made("a")]).read_bytes())
    at = content.index(b"PK\x01\x02")
    for flags in (6, at + 8):
        struct.pack_into("<H", content, flags, struct.unpack_from("<H", content, flags)[0] | 1)
    (tmp_path / "m.zip").write_bytes(content)
    with pytest.raises(ArchiveError, match="the member 'a' is encrypted"):
        unpack(tmp_path / "m.zip", tmp_path / "out")


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK])
def test_a_head_that_would_fill_the_memory_is_not_read(tmp_path: Path, kind: bytes) -> None:
    info = tarfile.TarInfo("a")
    info.type, info.size = kind, 10**10
    with gzip.open(tmp_path / "m.tar.gz", "wb") as file:
        file.write(info.tobuf(tarfile.GNU_FORMAT))
        file.write(b"\0" * 100_000)
    with pytest.raises(ArchiveError, match="a head that is not valid"):
        unpack(tmp_path / "m.tar.gz", tmp_path / "out")


def test_a_head_with_a_size_below_zero_is_refused(tmp_path: Path) -> None:
    head = bytearray(tarfile.TarInfo("a").tobuf())
    head[124:136] = b"\xff" * 12
    head[148:156] = b"        "
    head[148:155] = b"%06o\0" % sum(head)
    (tmp_path / "m.tar").write_bytes(bytes(head) + b"\0" * 1024)
    with pytest.raises(ArchiveError):
        unpack(tmp_path / "m.tar", tmp_path / "out")


def test_heads_upon_heads_are_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("a")
    info.type, info.size = tarfile.XHDTYPE, 0
    (tmp_path / "m.tar").write_bytes(info.tobuf() * 20_000)
    with pytest.raises(ArchiveError):
        unpack(tmp_path / "m.tar", tmp_path / "out")
    with pytest.raises(ArchiveError, match="more than 100 members"):
        unpack(tmp_path / "m.tar", tmp_path / "out", Bounds(members=100))


def test_a_sparse_file_is_refused(tmp_path: Path) -> None:
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(10**7)
    for form in ("gnu", "posix"):
        command = ["tar", f"--format={form}", "-S", "-cf", "m.tar", "sparse"]
        subprocess.run(command, cwd=tmp_path, check=True)
        with pytest.raises(ArchiveError, match="neither a file nor a folder"):
            unpack(tmp_path / "m.tar", tmp_path / "out")


@pytest.mark.parametrize("form", ["gnu", "posix", "ustar", "v7", "oldgnu"])
def test_what_the_program_tar_writes_unpacks(tmp_path: Path, form: str) -> None:
    source = tmp_path / "source"
    (source / "empty").mkdir(parents=True)
    (source / ("d" * 60)).mkdir()
    (source / ("d" * 60) / "m.pt").write_bytes(b"weights")
    if form in ("gnu", "posix", "oldgnu"):
        (source / ("n" * 200)).write_bytes(b"long")
    subprocess.run(["tar", f"--format={form}", "-czf", "m.tgz", "-C", "source", "."], cwd=tmp_path, check=True)
    unpack(tmp_path / "m.tgz", tmp_path / "out")
    assert snapshot(tmp_path / "out") == snapshot(source)


def test_streams_of_xz_one_after_the_other_unpack(tmp_path: Path) -> None:
    import lzma

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    content = buffer.getvalue()
    parts = lzma.compress(content[:700]) + lzma.compress(content[700:]) + b"\0\0\0\0"
    (tmp_path / "m.tar.xz").write_bytes(parts)
    unpack(tmp_path / "m.tar.xz", tmp_path / "out")
    assert snapshot(tmp_path / "out") == ["a"]


def test_a_stream_of_xz_that_wants_much_memory_is_refused(tmp_path: Path) -> None:
    import lzma

    content = lzma.compress(b"x", filters=[{"id": lzma.FILTER_LZMA2, "preset": 6}])
    # The size of the dictionary is a byte of the block's head, which has a checksum.
    import zlib

    head = bytearray(content[12:20])
    head[4] = 38
    content = content[:12] + bytes(head) + struct.pack("<I", zlib.crc32(bytes(head))) + content[24:]
    (tmp_path / "m.tar.xz").write_bytes(content)
    with pytest.raises(ArchiveError, match=r"[Mm]emory"):
        unpack(tmp_path / "m.tar.xz", tmp_path / "out")


def test_a_folder_that_another_process_has_unpacked_first_is_taken(tmp_path: Path) -> None:
    archive = make(tmp_path / "m.tar", [Made("a")])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "theirs").touch()
    unpack(archive, tmp_path / "out")
    assert snapshot(tmp_path) == ["m.tar", "out", "out/theirs"]


def test_what_a_killed_process_has_left_is_removed(tmp_path: Path) -> None:
    from assetcards.assets.http.partial_names import new_name

    archive = make(tmp_path / "m.tar", [Made("a")])
    mine = new_name(str(tmp_path / "out.unpacked"))
    killed = mine.replace(f"-{os.getpid()}.", "-999999999.")
    for left in (mine, killed):
        (Path(left) / "content" / "x").mkdir(parents=True)
    unpack(archive, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([Path(mine).name, "m.tar", "out"])


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    archive = make(tmp_path / "m.tar", [Made("a")])
    (tmp_path / "file").touch()
    with pytest.raises(DiskError, match="file/out: cannot be written: Not a directory"):
        unpack(archive, tmp_path / "file" / "out")


def test_all_formats_are_known_by_their_first_bytes(tmp_path: Path) -> None:
    for suffix in FORMATS:
        archive = make(tmp_path / f"m{suffix}", [Made("a")])
        unnamed = archive.rename(tmp_path / "unnamed")
        unpack(unnamed, tmp_path / f"out{suffix}")
        assert snapshot(tmp_path / f"out{suffix}") == ["a"]
    assert len(TARS) == 4
