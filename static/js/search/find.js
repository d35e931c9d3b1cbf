// From a query to papers in order. Each atom of the query (query.js) leads to the papers that hold it; a paper's score is
// the sum of what its words earn, and those that hold all of them come first. Then come papers that are near in meaning.
//
// A result is {paper, score, held}: the paper's number, and whether it holds all that was asked for.

import { fold, root, stem } from './fold.js';
import { parse, spellings, wordsOf } from './query.js';
import { remembered } from './assist.js';

/** How much nearness of meaning counts beside the words themselves. */
const MEANING = 0.8;
/**
 * How near a paper must be to count as near in meaning: its cosine, and that as a share of the nearest paper's. Of 239
 * papers the one nearest to a subject that none has, such as gardening, is at 0.34 to 0.41.
 */
const NEAR = [0.4, 0.6];
/** Share of the words, by weight, that a paper without all of them must hold to be shown for those alone. */
const PARTLY = 0.6;
/** Results whose titles are compared with the query; they are shown, and so fetched, anyway. */
const HEAD = 10;
/** How much a title that is the query counts. */
const TITLE = 0.5;
/** What a correction, and a word that only begins as asked, earn of the word's own score. */
const GUESSED = 0.8;
/** Names that half a name is taken for. */
const NAMES = 8;
/** What a name earns where the papers also use it as a word. */
const AMBIGUOUS = 0.3;
/** Papers from which on common words are not asked for when there are rarer ones; as in site_builder/search/assist.py. */
export const MANY = 2000;
/** What is common, as a share of the papers, where at least two words are rarer; and where one is. */
const COMMON = [0.04, 0.2];

export class Finder {
  constructor(pagefind, assist) {
    this.assist = assist;
    this.common = new Map(Object.entries(assist.papers.common ?? {}));
    this.all = Array.from({ length: assist.count }, (_, number) => number);
    /** Paper → score of Pagefind's own answer to a text. */
    this.ask = remembered(async (text) => new Map((await pagefind.search(text)).results.map(({ id, score }) => [assist.place(id), score])));
  }

  /**
   * What `text` asks for, and which papers hold each part of it: {text, clauses, words, unknown, corrections}. A clause
   * has its papers in `hits`; `words` are those to mark in what was found.
   */
  async read(text) {
    const clauses = distinct(await this.#joined(parse(text)));
    await this.#answer(clauses);
    const words = clauses.filter(isWord), names = await this.#names(words.map(({ any }) => any[0]));
    const named = new Set([...names.values()].flatMap((known) => [...known])), asked = clauses.filter(({ not }) => !not).flatMap(({ any }) => any);
    return {
      text,
      clauses,
      names,
      unknown: words.filter(({ any, hits, isLeft }) => !hits.size && !isLeft && !named.has(any[0].text)).map(({ any }) => any[0].typed),
      corrections: asked.filter(({ correction }) => correction).map(({ typed, correction }) => [typed, correction]),
      words: new Set(asked.flatMap(({ marks, parts = [], text: said }) => marks ?? [...parts, said])),
    };
  }

  /** `clauses`, a word and a number after it as one where the papers write them so: "codegen 2". */
  async #joined(clauses) {
    const left = [];
    for (const clause of clauses) {
      const before = left.at(-1), [first, last] = [before, clause].map((one) => one?.any[0].text);
      const follows = before && isWord(before) && isWord(clause) && /^\d{1,2}$/.test(last) && /\p{L}$/u.test(first);
      if (follows && (await this.ask(`"${first}${last}"`)).size) before.any = wordsOf(`${before.any[0].typed}-${last}`);
      else left.push(clause);
    }
    return left;
  }

