from enum import StrEnum
from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import Markup

from site_builder.build.templates import Templates, versions
from site_builder.core.errors import BuildFailed
from tests.conftest import Run, build_here


def _templates(folder: Path, **named: str) -> Templates:
    for name, text in named.items():
        path = folder / "templates" / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Templates((folder / "templates",))


def test_a_picture_can_be_included(tmp_path: Path) -> None:
    templates = _templates(tmp_path, home_html='{% include "logo.svg" %}', logo_svg="<svg/>")
    before = templates.digest("home.html")

    assert templates.render("home.html", None) == "<svg/>"
    assert before != _templates(tmp_path, logo_svg="<svg></svg>").digest("home.html")


@pytest.mark.parametrize("text", ['{# {% include "gone.html" %} #}x', 'x{% include "gone.html" ignore missing %}'])
def test_what_is_commented_out_or_may_be_missing_is_not_asked_for(text: str, tmp_path: Path) -> None:
    templates = _templates(tmp_path, home_html=text)

    assert templates.digest("home.html")
    assert templates.render("home.html", None) == "x"


def test_a_template_that_may_be_missing_counts_when_it_comes(tmp_path: Path) -> None:
    before = _templates(tmp_path, home_html='{% include "late.html" ignore missing %}').digest("home.html")

    assert before != _templates(tmp_path, late_html="here").digest("home.html")


def test_a_name_known_only_when_rendered_may_be_any(tmp_path: Path) -> None:
    before = _templates(tmp_path, home_html="{% include view %}", a_html="a").digest("home.html")

    assert before != _templates(tmp_path, a_html="b").digest("home.html")


def test_a_template_in_a_folder_of_templates_counts(tmp_path: Path) -> None:
    templates = _templates(tmp_path, home_html='{% include "inner/part.html" %}', inner__part_html="old")
    digest, version = templates.digest("home.html"), versions(templates.folders)
    changed = _templates(tmp_path, inner__part_html="newer")

    assert changed.digest("home.html") != digest
    assert versions(changed.folders) != version


def test_a_template_that_is_not_there_is_named_with_the_line_and_the_nearest(tmp_path: Path) -> None:
    templates = _templates(tmp_path, home_html='\n{% include "rwo.html" %}', row_html="")
    with pytest.raises(BuildFailed) as failure:
        templates.render("home.html", None)

    assert str(failure.value).startswith(
        "templates/home.html:2: there is no template `rwo.html`\n    Did you mean `row.html`?"
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("\n{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
        ("\n{{ view + 1 }}", "TypeError: "),
        ("\n{{ [][0].x }}", "list object has no element 0"),
        ("\n{{ 'x'.encode('utf-99') }}", "LookupError: unknown encoding: utf-99"),
        ("\n{{ 3|no_such_filter }}", "No filter named 'no_such_filter'."),
        ("\n{% if 3 is no_such_test %}{% endif %}", "No test named 'no_such_test'"),
        ("\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "nests deeper than can be followed"),
    ],
)
def test_a_template_that_fails_as_it_runs_is_named_with_its_line(text: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(BuildFailed) as failure:
        _templates(tmp_path, home_html=text).render("home.html", None)

    assert str(failure.value).startswith(f"templates/home.html:2: {what}")


def test_a_template_that_is_not_text_is_named_with_its_line(tmp_path: Path) -> None:
    templates = _templates(tmp_path, home_html="x")
    (tmp_path / "templates/home.html").write_bytes(b"x\n\xff\xfe")
    with pytest.raises(BuildFailed, match=r"home\.html:2: is not UTF-8"):
        templates.render("home.html", None)


@pytest.mark.parametrize(
    "text",
    [
        "{{ x(a=1,a=2) }}",
        "{% for a in [1] %}" * 25 + "{% endfor %}" * 25,
        "{% if 1 %}" * 120 + "{% endif %}" * 120,
        "{% macro f(a,a) %}{% endmacro %}",
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ " + "-" * 5000 + "1 }}",
        '{{ "a"' + "|upper" * 3000 + " }}",
        "{{ " + "9" * 5000 + " }}",
        "{{ 10**5000 }}",
        '{{ "\\ud800" }}',
        '{{ "\\ud800"|tojson }}',
    ],
)
@pytest.mark.parametrize("name", ["home_html", "base_html"])
def test_a_template_that_python_cannot_take_is_named(name: str, text: str, tmp_path: Path) -> None:
    both = {"home_html": '{% extends "base.html" %}', "base_html": "x"} | {name: text}
    templates = _templates(tmp_path, **both)

    with pytest.raises(BuildFailed, match=r"templates/(home|base)\.html"):
        templates.digest("home.html"), templates.page("home.html", None)


def test_a_template_with_a_wrong_name_is_noticed(site: Path, run: Run) -> None:
    (site / "templates").mkdir()
    (site / "templates/hom.html").write_text("mine")
    (site / "templates/_note.html").write_text("a note")
    (site / "templates/404.html").write_text('{% include "_note.html" %}')
    result = run("build")

    assert result.exit_code == 0
    assert "templates/hom.html: is used by no page" in result.stderr
    assert "home.html" in result.stderr
    assert "_note.html" not in result.stderr


def test_a_template_that_ends_the_program_does_not(tmp_path: Path) -> None:
    templates = _templates(tmp_path, home_html="{{ lipsum.__globals__.os.sys.exit(3) }}")

    with pytest.raises(BuildFailed, match=r"templates/home\.html"):
        templates.page("home.html", None)


def test_nothing_that_could_be_run_lies_in_the_memory(site: Path) -> None:
    build_here(site)

    assert {path.suffix for path in (site / ".papershelf").rglob("*")} <= {".json", ".lock", ".cache", ".index", ""}
    assert not list((site / ".papershelf").rglob("*jinja*"))


@pytest.mark.parametrize("length", [0, 30, 60, 200])
def test_a_compiled_template_that_was_cut_short_is_made_again(
    length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert _templates(tmp_path, home_html="right").render("home.html", None) == "right"
    (compiled,) = tmp_path.rglob("*.cache")
    compiled.write_bytes(compiled.read_bytes()[:length])

    assert _templates(tmp_path, home_html="right").render("home.html", None) == "right"


class _Kind(StrEnum):
    A = "<"


def test_what_is_made_once_is_made_again_for_other_values_and_elsewhere(tmp_path: Path) -> None:
    part = "{% once view.at %}{{ view.made.append(1) or view.at }}{% endonce %}"
    templates = _templates(tmp_path, a_html=part + part, b_html=part)
    made: list[int] = []
    shown = [
        templates.render(name, {"at": at, "made": made}) for at in ("<1>", "2", "<1>") for name in ("a.html", "b.html")
    ]

    assert shown == ["&lt;1&gt;&lt;1&gt;", "&lt;1&gt;", "22", "2", "&lt;1&gt;&lt;1&gt;", "&lt;1&gt;"]
    assert len(made) == 6


@pytest.mark.parametrize("value", ["plain", "a < b", "it's", '"', "&amp;", Markup("<b>"), 7, None, _Kind.A])
def test_a_value_is_escaped_as_jinja_escapes_it(value: object, tmp_path: Path) -> None:
    text = "{{ view }}{% set held %}{{ view }}{% endset %}{{ held }}{% macro m() %}{{ view }}{% endmacro %}{{ m() }}"
    templates = _templates(tmp_path, home_html=text)

    assert templates.render("home.html", value) == Environment(autoescape=True).from_string(text).render(view=value)
