"""The scripts of search by themselves, in Node, and that they spell and hash words as the index does."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from site_builder.build import search_check
from site_builder.search import probe, shards
from site_builder.text.search_words import root, spelled

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "static/js"
ROOTS = [
    ["generation", "generate", "generated", "generative", "generator"],
    ["models", "model", "modeling"],
    ["efficiency", "efficient", "efficiently"],
]
needs_node = pytest.mark.skipif(not probe.node(), reason="this machine has no Node")


@needs_node
@pytest.mark.parametrize("name", ["query", "find", "choice", "assist"])
def test_a_script_does_what_its_own_tests_say(name: str, tmp_path: Path) -> None:
    shutil.copytree(SCRIPTS, tmp_path / "js")
    (tmp_path / "js/package.json").write_text('{"type": "module"}')
    stated = {
        "SCRIPTS": str(tmp_path / "js/search"),
        "FACETS": str(tmp_path / "js/facets"),
        "QUERIES": str(HERE / "queries.json"),
        "SPELLINGS": str(HERE / "spellings.json"),
        "ROOTS": json.dumps(ROOTS),
        "HASH_OF_WANG": str(shards.hashed("wang")),
        "HASH_OF_YAMADA": str(shards.hashed("山田")),
    }
    command = [probe.node(), "--test", str(HERE / f"js/{name}.test.mjs")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **stated})

    assert done.returncode == 0, done.stdout + done.stderr


def _shelf() -> str:
    return (SCRIPTS / "shelf.js").read_text(encoding="utf-8")


def _merged(asked: str, tmp_path: Path) -> Any:
    """What `asked` prints as JSON; it has merge.js, an empty shelf `state` and a digest without papers, `papers`."""
    (tmp_path / "shelf").mkdir()
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copy(SCRIPTS / "shelf/merge.js", tmp_path / "shelf")
    store = "export const isSlug = () => true, MOST_GROUPS = 200, today = () => '2026-11-26';\n"
    store += "\n".join(re.findall(r"(?ms)^export (?:function keptOf.*?^}|const noteOf.*?;)$", _shelf()))
    (tmp_path / "shelf.js").write_text(store)
    given = """import { merge } from './shelf/merge.js';
        const state = { kept: {}, notes: {}, read: {}, hidden: {}, mine: {}, groups: ['own'] };
        const papers = { all: [], bySlug: new Map(), current: (slug) => slug };"""
    (tmp_path / "ask.js").write_text(given + asked)
    command = [probe.node(), str(tmp_path / "ask.js")]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@needs_node
def test_a_shelf_file_brings_no_more_groups_than_a_shelf_has_room_for(tmp_path: Path) -> None:
    asked = """
        const names = Array.from({ length: 300 }, (_, at) => `group ${at}`);
        merge(state, { papers: [{ slug: 'a', groups: names }, { slug: 'b', groups: ['group 299'] }] }, papers);
        const { a, b } = state.kept;
        console.log(JSON.stringify([state.groups.length, state.groups[0], a.groups.length, b]));"""
    groups, first, of_one, other = _merged(asked, tmp_path)

    assert (groups, first, of_one) == (200, "own", 199)
    assert "groups" not in other


@needs_node
def test_a_shelf_file_that_says_one_paper_often_is_read_in_steps_that_do_not_grow(tmp_path: Path) -> None:
    asked = """
        let looked = 0, named = 0;
        const all = { find() { looked++; }, forEach() {}, *[Symbol.iterator]() { looked++; } };
        const groups = (at) => Array.from({ length: 50 }, (_, one) => `${at} ${one}`);
        const { add } = Set.prototype;
        Set.prototype.add = function counted(value) { named++; return add.call(this, value); };
        const note = (at) => `${at}`.padEnd(380), numbers = [...Array(400).keys()];
        const often = numbers.map((at) => ({ slug: 'a', note: note(at), groups: groups(at) }));
        merge(state, { papers: often }, { ...papers, all });
        console.log(JSON.stringify([looked, named, state.notes.a.length, state.kept.a.groups.length]));"""
    looked, named, note, groups = _merged(asked, tmp_path)

    assert looked <= 2
    assert named < 400 * 50 + 400 * 250
    assert note <= 20_000
    assert groups == 199


@needs_node
def test_a_note_that_has_no_room_beside_another_is_left_out_and_told(tmp_path: Path) -> None:
    asked = """
        state.notes = { a: 'x'.repeat(15_000), b: 'own' };
        const file = { papers: [{ slug: 'a', note: 'y'.repeat(15_000) }, { slug: 'b', note: 'other' }] };
        const told = merge(state, { ...file, notes: { c: 'z'.repeat(20_001), d: 5, e: ' ' } }, papers);
        const { a, b } = state.notes;
        console.log(JSON.stringify([told.leftOut.notes, a.length, b, Object.keys(state.notes)]));"""

    assert _merged(asked, tmp_path) == [2, 15_000, "own\n\nother", ["a", "b"]]


@needs_node
@pytest.mark.parametrize(
    "act",
    [
        "(await import('node:fs')).readFileSync(SECRET);",
        "(await import('node:fs')).writeFileSync(SECRET, '');",
        "(await import('node:child_process')).execSync('true');",
    ],
)
def test_scripts_of_a_site_that_is_asked_reach_nothing_else(act: str, tmp_path: Path) -> None:
    (tmp_path / "site/pagefind").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("mine")
    named = act.replace("SECRET", json.dumps(str(tmp_path / "secret.txt")))
    (tmp_path / "site/pagefind/pagefind.js").write_text(named)
    with pytest.raises(probe.NoAnswerError, match="restricted"):
        probe.ask(tmp_path / "site", ["oaks"])

    assert (tmp_path / "secret.txt").read_text() == "mine"


def test_scripts_of_a_site_are_not_run_by_a_node_that_cannot_fence_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "bin/node"
    old.parent.mkdir()
    old.write_text('#!/bin/sh\ncase "$1" in --*) exit 9;; esac\necho ran >> "$0.ran"\n')
    old.chmod(0o755)
    (tmp_path / "site/pagefind").mkdir(parents=True)
    (tmp_path / "site/pagefind/pagefind.js").write_text("")
    (tmp_path / "site/pagefind/wasm.en.pagefind").write_text("")
    monkeypatch.setenv("PATH", str(old.parent))

    assert list(search_check.problems(tmp_path / "site")) == []
    assert "Node 20 or later" in search_check.not_asked()
    with pytest.raises(probe.NoAnswerError, match="no Node"):
        probe.ask(tmp_path / "site", ["oaks"])
    assert not Path(f"{old}.ran").exists()


@needs_node
def test_citations_are_found_in_fences_of_any_length() -> None:
    script = (SCRIPTS / "cite.js").read_text(encoding="utf-8")
    fenced = next(line for line in script.splitlines() if line.startswith("const FENCED"))
    twin = "```bibtex\n@a{b}\n```\n\n````text\nOn ``` ticks\n```\n````\n"
    asked = f"{fenced} console.log(JSON.stringify([...{json.dumps(twin)}.matchAll(FENCED)].map((m) => m.slice(-2))))"
    done = subprocess.run([probe.node(), "-e", asked], capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == [["bibtex", "@a{b}\n"], ["text", "On ``` ticks\n```\n"]]


def test_the_index_spells_words_as_people_type_them() -> None:
    for text, wanted in json.loads((HERE / "spellings.json").read_text(encoding="utf-8")).items():
        assert spelled(text).lower() == wanted


def test_a_run_without_spaces_is_indexed_in_pairs_and_its_last_sign() -> None:
    assert spelled("语言模型").split() == ["语言", "言模", "模型", "型"]


def test_what_a_stemmer_takes_for_one_word_has_one_root() -> None:
    assert [len(set(map(root, words))) for words in ROOTS] == [1, 1, 1]