  /**
   * Find the papers of each of `clauses`. In a large digest words that many papers have are dear, and left (`isLeft`) when
   * rarer ones are there; see `#telling`.
   */
  async #answer(clauses) {
    const ranks = clauses.map((clause) => (isWord(clause) && clause.any.length === 1 ? this.#commonness(clause.any[0]) : 0));
    const words = (rank) => clauses.filter((clause, at) => isWord(clause) && ranks[at] <= rank);
    let rank = words(0).length > 1 ? 0 : words(1).length ? 1 : 2;
    const isEnough = () => (rank === 0 ? words(0).filter(({ hits }) => hits.size).length > 1 : words(rank).some(({ hits }) => hits.size));
    await this.#ask(clauses.filter((_, at) => ranks[at] <= rank));
    for (; rank < 2 && words(2).length > words(rank).length && !isEnough(); rank++) await this.#ask(clauses.filter((_, at) => ranks[at] === rank + 1));
    for (const clause of clauses.filter((_, at) => ranks[at] > rank)) Object.assign(clause, { hits: new Map(), isLeft: true });
  }

  async #ask(clauses) {
    await Promise.all(clauses.flatMap(({ any }) => any).map(async (atom) => Object.assign(atom, await this.#hits(atom))));
    for (const clause of clauses) clause.hits = best(clause.any.map(({ hits }) => hits));
  }

  /** 0 for a rare word, 1 for one that many papers have, 2 for one that very many have. */
  #commonness({ text }) {
    const held = this.common.get(root(text)) ?? 0;
    return COMMON.filter((share) => held >= share * this.assist.count).length;
  }

  /** Papers that hold words of `query` and all else that it asks for, best first. */
  byWords({ clauses, names, unknown }) {
    const asked = clauses.filter((clause) => isWord(clause) && !clause.isLeft && !unknown.includes(clause.any[0].typed));
    const musts = clauses.filter((clause) => !isWord(clause));
    const telling = this.#telling(asked);
    const results = [];
    for (const paper of telling.length ? union(telling, names) : this.all) {
      if (!musts.every((must) => must.hits.has(paper) !== must.not)) continue;
      const name = names.get(paper), held = telling.filter(({ any, hits }) => hits.has(paper) || name?.has(any[0].text));
      const score = held.reduce((sum, { hits }) => sum + (hits.get(paper) ?? 0), 0) * (held.length / (telling.length || 1));
      results.push({ paper, score, share: held.length / (telling.length || 1), held: held.length === telling.length && !unknown.length, named: name?.size ?? 0 });
    }
    if (!asked.length && !musts.length) return [];
    const top = Math.max(...results.map(({ score }) => score), 0) || 1, known = asked.length / (asked.length + unknown.length || 1);
    for (const result of results) result.score = known * (result.score / top) + (result.named > 1 ? result.named : 0);
    return inOrder(results);
  }

  /** `results` and the papers that mean the same, best first. */
  async byMeaning(results, { clauses }, vectors) {
    const words = clauses.filter(isWord);
    const { papers: near, others } = words.length && vectors ? await vectors.nearest(words.flatMap(meant)).catch(() => NOT_KNOWN) : NOT_KNOWN;
    const top = Math.max(...near.values(), 0), musts = clauses.filter((clause) => !isWord(clause));
    const papers = new Map(results.map((result) => [result.paper, { ...result, score: result.score + (near.has(result.paper) ? 0 : (MEANING * others) / (top || 1)) }]));
    for (const [paper, cosine] of near) {
      const isNear = cosine > NEAR[0] && cosine > NEAR[1] * top;
      if (isNear && !papers.has(paper) && musts.every((must) => must.hits.has(paper) !== must.not)) papers.set(paper, { paper, score: 0, share: 0, held: false });
      if (papers.has(paper) && cosine > 0) Object.assign(papers.get(paper), { score: papers.get(paper).score + (MEANING * cosine) / top, isNear });
    }
    return inOrder([...papers.values()].filter(({ held, isNear, share }) => held || isNear || share >= PARTLY));
  }

  /** `results` with those first whose title is most nearly what was asked. */
  async byTitle(results, { text, corrections, clauses }) {
    if (!clauses.some(isWord)) return results;
    const wanted = stems(text), asked = stems([text, ...corrections.map(([, word]) => word)].join(' '));
    const head = await Promise.all(results.slice(0, HEAD).map(async (result) => {
      const title = stems((await this.assist.row(result.paper)).title);
      const said = [...title].filter((word) => asked.has(word)).length / (title.size || 1);
      const covered = [...wanted].filter((word) => title.has(word)).length / (wanted.size || 1);
      return { ...result, score: result.score * (1 + TITLE * said * covered) };
    }));
    return [...inOrder(head), ...results.slice(HEAD)];
  }

  /** In a large digest words that many papers have only tell by their company. */
  #telling(asked) {
    if (this.assist.count < MANY) return asked;
    const rarer = (share) => asked.filter(({ hits }) => hits.size < share * this.assist.count);
    const few = rarer(COMMON[0]), some = rarer(COMMON[1]);
    return few.length > 1 ? few : some.length ? some : asked;
  }

  // -- what holds an atom ---------------------------------------------------------------------------------------------

  async #hits(atom) {
    switch (atom.kind) {
      case 'word': return this.#byWord(atom);
      case 'phrase': return this.#byPhrase(atom.text);
      case 'id': return { hits: only(await this.#keyed(atom.text, 'i')) };
      case 'author': return { hits: new Map([...await this.#names(wordsOf(atom.text), true)].map(([paper]) => [paper, 1])) };
      case 'venue': return { hits: all(await Promise.all(wordsOf(atom.text).map(({ text }) => this.#ofVenue(text)))) };
      case 'title': return this.#byTitleWords(atom.text);
      case 'year': return { hits: this.#ofYears(atom.from, atom.to) };
      case 'tag': return { hits: await this.#tagged(atom.text) };
      default: return { hits: new Map((await this.assist.facets()).code.map((number) => [number, 1])) };
    }
  }

  #having(holds) {
    return new Map(this.all.filter(holds).map((number) => [number, 1]));
  }

  #ofYears(from, to) {
    const { years } = this.assist.papers;
    return this.#having((number) => years[number] >= from && years[number] <= to);
  }

  /** Papers in whose venue `text` is a word, or which are of the year that it is. */
  async #ofVenue(text) {
    const named = only(await this.#keyed(text, 'v'));
    return /^\d+$/.test(text) ? best([named, this.#ofYears(Number(text), Number(text))]) : named;
  }

  async #tagged(asked) {
    const { tags, tagged } = await this.assist.facets();
    return this.#having((number) => tagged[number].some((tag) => isTag(tags[tag], asked)));
  }

  /** Papers that hold a word in any of its forms, or one or an author's name that begins with it, or one for which it is a slip. */
  async #byWord(atom) {
    const [text, keyed] = await Promise.all([this.#spelled(spellings(atom)), this.#byKey(atom)]);
    const begun = this.assist.papers.stems ? [] : await this.assist.lexicon.begunBy(atom.text);
    if (text.size || keyed.size) return { hits: best([text, await this.#guessed(begun), scaled(keyed, text.size ? AMBIGUOUS : 1)]), marks: [...atom.parts, atom.text, ...begun] };
    const isBegun = atom.isLast && (atom.text.length > 1 || !/[a-z]/.test(atom.text));
    const [guesses, names] = isBegun ? await Promise.all([this.assist.lexicon.begunBy(atom.text), this.#namesBegunBy(atom.text)]) : [[], []];
    if (guesses.length || names.length) return { hits: best([await this.#guessed(guesses), ...names.map((hits) => scaled(hits, GUESSED))]), marks: guesses };
    const corrections = atom.parts.length > 1 ? [] : await this.assist.lexicon.corrections(atom.text);
    return { hits: await this.#guessed(corrections), marks: corrections, correction: corrections[0] };
  }

  /** Paper → score, the best of what `ways` of spelling, [text, weight], earn it. */
  async #spelled(ways) {
    return best(await Promise.all(ways.map(async ([text, weight]) => {
      // Between quotes Pagefind finds the forms of a word and nothing that only begins with it, and scores all alike.
      const [exact, scores] = await Promise.all([this.ask(`"${text}"`), this.ask(text)]);
      return new Map([...exact].map(([paper, score]) => [paper, weight * (scores.get(paper) ?? score)]));
    })));
  }

  #guessed(words) {
    return this.#spelled(words.map((word) => [word, GUESSED]));
  }

  async #keyed(word, ...fields) {
    return (await this.assist.keys(word)).filter(({ field }) => fields.includes(field));
  }

  /** Papers of whose authors, venue or year `text` is a word. */
  async #byKey({ text }) {
    const hits = only(await this.#keyed(text, 'a', 'v'));
    if (/^(19|20)\d\d$/.test(text)) for (const paper of this.#ofYears(Number(text), Number(text)).keys()) hits.set(paper, 1);
    return scaled(hits, Math.log(1 + this.assist.count / (hits.size || 1)));
  }

  /** The papers of each word of authors' names that begins with `text`; of very many words, those of who wrote most. */
  async #namesBegunBy(text) {
    const words = (await this.assist.people(text)).flatMap(([name]) => fold(name).split(/[^\p{L}\p{M}\p{N}]+/u));
    const begun = [...new Set(words)].filter((word) => word.startsWith(text)).slice(0, NAMES);
    return (await Promise.all(begun.map((word) => this.#byKey({ text: word })))).filter(({ size }) => size);
  }

  async #byPhrase(text) {
    const words = wordsOf(text);
    const [said, named] = await Promise.all([this.ask(`"${text}"`), this.#names(words, true)]);
    return { hits: best([said, new Map([...named].map(([paper]) => [paper, 1]))]), marks: words.map((word) => word.text) };
  }

  async #byTitleWords(text) {
    const words = wordsOf(text), hits = await Promise.all(words.map((word) => this.#spelled(spellings(word))));
    const titles = await Promise.all([...all(hits).keys()].map(async (paper) => [paper, stems((await this.assist.row(paper)).title)]));
    const kept = titles.filter(([, title]) => words.every((word) => word.parts.every((part) => title.has(stem(part)))));
    return { hits: new Map(kept.map(([paper]) => [paper, 1])), marks: words.map((word) => word.text) };
  }

  /**
   * Paper → which of `words` are one of its authors' name, or initials of it. Only names of which two are given, or all
   * of them if it `isWhole`.
   */
  async #names(words, isWhole = false) {
    const named = words.filter(({ parts }) => parts.some((part) => part.length > 1)), letters = words.filter((word) => !named.includes(word));
    const found = new Map(); // paper → author → words
    for (const word of named) {
      for (const { paper, author, initials } of await this.#keyed(word.text, 'a')) {
        const authors = found.get(paper) ?? new Map(), known = authors.get(author) ?? new Set();
        known.add(word.text);
        for (const letter of letters) if (letter.parts.every((part) => initials.includes(part))) known.add(letter.text);
        found.set(paper, authors.set(author, known));
      }
    }
    const least = isWhole ? Math.max(words.length, 1) : 2;
    const fullest = [...found].map(([paper, authors]) => [paper, [...authors.values()].reduce((a, b) => (b.size > a.size ? b : a))]);
    return new Map(fullest.filter(([, known]) => known.size >= least));
  }
}

const NOT_KNOWN = { papers: new Map(), others: 0 };

const isWord = ({ not, any }) => !not && any[0].kind === 'word';

/** Each clause once. */
function distinct(clauses) {
  const key = ({ not, any }) => JSON.stringify([not, any]);
  return [...new Map(clauses.map((clause) => [key(clause), clause])).values()];
}

/** The words whose meaning a clause asks for. */
const meant = ({ any }) => any.filter(({ kind }) => kind === 'word').flatMap((atom) => (atom.correction ? [atom.correction] : [...new Set([...atom.parts, atom.text])]));

/** Of several maps, paper → score, the best that any has. */
function best(maps) {
  const found = new Map();
  for (const hits of maps) for (const [paper, score] of hits) found.set(paper, Math.max(score, found.get(paper) ?? 0));
  return found;
}

/** The papers that are in all of several maps. */
const all = ([first = new Map(), ...others]) => new Map([...first].filter(([paper]) => others.every((hits) => hits.has(paper))));

const only = (postings) => new Map(postings.map(({ paper }) => [paper, 1]));

const scaled = (hits, by) => new Map([...hits].map(([paper, score]) => [paper, score * by]));

const union = (clauses, names) => new Set([...clauses.flatMap(({ hits }) => [...hits.keys()]), ...names.keys()]);

/** Those first that hold all, best first; of equals the paper that lists have first. */
const inOrder = (results) => [...results].sort((a, b) => b.held - a.held || b.score - a.score || a.paper - b.paper);

const stems = (text) => new Set(fold(text).split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean).map(stem));

const isTag = (slug, asked) => `-${slug}-`.includes(`-${fold(asked).trim().replace(/[^\p{L}\p{N}]+/gu, '-')}-`);
