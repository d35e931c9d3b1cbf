import gzip
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from site_builder.build import assets
from site_builder.core.errors import BuildFailed
from tests.text.test_growth import steepness


def _published(folder: Path, name: str) -> str:
    static = assets.load((folder,))
    return static.contents[static.addresses[name]].decode()


def test_a_script_keeps_what_looks_like_a_comment_inside_a_string(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    script = 'const shown = "see // here"; // gone\nconst link = `https://a.example/ ${shown} /* kept */`;\n/* gone */'
    (tmp_path / "js/site.js").write_text(script)

    assert (
        _published(tmp_path, "js/site.js")
        == 'const shown="see // here";const link=`https://a.example/ ${shown} /* kept */`;'
    )


def test_a_stylesheet_keeps_what_looks_like_a_comment_or_needless_inside_a_string(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/base.css").write_text("""/* gone */\nq::before {\n  content: "/* a:  b ; c */";\n}\n""")

    assert _published(tmp_path, "style.css") == 'q::before{content:"/* a:  b ; c */";}'


def test_a_stylesheet_keeps_the_spaces_that_mean_something(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    style = "main :is(p, a) > b { & :hover { width: calc(1px + 2px); margin: 0 -1px } }"
    (tmp_path / "css/base.css").write_text(style)

    assert _published(tmp_path, "style.css") == "main :is(p,a)>b{& :hover{width:calc(1px + 2px);margin:0 -1px}}"


@pytest.mark.parametrize("run", ['"\\', "'", "/*", " ", " \n", ".hue-1{", ".hue-1{--hue:", "{ ", "a: ", "\\", '" "'])
def test_a_stylesheet_without_end_is_read_in_linear_time(run: str) -> None:
    def made(style: str) -> None:
        assets._stripped(style)
        assets._HUE.findall(style)

    assert not steepness(made, *(run * (length // len(run)) for length in (2_000, 16_000, 32_000, 64_000)))


@pytest.mark.parametrize("style", ['a{b:"c', "a{b:'c\\", "a{}/* c"])
def test_what_is_not_closed_goes_to_the_end(style: str) -> None:
    assert assets._stripped(style).decode() == style.partition("/*")[0]


@pytest.mark.parametrize("name", ["css/base.css", "js/site.js"])
def test_a_style_or_script_that_is_not_text_is_named_with_its_line(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_bytes(b"\n\n\xff")
    with pytest.raises(BuildFailed, match=f"{name}:3: is not UTF-8"):
        assets.load((tmp_path,))


def test_no_script_nests_templates_in_which_spaces_stand() -> None:
    # rjsmin takes the inner one's backquotes for the end of the outer one, and drops spaces that mean something.
    nested = re.compile(r"`[^`\n]*\$\{[^}`\n]*`[^`\n]* [^`\n]*`")
    scripts = Path(assets.__file__).parents[2].joinpath("static/js").rglob("*.js")

    assert [path.name for path in scripts if nested.search(path.read_text())] == []


@pytest.mark.parametrize("name", ["style.css", "css/paper.css"])
def test_the_stylesheet_of_a_page_stays_small(name: str) -> None:
    static = assets.load((Path(assets.__file__).parents[2] / "static",))
    size = len(gzip.compress(static.contents[static.addresses[name]], 6))

    assert size <= 6 * 1024, "Rules of one kind of page belong into css/pages/."


def test_lists_and_papers_have_the_site_s_own_style_and_not_each_other_s(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    for name in ("list", "paper", "site"):
        (tmp_path / f"css/{name}.css").write_text(f".{name}{{}}")

    assert (_published(tmp_path, "style.css"), _published(tmp_path, "css/paper.css")) == (
        ".list{}.site{}",
        ".paper{}.site{}",
    )


def test_the_icon_in_a_stylesheet_is_no_request_and_ends_no_element(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css/base.css").write_text("p{background:url(icon.svg)}")
    (tmp_path / "icon.svg").write_text('<svg><style>.a{fill:#fff}</style><path d="M0"/></svg>\n')
    style = _published(tmp_path, "style.css")
    found = re.fullmatch(r'p{background:url\("data:image/svg\+xml,([^"<]*)"\)}', style)

    assert found
    assert unquote(found[1]) == '<svg><style>.a{fill:#fff}</style><path d="M0"/></svg>'
