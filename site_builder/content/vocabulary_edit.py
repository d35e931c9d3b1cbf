"""A tag put into the text of tags.yaml, of which every other byte stays as the curator wrote it.

The file is not written anew from what was read of it: a parser only tells where the tags end, and the new one is put in
there, with the indent and the line ends of its neighbours.
"""

import re
import textwrap

import yaml

from site_builder.content import vocabulary
from site_builder.core.errors import BuildFailed, Problem

_ENDS = r"\r\n\x85\u2028\u2029"
_LINE = re.compile(rf"[^{_ENDS}]*(?:\r\n|[{_ENDS}])|[^{_ENDS}]+")
"""A line as YAML 1.1 counts them."""
_DASH = re.compile(r" *-(?=\s)")


def with_tag(text: str, tag: str, where: str) -> str:
    """`text`, the content of the file named `where`, with `tag`, a block as `writer.tag` makes it, behind its last one.

    Raises `BuildFailed` when `text` or what would come of it is no vocabulary, or its tags are not a list in lines.
    """
    before = vocabulary.parse(text, where).tags
    at, indent = _end_of_tags(text, where)
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = textwrap.indent(textwrap.dedent(tag).strip("\n"), " " * indent).split("\n")
    lead = "" if text[:at].endswith("\n") else newline
    made = text[:at] + lead + newline + newline.join(lines) + newline + text[at:]
    if vocabulary.parse(made, where).tags[:-1] != before:
        raise _no_list(where)
    return made


def _end_of_tags(text: str, where: str) -> tuple[int, int]:
    """Where the lines of the last tag end, and the column of the dashes before tags."""
    top = yaml.compose(text, Loader=yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader)
    pairs = top.value if isinstance(top, yaml.MappingNode) else []
    at = next((number for number, (key, _) in enumerate(pairs) if key.value == "tags"), -1)
    tags = pairs[at][1] if at >= 0 else None
    if not isinstance(tags, yaml.SequenceNode) or tags.flow_style or not tags.value:
        raise _no_list(where)
    # Lines are counted, not characters: libyaml leaves a byte order mark out of its count.
    following = pairs[at + 1][0].start_mark.line if at + 1 < len(pairs) else None
    lines = _LINE.findall(text)
    dash = next((one for line in lines[tags.start_mark.line :] if (one := _DASH.match(line))), None)
    if dash is None:
        raise _no_list(where)
    end, written = len(lines) if following is None else following, _last_line(tags.value[-1])
    while end > written and not (lines[end - 1].strip() and lines[end - 1][0] not in "#."):
        end -= 1
    return sum(map(len, lines[:end])), dash.end() - 1


def _last_line(node: yaml.Node) -> int:
    """How many lines of the file there are up to the last one of `node`; 0 where only what follows can tell."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    is_block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}  # whose lines are all indented
    return 0 if is_block else node.end_mark.line + (node.end_mark.column > 0)


def _no_list(where: str) -> BuildFailed:
    hint = "Begin with one tag of your own, each on lines that begin with a dash."
    return BuildFailed([Problem(where, "its `tags` are no list in lines, so nothing can be added to them", hint)])
