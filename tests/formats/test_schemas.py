"""What programs read, held against what its formats demand; Atom and CSL-JSON are in test_feeds and test_citing."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from tests.conftest import HERE

_SITEMAP = etree.XMLSchema(etree.parse(HERE / "schemas/sitemap.xsd"))


def _feed_schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((HERE / "schemas/json-feed.json").read_text(encoding="utf-8")))


def test_every_json_feed_is_one(built: Path) -> None:
    schema, feeds = _feed_schema(), list(built.rglob("feed*.json"))

    assert len(feeds) > 3
    for path in feeds:
        assert list(map(str, schema.iter_errors(json.loads(path.read_text(encoding="utf-8"))))) == [], path


@pytest.mark.parametrize(
    "fault", [{"version": "1"}, {"items": [{"id": "1"}]}, {"next_url": "feed-2.json"}, {"size": 1}]
)
def test_the_schema_of_json_feeds_finds_faults(fault: dict[str, Any], built: Path) -> None:
    feed = json.loads((built / "feed.json").read_text(encoding="utf-8"))

    assert list(_feed_schema().iter_errors({**feed, **fault}))


def test_the_sitemap_is_one(built: Path) -> None:
    sitemap = etree.parse(built / "sitemap.xml")

    assert _SITEMAP.validate(sitemap), _SITEMAP.error_log
    sitemap.getroot()[0].append(etree.Element("{http://www.sitemaps.org/schemas/sitemap/0.9}other"))
    assert not _SITEMAP.validate(sitemap)


def test_the_list_of_feeds_is_opml(built: Path) -> None:
    opml = etree.parse(built / "feeds.opml").getroot()
    outlines = opml.findall("body//outline")

    assert (opml.tag, opml.get("version"), [part.tag for part in opml]) == ("opml", "2.0", ["head", "body"])
    assert opml.findtext("head/title")
    assert all(one.get("text") for one in outlines)
    assert {one.get("type") for one in outlines if one.get("xmlUrl")} == {"rss"}  # Atom's too, says the format
    for one in outlines:
        if address := one.get("xmlUrl"):
            assert (built / address.partition("/shelf/")[2]).is_file(), address
