// What helps Pagefind, made at build time and fetched when the reader first searches: papers.json says which paper is
// which result of Pagefind, its year and its tags; a list of words tells a slip from a rare word; vectors find papers
// that say the same in other words.

import { Lexicon, base } from './query.js';

/** How near a paper must be to the nearest for its vector alone to bring it among the results. */
const NEAR = 0.35;

const get = async (url, options) => {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${answer.status} for ${url}`);
  return answer;
};

/** @param {string} folder where the search index is */
export async function load(folder) {
  const papers = await (await get(`${folder}papers.json`, { cache: 'no-cache' })).json();
  return {
    folder,
    papers,
    paper: remembered((id) => paper(folder, id)),
    place: new Map(papers.ids.map((id, at) => [id, at])),
    lexicon: new Lexicon(await (await get(folder + papers.words)).json()),
  };
}

/**
 * What Pagefind keeps of a paper: {url, content, meta}. Read from its file, since Pagefind gives out nothing of papers that
 * no word led to, and makes excerpts of the others that nobody sees.
 */
async function paper(folder, id) {
  const text = new TextDecoder().decode(await unpacked(await get(`${folder}fragment/${id}.pf_fragment`)));
  const kept = JSON.parse(text.slice(text.indexOf('{')));
  return { ...kept, url: document.documentElement.dataset.base + kept.url.slice(1) };
}

/** `make` that makes each thing once; what failed is tried again. */
export function remembered(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key).catch((error) => { made.delete(key); throw error; }));
    return made.get(key);
  };
}

/** The vectors that go with `assist`; null when the site has none or they cannot be had, which only costs quality. */
export async function vectors({ folder, papers, lexicon }) {
  if (!papers.vectors) return null;
  try {
    return new Vectors(await unpacked(await get(folder + papers.vectors)), lexicon.words, papers.ids);
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
  constructor(buffer, words, ids) {
    const bytes = new Uint8Array(buffer), start = bytes.indexOf(10) + 1;
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, start)));
    const all = [...words, ...head.words.split(' ').filter(Boolean)];
    const half = (all.length * head.dimensions) / 2;
    this.dimensions = head.dimensions;
    this.ids = ids;
    this.places = new Map(all.map((word, at) => [word, at]));
    this.scales = bytes.subarray(start, start + all.length);
    this.nibbles = bytes.subarray(start + all.length, start + all.length + half);
    this.papers = new Int8Array(buffer, start + all.length + half);
  }

  /** Id → how near the paper is to `words` (at most 1), for those near enough to the nearest; empty for unknown words. */
  nearest(words) {
    const asked = this.#sum(words);
    if (!asked) return new Map();
    const near = this.ids.map((id, at) => [id, cosine(asked, this.papers.subarray(at * this.dimensions, (at + 1) * this.dimensions))]);
    const top = near.reduce((most, [, value]) => Math.max(most, value), 0);
    return new Map(near.filter(([, value]) => value > 0).map(([id, value]) => [id, value / top]));
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

export { NEAR };
