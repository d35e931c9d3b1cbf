// What a reader takes away. BibTeX, RIS and CSL-JSON are picked from the files that hold all papers; the rest is made here.

import { FORMS as CITED, picked } from '../references.js';
import { _ } from '../shelf.js';
import { hrefOf, nameOf } from './papers.js';

const absolute = (paper) => (paper.gone ? '' : new URL(hrefOf(paper.slug), location.href).href);

export const SHELF_FILE = _('Shelf file');

/** Ending and type of each form, and how it is made of `papers`, what is kept (`state`) and the files (`files`). */
export const FORMS = {
  ...Object.fromEntries([['bib', 'bib'], ['ris', 'ris'], ['json', 'csl']].map(([ending, file]) => [CITED[ending].name, { ending, type: CITED[ending].type, make: (papers, state, files) => picked(ending, files[file], papers.map(({ key }) => key)) }])),
  Markdown: { ending: 'md', type: 'text/markdown', make: (papers, state) => papers.map((paper) => markdown(paper, state.notes[paper.slug])).join('') },
  CSV: { ending: 'csv', type: 'text/csv', make: (papers, state) => [COLUMNS, ...papers.map((paper) => cells(paper, state))].map((row) => `${row.map(quoted).join(',')}\r\n`).join('') },
  [SHELF_FILE]: { ending: 'shelf.json', type: 'application/json', make: (papers, state, files, whole) => json(shelfFile(papers, state, whole)) },
};

const json = (value) => `${JSON.stringify(value, null, 1)}\n`;

// -- Markdown -------------------------------------------------------------------------------------------------------

const literal = (words) => words.replace(/[\\`*_[\]<>|~$#!&]/g, '\\$&');

function markdown(paper, note = '') {
  const address = absolute(paper), title = literal(paper.title);
  const facts = [paper.authors, paper.venue, paper.year].filter(Boolean).map(literal);
  const noted = note.trim() && note.trim().split('\n').map((line) => '  > ' + literal(line) + '\n').join('');
  const line = [address ? '[' + title + '](' + address + ')' : title, ...facts].join(', ');
  return `- ${line}\n${noted && '\n'}${noted}`;
}

// -- CSV --------------------------------------------------------------------------------------------------------------

const COLUMNS = ['slug', 'title', 'authors', 'year', 'venue', 'arxiv', 'doi', 'url', 'tags', 'kept', 'groups', 'note'];

function cells(paper, { kept, notes }) {
  const { at = '', groups = [] } = kept[paper.slug] ?? {};
  const all = { ...paper, url: absolute(paper), tags: (paper.tags ?? []).map(nameOf).join('; '), kept: at, groups: groups.join('; '), note: notes[paper.slug] };
  return COLUMNS.map((name) => all[name] ?? '');
}

/** A cell; one that a spreadsheet would run, also one that parts cells by semicolons or tabs, is made plain text. */
function quoted(value) {
  const plain = (/^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)).replace(/[;\t]"*(?=[=+@]|-(?!\)))/g, "$&'");
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

// -- the shelf itself ---------------------------------------------------------------------------------------------------

/** True where there is more than kept papers. */
export const hasMarks = ({ notes, read, hidden, mine }) => [notes, read, hidden, mine].some((map) => Object.keys(map).length);

/** `papers` as merge.js reads them; of a `whole` shelf in the reader's own order, and also what was read and hidden. */
function shelfFile(papers, state, whole) {
  const at = new Map(Object.keys(state.kept).map((slug, number) => [slug, number]));
  const own = whole ? papers.toSorted((one, other) => at.get(one.slug) - at.get(other.slug)) : papers;
  const listed = own.map(({ slug, title, arxiv, doi }) => ({ slug, title, arxiv, doi, ...state.kept[slug], note: state.notes[slug] }));
  const others = Object.entries(state.notes).filter(([slug]) => !(slug in state.kept));
  const rest = { read: state.read, hidden: state.hidden, mine: state.mine, notes: Object.fromEntries(others) };
  return { papershelf: 1, site: document.documentElement.dataset.base, groups: state.groups, papers: listed, ...(whole ? rest : {}) };
}
