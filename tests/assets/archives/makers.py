"""Archives of any shape: members with any name, kind and mode, in each format."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

TARS = {".tar": "w", ".tar.gz": "w:gz", ".tar.bz2": "w:bz2", ".tar.xz": "w:xz"}
FORMATS = (".zip", *TARS)

_UNIX = 3
_KINDS = {tarfile.REGTYPE: 0o100000, tarfile.DIRTYPE: 0o040000, tarfile.SYMTYPE: 0o120000, tarfile.FIFOTYPE: 0o010000}
_KINDS |= {tarfile.CHRTYPE: 0o020000, tarfile.BLKTYPE: 0o060000}


class Made(NamedTuple):
    """A member to make; `link` is the target of a link."""

    name: str
    content: bytes = b"x"
    kind: bytes = tarfile.REGTYPE
    mode: int = 0o644
    link: str = ""


def folder(name: str, mode: int = 0o755) -> Made:
    """A folder to make."""
    return Made(name, b"", tarfile.DIRTYPE, mode)


def make(path: Path, members: Iterable[Made]) -> Path:
    """Write an archive of the format that the name of its path says."""
    suffix = next(suffix for suffix in FORMATS if path.name.endswith(suffix))
    if suffix == ".zip":
        _make_zip(path, members)
    else:
        _make_tar(path, TARS[suffix], members)
    return path


def _make_tar(path: Path, mode: str, members: Iterable[Made]) -> None:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]  # one of those of the table
        for made in members:
            info = tarfile.TarInfo(made.name)
            info.type, info.mode, info.linkname, info.size = made.kind, made.mode, made.link, len(made.content)
            archive.addfile(info, io.BytesIO(made.content))


def _make_zip(path: Path, members: Iterable[Made]) -> None:
    """Hard links are no kind of member of a zip archive: they are made as links."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of duplicates
        for made in members:
            kind = _KINDS.get(made.kind, _KINDS[tarfile.SYMTYPE])
            info = zipfile.ZipInfo(made.name + ("/" if made.kind == tarfile.DIRTYPE else ""))
            info.create_system, info.external_attr = _UNIX, (kind | made.mode) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, made.link.encode() or made.content)
