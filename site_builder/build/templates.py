"""A view and its template → text.

A pure function of both: nothing is read but templates, so that pages can be made by any executor. Autoescape is
always on but in templates of plain text, whose names end in .txt; a name a view does not have raises.
"""

import pickle
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from traceback import extract_tb
from typing import Final

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    pass_eval_context,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.nodes import EvalContext
from markupsafe import Markup

from site_builder.build import template_language
from site_builder.build.template_language import Language
from site_builder.core import files
from site_builder.core.errors import BuildFailed, Problem, did_you_mean
from site_builder.core.folders import below
from site_builder.core.words import ENGLISH, Words

_KINDS: Final = ["html", "xml", "txt", "svg"]
"""Endings of files that a template whose name is only known when it is rendered may be."""


class _Loader(FileSystemLoader):
    """Finds templates; one that is not text is told with its file and line."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError:
            for folder in map(Path, self.searchpath):
                if (folder / template).is_file():
                    files.read_text(folder / template)
            raise


_NOT_XML: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 has no way to write."""
_DAMAGED: Final = (
    *(pickle.UnpicklingError, EOFError, ValueError, TypeError, AttributeError, ImportError, LookupError),
    *(OverflowError, MemoryError, RecursionError, SystemError),
)
"""What unpickling and unmarshalling a file raise that is cut short or changed."""


class _Compiled(FileSystemBytecodeCache):
    """Templates as Python can run them: compiling takes longer than showing a small site.

    They lie in a folder of the user's own that Jinja makes and checks, and never in the site's: whoever hands a site on
    could put there what would then be run.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` if the file is whole."""
        try:
            super().load_bytecode(bucket)
        except _DAMAGED:  # it is made again
            bucket.reset()


def _compiled() -> BytecodeCache | None:
    try:
        return _Compiled(pattern="__papershelf_2_%s.cache")  # plain Jinja cannot run what is compiled here
    except RuntimeError:  # the folder of that name is somebody else's
        return None


@dataclass(frozen=True)
class Templates:
    """The templates in `folders`; the first folder that has a name wins, so that a site's own shadow the packaged."""

    folders: tuple[Path, ...]
    words: Words = ENGLISH
    named: dict[Hashable, tuple[str | None, ...]] = field(default_factory=dict, compare=False)
    """Digest of a template's text → the templates it names, None for one that is known only when it is rendered: what
    reading all templates for that costs is a third of the time of a small edit."""

    def __reduce__(self) -> tuple[type["Templates"], tuple[object, ...]]:
        """What another process makes its own of: what Jinja compiled cannot travel."""
        return Templates, (self.folders, self.words, self.named)

    @cached_property
    def _environment(self) -> Language:
        environment = Language(
            self.words,
            bytecode_cache=_compiled(),
            loader=_Loader([str(folder) for folder in self.folders]),
            autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,  # other templates are another `Templates`
            extensions=["jinja2.ext.i18n"],
        )
        environment.newstyle_gettext = True  # type: ignore[attr-defined]  # `trans` leaves placeholders to our functions
        environment.globals.update(_spoken(environment))
        environment.filters |= {"lang": template_language.lang, "words": template_language.words}
        environment.filters["number"] = self.words.number
        environment.filters["papers"] = self.words.papers
        environment.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": False}
        return environment

    def render(self, name: str, view: object) -> str:
        """The text of template `name` for `view`. Raises `BuildFailed` naming the template and line at fault."""
        try:
            return self._environment.get_template(name).render(view=view)
        except TemplateError as error:
            raise BuildFailed([_problem(name, error, self._environment.list_templates())]) from error
        except BuildFailed:
            raise
        except (Exception, SystemExit) as error:  # a template is a curator's program, which may raise anything
            raise BuildFailed([_mistake(name, error)]) from error

    def page(self, name: str, view: object) -> bytes:
        """The same as the bytes of a file; XML without the characters that it cannot hold."""
        text = self.render(name, view)
        if name.endswith(".xml"):
            text = _NOT_XML.sub("", text)
        try:
            return text.encode()
        except UnicodeEncodeError as error:
            raise BuildFailed([_mistake(name, error)]) from error

    def digest(self, name: str) -> str:
        """Stands for template `name` and every template it names, directly or through others."""
        if name not in self._whole:
            used = sorted(self._closure(name, set()))
            sources = [files.digest(self._source(one)) for one in used]
            self._whole[name] = files.digest("".join([self.words.fingerprint, *sources]))
        return self._whole[name]

    def unused(self) -> Iterator[Problem]:
        """A notice for each file of the site's own folder that no page of the site is made of."""
        own, packaged = (_names(folder) for folder in (self.folders[0], self.folders[-1]))
        if not (odd := own - packaged):
            return
        used: set[str] = set()
        for name in packaged:
            self._closure(name, used)
        for name in sorted(odd - used):
            yield Problem(f"templates/{name}", "is used by no page", did_you_mean(name, packaged))

    def names_found(self) -> dict[Hashable, tuple[str | None, ...]]:
        """What there is to know of `named` for the templates that were looked at."""
        texts = map(files.digest, self._sources.values())
        return {text: self.named[text] for text in texts if text in self.named}

    @cached_property
    def _whole(self) -> dict[str, str]:
        return {}

    @cached_property
    def _sources(self) -> dict[str, str]:
        """Name → text of each file among the templates, read when something needs it; "" where there is none."""
        return {}

    def _source(self, name: str) -> str:
        if name not in self._sources:
            found = (folder / name for folder in self.folders if ".." not in name.split("/"))
            path = next((path for path in found if path.is_file()), None)
            self._sources[name] = files.read_text(path) if path else ""
        return self._sources[name]

    def _closure(self, name: str, seen: set[str]) -> set[str]:
        """`name` and all it names, added to `seen`; what is not there has no text, and rendering tells of it."""
        if name not in seen:
            seen.add(name)
            for used in self._named_in(name):
                self._closure(used, seen)
        return seen

    def _named_in(self, name: str) -> Iterator[str]:
        text = files.digest(self._source(name))
        try:
            if text not in self.named:
                self.named[text] = _referenced(self._source(name), name)
        except TemplateSyntaxError as error:
            raise BuildFailed([_problem(name, error)]) from error
        except (ValueError, RecursionError) as error:  # a number, or nesting, beyond what Python reads
            raise BuildFailed([_mistake(name, error)]) from error
        for used in self.named[text]:
            # A name that is known only when the page is rendered may be any.
            yield from [used] if used is not None else self._environment.list_templates(_KINDS)


