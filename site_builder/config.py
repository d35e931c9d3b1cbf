"""`site.yaml` as checked settings.

All problems of the file are reported at once. Command line overrides arrive as arguments, so that nothing later asks
where a setting came from.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from site_builder import fields, files, urls
from site_builder.errors import BuildFailed, Problem, raise_if_any

FILE = "content/site.yaml"
_NO_URL = "https://papershelf.example/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """The settings of one site; every field but the folders is a line of site.yaml."""

    root: Path
    """The folder that holds content/."""
    output: Path
    """The folder the site is built into."""
    title: str
    subject: str
    """Completes "239 papers on …"."""
    description: str
    url: str
    """Where the site is published; ends with a slash."""
    language: str
    repository: str
    """Web address of the content's repository, for "Suggest a fix"; may be empty."""
    branch: str
    per_page: int
    """Papers on one page of a list."""
    edition: date | None
    """The date of papers that carry none of their own."""
    searchable: bool = True
    """False leaves the search index as the last build left it."""
    jobs: int = field(default=1, repr=False, compare=False)
    """How many processes may share the work; the result is the same."""

    @property
    def content(self) -> Path:
        """The folder of the curator's files."""
        return self.root / "content"

    @property
    def memory(self) -> Path:
        """The folder for what can be made again."""
        return self.root / ".papershelf"

    @property
    def urls(self) -> urls.Urls:
        """The addresses of the site."""
        return urls.site(self.url)


def load(root: Path, *, output: Path | None = None, base_url: str = "") -> SiteConfig:
    """The settings of the site in `root`; `output` and `base_url` win over the defaults and the file.

    Raises `BuildFailed` with every problem of site.yaml, or when `root` holds no site.
    """
    path = root / FILE
    if not path.is_file():
        hint = "Run `papershelf new DIR` to start a site, or name its folder with --site DIR."
        raise BuildFailed([Problem(files.shown(path), "there is no site here", hint)])
    where = files.shown(path)
    problems: list[Problem] = []
    config = _read(fields.Fields(fields.load(files.read_text(path), where), where, problems), root, output, base_url)
    raise_if_any(problems)
    return config


def _read(read: fields.Fields, root: Path, output: Path | None, base_url: str) -> SiteConfig:
    config = SiteConfig(
        root=root,
        output=output or root / "_site",
        title=read.text("title", required=True),
        subject=read.text("subject"),
        description=read.text("description"),
        url=_url(read, base_url),
        language=read.text("language") or "en",
        repository=_web(read, "repository").rstrip("/"),
        branch=read.text("branch") or "main",
        per_page=read.number("per_page", 5, 100) or 36,
        edition=read.day("edition"),
    )
    read.close()
    return config


def _url(read: fields.Fields, base_url: str) -> str:
    stated = _web(read, "url")
    if base_url and not _is_site_url(base_url):
        hint = "Give the address of the published site, such as https://user.github.io/digest/."
        raise BuildFailed([Problem("--base-url", f"`{base_url}` is not an http or https URL", hint)])
    return (base_url or stated or _NO_URL).rstrip("/") + "/"


def _web(read: fields.Fields, name: str) -> str:
    url = read.text(name)
    if url and not _is_site_url(url):
        read.wrong(name, f"`{name}` must be an http or https URL without ? or #, not `{url}`")
        return ""
    return url


def _is_site_url(url: str) -> bool:
    return fields.is_web_url(url) and not set(url) & set("?#\"'<>`\\")
