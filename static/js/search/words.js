// The words of all papers: how many papers have each, and which is meant by one that none has.

/** What a word may end in and still be the same word. */
const ENDINGS = ['s', 'es', 'd', 'ed', 'ing', 'ly', 'er', 'ers'];
/** Words at most that the beginning of one stands for. */
const BEGUN = 12;

/**
 * Word → how many papers have it.
 * @param {string} text a word a line: how many letters it shares with the one before (a digit of base 36), its other
 * letters, and after a space in how many papers it stands where that is not one
 */
export function wordsIn(text) {
  let before = '';
  return new Map(text.split('\n').filter(Boolean).map((line) => {
    const [rest, count = 1] = line.split(' ');
    before = before.slice(0, parseInt(rest[0], 36)) + rest.slice(1);
    return [before, Number(count)];
  }));
}

export class Lexicon {
  /** @param {(letter: string) => Promise<Map<string, number>>} wordsOf  words, those that begin with a letter among them */
  constructor(wordsOf) {
    this.wordsOf = wordsOf;
  }

  /** The words that begin with `word`, frequent ones first. */
  async begunBy(word) {
    const words = [...await this.wordsOf([...word][0])].filter(([other]) => other !== word && other.startsWith(word));
    return frequentFirst(words).slice(0, BEGUN);
  }

  /** Up to two words that `word` may be a slip for, the likelier first. */
  async corrections(word) {
    if (word.length < 4 || /\d/.test(word)) return [];
    const words = (await Promise.all([...new Set([...word].slice(0, 2))].map(this.wordsOf))).flatMap((some) => [...some]);
    let best = word.length >= 9 ? 2 : 1, found = [];
    for (const [other, count] of new Map(words)) {
      const far = likeStart(word, other) ? distance(word, other, best) : best + 1;
      if (far < best) found = [];
      if (far <= best) found.push([other, count]);
      best = Math.min(best, far);
    }
    return frequentFirst(found).slice(0, 2);
  }
}

/** Words of [word, count] pairs. */
const frequentFirst = (pairs) => pairs.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word);

/** `word`, and what it may be a form of. */
export const formsOf = (word) => [word, ...ENDINGS.filter((ending) => word.endsWith(ending)).map((ending) => word.slice(0, -ending.length))];

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
