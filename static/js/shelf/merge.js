// A shelf file into the shelf: what is there stays, what is the same is not doubled, and nothing of the file is believed
// that does not look as forms.js writes it.

import { isSlug, MOST_GROUPS, today } from '../shelf.js';

const MOST = 50_000;
const LONGEST = { group: 80, note: 20_000 };

const isText = (value, longest) => typeof value === 'string' && value.trim() !== '' && value.length <= longest;
const isDay = (value) => typeof value === 'string' && value.length < 40 && !Number.isNaN(Date.parse(value));
const list = (value) => (Array.isArray(value) ? value.slice(0, MOST) : []);
const pairs = (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).slice(0, MOST) : []);

export const isShelf = (file) => typeof file === 'object' && file !== null && file.papershelf === 1 && Array.isArray(file.papers);

/** Add `file` to `state`, slugs as `papers` has them; how many papers came and how many were there. */
export function merge(state, file, papers) {
  let came = 0, known = 0;
  for (const one of list(file.papers)) {
    const slug = slugIn(one, papers);
    if (!slug) continue;
    slug in state.kept ? known++ : came++;
    state.kept[slug] = together(state.kept[slug], one);
    addNote(state, slug, one.note);
  }
  for (const [slug, note] of pairs(file.notes)) if (isSlug(slug)) addNote(state, papers.current(slug), note);
  for (const name of ['read', 'hidden', 'mine']) {
    for (const [slug, at] of pairs(file[name])) if (isSlug(slug) && isDay(at)) state[name][papers.current(slug)] ??= at;
  }
  const used = Object.values(state.kept).flatMap((entry) => entry.groups ?? []);
  state.groups = [...new Set([...state.groups, ...list(file.groups).filter((name) => isText(name, LONGEST.group)), ...used])].slice(0, MOST_GROUPS);
  const groups = new Set(state.groups);
  for (const entry of Object.values(state.kept)) if (entry.groups) within(entry, groups);
  return { came, known };
}

/** Take `entry` out of groups that are none. */
function within(entry, groups) {
  entry.groups = entry.groups.filter((name) => groups.has(name));
  if (!entry.groups.length) delete entry.groups;
}

/** The slug of the paper in a file, which may be of another digest that has it under another one. */
function slugIn(one, papers) {
  if (typeof one !== 'object' || one === null) return '';
  if (isSlug(one.slug) && papers.bySlug.has(papers.current(one.slug))) return papers.current(one.slug);
  const same = papers.all.find((paper) => (paper.arxiv && paper.arxiv === one.arxiv) || (paper.doi && paper.doi === one.doi));
  return same?.slug ?? (isSlug(one.slug) ? one.slug : '');
}

function together(own, other) {
  const at = isDay(other.at) ? new Date(other.at).toISOString() : today();
  const groups = [...new Set([...(own?.groups ?? []), ...list(other.groups).filter((name) => isText(name, LONGEST.group))])];
  return { at: own && own.at < at ? own.at : at, ...(groups.length ? { groups } : {}) };
}

/** Both notes where they differ, unless one holds the other. */
function addNote(state, slug, note) {
  const own = state.notes[slug] ?? '';
  if (!isText(note, LONGEST.note) || own.includes(note)) return;
  state.notes[slug] = note.includes(own) ? note : `${own}\n\n${note}`;
}
