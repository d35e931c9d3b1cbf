"""Requests over HTTP that are polite, bounded, and end in an answer or in one sentence.

A service is asked at most every few seconds, told who asks, and waited for when it says so. An answer that is cut off,
too large, packed beyond measure, or elsewhere than at http or https is none. httpx makes the requests; what it unpacks
by itself has no bound, so answers are unpacked here.
"""

import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import httpx

from site_builder import __version__
from site_builder.core import files
from site_builder.core.deadline import Deadline

MOST_BYTES: Final = files.MAX_BYTES
"""Of an answer, unpacked; nobody could read a larger dump."""
_TRIES: Final = 4
_MOST_REDIRECTS: Final = 5
_LONGEST_WAIT: Final = 120.0
"""Seconds; a service that asks for more is asked another day."""
_WHOLE: Final = 180.0
"""Seconds that one answer may take from the first connection on, however slowly it comes."""
_FOR_A_WHILE: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses of what may be better soon."""
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_UNCHANGED: Final = 304


class FetchFailed(Exception):
    """No answer came; says why in a few words."""


class Unreachable(FetchFailed):
    """Nobody answered at all: the connection is at fault, or the host is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    content: bytes
    url: str
    """Where it came from in the end."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """Headers to send with the next such request, which is then answered only if something changed."""
    unchanged: bool = False
    """True when nothing has changed since."""


@dataclass(slots=True)
class Client:
    """Asks for one site."""

    site: str
    """The address of the site, for those who are asked."""
    pauses: Mapping[str, float] = field(default_factory=dict)
    """Host → seconds between two requests there."""
    sleep: Callable[[float], None] = time.sleep
    timeout: float = 30.0
    """Seconds without a byte."""
    most_bytes: int = MOST_BYTES
    _asked: dict[str, float] = field(default_factory=dict)
    """Host → when it was last asked."""
    _http: httpx.Client | None = None

    def get(self, url: str, tags: Mapping[str, str] | None = None) -> Answer:
        """The answer at `url`. Raises `FetchFailed` where none came, in the end."""
        failed = FetchFailed("was not asked")
        for attempt in range(_TRIES):
            try:
                return self._once(url, tags or {})
            except _TryLater as later:
                failed = later.why
                wait = later.after if later.after is not None else 2.0 * 2**attempt
                if wait > _LONGEST_WAIT:
                    raise FetchFailed(f"{failed}, and asks to wait {wait:,.0f} s") from later
                if attempt + 1 < _TRIES:
                    self.sleep(wait)
        raise failed

    def _once(self, url: str, tags: Mapping[str, str]) -> Answer:
        with Deadline(_WHOLE) as deadline:
            try:
                answer = self._led(url, tags, deadline)
            except (_TryLater, FetchFailed):
                if not deadline.is_over:
                    raise
            if deadline.is_over:  # what has no length ends, for all that is known, where the connection was ended
                raise FetchFailed(f"takes longer than {_WHOLE:.0f} s to answer")
            return answer

    def _led(self, url: str, tags: Mapping[str, str], deadline: Deadline) -> Answer:
        """The answer at `url`, or where that leads."""
        for _ in range(_MOST_REDIRECTS + 1):
            _require_web(url)
            self._pause(urlsplit(url).netloc)
            try:
                with self._client().stream("GET", url, headers=tags, extensions=_watched_by(deadline)) as response:
                    if response.status_code in _MOVED:
                        url = _next(url, response.headers.get("location", ""))
                        continue
                    return self._read(response, url)
            except httpx.TimeoutException as error:
                raise _TryLater(FetchFailed("did not answer in time")) from error
            except httpx.ConnectError as error:
                if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
                    raise FetchFailed("cannot prove who it is: its certificate is not to be trusted") from error
                raise Unreachable("cannot be reached") from error
            except (httpx.TransportError, zlib.error) as error:
                raise _TryLater(FetchFailed("sent an answer that was cut off")) from error
            except (httpx.HTTPError, httpx.InvalidURL, ValueError, ImportError) as error:  # ImportError: of a proxy
                raise FetchFailed(f"cannot be asked ({error})") from error
        raise FetchFailed(f"leads on more than {_MOST_REDIRECTS} times")

    def _client(self) -> httpx.Client:
        if self._http is None:
            agent = f"papershelf/{__version__} (+{httpx.URL(self.site)})"  # which is ASCII, as headers are
            headers = {"User-Agent": agent, "Accept-Encoding": "gzip"}
            anew = httpx.Limits(max_keepalive_connections=0)  # a deadline watches connections from their beginning
            self._http = httpx.Client(
                headers=headers, cookies=_NoCookies(), timeout=self.timeout, follow_redirects=False, limits=anew
            )
        return self._http

    def _pause(self, host: str) -> None:
        """Wait until `host` may be asked again."""
        asked = self._asked.get(host)
        wait = self.pauses.get(host, 0.0) - (time.monotonic() - asked) if asked is not None else 0.0
        if wait > 0:
            self.sleep(wait)
        self._asked[host] = time.monotonic()

    def _read(self, response: httpx.Response, url: str) -> Answer:
        status = response.status_code
        tags = _tags(response.headers)
        if status == _UNCHANGED:
            return Answer(b"", url, tags, unchanged=True)
        if status in _FOR_A_WHILE:
            raise _TryLater(FetchFailed(f"answers {status}"), _retry_after(response.headers.get("retry-after", "")))
        if status != httpx.codes.OK:
            raise FetchFailed(f"answers {status}")
        return Answer(b"".join(self._unpacked(response)), url, tags)

    def _unpacked(self, response: httpx.Response) -> Iterator[bytes]:
        packing = response.headers.get("content-encoding", "identity").strip().casefold()
        if packing not in ("identity", "gzip", "x-gzip", ""):
            raise FetchFailed(f"packs its answer as `{packing[:20]}`, which was not asked for")
        chunks: Iterable[bytes] = response.iter_raw()
        left = self.most_bytes
        for piece in _inflated(chunks, left + 1) if "gzip" in packing else chunks:
            left -= len(piece)
            if left < 0:
                raise FetchFailed(f"answers with more than {self.most_bytes:,} bytes")
            yield piece


class _NoCookies(CookieJar):
    """Keeps none, and does not even read them."""

    def extract_cookies(self, response: Any, request: Any) -> None:
        """Nothing of `response`."""


def _inflated(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """What is in the gzip files, mostly one, that `chunks` hold one after the other; `most` bytes of it at a time."""
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    for chunk in chunks:
        rest = chunk
        while rest:
            if unpack.eof:
                unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
            yield unpack.decompress(rest, most)
            rest = unpack.unused_data.lstrip(b"\0")  # files may be padded
    if not unpack.eof:
        raise _TryLater(FetchFailed("sent an answer that was cut off"))


class _TryLater(Exception):
    """It may be better soon: `after` so many seconds, where the service says so."""

    def __init__(self, why: FetchFailed, after: float | None = None) -> None:
        super().__init__(str(why))
        self.why = why
        self.after = after


def _watched_by(deadline: Deadline) -> dict[str, Any]:
    """What to tell httpx so that `deadline` ends each connection that is made, its TLS handshake included."""

    def trace(event: str, info: Mapping[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            deadline.watch(info["return_value"].get_extra_info("socket"))

    return {"trace": trace}


def _require_web(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchFailed(f"leads to `{url[:80]}`, which is no address of the web")


def _next(url: str, location: str) -> str:
    """Where a redirect leads; never from https to a scheme that anybody on the way reads."""
    found = urljoin(url, location)
    _require_web(found)
    if urlsplit(url).scheme == "https" and urlsplit(found).scheme != "https":
        raise FetchFailed("leads from https to http")
    return found


def _tags(headers: httpx.Headers) -> dict[str, str]:
    stated = {"If-None-Match": headers.get("etag", ""), "If-Modified-Since": headers.get("last-modified", "")}
    return sound_tags(stated)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def sound_tags(stated: Mapping[str, str]) -> dict[str, str]:
    """Those of `stated` that ask whether something changed, and that can be sent: printable ASCII."""
    found = {name: stated.get(name) for name in ("If-None-Match", "If-Modified-Since")}
    return {
        name: value
        for name, value in found.items()
        if isinstance(value, str) and value and value.isascii() and value.isprintable()
    }


def _retry_after(stated: str) -> float | None:
    """Seconds, or a date, as RFC 9110 has it; None where nothing is said that can be understood."""
    if stated.strip().isdecimal():
        return float(stated[:9])
    try:
        return max(0.0, (parsedate_to_datetime(stated) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
