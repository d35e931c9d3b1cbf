// What helps Pagefind, made at build time and fetched when the reader first searches: papers.json says which paper is
// which result of Pagefind, and its year; lists of words, by their first letter, tell a slip from a rare word; keys lead
// from names of people, identifiers and venues to papers; vectors find papers that say the same in other words. A paper is
// a number.

import { formsOf, Lexicon, wordsIn } from './words.js';
import { hashed } from './fold.js';

/** Clusters of papers that are compared with a query. */
export const CLUSTERS = 10;
/** Letters by which names of people are found, as in site_builder/search/people.py. */
const BEGINNING = 3;
/** How near a paper is beside the middle of its cluster, about. */
const SHARE = 0.8;

export const get = async (url, options) => {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer;
};

const json = async (url, options) => (await get(url, options)).json();

/** What is known of the papers, and their rows. @param {string} folder where the search index is */
export async function papersIn(folder) {
  const papers = await json(`${folder}papers.json`, { cache: 'no-cache' });
  const ids = papers.ids.split(' ').filter(Boolean);
  const single = remembered((file) => json(folder + file));
  return {
    folder,
    papers,
    ids,
    /** What a row shows of a paper. */
    row: remembered((number) => json(`${folder}rows/${ids[number]}.json`)),
    /** How lists go; see site_builder/search/facts.py. */
    orders: () => single(papers.orders),
    /** What lists are narrowed by; see the same. */
    facets: () => single(papers.facets),
  };
}

/** @param {string} folder where the search index is */
export async function load(folder) {
  const known = await papersIn(folder), { papers, ids } = known;
  const [files, count] = papers.keys;
  const shard = remembered((number) => json(`${folder}${files}${number}.json`));
  const [names, parts] = papers.people;
  const people = remembered((number) => json(`${folder}${names}${number}.json`));
  const [lists, letters] = papers.words;
  const words = remembered(async (number) => wordsIn(await json(`${folder}${lists}${number}.json`)));
  return {
    ...known,
    count: ids.length,
    place: placeIn(ids),
    lexicon: new Lexicon((letter) => words(hashed(letter) % letters)),
    /** Who has a name with a word that begins as `word` does, in three letters: [name, slug of a page or undefined]. */
    people: async (word) => {
      const beginning = word.slice(0, BEGINNING);
      if (beginning.length < BEGINNING) return [];
      return (own(await people(hashed(beginning) % parts), beginning) ?? '').split('\n').filter(Boolean).map((line) => line.split('\t'));
    },
    /** Where `word` stands in names, identifiers and venues: {paper, field, author, initials}. */
    keys: async (word) => postings(own(await shard(hashed(word) % count), word)),
  };
}

/** What `held`, which was fetched, has under `word`; not what every object has, such as its constructor. */
const own = (held, word) => (Object.hasOwn(held, word) ? held[word] : undefined);

/** How a result's id leads to its paper: `ids` are their beginnings, as long as it takes to tell them apart. */
export function placeIn(ids) {
  const numbers = new Map(ids.map((id, number) => [id, number]));
  return (id) => {
    const bare = id.slice(id.indexOf('_') + 1);
    for (let length = bare.length; length; length--) { // of two names one may begin as the whole of the other
      const number = numbers.get(bare.slice(0, length));
      if (number !== undefined) return number;
    }
    throw new Error(`${id} is no paper's`);
  };
}

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
  const [files, count] = papers.meanings, [parts, clusters] = papers.nearness;
  if (!clusters) return null;
  const shard = remembered(async (number) => new Shard(await unpacked(await get(`${folder}${files}${number}.bin`))));
  const cluster = remembered(async (number) => rowsIn(await unpacked(await get(`${folder}${parts}${number}.bin`))));
  try {
    // All papers of a small site are one cluster; behind several comes the file of their middles.
    const middles = clusters > 1 ? await cluster(clusters - 1) : [];
    if (clusters === 1) await cluster(0);
    return new Vectors(middles, cluster, async (word) => (await shard(hashed(word) % count)).vector(word));
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
class Shard {
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

/** A file of papers: the line of their numbers, each as its distance from the one before, and their vectors. Pairs. */
function rowsIn(buffer) {
  const bytes = new Uint8Array(buffer), start = bytes.indexOf(10) + 1;
  const distances = new TextDecoder().decode(bytes.subarray(0, start - 1)).split(' '), pairs = bytes.subarray(start);
  let paper = 0;
  return distances.map((distance, at) => [paper += Number(distance), row(pairs, at, pairs.length / distances.length)]);
}

class Vectors {
  /**
   * @param {[number, Float32Array][]} middles  of clusters of papers, none where there is one cluster
   * @param {(cluster: number) => Promise<[number, Float32Array][]>} cluster  @param {(word: string) => Promise<Float32Array?>} vectorOf
   */
  constructor(middles, cluster, vectorOf) {
    Object.assign(this, { middles, cluster, vectorOf });
  }

  /**
   * How near papers are to `words`, from -1 to 1: `papers`, those in the nearest clusters, none when no word has a meaning;
   * and `others`, about as near as others may be.
   */
  async nearest(words) {
    const found = (await Promise.all([...new Set(words)].map((word) => this.#meaning(word)))).filter(Boolean);
    if (!found.length) return { papers: new Map(), others: 0 };
    const asked = found.reduce((sum, row) => sum.map((value, at) => value + row[at]));
    const near = this.middles.map(([number, row]) => [number, cosine(asked, row)]).sort((a, b) => b[1] - a[1]);
    const clusters = near.length ? near.slice(0, CLUSTERS).map(([number]) => number) : [0];
    const papers = (await Promise.all(clusters.map(this.cluster))).flat();
    return { papers: new Map(papers.map(([paper, row]) => [paper, cosine(asked, row)])), others: SHARE * Math.max(0, near[CLUSTERS]?.[1] ?? 0) };
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
