// What a query asks for. It is a list of clauses that must all hold; a clause is {not, any}, of whose atoms one must.
// An atom is a word, a "phrase", a field:value or an identifier. What is no syntax is read as words.

import { fold } from './fold.js';

/** Words that say nothing about a paper. */
const STOP = new Set(`a about an and are as at be been being but by can could did do does doing for from get had has have
having how i if in into is it its itself made make makes making me more most my need no nor not of off on once only or other our
out over own paper papers same should so some such than that the their them then there these they this those through to too under
until up us use used using versus very via vs was we were what when where which while who whom why will with within without would
you your`.split(/\s+/));

/** Longest query that is read, in characters. */
const READ = 400;

const TOKEN = /(-?)(?:(author|title|year|tag|venue|has):)?(?:"([^"]+)"|(\S+))/giu;
const ARXIV = /^(?:(?:https?:\/\/)?(?:www\.|export\.)?(?:arxiv\.org\/(?:abs|pdf|html|format)|alphaxiv\.org\/(?:abs|overview)|huggingface\.co\/papers)\/|arxiv:\s*|(?:https?:\/\/)?(?:dx\.)?(?:doi\.org\/)?10\.48550\/arxiv\.)?(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?\/?$/i;
const DOI = /^(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+?)[.,;]?$/i;
const YEARS = /^(?:(\d{4})(?:(?:-|\.\.)(\d{4})?)?|(?:-|\.\.)(\d{4}))$/;

/** The arXiv identifier, without its version, or the DOI that `text` is, be it bare or in an address; "" for neither. */
export function identifier(text) {
  const bare = text.trim().replace(/[?#].*/s, '');
  return (ARXIV.exec(bare)?.[1] ?? DOI.exec(bare)?.[1] ?? '').toLowerCase();
}

/** The clauses of `asked`. */
export function parse(asked) {
  const text = asked.slice(0, READ), clauses = [], whole = identifier(text);
  if (whole) return [{ not: false, any: [{ kind: 'id', text: whole }] }];
  let negated = false, joining = false;
  for (const match of text.normalize('NFC').replace(/[“”„]/g, '"').matchAll(TOKEN)) {
    const [raw, minus] = match;
    if (raw === 'AND') continue;
    if (raw === 'OR') { joining = clauses.length > 0; continue; }
    if (raw === 'NOT') { negated = true; continue; }
    const atoms = atomsOf(match), not = negated || minus === '-';
    if (joining && atoms.length && clauses.at(-1).not === not) clauses.at(-1).any.push(...atoms);
    else clauses.push(...atoms.map((atom) => ({ not, any: [atom] })));
    if (atoms.length) negated = joining = false;
  }
  const last = clauses.at(-1)?.any.at(-1);
  if (last?.kind === 'word' && !/\s$/.test(text)) last.isLast = true; // it may be half a word yet
  return telling(clauses);
}

/** Without words that say nothing, as long as anything else is asked for. */
function telling(clauses) {
  const tells = ({ any }) => any.some(({ kind, text }) => kind !== 'word' || !STOP.has(text));
  return clauses.some((clause) => !clause.not && tells(clause)) ? clauses.filter((clause) => clause.not || tells(clause)) : clauses;
}

function atomsOf([raw, , name, quoted, bare]) {
  const value = quoted ?? bare, known = identifier(value);
  if (name) {
    const field = fieldOf(name.toLowerCase(), value);
    return field ? [field] : wordsOf(raw);
  }
  if (quoted !== undefined) return [{ kind: 'phrase', text: fold(quoted).replace(/[^\p{L}\p{N}]+/gu, ' ').trim() }].filter((atom) => atom.text);
  if (known) return [{ kind: 'id', text: known }];
  return wordsOf(value);
}

/** The atom of name:value; null when the value is none of that field. */
function fieldOf(name, value) {
  if (name === 'has') return value.toLowerCase() === 'code' ? { kind: 'has', text: 'code' } : null;
  if (name !== 'year') return { kind: name, text: value };
  const found = YEARS.exec(value);
  if (!found) return null;
  const [, from, to, until] = found, open = /[-.]$/.test(value);
  return { kind: 'year', text: value, from: Number(from ?? 0), to: Number(until ?? to ?? (open ? 9999 : from)) };
}

/** The words of `text` as atoms: {kind, text: as one word, parts: what a hyphen joins, typed}. */
export function wordsOf(text) {
  const tokens = fold(text).replace(/[^\p{L}\p{M}\p{N}\-/+.#]+/gu, ' ').split(' ');
  return tokens.map((token) => token.replace(/^[-/.+#]+|[-/.+#]+$/g, '')).filter(Boolean).map((typed) => {
    const parts = typed.split(/[-/.+#]+/).filter(Boolean);
    return { kind: 'word', text: parts.join(''), parts, typed };
  });
}

/** British for American spelling, and the other way. */
const SPELLINGS = [
  [/is(ations?|e|ed|er|ers|ing|es)$/, 'iz$1'], [/iz(ations?|e|ed|er|ers|ing|es)$/, 'is$1'],
  [/yse([drs]?)$/, 'yze$1'], [/yze([drs]?)$/, 'yse$1'], [/our(s|ed|ing)?$/, 'or$1'], [/([aeiou]l)l(ing|ed|er)$/, '$1$2'],
  [/([aeiou]l)(ing|ed|er)$/, '$1l$2'],
];

/** The ways in which papers may spell `word`, as [text, weight]. */
export function spellings({ text, parts }) {
  const joined = parts.filter((part) => part.length > 1 || /[\d\P{ASCII}]/u.test(part)).join(' ');
  const other = text.length < 6 ? [] : SPELLINGS.filter(([from]) => from.test(text)).map(([from, to]) => text.replace(from, to));
  // Stemmers leave an s behind a vowel or where there is none: GPUs, LLMs.
  const number = text.length > 5 || !/^[a-z]{3,}$/.test(text) ? [] : text.endsWith('s') ? [text.slice(0, -1)] : [`${text}s`];
  return [[text, 1], ...number.map((form) => [form, 0.95]), ...(parts.length > 1 && joined ? [[joined, 0.9]] : []), ...other.map((spelling) => [spelling, 0.95])];
}
