"""Jinja as our templates are written in it: with `{% once %}`, and quicker at escaping.

Nothing that a template makes differs by that. Most of what pages print has no sign to escape, and much of a page is the
same on every page.
"""

import re
from typing import Any, Final

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup, escape

_SIGN: Final = re.compile("[&<>\"']")
_MOST_HELD: Final = 1_000
"""Pieces that are kept; a preview that goes on for days shows many versions of a site."""


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


class Language(Environment):
    """An environment of templates in it."""

    code_generator_class = _Generator

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.held: dict[tuple[str, object], Markup] = {}
        self.add_extension(Once)

    @staticmethod
    def escaped(value: object) -> str:
        """`value` as a page may print it: `escape` without making Markup of what is printed at once."""
        if type(value) is Markup or (type(value) is str and not _SIGN.search(value)):
            return value
        return escape(value)
