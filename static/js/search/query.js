// What a query asks for: its words, and for each the ways in which the papers may spell it.

/** Words that say nothing about a paper. */
const STOP = new Set(`a about an and are as at be been being but by can could did do does doing for from get had has have
having how i if in into is it its itself made make makes making me more most my need no nor not of off on once only or other our
out over own paper papers same should so some such than that the their them then there these they this those through to too under
until up us use used using versus very via vs was we were what when where which while who whom why will with within without would
you your`.split(/\s+/));

/** Letters without marks and case, as the word list has them. */
export const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Longest query that is read, in characters. */
const READ = 400;

/**
 * The words of `text` that matter. Each is {word, parts, tries}: as one word, as its hyphened parts, and what to ask the
 * index for as [text, weight]; `correction` is there when the papers do not have the word and the first try beyond it is
 * a guess.
 * @param {string} text
 * @param {Lexicon} lexicon
 */
export function terms(text, lexicon) {
  const raw = fold(text.slice(0, READ)).replace(/[’']s\b/g, '').replace(/[^\p{L}\p{N}\-/+.#]+/gu, ' ').split(' ');
  const tokens = raw.map((token) => token.replace(/^[-/.+]+|[-/.]+$/g, '')).filter(Boolean);
  const telling = tokens.filter((token) => !STOP.has(token));
  return [...new Set(telling.length ? telling : tokens)].map((token) => term(token, lexicon));
}

function term(token, lexicon) {
  const parts = token.split(/[-/.]+/).filter(Boolean), word = parts.join('');
  const tries = [[word, 1]];
  if (parts.length > 1) tries.push([parts.filter((part) => part.length > 1 || /\d/.test(part)).join(' '), 0.9]);
  for (const other of spellings(word)) tries.push([other, 0.95]);
  const guesses = parts.length > 1 ? [] : lexicon.corrections(word);
  for (const guess of guesses) tries.push([guess, 0.8]);
  return { word, parts, tries, correction: guesses[0] };
}

/** British for American spelling, and the other way. */
const SPELLINGS = [
  [/is(ations?|e|ed|er|ers|ing|es)$/, 'iz$1'], [/iz(ations?|e|ed|er|ers|ing|es)$/, 'is$1'],
  [/yse([drs]?)$/, 'yze$1'], [/yze([drs]?)$/, 'yse$1'], [/our(s|ed|ing)?$/, 'or$1'], [/([aeiou]l)l(ing|ed|er)$/, '$1$2'],
  [/([aeiou]l)(ing|ed|er)$/, '$1l$2'],
];

const spellings = (word) => (word.length < 6 ? [] : SPELLINGS.filter(([from]) => from.test(word)).map(([from, to]) => word.replace(from, to)));

/** What a word may end in and still be the same word. */
const ENDINGS = ['s', 'es', 'd', 'ed', 'ing', 'ly', 'er', 'ers'];

/** The words of all papers: how many papers have each, and which is meant by one that none has. */
export class Lexicon {
  /** @param {string} text a word a line, and after a space in how many papers it stands where that is not one */
  constructor(text) {
    this.counts = new Map(text.split('\n').filter(Boolean).map((line) => line.split(' ')).map(([word, count]) => [word, Number(count ?? 1)]));
    this.words = [...this.counts.keys()];
  }

  /** In how many papers `word` stands. */
  count(word) {
    return this.counts.get(base(word, this.counts)) ?? 0;
  }

  /** Up to two words that `word` may be a slip for, the likelier first; none for a word that is known or being typed. */
  corrections(word) {
    if (word.length < 4 || /\d/.test(word) || this.count(word) || this.words.some((other) => other.startsWith(word))) return [];
    let best = word.length >= 8 ? 2 : 1, found = [];
    for (const other of this.words.filter((other) => likeStart(word, other))) {
      const far = distance(word, other, best);
      if (far < best) found = [];
      if (far <= best) found.push(other);
      best = Math.min(best, far);
    }
    return found.sort((a, b) => this.counts.get(b) - this.counts.get(a)).slice(0, 2);
  }
}

/** `word` as `known` has it, without an ending if need be; itself when it is not known. */
export function base(word, known) {
  const forms = [word, ...ENDINGS.filter((ending) => word.endsWith(ending)).map((ending) => word.slice(0, -ending.length))];
  return forms.find((form) => known.has(form)) ?? word;
}

/** Slips seldom touch the first letter, unless the first two changed places. */
const likeStart = (word, other) => word[0] === other[0] || (word[0] === other[1] && word[1] === other[0]);

/** Edits between `a` and `b`, two neighbours that changed places being one (optimal string alignment); `most` + 1 when more. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before = [], above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [before, above] = [above, row];
  }
  return above[b.length];
}
