"""Whatever a curator writes into a template, a build ends in a page or in a message that names the template."""

import random
from pathlib import Path
from typing import Final

from site_builder.build.templates import Templates
from site_builder.core import files
from site_builder.core.errors import BuildFailed
from tests.fuzz import scale

SHORT: Final = 200
"""Templates tried in `make test`."""
SEED: Final = (
    '{% extends "base.html" %}\n{% from "_row.html" import row %}\n{% block main %}\n<h1>{{ view.title }}</h1>\n'
    "{% for one in view.rows %}\n{{ one|length }}{{ loop.index }}\n{% else %}\n"
    '{% include "note.html" %}\n{% endfor %}\n'
    "{% set x = 3 %}{{ x // 2 }}\n{% endblock %}\n"
)
WORDS: Final = (
    *"{{ }} {% %} {# #} {%- -%} | . ( ) [ ] , ~ // % ** == in not is if else endif for endfor block endblock".split(),
    *"extends include import from macro endmacro call filter set raw endraw do with autoescape loop self".split(),
    *"super() 1/0 1//0 view view.none view['x'] none[0] 'a'+1 'a'*9 [][0] {}['a'] (1,2,3) range(3) lipsum".split(),
    *"dict() cycler() namespace() view.__class__ ''.__class__.__mro__ |attr('x') |map |join(1) |sort".split(),
    *"|tojson |int('x') |batch(0) |slice(0) |round('a') {%include'x.html'%} {%extends'page.html'%}".split(),
    *("{% import none as x %}", "{{ '%d'|format('a') }}", "é", "\0"),
)


class _View:
    title = "T"
    rows = ("a", 3)


def _mutated(chance: random.Random) -> str:
    text = SEED
    for _ in range(chance.randint(1, 5)):
        start = chance.randint(0, len(text))
        end = start + chance.choice((0, 0, 3, 12))
        text = text[:start] + chance.choice(WORDS) + text[end:]
    return text


def _refusal(templates: Templates, name: str) -> str:
    """The message with which the template `name` is refused; "" when it is rendered."""
    try:
        templates.digest(name)
        templates.page(name, _View())
    except BuildFailed as failed:
        return str(failed)
    return ""


def test_a_template_is_rendered_or_named(tmp_path: Path) -> None:
    folder, chance, rendered = tmp_path / "templates", random.Random("templates"), 0
    folder.mkdir()
    (folder / "base.html").write_text("<main>{% block main %}{% endblock %}</main>")
    (folder / "_row.html").write_text("{% macro row(one) %}{{ one }}{% endmacro %}")
    (folder / "note.html").write_text("{{ view.title }}")
    for number in range(scale(SHORT)):
        name = f"page{number}.html"
        files.write(folder / name, _mutated(chance))
        templates = Templates((folder,))
        refusal = _refusal(templates, name)
        rendered += not refusal

        assert not refusal or ".html" in refusal
        (folder / name).unlink()

    assert 0 < rendered < scale(SHORT)
