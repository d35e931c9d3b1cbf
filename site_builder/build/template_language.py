"""Jinja as our templates are written in it: with `{% once %}`, and quicker at escaping and at calls.

Nothing that a template makes differs by that. Most of what pages print has no sign to escape, much of a page is the
same on every page, and most calls are of our macros or look up words that hold no value.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from site_builder.core.words import Words

_SIGN: Final = re.compile("[&<>\"']")
_MOST_HELD: Final = 1_000
"""Pieces that are kept; a preview that goes on for days shows many versions of a site."""


_LEFTWARDS: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@lru_cache(1_000)
def lang(code: str) -> Markup:
    """The attributes of an element whose words are in the language `code`; none where that is the page's, ""."""
    turned = ' dir="rtl"' if _is_leftward(code) else ""
    return Markup(f' lang="{escape(code)}"{turned}') if code else Markup()  # noqa: S704 — escaped


@lru_cache(1_000)
def words(code: str) -> Markup:
    """Those of an element that holds what a paper says; its first letter tells which way, where `code` does not."""
    return lang(code) if _is_leftward(code) else lang(code) + Markup(' dir="auto"')


def _is_leftward(code: str) -> bool:
    return code.split("-", maxsplit=1)[0] in _LEFTWARDS


class Once(Extension):
    """`{% once view.site, view.head.section %} … {% endonce %}`: what stands between is made once for these values.

    It may print nothing else that differs from page to page, and hold no block.
    """

    tags = {"once"}  # noqa: RUF012 — as Jinja asks for it

    def parse(self, parser: Parser) -> nodes.Node:
        """The call that makes what stands between, or has it already."""
        line = next(parser.stream).lineno
        piece = nodes.Const(f"{parser.name}:{parser.free_identifier().name}")
        values = parser.parse_tuple(with_condexpr=False)
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        made = self.call_method("_made", [nodes.Tuple([piece, values], "load")])
        return nodes.CallBlock(made, [], [], body).set_lineno(line)

    def _made(self, key: tuple[str, object], caller: Any) -> Markup:
        held: dict[tuple[str, object], Markup] = self.environment.held  # type: ignore[attr-defined]
        made = held.get(key)
        if made is None:
            if len(held) >= _MOST_HELD:
                held.clear()
            made = held[key] = caller()
        return made


class _Generator(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 — Jinja's
        plain = not frame.eval_ctx.volatile and frame.eval_ctx.autoescape and not node.dyn_args and not node.dyn_kwargs
        if not plain or not isinstance(node.node, nodes.Name):
            super().visit_Call(node, frame, forward_caller=forward_caller)
        elif words := _said(node):
            self.write(f"environment.said{words!r}")
        else:
            self.write("environment.called(context, ")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
            self.write(")")


def _said(node: nodes.Call) -> tuple[str, str] | None:
    """(context, message) where `node` looks up words into which nothing is put."""
    found = [one.value for one in node.args if isinstance(one, nodes.Const)]
    count = {"_": 1, "gettext": 1, "pgettext": 2}.get(node.node.name)  # type: ignore[attr-defined]  # it is a name
    if node.kwargs or len(node.args) != len(found) or len(found) != count:
        return None
    return (found[0], found[1]) if count == 2 else ("", found[0])  # noqa: PLR2004 — the arguments of pgettext


class Language(Environment):
    """An environment of templates in it."""

    code_generator_class = _Generator

    def __init__(self, spoken: Words, **settings: Any) -> None:
        super().__init__(**settings)
        self.spoken = spoken
        self._plain: dict[tuple[str, str], Markup] = {}
        self.held: dict[tuple[str, object], Markup] = {}
        self.add_extension(Once)

    def said(self, about: str, message: str) -> Markup:
        """`message` in the site's language, where nothing is put into it; safe as the templates are that hold it."""
        made = self._plain.get((about, message))
        if made is None:
            made = self._plain[about, message] = Markup(self.spoken.one(about, message)) % {}  # noqa: S704 — see above
        return made

    @staticmethod
    def called(context: Context, function: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """What `function` makes of the values: as `Context.call` without asking a macro what it wants first."""
        if type(function) is Macro:
            return function(context.eval_ctx, *values, **named)
        return context.call(function, *values, **named)

    @staticmethod
    def escaped(value: object) -> str:
        """`value` as a page may print it: `escape` without making Markup of what is printed at once."""
        if type(value) is Markup or (type(value) is str and not _SIGN.search(value)):
            return value
        return escape(value)
