// What helps Pagefind, made at build time and fetched when the reader first searches: papers.json says which paper is
// which result of Pagefind, its year and its tags; a list of words tells a slip from a rare word; keys lead from names of
// people, identifiers and venues to papers; vectors find papers that say the same in other words. A paper is a number.

import { formsOf, Lexicon } from './words.js';
import { hashed } from './fold.js';

export const get = async (url, options) => {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer;
};

const json = async (url, options) => (await get(url, options)).json();

/** What is known of the papers, and their rows. @param {string} folder where the search index is */
export async function papersIn(folder) {
  const papers = await json(`${folder}papers.json`, { cache: 'no-cache' });
  const ids = papers.ids.split(' ').filter(Boolean).map((id) => `${papers.language}_${id}`);
  const orders = remembered((file) => json(folder + file));
  return {
    folder,
    papers,
    ids,
    /** What a row shows of a paper. */
    row: remembered((number) => json(`${folder}rows/${ids[number]}.json`)),
    /** How lists go; see site_builder/search/facts.py. */
    orders: () => orders(papers.orders),
  };
}

/** @param {string} folder where the search index is */
export async function load(folder) {
  const known = await papersIn(folder), { papers, ids } = known;
  const [files, count] = papers.keys;
  const shard = remembered((number) => json(`${folder}${files}${number}.json`));
  const [names, parts] = papers.people;
  const people = remembered((number) => json(`${folder}${names}${number}.json`));
  return {
    ...known,
    count: ids.length,
    place: new Map(ids.map((id, number) => [id, number])),
    lexicon: new Lexicon(await json(folder + papers.words)),
    /** Names of people that have a word beginning as `beginning`, three letters, does; those with most papers first. */
    people: async (beginning) => (own(await people(hashed(beginning) % parts), beginning) ?? '').split('\n').filter(Boolean),
    /** Where `word` stands in names, identifiers and venues: {paper, field, author, initials}. */
    keys: async (word) => postings(own(await shard(hashed(word) % count), word)),
  };
}

/** What `held`, which was fetched, has under `word`; not what every object has, such as its constructor. */
const own = (held, word) => (Object.hasOwn(held, word) ? held[word] : undefined);

const postings = (text = '') => text.split(' ').filter(Boolean).map((posting) => {
  const [, paper, field, author, initials] = /^(\d+)([a-z])(\d*):?(.*)$/.exec(posting);
  return { paper: Number(paper), field, author: Number(author), initials };
});

/** `make` that makes each thing once; what failed is tried again. */
export function remembered(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key).catch((error) => { made.delete(key); throw error; }));
    return made.get(key);
  };
}

/** The vectors that go with `assist`; null when the site has none or they cannot be had, which only costs quality. */
export async function vectors({ folder, papers }) {
  if (!papers.nearness) return null;
  const [files, count] = papers.meanings;
  const shard = remembered(async (number) => new Shard(await unpacked(await get(`${folder}${files}${number}.bin`))));
  try {
    const rows = new Uint8Array(await (await get(folder + papers.nearness)).arrayBuffer());
    return new Vectors(rows, papers.years.length, async (word) => (await shard(hashed(word) % count)).vector(word));
  } catch {
    return null;
  }
}

/** The bytes of a file that was compressed at build time; servers compress text only. */
export const unpacked = (answer) => new Response(answer.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();

/**
 * A file of words: their line, the scale of each (1 byte, 0 for none), and their vectors in 4 bits a dimension, 8 being
 * zero.
 */
export class Shard {
  constructor(buffer) {
    const bytes = new Uint8Array(buffer), start = bytes.indexOf(10) + 1;
    const words = new TextDecoder().decode(bytes.subarray(0, start - 1)).split(' ').filter(Boolean);
    this.numbers = new Map(words.map((word, number) => [word, number]));
    this.scales = bytes.subarray(start, start + words.length);
    this.pairs = bytes.subarray(start + words.length);
    this.half = this.pairs.length / (words.length || 1);
  }

  /** The vector of `word`, as long as its weight; null for none. */
  vector(word) {
    const number = this.numbers.get(word);
    if (number === undefined) return null;
    return row(this.pairs, number, this.half).map((value) => this.scales[number] * value);
  }
}

/** Row `number` of vectors kept in 4 bits a dimension, 8 being zero; `half` as many bytes. */
const row = (pairs, number, half) => Float32Array.from({ length: 2 * half }, (_, at) => {
  const pair = pairs[number * half + (at >> 1)];
  return (at & 1 ? pair & 15 : pair >> 4) - 8;
});

export class Vectors {
  /** @param {Uint8Array} pairs the vectors of `count` papers  @param {(word: string) => Promise<Float32Array?>} vectorOf */
  constructor(pairs, count, vectorOf) {
    this.papers = Array.from({ length: count }, (_, number) => row(pairs, number, pairs.length / count));
    this.vectorOf = vectorOf;
  }

  /** Paper → how near it is to `words`, from -1 to 1; empty when none of them has a meaning. */
  async nearest(words) {
    const found = (await Promise.all([...new Set(words)].map((word) => this.#meaning(word)))).filter(Boolean);
    if (!found.length) return new Map();
    const asked = found.reduce((sum, row) => sum.map((value, at) => value + row[at]));
    return new Map(this.papers.map((row, paper) => [paper, cosine(asked, row)]));
  }

  /** The vector of `word`, or of what it is a form of. */
  async #meaning(word) {
    for (const form of formsOf(word)) {
      const row = await this.vectorOf(form);
      if (row) return row;
    }
    return null;
  }
}

function cosine(a, b) {
  let dot = 0, aa = 0, bb = 0;
  for (let k = 0; k < a.length; k++) { dot += a[k] * b[k]; aa += a[k] * a[k]; bb += b[k] * b[k]; }
  return dot / (Math.sqrt(aa * bb) || 1);
}
