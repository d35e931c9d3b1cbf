// How answers are put in order, with a Pagefind and an index made of a few lines; run by tests/search/test_scripts.py.

import assert from 'node:assert/strict';
import test from 'node:test';

const { Finder } = await import(`${process.env.SCRIPTS}/find.js`);
const { Lexicon } = await import(`${process.env.SCRIPTS}/words.js`);

const PAPERS = [
  { title: 'Pruning networks', text: 'pruning networks vision', year: 2022, author: 'Ada Lovelace', code: true },
  { title: 'Vision models', text: 'vision models long', year: 2023, author: 'Guodong Long' },
  { title: 'Pruning models', text: 'pruning models', year: 2023, author: 'Ruochen Wang' },
];
const KEYS = { ada: '0a0:l', lovelace: '0a0:a', long: '1a0:g', guodong: '1a0:l', ruochen: '2a0:w', wang: '2a0:r', '2409.02889': '2i', icml: '0v', 2024: '0v' };

function finder() {
  const words = [...new Set(PAPERS.flatMap(({ text }) => text.split(' ')))].sort();
  const pagefind = {
    search: async (text) => {
      const asked = text.replaceAll('"', '');
      return { results: PAPERS.flatMap((paper, id) => (` ${paper.text} `.includes(` ${asked} `) ? [{ id, score: paper.title.toLowerCase().includes(asked) ? 3 : 1 }] : [])) };
    },
  };
  const postings = (text = '') => text.split(' ').filter(Boolean).map((posting) => {
    const [, paper, field, author, initials] = /^(\d+)([a-z])(\d*):?(.*)$/.exec(posting);
    return { paper: Number(paper), field, author: Number(author), initials };
  });
  return new Finder(pagefind, {
    count: PAPERS.length,
    place: Number,
    lexicon: new Lexicon(async () => new Map(words.map((word) => [word, 1]))),
    papers: { years: PAPERS.map(({ year }) => year), stems: true },
    facets: async () => ({ code: [0], tags: ['pruning'], tagged: [[0], [], [0]] }),
    row: async (number) => PAPERS[number],
    people: async (word) => PAPERS.map(({ author }) => [author]).filter(([name]) => word.length > 2 && name.toLowerCase().includes(word.slice(0, 3))),
    keys: async (word) => postings(KEYS[word]),
  });
}

async function ask(text, vectors = null) {
  const one = finder(), query = await one.read(text);
  const results = await one.byTitle(await one.byMeaning(one.byWords(query), query, vectors), query);
  return { query, held: results.filter(({ held }) => held).map(({ paper }) => paper), all: results.map(({ paper }) => paper) };
}

test('a paper is found when it holds all words', async () => {
  assert.deepEqual((await ask('pruning models')).held, [2]);
  assert.deepEqual((await ask('pruning')).held, [0, 2]);
});

test('less is found with a word that must not be there', async () => {
  assert.deepEqual((await ask('pruning -vision')).held, [2]);
  assert.deepEqual((await ask('NOT pruning')).held, [1]);
});

test('nonsense finds nothing', async () => {
  const { all, query } = await ask('asdfqwerzxcv');
  assert.deepEqual(all, []);
  assert.deepEqual(query.unknown, ['asdfqwerzxcv']);
});

test('with a word that no paper has none holds all', async () => {
  const { held, all, query } = await ask('blockchain pruning models');
  assert.deepEqual([held, query.unknown], [[], ['blockchain']]);
  assert.equal(all[0], 2);
});

test('authors are found by any part of their names, and names are not corrected', async () => {
  for (const text of ['Ruochen Wang', 'wang', 'R. Wang', 'Wang, Ruochen', 'author:wang', 'author:"R Wang"', '"Ruochen Wang"']) {
    const { held, query } = await ask(text);
    assert.deepEqual([text, held, query.corrections], [text, [2], []]);
  }
  assert.deepEqual((await ask('Ada Wang')).held, []);
});

test('an author is found while the name is being typed', async () => {
  assert.deepEqual((await ask('lovel')).held, [0]);
  assert.deepEqual((await ask('pruning ruo')).held, [2]);
});

test('fields narrow', async () => {
  assert.deepEqual((await ask('year:2023')).held, [1, 2]);
  assert.deepEqual((await ask('year:2020-2022')).held, [0]);
  assert.deepEqual((await ask('has:code')).held, [0]);
  assert.deepEqual((await ask('tag:pruning -has:code')).held, [2]);
  assert.deepEqual((await ask('venue:ICML')).held, [0]);
  assert.deepEqual((await ask('title:vision')).held, [1]);
  assert.deepEqual((await ask('https://arxiv.org/abs/2409.02889v2')).held, [2]);
});

test('a slip is mended, and between quotes taken as it is', async () => {
  const { query, held } = await ask('prunning');
  assert.deepEqual([query.corrections, held], [[['prunning', 'pruning']], [0, 2]]);
  assert.deepEqual((await ask('"prunning"')).all, []);
});

test('what is near in meaning comes after what holds the words, if it is near enough', async () => {
  const near = (...values) => ({ nearest: async () => ({ papers: new Map(values.entries()), others: 0 }) });
  assert.deepEqual((await ask('pruning', near(0.1, 0.9, 0.2))).all, [2, 0, 1]);
  assert.deepEqual((await ask('pruning', near(0.1, 0.35, 0.2))).all, [2, 0]);
  assert.deepEqual((await ask('pruning -vision', near(0.1, 0.9, 0.2))).all, [2]);
});

test('without vectors that can be had the words still find', async () => {
  assert.deepEqual((await ask('pruning', { nearest: () => Promise.reject(new Error('offline')) })).held, [0, 2]);
});

test('a year is of a paper, or of its venue', async () => {
  assert.deepEqual((await ask('icml 2024')).held, [0]);
  assert.deepEqual((await ask('venue:"ICML 2024"')).held, [0]);
  assert.deepEqual((await ask('venue:"ICML 2022"')).held, [0]);
  assert.deepEqual((await ask('venue:"ICML 2023"')).held, []);
});