@lru_cache(256)
def _referenced(source: str, name: str) -> tuple[str | None, ...]:
    """The templates that `source` names, read once a process: a preview builds often, with the templates it had."""
    return tuple(meta.find_referenced_templates(Language(ENGLISH, extensions=["jinja2.ext.i18n"]).parse(source, name)))


def _spoken(language: Language) -> dict[str, Callable[..., str]]:
    """The functions by which templates say something, called as Jinja's own are.

    What they say is safe HTML: that of the templates themselves, or checked to have the same tags. Values are escaped.
    """
    words = language.spoken

    def filled(context: EvalContext, text: str, values: Mapping[str, object]) -> str:
        return Markup(text) % values if context.autoescape else text % values  # noqa: S704 — see above

    def said(context: EvalContext, about: str, message: str, values: Mapping[str, object]) -> str:
        if values or not context.autoescape:
            return filled(context, words.one(about, message), values)
        return language.said(about, message)

    def gettext(context: EvalContext, message: str, /, **values: object) -> str:
        return said(context, "", message, values)

    def pgettext(context: EvalContext, about: str, message: str, /, **values: object) -> str:
        return said(context, about, message, values)

    def ngettext(context: EvalContext, singular: str, plural: str, count: int, /, **values: object) -> str:
        return filled(context, words.form(singular, plural, count), {**values, "num": words.number(count)})

    return {
        "_": pass_eval_context(gettext),
        "gettext": pass_eval_context(gettext),
        "pgettext": pass_eval_context(pgettext),
        "ngettext": pass_eval_context(ngettext),
    }


def _names(folder: Path) -> set[str]:
    """Names of the templates in `folder`, as other templates name them."""
    found = (path for path in below(folder) if path.suffix.removeprefix(".") in _KINDS)
    return {path.relative_to(folder).as_posix() for path in found if path.is_file()}


def versions(folders: Iterable[Path]) -> Hashable:
    """What tells the templates in `folders` from any other version of them."""
    return tuple(files.version(path) for folder in folders for path in sorted(below(folder)) if path.is_file())


def _problem(name: str, error: TemplateError, known: Iterable[str] = ()) -> Problem:
    if isinstance(error, TemplateSyntaxError):
        return Problem(f"templates/{error.name or name}:{error.lineno}", error.message or "is not a template")
    line = _line_in_template(error)
    if isinstance(error, TemplateNotFound):
        return Problem(
            f"templates/{line or name}", f"there is no template `{error.name}`", did_you_mean(str(error.name), known)
        )
    return Problem(f"templates/{line or name}", error.message or "cannot be rendered")


def _mistake(name: str, error: BaseException) -> Problem:
    """What went wrong in template `name`, or in one that it uses, beyond what Jinja itself finds."""
    if isinstance(error, SyntaxError):  # of the Python that Jinja made of it; the line is not the template's
        return Problem(f"templates/{Path(error.filename or name).name}", f"cannot be compiled ({error.msg})")
    if isinstance(error, RecursionError):
        return Problem(f"templates/{_line_in_template(error) or name}", "nests deeper than can be followed")
    return Problem(f"templates/{_line_in_template(error) or name}", f"{type(error).__name__}: {error}")


def _line_in_template(error: BaseException) -> str:
    """`name:line` of the innermost template in `error`'s traceback; "" when there is none."""
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith((".html", ".txt"))]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
