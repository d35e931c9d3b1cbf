"""What Windows does its own way."""

import sys

if sys.platform == "win32":
    import msvcrt

    def most_open() -> int:
        """Files and connections that this process may have open at once."""
        return 2_048

    def lock(handle: int) -> None:
        """Lock the open file `handle` until it is closed. Raises `BlockingIOError` where another process has."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error

else:
    import fcntl
    import resource

    def most_open() -> int:
        """Files and connections that this process may have open at once."""
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        return 1 << 20 if soft == resource.RLIM_INFINITY else soft

    def lock(handle: int) -> None:
        """Lock the open file `handle` until it is closed. Raises `BlockingIOError` where another process has."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
