"""A limit on how long a connection may take, however slowly it comes.

The timeout of a socket begins anew with each byte, so that whoever sends one a second is waited for without end. Here a
thread ends the connection when its time is over; whoever reads from it finds it closed, and asks `is_over` why.
"""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Deadline:
    """Seconds within which all connections that are watched must be done with; used as a context manager."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._watched: list[socket.socket] = []
        self._over = threading.Event()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    @property
    def is_over(self) -> bool:
        """True when the time was over before the work was done."""
        return self._over.is_set()

    def watch(self, connection: socket.socket) -> None:
        """End this one, too, when the time is over; it may be wrapped or closed meanwhile."""
        with self._lock:
            self._watched.append(connection.dup())
        if self.is_over:
            self._end()

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for connection in self._watched:
                connection.close()
            self._watched.clear()

    def _end(self) -> None:
        self._over.set()
        with self._lock:
            for connection in self._watched:
                with suppress(OSError):  # whoever is at the other end was quicker
                    connection.shutdown(socket.SHUT_RDWR)
