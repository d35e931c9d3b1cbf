"""Connections to mail servers, secured and logged in; what a server said, fit to be told."""

import re
import smtplib
import ssl
from typing import Final

from site_builder.core.config import Mail
from site_builder.core.errors import BuildFailed, Problem
from site_builder.mail.bounded_smtp import TIMEOUT, SecureServer, Server, trusted

PASSWORD: Final = "PAPERSHELF_SMTP_PASSWORD"
NOTHING: Final = "Nothing was sent."
_LONGEST, _SEARCHED = 200, 2_000
"""Letters of a server's words that are told, and those that are searched for addresses: a search is quadratic."""
_ANYONE = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def connect(mail: Mail, password: str) -> Server:
    """A connection to the mail server that is secured as `mail` says, and logged in.

    Raises `BuildFailed` when the server is not to be reached or trusted, or refuses the login.
    """
    try:
        smtp = _connected(mail)
    except ssl.SSLCertVerificationError as error:
        what = f"the certificate of {mail.server} is refused ({error.verify_message})"
        raise _useless(mail, "server", what, "Check the server's name; a certificate must be valid for it.") from error
    except ssl.SSLError as error:
        what = f"{mail.server} does not speak TLS at port {mail.port} ({error.reason})"
        raise _useless(mail, "security", what, "Port 465 is most often tls, 587 starttls.") from error
    except smtplib.SMTPNotSupportedError as error:
        what = f"{mail.server} offers no STARTTLS at port {mail.port}"
        raise _useless(mail, "security", what, "Port 465 is most often tls, 587 starttls.") from error
    except (OSError, ValueError, smtplib.SMTPException) as error:
        what = f"{mail.server} cannot be reached at port {mail.port} ({_reason(error)})"
        raise _useless(mail, "server", what, "") from error
    try:
        smtp.ehlo_or_helo_if_needed()
        if mail.user:
            smtp.login(mail.user, password)
    except smtplib.SMTPNotSupportedError as error:
        smtp.close()
        what = f"{mail.server} asks for no user and password at port {mail.port}"
        raise _useless(mail, "user", what, "Take `user` out, or use the port that asks for them.") from error
    except (OSError, ValueError, smtplib.SMTPException) as error:
        smtp.close()
        what = f"{mail.server} refuses user and password ({_reason(error)})"
        raise _useless(mail, "user", what, f"The password is taken from {PASSWORD}.") from error
    return smtp


def _connected(mail: Mail) -> Server:
    context = trusted()
    if mail.security == "tls":
        return SecureServer(mail.server, mail.port, timeout=TIMEOUT, context=context)
    smtp = Server(mail.server, mail.port, timeout=TIMEOUT)
    if mail.security == "starttls":
        try:
            smtp.starttls(context=context)
        except BaseException:
            smtp.close()
            raise
    return smtp


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return reply((error.smtp_code, words if isinstance(words, bytes) else words.encode()))
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _useless(mail: Mail, setting: str, what: str, hint: str) -> BuildFailed:
    return BuildFailed([Problem(mail.locations.get(setting) or mail.locations["server"], what, hint)], NOTHING)


def reply(answer: tuple[int, bytes]) -> str:
    """The server's words, without addresses in them."""
    words = " ".join(answer[1].decode("utf-8", "replace").split())
    if len(words) > _SEARCHED:
        words = words[:_SEARCHED].rpartition(" ")[0]  # a part of an address would not be known for one
    printable = "".join(letter if letter.isprintable() else "�" for letter in _ANYONE.sub("…", words))
    return f"{answer[0]} {printable[:_LONGEST]}".strip()
