"""Signs that tell comments, formulas and addresses from words; what they enclose hides after these rules."""

from typing import Final

from site_builder.ingest.repair.rules import Rule, like, rule

RULES: Final[tuple[Rule, ...]] = (
    rule(
        "comment",
        "A TeX comment's sign; where the comment ended is lost with its line.",
        ("%",),
        r"%(?:(?:(?<=\A%)|(?<=\n%))[^\n]*\n|(?:(?<=\A%)|(?<=[.?!] %)) ?(?=[A-Z\\]))",
        "",
        ("It trains fast. % We present a system.", "It trains fast. We present a system."),
    ),
    rule(
        "address-slash",
        "Backslashes where an address has slashes.",
        ("\\",),
        r"(?<=https:)\\{2,4}(?=\w)|(?<=http:)\\{2,4}(?=\w)",
        "//",
        (r"at https:\\a.github.io", "at https://a.github.io"),
    ),
    rule(
        "math-delimiter",
        "Formulas are told by dollar signs here, whatever told them in the source.",
        ("\\(", "\\[", "\\begin"),
        r"(?<!\\)\\\(((?:[^\\$]|\\[^()])*)\\\)|(?<!\\)\\\[((?:[^\\$]|\\[^\[\]])*)\\\]"
        r"|\\begin\{(equation|align|gather|math|displaymath|eqnarray|multline)\*?\}((?:[^\\$]|\\(?!end\{|begin\{).)*)\\end\{\3\*?\}",
        lambda match: f"${' '.join((match[1] or match[2] or match[4] or '').replace('&', ' ').split())}$",
        (r"seeds (\(p=0.650\)): RL", "seeds ($p=0.650$): RL"),
        (r"at \[ q_0 \ge 1. \] Here", r"at $q_0 \ge 1.$ Here"),
    ),
    rule(
        "address-escape",
        "TeX needs backslashes in addresses; browsers do not.",
        like(r"\\[_%#&~$-]"),
        r"(?:https?://|www\.)(?:[^\s{}\\]|\\[_%#&~$-])+",
        lambda match: match[0].replace("\\", ""),
        (r"at https://a.org/my\_tool\#top", "at https://a.org/my_tool#top"),
    ),
)
