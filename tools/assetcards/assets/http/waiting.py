"""One download of a file at a time, for as many processes as want it; all is right where locks do not hold, too."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from assetcards.assets.http.partial_names import key_of
from assetcards.errors import DownloadError
from assetcards.notices import say

_QUIET_SECONDS = 1.0
"""How long a wait for another process is not reported."""

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)


@contextmanager
def alone(target: str, shown: str, seconds: float) -> Iterator[None]:
    """Hold the lock of a file that is to be downloaded, if its file system has locks.

    Raises DownloadError when another process has it for too long, and OSError when it cannot be written.
    """
    from filelock import FileLock, Timeout

    path = os.path.join(os.path.dirname(target), f".lock.{key_of(target)}")
    mode = os.stat(os.path.dirname(target)).st_mode & 0o666  # whoever may write into the folder may hold its locks
    with ExitStack() as held:
        try:
            try:
                held.enter_context(FileLock(path, timeout=min(seconds, _QUIET_SECONDS), mode=mode))
            except Timeout:
                say(f"waiting for another process that downloads {shown}")
                held.enter_context(FileLock(path, timeout=seconds, mode=mode))
        except Timeout:
            hint = f"see which process has {path} open"
            raise DownloadError(shown, f"another process has not downloaded it in {seconds:g} s", hint=hint) from None
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        yield
