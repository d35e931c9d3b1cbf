// From a query to papers in order. Pagefind wants all words of a query; here each word is asked for by itself, and a
// paper's score is the sum of what its words earn, so that one missing word costs a place and not the paper.
//
// A result is {id, score, words}: `words` are the places of hits in the paper's text.

import { fold, terms } from './query.js';
import { NEAR, remembered } from './assist.js';

/** How much nearness of meaning counts beside the words themselves. */
const MEANING = 0.8;
/** Results whose titles are compared with the query; they are shown, and so fetched, anyway. */
const HEAD = 10;
/** How much a title that is the query counts. */
const TITLE = 0.5;
/** Papers above which common words are not asked for when there are rarer ones. */
const MANY = 2000;
/** What is common, as a share of the papers, where at least two words are rarer; and where one is. */
const COMMON = [0.04, 0.2];

export class Finder {
  constructor(pagefind, assist) {
    this.assist = assist;
    /** Pagefind's own answer to a text. */
    this.ask = remembered(async (text) => (await pagefind.search(text)).results);
  }

  /** What `text` asks for. */
  read(text) {
    return { text, phrase: /^\s*".+"\s*$/.test(text), terms: terms(text, this.assist.lexicon) };
  }

  /** Papers that hold words of `query`, best first. */
  async byWords(query) {
    if (query.phrase || !query.terms.length) return this.ask(query.text);
    const asked = this.#telling(query.terms);
    const found = await Promise.all(asked.map((term) => this.#byTerm(term)));
    const papers = new Map();
    for (const hits of found) {
      for (const [id, hit] of hits) {
        const known = papers.get(id) ?? { id, score: 0, held: 0, words: [] };
        known.score += hit.score;
        known.held += 1;
        known.words.push(...hit.words);
        papers.set(id, known);
      }
    }
    for (const paper of papers.values()) paper.score *= paper.held / asked.length;
    return inOrder(papers.values());
  }

  /** `results` and the papers that mean the same, best first. */
  byMeaning(results, query, vectors) {
    if (!vectors || query.phrase) return results;
    const near = vectors.nearest(query.terms.flatMap((term) => (term.correction ? [term.correction] : [...new Set([...term.parts, term.word])])));
    if (!near.size) return results;
    const top = results[0]?.score || 1;
    const papers = new Map(results.map((result) => [result.id, { ...result, score: result.score / top }]));
    for (const [id, value] of near) {
      if (!papers.has(id) && value > NEAR) papers.set(id, { id, score: 0, words: [] });
      if (papers.has(id)) papers.get(id).score += MEANING * value;
    }
    return inOrder(papers.values());
  }

  /** `results` with those first whose title is most nearly what was asked. */
  async byTitle(results, query) {
    if (query.phrase) return results;
    const asked = stems([query.text, ...query.terms.map((term) => term.correction ?? '')].join(' '));
    const wanted = stems(query.text);
    const head = await Promise.all(results.slice(0, HEAD).map(async (result) => {
      const title = stems((await this.assist.paper(result.id)).meta.title ?? '');
      const said = [...title].filter((stem) => asked.has(stem)).length / (title.size || 1);
      const covered = [...wanted].filter((stem) => title.has(stem)).length / (wanted.size || 1);
      return { ...result, score: result.score * (1 + TITLE * said * covered) };
    }));
    return [...inOrder(head), ...results.slice(HEAD)];
  }

  /**
   * The terms to ask for. In a large digest letters and what many papers have only tell by their company, and a compound
   * that papers have need not be asked for in parts, of which each may be common.
   */
  #telling(all) {
    const { lexicon, papers } = this.assist;
    if (papers.ids.length < MANY) return all;
    const rarer = (share) => all.filter(({ word }) => word.length > 1 && lexicon.count(word) < share * papers.ids.length);
    const few = rarer(COMMON[0]), some = rarer(COMMON[1]);
    const telling = few.length > 1 ? few : some.length ? some : all;
    return telling.map((term) => (lexicon.count(term.word) ? { ...term, tries: term.tries.filter(([text]) => !text.includes(' ')) } : term));
  }

  /** Id → the best that any way of spelling `term` earns a paper. */
  async #byTerm(term) {
    const best = new Map();
    const answers = await Promise.all(term.tries.map(([text]) => this.ask(text)));
    answers.forEach((results, at) => {
      for (const result of results) {
        const score = term.tries[at][1] * result.score, known = best.get(result.id);
        if (!known || score > known.score) best.set(result.id, { score, words: result.words });
      }
    });
    return best;
  }
}

/** Best first; of equals the one with the smaller id, so that the order is always the same. */
const inOrder = (results) => [...results].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));

const stems = (text) => new Set(fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => word.replace(/(ies|es|s|ing|ed|ation|ions?|e)$/, '')));
