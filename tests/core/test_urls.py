"""Slugs and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from site_builder.core import urls


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("LongLLaVA: Scaling to 1000 Images", "longllava-scaling-to-1000-images"),
        ("  Où & Überall — ça va?  ", "ou-uberall-ca-va"),
        ("C++ is not C#", "c-is-not-c"),
        ("2048", "paper-2048"),
        ("CON", "paper-con"),
        ("COM10", "com10"),
        ("../../etc/passwd", "etc-passwd"),
        ("橡子", "xiang-zi"),
        ("A" * 300, "a" * 80),
    ],
)
def test_a_title_becomes_its_slug(title: str, slug: str) -> None:
    assert slug == urls.slug(title)


@given(st.text(max_size=300))
def test_every_title_has_a_slug_that_may_name_a_page(title: str) -> None:
    assert urls.is_slug(urls.slug(title))


@pytest.mark.parametrize("name", ["", "A", "a b", "a--b", "-a", "a/b", "..", "2", "é", "a" * 200])
def test_what_could_leave_its_folder_or_clash_is_no_slug(name: str) -> None:
    assert not urls.is_slug(name)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/papers/x/", "papers/x/index.html"),
        ("/404.html", "404.html"),
        ("/feed.xml", "feed.xml"),
    ],
)
def test_an_address_is_answered_by_a_file(address: str, path: str) -> None:
    assert path == urls.path(address)


@pytest.mark.parametrize(
    ("site", "href", "absolute"),
    [
        ("https://x.example", "/papers/", "https://x.example/papers/"),
        ("https://x.example/a/b/", "/a/b/papers/", "https://x.example/a/b/papers/"),
    ],
)
def test_links_carry_the_base_path(site: str, href: str, absolute: str) -> None:
    assert href == urls.site(site).href(urls.PAPERS)
    assert absolute == urls.site(site).absolute(urls.PAPERS)


def test_the_first_part_of_a_list_has_the_lists_own_address() -> None:
    assert [urls.numbered("/papers/", part) for part in (1, 2)] == ["/papers/", "/papers/2/"]


@given(st.text() | st.text("aZ0 .:-'é", max_size=12))
def test_what_is_hyphened_at_once_is_what_slugify_makes(text: str) -> None:
    assert urls.hyphened(text) == slugify(text)
