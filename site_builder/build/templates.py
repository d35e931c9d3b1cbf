"""A view and its template → text.

A pure function of both: nothing is read but templates, so that pages can be made by any executor. Autoescape is
always on but in templates of plain text, whose names end in .txt; a name a view does not have raises.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from traceback import extract_tb
from typing import Final

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    select_autoescape,
)

from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem

_USES: Final = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b(.*?)%\}", re.DOTALL)
"""A tag that names other templates. Jinja's parser finds them too, and takes as long as showing a hundred pages."""
_QUOTED: Final = re.compile(r"""["']([^"']+)["']""")


@dataclass(frozen=True)
class Templates:
    """The templates in `folders`; the first folder that has a name wins, so that a site's own shadow the packaged."""

    folders: tuple[Path, ...]
    compiled: Path
    """Where they are kept as Python can run them: compiling takes longer than showing a small site."""

    @cached_property
    def _environment(self) -> Environment:
        self.compiled.mkdir(parents=True, exist_ok=True)
        environment = Environment(
            bytecode_cache=FileSystemBytecodeCache(str(self.compiled)),
            loader=FileSystemLoader([str(folder) for folder in self.folders]),
            autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # other templates are another `Templates`
        )
        environment.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
        return environment

    def render(self, name: str, view: object) -> str:
        """The text of template `name` for `view`. Raises `BuildFailed` naming the template and line at fault."""
        try:
            return self._environment.get_template(name).render(view=view)
        except TemplateError as error:
            raise BuildFailed([_told(name, error)]) from error

    def page(self, name: str, view: object) -> bytes:
        """The same as the bytes of a file."""
        return self.render(name, view).encode()

    def digest(self, name: str) -> str:
        """Stands for template `name` and every template it names, directly or through others."""
        if name not in self._whole:
            used = sorted(self._closure(name, set()))
            self._whole[name] = files.digest("".join(self._digests[one] for one in used))
        return self._whole[name]

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {}

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {name: files.digest(self._source(name)) for name in self._environment.list_templates(["html"])}

    def _closure(self, name: str, seen: set[str]) -> set[str]:
        if name not in seen:
            seen.add(name)
            for used in self._named_in(name):
                self._closure(used, seen)
        return seen

    def _named_in(self, name: str) -> Iterable[str]:
        return [used for tag in _USES.findall(self._source(name)) for used in _QUOTED.findall(tag)]

    def _source(self, name: str) -> str:
        folder = next((folder for folder in self.folders if (folder / name).is_file()), None)
        if folder is None:
            raise BuildFailed([Problem(f"templates/{name}", "there is no such template")])
        return files.read_text(folder / name)


def versions(folders: Iterable[Path]) -> Hashable:
    """What tells the templates in `folders` from any other version of them."""
    return tuple(files.version(path) for folder in folders for path in sorted(folder.glob("*.html")))


def _told(name: str, error: TemplateError) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        return Problem(f"templates/{error.name or name}:{error.lineno}", error.message or "is not a template")
    line = _line_in_template(error)
    return Problem(f"templates/{line or name}", error.message or "cannot be rendered")


def _line_in_template(error: Exception) -> str:
    """`name:line` of the innermost template in `error`'s traceback; "" when there is none."""
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith((".html", ".txt"))]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
