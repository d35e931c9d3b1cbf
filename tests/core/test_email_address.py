"""What is an address and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.core import email_address
from site_builder.core.email_address import Mailbox
from site_builder.core.errors import Problem


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("a@b.example", "", "a@b.example"),
        ("  a.b+c_d@mail.b-c.example  ", "", "a.b+c_d@mail.b-c.example"),
        ("<a@b.example>", "", "a@b.example"),
        ("A B <a@b.example>", "A B", "a@b.example"),
        ('"B, A" <a@b.example>', "B, A", "a@b.example"),
        ("Ünal Öz <a@b.example>", "Ünal Öz", "a@b.example"),
        ("O'Neil@x.example", "", "O'Neil@x.example"),
    ],
)
def test_an_address_is_read(text: str, name: str, address: str) -> None:
    assert email_address.parse(text) == Mailbox(name, address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "@b.example",
        "a@",
        "a@b",
        "a b@c.example",
        "a@b@c.example",
        ".a@b.example",
        "a..b@c.example",
        "a@b..example",
        "a@-b.example",
        "a@b.example.",
        "a@b.123",
        "a@127.0.0.1",
        "a@b,example",
        "a@b.example, c@d.example",
        "a@b.example>",
        "A <a@b.example",
        "A <a@b.example> B",
        "A < a@b.example>",
        '"a b"@c.example',
        "a@münchen.example",
        "ä@b.example",
        "a@b.example\nBcc: c@d.example",
        "A\r\nBcc: c@d.example <a@b.example>",
        "A\x00 <a@b.example>",
        "A\u2028 B <a@b.example>",
        f"{'a' * 65}@b.example",
        f"a@{'b.' * 130}example",
        f"{'A' * 101} <a@b.example>",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert email_address.parse(text) is None


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from('@.<>"\r\n a'), max_size=40))
def test_whatever_is_accepted_is_one_line_and_one_address(text: str) -> None:
    found = email_address.parse(text)

    assert found is None or (found.name + found.address).isprintable()
    assert found is None or found.address.count("@") == 1


def test_a_list_has_comments_names_each_once_and_tells_every_line_that_is_wrong() -> None:
    problems: list[Problem] = []
    text = "# us\na@b.example # first\n\nA <A@B.example>\na#b@c.example\nnobody\n"
    found = list(email_address.parse_list(text, "list.txt", problems))

    assert found == [(Mailbox("", "a@b.example"), 2), (Mailbox("", "a#b@c.example"), 5)]
    assert [problem.where for problem in problems] == ["list.txt:6"]
