"""A real mail server on loopback: aiosmtpd with TLS, a login, and as much trouble as a test asks for."""

import asyncio
import ssl
import threading
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "digest", "open sesame"


@dataclass
class Server:
    """What arrived, and what is to go wrong."""

    port: int = 0
    certificate: Path = Path()
    """What to trust to trust this server."""
    boxes: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    """Recipient → messages as they were sent."""
    connections: int = 0
    refusals: dict[str, list[str]] = field(default_factory=dict)
    """Recipient → answers to the next RCPTs, one each."""
    rejections: list[str] = field(default_factory=list)
    """Answers to the next messages that are not taken, one each."""
    drops_at: set[str] = field(default_factory=set)
    """Recipients at whose RCPT the connection is dropped, once."""
    mute_after: set[str] = field(default_factory=set)
    """Recipients after whose message the connection is dropped without an answer, once."""
    silent_after: set[str] = field(default_factory=set)
    """Recipients after whose message the connection stays and no answer ever comes, once."""
    on_rcpt: Callable[[str], None] = lambda _address: None
    on_message: Callable[[str], None] = lambda _address: None
    stop: Callable[[], object] = lambda: None

    async def handle_RCPT(  # noqa: N802 — aiosmtpd calls it so
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.on_rcpt(address)
        if address in self.drops_at:
            self.drops_at.remove(address)
            _drop(server)
            return "421 dropped"
        if self.refusals.get(address):
            return self.refusals[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 — see above
        (address,) = envelope.rcpt_tos
        if self.rejections:
            return self.rejections.pop(0)
        assert isinstance(envelope.content, bytes)
        self.boxes[address].append(envelope.content)
        self.on_message(address)
        if address in self.mute_after:
            self.mute_after.remove(address)
            _drop(server)
        if address in self.silent_after:
            self.silent_after.remove(address)
            await asyncio.Event().wait()
        return "250 OK"


def _drop(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


def _login(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object) -> AuthResult:
    known = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


@contextmanager
def running(folder: Path, security: str = "starttls", name: str = "localhost") -> Iterator[Server]:
    """A server with a certificate for `name`; it speaks plainly to nobody unless `security` is none."""
    server, authority = Server(certificate=folder / "authority.pem"), trustme.CA()
    authority.cert_pem.write_to_path(str(server.certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)

    def greet() -> SMTP:
        server.connections += 1
        with warnings.catch_warnings():
            warnings.filterwarnings(
                "ignore", "Requiring AUTH"
            )  # a connection that is TLS from its first byte is secured
            return SMTP(
                server,
                hostname="localhost",
                require_starttls=security == "starttls",
                tls_context=context if security == "starttls" else None,
                authenticator=_login,
                auth_required=security != "none",
                auth_require_tls=security == "starttls",
            )

    ready, done = threading.Event(), asyncio.Event()

    async def serve() -> None:
        wrapped = context if security == "tls" else None
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(greet, "127.0.0.1", 0, ssl=wrapped)
        server.port = listening.sockets[0].getsockname()[1]
        server.stop = lambda: loop.call_soon_threadsafe(done.set)
        ready.set()
        await done.wait()
        listening.close()

    # In a thread of its own: the one of the tests may have a browser's loop running in it.
    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield server
    finally:
        server.stop()
        thread.join()
