"""The README names every command, option, field and setting."""

import dataclasses
import re
from pathlib import Path

import click
import pytest

from site_builder import cli
from site_builder.content import publication
from site_builder.content.model import Edition, Imprint, Paper
from site_builder.core import config
from site_builder.core.config import Mail, SiteConfig
from site_builder.ingest.fetch import queries
from site_builder.ingest.fetch.queries import Query
from site_builder.ingest.sources import field_names

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_NOT_WRITTEN = {
    "imprint",
    "html",
    "title_html",
    "title_source",
    "slug",
    "body",
    "abstract",
    "root",
    "output",
    "searchable",
    "jobs",
    "date",
    "locations",
    "name",
    "where",
    "kind",
    "text",
}


def _commands() -> list[tuple[str, click.Command]]:
    return sorted(cli.main.commands.items())


def _options() -> list[str]:
    return sorted(
        {
            option
            for command in cli.main.commands.values()
            for parameter in command.params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
        }
    )


@pytest.mark.parametrize("command", sorted(cli.main.commands))
def test_every_command_is_documented_and_has_an_example(command: str) -> None:
    assert re.search(rf"`{command}\b", README)
    assert "Example:" in (cli.main.commands[command].help or "")


@pytest.mark.parametrize("option", _options())
def test_every_option_is_documented(option: str) -> None:
    assert option in README


@pytest.mark.parametrize(
    "name",
    [field.name for kind in (Paper, Imprint, Edition, SiteConfig, Mail, Query) for field in dataclasses.fields(kind)],
)
def test_every_field_is_documented(name: str) -> None:
    assert name in _NOT_WRITTEN or f"`{name}`" in README


def test_the_names_of_facts_are_those_that_are_read() -> None:
    table = README.partition("<!-- names of facts -->\n")[2].partition("<!-- end of names -->")[0]

    assert field_names.markdown_table() == table


@pytest.mark.parametrize("kind", queries.KINDS)
def test_every_kind_of_standing_query_is_documented(kind: str) -> None:
    assert f"| `{kind}` |" in README


def test_what_lists_may_go_by_is_what_pages_count() -> None:
    assert ("date", "title", *publication.SIGNALS) == config.ORDERS


def test_workflows_use_commands_and_options_that_exist() -> None:
    workflows = "\n".join(path.read_text() for path in (ROOT / ".github/workflows").glob("*.yml"))
    used = re.findall(r"papershelf (\w+)([^\n]*)", workflows.replace("# ", "#"))
    known = {name: {option for one in command.params for option in one.opts} for name, command in _commands()}

    assert {name for name, _ in used} == {"new", "split", "build", "check", "edition"}
    assert [word for name, rest in used for word in re.findall(r"--[\w-]+", rest) if word not in known[name]] == []


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "templates/README.md"])
def test_every_file_the_documents_name_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"\]\(([\w./-]+)\)", text)

    assert [name for name in named if not (ROOT / page).parent.joinpath(name).exists()] == []
