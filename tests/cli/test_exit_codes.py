"""Which exit code the errors about assets have; those of cards and sources are in the tests of their verbs."""

from __future__ import annotations

import pytest

from assetcards import ArchiveError, AssetCardsError, AssetError, DigestError, DiskError, DownloadError, NoDigestError
from assetcards.cli.boundary import exit_code_of

URL = "https://example.org/m.pt"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AssetError(URL, "is not a file"), 4),
        (NoDigestError(URL, "has no digest"), 5),
        (DownloadError(URL, "there is no such file", status=404), 4),
        (DigestError(URL, wanted="0" * 64, got="f" * 64), 5),
        (ArchiveError("m.zip", "is damaged"), 5),
        (DiskError("m.pt", "No space left on device"), 74),
    ],
)
def test_an_asset_that_is_not_brought_has_the_exit_code_of_what_is_wrong(error: AssetCardsError, code: int) -> None:
    assert exit_code_of(error) == code


def test_errors_about_assets_show_no_password_of_their_address() -> None:
    for error in (DownloadError("https://me:pw@example.org/m", "x"), DigestError("http://me:pw@h", wanted="", got="")):
        assert "pw" not in str(error)
