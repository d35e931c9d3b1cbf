// Text as the index has it: letters, signs and scripts brought to the forms that people type. The index is made by
// site_builder/text/search_words.py, whose tables these are; tests/search/spellings.json holds both to the same.

const pairs = (keys, values) => new Map([...keys].map((key, at) => [key, values.split(' ')[at]]));

/** Letters that Unicode does not take apart. */
const LETTERS = pairs('ßẞæÆœŒøØłŁđĐðÐþÞħĦıŋŊŧŦ', 'ss ss ae AE oe OE o O l L d D d D th Th h H i n N t T');
const GREEK = pairs('αβγδεζηθικλμνξοπρςστυφχψω', 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega');
const SPECIAL = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'g');
/** Marks that people leave out: of Latin, Greek and Cyrillic letters, of Hebrew and of Arabic. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;
/** C++, C#, A* and AT&T, of which an index would keep the letters only. */
const SIGNED = [
  [/(?<![\p{L}\p{N}_])([A-Za-z])\+\+/gu, '$1plusplus'], [/(?<![\p{L}\p{N}_])([A-Za-z])#(?![\p{L}\p{N}_])/gu, '$1sharp'],
  [/(?<![\p{L}\p{N}_])([A-Za-z])\*(?![\p{L}\p{N}_])/gu, '$1star'],
  [/(?<![\p{L}\p{N}_])([A-Za-z]{1,3})&([A-Za-z]{1,3})(?![\p{L}\p{N}_])/gu, '$1and$2'],
];
/** Runs of scripts that part no words: Chinese, Japanese, Thai. */
const UNSPACED = /[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+/g;

/** Every two neighbours of `run`; in the index also its last sign, by which a single one is found. */
function inPairs(run, isQuery) {
  const signs = [...run];
  if (signs.length === 1) return run;
  return signs.map((sign, at) => sign + (signs[at + 1] ?? '')).slice(0, isQuery ? -1 : undefined).join(' ');
}

/** `text` as it is indexed, or, of a query, as it is asked for. */
export function spelled(text, isQuery = true) {
  const plain = text.replace(SPECIAL, (letter) => LETTERS.get(letter)).normalize('NFKD')
    .replace(/([иИ])\u0306/g, (_, letter) => (letter === 'и' ? 'й' : 'Й')) // a letter of its own, and no и with a mark
    .replace(MARKS, '').normalize('NFC')
    .replace(/(?<![Ͱ-Ͽ])[Α-ω](?![Ͱ-Ͽ])/g, (letter) => GREEK.get(letter.toLowerCase()) ?? letter)
    .replace(/['’]s(?![\p{L}\p{N}_])/gu, '')
    .replace(/(?<=\d)\s?(?:×|⨯|x|X|times)\s?(?=\d)/g, 'x');
  return SIGNED.reduce((so, [from, to]) => so.replace(from, to), plain).replace(UNSPACED, (run) => ` ${inPairs(run, isQuery)} `);
}

/** `spelled` without case: how words are compared. */
export const fold = (text) => spelled(text).toLowerCase();

/** `word` without what it may end in: forms of one word are equal. */
export const stem = (word) => word.replace(/(ies|es|s|ing|ed|ation|ions?|e)$/, '');

/** `stem` without more that a word may end in: what a stemmer takes for one word, and some more, has one root. */
export const root = (word) => stem(word).replace(/(ativ|ator|at|iv|iently|ient|iency|ly|y)$/, '');

/** FNV-1a of 32 bits over UTF-8: which file holds a word. */
export function hashed(word) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(word)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}
