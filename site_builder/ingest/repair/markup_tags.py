"""Tags of HTML, JATS and MathML that were taken for text.

A text that speaks of `<think>` and `</think>` means them; so a tag is taken away only where it marks something up.
"""

import html
import re
from typing import Final

from site_builder.ingest.repair.links import linked
from site_builder.ingest.repair.rules import Rule, last, rule
from site_builder.ingest.repair.superscripts import SUB, SUPER, raised, script

_TAGS = (
    "i|b|em|strong|tt|u|scp|sc|p|italic|bold|span|div|font|small|big|center|ul|ol|li|dl|dt|dd|h[1-6]|sec|section|title|"
    "list|list-item|monospace|underline|styled-content|named-content|ext-link|xref|uri|inline-formula|disp-formula|"
    "tex-math|alternatives|abstract|AbstractText|a|table|tbody|thead|tr|td|th|code|pre|blockquote|math|mrow|mi|mo|mn|"
    "msub|msup|msubsup|mfrac|msqrt|mtext|mover|munder|mstyle|semantics"
)
_IN_A_LINE = re.compile(
    r"</?(?:jats:|mml:)?(?:i|b|em|strong|tt|u|scp|sc|italic|bold|span|font|small|big|monospace|underline|styled-content|"
    r"named-content|ext-link|xref|uri|a|code|inline-formula|tex-math|alternatives|m[a-z]+)[\s/>]"
)
_BETWEEN_MENTIONS = r"\s*+(?:and|or|to|,|\.{3}|…)?+\s*+"
_BEFORE_MENTION = re.compile(rf"<([^<>]+)>{_BETWEEN_MENTIONS}\Z")
_AFTER_MENTION = re.compile(rf"{_BETWEEN_MENTIONS}</([^<>]+)>")
_FAR = 60
"""Characters; nobody writes more between two tags to speak of both."""


def _untagged(match: re.Match[str]) -> str:
    """Nothing for a tag of a pair, a space where it parted blocks; a tag that is spoken of stays."""
    if match[1] and _is_spoken_of(match):
        return match[0]
    return "" if _IN_A_LINE.match(match[0]) else " "


def _is_spoken_of(match: re.Match[str]) -> bool:
    """True for a tag that its twin follows with nothing marked up in between, and for one that nothing closes."""
    name, text, start, end = match[1], match.string, match.start(), match.end()
    if match[0].startswith("</"):
        before = _BEFORE_MENTION.search(text[max(0, start - _FAR) : start])
        return bool(before and before[1] == name)
    after = _AFTER_MENTION.match(text, end, end + _FAR)
    return bool(after and after[1] == name) or end > last(text, f"</{name}>")


_TEX_MATH = re.compile(r"<(?:jats:)?tex-math[^<>]{0,200}>([^<>]{0,3000})</(?:jats:)?tex-math>")


def _as_tex(match: re.Match[str]) -> str:
    """Of several forms of a formula the TeX; all of them where none is TeX."""
    found = _TEX_MATH.search(match[1])
    return found[1] if found else match[0]


RULES: Final[tuple[Rule, ...]] = (
    rule(
        "entity",
        "The page's HTML was escaped once too often.",
        ("&",),
        r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
        lambda match: html.unescape(match[0]),
        ("p &lt; 0.05 for R&amp;D", "p < 0.05 for R&D"),
        ("it&#39;s", "it's"),
    ),
    rule(
        "formula-twice",
        "Publishers give a formula as TeX and as MathML; one is enough.",
        ("tex-math>",),
        r"<(?:jats:)?alternatives>((?:[^<]|<(?!/?(?:jats:)?alternatives>))*+)</(?:jats:)?alternatives>",
        _as_tex,
        ("of <alternatives><tex-math>$x$</tex-math><mml:math><mml:mi>x</mml:mi></mml:math></alternatives>", "of $x$"),
    ),
    rule(
        "whole-document",
        "Publishers wrap a formula in all of a TeX document.",
        ("\\documentclass",),
        r"\\documentclass(?:[^\\]|\\(?!begin\s?\{document\}|documentclass))*+\\begin\s?\{document\}"
        r"((?:[^\\]|\\(?!end\s?\{document\}|documentclass))*+)\\end\s?\{document\}",
        r"\1",
        (
            r"of \documentclass[12pt]{minimal} \usepackage{amsmath} \begin{document}$$x^2$$\end{document} m",
            "of $$x^2$$ m",
        ),
    ),
    rule(
        "raised-tag",
        "Superscripts came as HTML.",
        ("sup>", "sub>", "inf>"),
        r"<(?:jats:)?(su[pb]|inf)(?:\s[^<>]{0,80})?>([^<>]{0,40})</(?:jats:)?\1>",
        raised,
        ("10<sup>-3</sup> of CO<sub>2</sub>", "10⁻³ of CO₂"),
        ("10<jats:sup>3</jats:sup>", "10³"),
    ),
    rule(
        "raised-mathml",
        "Superscripts came as MathML.",
        ("msup>", "msub>"),
        r"<((?:mml:)?ms(u[pb]))>\s*<((?:mml:)?m[ino])>([^<>]{0,40})</\3>\s*<((?:mml:)?m[ino])>([^<>]{0,40})</\5>\s*</\1>",
        lambda match: match[4] + (script(SUPER, "^", match[6]) if match[2] == "up" else script(SUB, "_", match[6])),
        ("<mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup>", "x²"),
    ),
    rule(
        "anchor",
        "Links came as HTML.",
        ("</a>",),
        r"<a\s[^<>]{0,200}?href=[\"']?(https?://[^\s\"'<>]++)[\"']?[^<>]{0,200}>([^<>]{0,300})</a>",
        lambda match: linked(match[1], match[2]),
        ('at <a href="https://a.org/x">our page</a>.', "at our page (https://a.org/x)."),
    ),
    rule(
        "tag",
        "Publishers mark up abstracts with JATS or HTML, and the tags were taken for text.",
        ("</", "/>", "<br", "<p>"),
        rf"</?(?:jats|mml|ns\d|xhtml):[A-Za-z-]++[^<>]{{0,200}}>|<br\s?/?>|\A\s*<p>|</?({_TAGS})(?:\s[^<>]{{0,300}})?/?>",
        _untagged,
        ("In <i>E. coli</i> cells", "In E. coli cells"),
        ("<jats:p>We show it.</jats:p>", "We show it."),
        ("<p>We <b>do</b></p><h3>Methods</h3>Then.", "We do Methods Then."),
        ('a <span style="x">b</span> c', "a b c"),
        ("between <think> and </think> tags, or <b> and </b>", "between <think> and </think> tags, or <b> and </b>"),
        ("elements such as <div> and <p>, if a <b and c> d", "elements such as <div> and <p>, if a <b and c> d"),
    ),
)
