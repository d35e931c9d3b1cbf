// A shelf file into the shelf: what is there stays, what is the same is not doubled, and nothing of the file is believed
// that does not look as forms.js writes it.

import { isSlug, keptOf, MOST_GROUPS, noteOf, today } from '../shelf.js';

const MOST = 50_000;
const LONGEST = { group: 80, note: 20_000 };

const isText = (value, longest) => typeof value === 'string' && value.trim() !== '' && value.length <= longest;
const isDay = (value) => typeof value === 'string' && value.length < 40 && !Number.isNaN(Date.parse(value));
const list = (value) => (Array.isArray(value) ? value.slice(0, MOST) : []);
const pairs = (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).slice(0, MOST) : []);

export const isShelf = (file) => typeof file === 'object' && file !== null && file.papershelf === 1 && Array.isArray(file.papers);

/**
 * Add `file` to `state`, slugs as `papers` has them; how many papers came, how many were there, and how many papers, groups
 * and notes were left out for want of room.
 */
export function merge(state, file, papers) {
  const own = Object.values(state.kept).flatMap((entry) => entry.groups ?? []), slugIn = finder(papers);
  const taken = list(file.papers).map((one) => [slugIn(one), one]).filter(([slug]) => slug);
  const named = [...list(file.groups), ...taken.flatMap(([, one]) => list(one.groups))].filter((name) => isText(name, Infinity));
  const groups = new Set([...new Set([...state.groups, ...own, ...named.filter((name) => isText(name, LONGEST.group))])].slice(0, MOST_GROUPS));
  const leftOut = { papers: Math.max(file.papers.length - MOST, 0), groups: new Set(named.filter((name) => !groups.has(name))).size, notes: 0 };
  let came = 0, known = 0;
  for (const [slug, one] of taken) {
    slug in state.kept ? known++ : came++;
    state.kept[slug] = together(state.kept[slug], one, groups);
    leftOut.notes += addNote(state, slug, one.note);
  }
  for (const [slug, note] of pairs(file.notes)) if (isSlug(slug)) leftOut.notes += addNote(state, papers.current(slug), note);
  for (const name of ['read', 'hidden', 'mine']) {
    for (const [slug, at] of pairs(file[name])) if (isSlug(slug) && isDay(at)) state[name][papers.current(slug)] ??= at;
  }
  state.groups = [...groups];
  return { came, known, leftOut };
}

/** What finds the slug of a paper in a file, which may be of another digest that has it under another one; "" for none. */
function finder(papers) {
  const arxiv = new Map(), doi = new Map();
  for (const paper of papers.all) {
    if (paper.arxiv && !arxiv.has(paper.arxiv)) arxiv.set(paper.arxiv, paper.slug);
    if (paper.doi && !doi.has(paper.doi)) doi.set(paper.doi, paper.slug);
  }
  return (one) => {
    if (typeof one !== 'object' || one === null) return '';
    if (isSlug(one.slug) && papers.bySlug.has(papers.current(one.slug))) return papers.current(one.slug);
    return arxiv.get(one.arxiv) ?? doi.get(one.doi) ?? (isSlug(one.slug) ? one.slug : '');
  };
}

/** A kept paper with what a file has of it, in those of `groups` that it names. */
function together(own, other, groups) {
  const at = isDay(other.at) ? new Date(other.at).toISOString() : today();
  const found = { at, groups: list(other.groups).filter((name) => groups.has(name)) };
  return keptOf(own ?? found, found);
}

/** Both notes where they differ. True where the note has no room and is left out. */
function addNote(state, slug, note) {
  if (!isText(note, Infinity)) return false;
  const own = state.notes[slug] ?? '', both = noteOf(own, note.replace(/\r\n?/g, '\n')); // as a box for notes writes them
  if (both.length > LONGEST.note && both !== own) return true;
  if (both !== own) state.notes[slug] = both;
  return false;
}
