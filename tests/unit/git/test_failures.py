"""Why a fetch has failed: each cause its own error."""

from __future__ import annotations

import errno

import pytest

from assetcards.errors import (
    AccessRefusedError,
    FetchLimitError,
    GitError,
    RemoteError,
    UnreachableError,
    UnsupportedRepositoryError,
)
from assetcards.git.addresses import Address, maybe_address
from assetcards.git.failures import check_disk, explain_failure
from assetcards.git.limits import Exceeded
from assetcards.git.transfer import FETCH_LIMITS, Transfer


def address_of(text: str) -> Address:
    address = maybe_address(text)
    assert address is not None
    return address


ADDRESS = address_of("https://me:s3cret@example.org/cards.git")


def failed(said: str, exceeded: Exceeded | None = None) -> Transfer:
    return Transfer(b"", said, 128, exceeded, FETCH_LIMITS._replace(silence=20))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("fatal: Authentication failed for 'x'", AccessRefusedError),
        ("fatal: could not read Username for 'https://example.org'", AccessRefusedError),
        ("remote: Repository not found.\nfatal: repository 'x' not found", AccessRefusedError),
        ("fatal: unable to access 'x': The requested URL returned error: 403", AccessRefusedError),
        ("git@host: Permission denied (publickey).\nfatal: Could not read from remote repository.", AccessRefusedError),
        ("fatal: unable to access 'x': Could not resolve host: example.org", UnreachableError),
        ("fatal: unable to access 'x': The requested URL returned error: 502", UnreachableError),
        ("fatal: early EOF", UnreachableError),
        ("fatal: mismatched algorithms: unknown repository extension found", UnsupportedRepositoryError),
        ("fatal: detected dubious ownership in repository at '/srv/cards'", AccessRefusedError),
        ("fatal: protocol error: bad line length", RemoteError),
        ("", RemoteError),
    ],
)
def test_what_git_says_has_its_error(said: str, error: type[GitError]) -> None:
    assert type(explain_failure(ADDRESS, failed(said))) is error


@pytest.mark.parametrize(
    ("exceeded", "error", "hint"),
    [
        ("seconds", FetchLimitError, "if that is expected, raise CATALOG_FETCH_SECONDS"),
        ("size", FetchLimitError, "if that is expected, raise CATALOG_FETCH_SIZE"),
        ("memory", FetchLimitError, "if that is expected, raise CATALOG_FETCH_MEMORY"),
        ("output", FetchLimitError, "ask its administrator"),
        ("said", FetchLimitError, "ask its administrator"),
        ("silence", UnreachableError, "try again, or ask its administrator"),
    ],
)
def test_a_limit_is_reported_with_what_lifts_it(exceeded: Exceeded, error: type[GitError], hint: str) -> None:
    fault = explain_failure(ADDRESS, failed("", exceeded))
    assert (type(fault), fault.hint) == (error, hint)


def test_credentials_are_not_shown() -> None:
    for said in (f"fatal: unable to access '{ADDRESS.text}': SSL", f"fatal: nothing at {ADDRESS.text}"):
        assert "s3cret" not in str(explain_failure(ADDRESS, failed(said)))


def test_a_folder_of_another_user_is_reported_with_what_trusts_it() -> None:
    fault = explain_failure(ADDRESS, failed("fatal: detected dubious ownership in repository at '/srv/cards'"))
    assert fault.hint == "if you trust it: git config --global --add safe.directory /srv/cards"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("fatal: write error: No space left on device", errno.ENOSPC),
        ("warning: x\nerror: unable to write file: Disk quota exceeded", errno.EDQUOT),
        ("progress\rfatal: cannot create: Read-only file system", errno.EROFS),
    ],
)
def test_our_own_disk_is_distinguished_from_that_of_the_other_side(said: str, number: int) -> None:
    with pytest.raises(OSError, match=r".") as caught:
        check_disk(said)
    assert caught.value.errno == number
    check_disk(f"remote: {said.splitlines()[-1]}".replace("\r", ""))
    check_disk(f"fatal: remote error: {said}".replace("\n", " ").replace("\r", " "))
