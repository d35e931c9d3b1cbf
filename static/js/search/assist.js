// What helps Pagefind, made at build time and fetched when the reader first searches: papers.json says which paper is
// which result of Pagefind, its year and its tags; a list of words tells a slip from a rare word; keys lead from names of
// people, identifiers and venues to papers; vectors find papers that say the same in other words. A paper is a number.

import { base, Lexicon } from './words.js';
import { hashed } from './fold.js';

export const get = async (url, options) => {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer;
};

const json = async (url, options) => (await get(url, options)).json();

/** @param {string} folder where the search index is */
export async function load(folder) {
  const papers = await json(`${folder}papers.json`, { cache: 'no-cache' });
  const ids = papers.ids.split(' ').filter(Boolean).map((id) => `${papers.language}_${id}`);
  const shard = remembered((number) => json(`${folder}${papers.keys}${number}.json`));
  return {
    folder,
    papers,
    count: ids.length,
    place: new Map(ids.map((id, number) => [id, number])),
    lexicon: new Lexicon(await json(folder + papers.words)),
    /** What a row shows of a paper. */
    row: remembered((number) => json(`${folder}rows/${ids[number]}.json`)),
    /** Where `word` stands in names, identifiers and venues: {paper, field, author, initials}. */
    keys: async (word) => postings((await shard(hashed(word) % papers.key_files))[word]),
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
export async function vectors({ folder, papers, lexicon, count }) {
  if (!papers.vectors) return null;
  try {
    return new Vectors(await unpacked(await get(folder + papers.vectors)), lexicon.words, count);
  } catch {
    return null;
  }
}

/** The bytes of a file that was compressed at build time; servers compress text only. */
export const unpacked = (answer) => new Response(answer.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();

/**
 * A vector for each word, with its weight, and one for each paper. The file: a line of JSON, {dimensions, words: those
 * that no paper has}; the scale of each word, first those of the papers (1 byte, 0 for none); their vectors in 4 bits a
 * dimension, 8 being zero; those of the papers in signed bytes.
 */
export class Vectors {
  constructor(buffer, words, count) {
    const bytes = new Uint8Array(buffer), start = bytes.indexOf(10) + 1;
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, start)));
    const all = [...words, ...head.words.split(' ').filter(Boolean)];
    const half = (all.length * head.dimensions) / 2;
    this.dimensions = head.dimensions;
    this.count = count;
    this.places = new Map(all.map((word, at) => [word, at]));
    this.scales = bytes.subarray(start, start + all.length);
    this.nibbles = bytes.subarray(start + all.length, start + all.length + half);
    this.papers = new Int8Array(buffer, start + all.length + half);
  }

  /** Paper → how near it is to `words`, from -1 to 1; empty for unknown words. */
  async nearest(words) {
    const asked = this.#sum(words);
    if (!asked) return new Map();
    return new Map(Array.from({ length: this.count }, (_, at) => [at, cosine(asked, this.papers.subarray(at * this.dimensions, (at + 1) * this.dimensions))]));
  }

  #sum(words) {
    const sum = new Float32Array(this.dimensions);
    let known = 0;
    for (const word of words) {
      const at = this.places.get(base(word, this.places));
      if (at === undefined || !this.scales[at]) continue;
      known++;
      for (let k = 0; k < this.dimensions; k++) sum[k] += this.scales[at] * this.#at(at * this.dimensions + k);
    }
    return known ? sum : null;
  }

  #at(place) {
    const byte = this.nibbles[place >> 1];
    return (place & 1 ? byte & 15 : byte >> 4) - 8;
  }
}

function cosine(a, b) {
  let dot = 0, aa = 0, bb = 0;
  for (let k = 0; k < a.length; k++) { dot += a[k] * b[k]; aa += a[k] * a[k]; bb += b[k] * b[k]; }
  return dot / (Math.sqrt(aa * bb) || 1);
}
