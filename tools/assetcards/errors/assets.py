"""Errors about the bytes of assets: that they cannot be had, are others than they should be, or cannot be written."""

from __future__ import annotations

from assetcards.errors.base import AssetCardsError


class AssetError(AssetCardsError):
    """An asset cannot be brought here; `address` is the one that it has, without credentials.

    `path`, `line` and `source` say who has written the address where, as those of a FieldError do; empty if nobody has.

    >>> str(AssetError("https://example.org/m.pt", "is not a file", hint="name a file"))
    'https://example.org/m.pt: is not a file (name a file)'
    """

    def __init__(self, address: str, message: str, *, hint: str = "") -> None:
        super().__init__(f"{address}: {message}", hint=hint)
        self.address = address
        self.path, self.line, self.source = "", 0, ""


class MissingAssetError(AssetError):
    """Nothing is at the path that an address names.

    >>> str(MissingAssetError("/data/m.pt", "No such file or directory"))
    '/data/m.pt: No such file or directory'
    """


class DownloadError(AssetError):
    """The host does not give the asset, or may not be asked for it; `status` is its last HTTP status, if it answered.

    >>> DownloadError("https://example.org/m.pt", "there is no such file", status=404).status
    404
    """

    def __init__(self, address: str, message: str, *, hint: str = "", status: int | None = None) -> None:
        super().__init__(address, message, hint=hint)
        self.status = status


class DigestError(AssetError):
    """The bytes are others than the digest says: `wanted` is the digest, `got` that of the bytes.

    >>> DigestError("https://example.org/m.pt", wanted="0" * 64, got="f" * 64).got[:8]
    'ffffffff'
    """

    def __init__(self, address: str, *, wanted: str, got: str, hint: str = "") -> None:
        super().__init__(address, f"the SHA-256 should be {wanted}, but is {got}", hint=hint)
        self.wanted = wanted
        self.got = got


class NoDigestError(AssetError):
    """An asset has no digest where nothing may be used without one.

    >>> NoDigestError("hg://org/tiny", "has no digest", hint="write one").hint
    'write one'
    """


class ArchiveError(AssetError):
    """An archive that is damaged, or that has members which are not unpacked.

    >>> ArchiveError("m.zip", "the member '../m.pt' leaves the folder").address
    'm.zip'
    """


class DiskError(AssetError):
    """The asset cannot be written: the disk is full, or the folder is read-only.

    >>> str(DiskError("/cache/m.pt", "No space left on device", hint="free 2.0 GB"))
    '/cache/m.pt: No space left on device (free 2.0 GB)'
    """
