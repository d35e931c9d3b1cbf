// The search page at work: the box in the header asks, #search-results answers. ../search.js fetches this when the reader
// first touches the box, or at once when the address brings a query.
//
// #search-results says which text its rows answer (data-query, as typed) and whether better rows may still come
// (data-state: partial or final).

import * as assist from './assist.js';
import { Finder } from './find.js';
import { fill, read } from './filters.js';
import { row } from './rows.js';

const box = document.querySelector('input[type=search]');
const list = document.querySelector('#search-results');
const status = document.querySelector('#search-status');
const failed = document.querySelector('#search-failed');
const more = document.querySelector('#search-more');
const filters = document.querySelector('#search-filters');
const hint = status.textContent;

const WAIT = 8; // ms of quiet before a search: a burst of keys is one question
const FIRST = 10; // rows shown at once
const MANY = 2000; // papers from which a worker is worth its 12 KB
const RANKING = { termSimilarity: 2, metaWeights: { title: 0, aliases: 0.3, tags: 0, authors: 0, year: 0, gist: 0, image: 0, image_alt: 0 } };

// -- loading ----------------------------------------------------------------------------------------------------

let loading;
function load() {
  loading ??= Promise.all([loadPagefind(), assist.load(list.dataset.pagefind)]).then(([pagefind, help]) => ({
    finder: new Finder(pagefind, help),
    papers: help,
    vectors: assist.vectors(help),
  }));
  loading.catch(() => { loading = undefined; }); // so that the next key tries again
  return loading;
}

async function loadPagefind() {
  const pagefind = await import(`${list.dataset.pagefind}pagefind.js`);
  await pagefind.options({ ranking: RANKING, noWorker: Number(list.dataset.papers) < MANY });
  await pagefind.init();
  return pagefind;
}

// -- asking -----------------------------------------------------------------------------------------------------

let turn = 0; // of the newest question; an answer to an older one is dropped
let timer;

function ask(wait = 0) {
  const text = box.value, mine = ++turn;
  clearTimeout(timer);
  timer = setTimeout(() => answer(text, () => mine === turn), wait);
}

/** Answer `text`, first by its words and then also by its meaning, as long as it `isWanted`. */
async function answer(text, isWanted) {
  remember(text);
  if (!text.trim()) return show(text, [], hint);
  try {
    const { finder, papers, vectors } = await load();
    const query = finder.read(text), byWords = await finder.byWords(query);
    const early = await Promise.race([vectors, Promise.resolve()]);
    const inTwo = early === undefined;
    if (inTwo && isWanted()) await present(text, query, await finder.byTitle(byWords, query), papers, isWanted, 'partial');
    const known = await vectors;
    const results = await finder.byTitle(finder.byMeaning(byWords, query, known), query);
    await present(text, query, results, papers, isWanted, 'final', inTwo);
  } catch (error) {
    console.error(error);
    if (isWanted()) show(text, [], '', { broken: true });
  }
}

/** Show `results`, less those that the chosen filters leave out; `inTwo` when they better what is shown already. */
async function present(text, query, results, papers, isWanted, state, inTwo = false) {
  const left = fill(filters, results, papers);
  const rows = await rowsOf(left.slice(0, FIRST), papers);
  if (!isWanted()) return;
  if (inTwo && list.dataset.query === text && list.matches(':hover, :focus-within') && list.children.length) {
    list.dataset.state = state; // rows that somebody points at stay where they are
    return;
  }
  show(text, rows, told(text, query, left.length, results.length), { rest: left.slice(FIRST), state, query, papers });
}

const rowsOf = (results, papers) => Promise.all(results.map((result) => row(result, papers)));

// -- telling ----------------------------------------------------------------------------------------------------

function told(text, query, count, found) {
  if (!count && found) return `No paper for “${corrected(text, query)}” fits all that is chosen here.`;
  if (!count) return `No paper has “${text.trim()}”. Try fewer or other words, or pick an area.`;
  return `${count.toLocaleString(document.documentElement.lang)} paper${count === 1 ? '' : 's'} for “${corrected(text, query)}”`;
}

/** `text` with its slips mended. */
function corrected(text, query) {
  return query.terms.reduce((so, term) => (term.correction ? so.replace(new RegExp(escaped(term.word), 'i'), term.correction) : so), text.trim());
}

const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function show(text, rows, said, { rest = [], state = 'final', broken = false, query = null, papers = null } = {}) {
  list.replaceChildren(...rows);
  list.dataset.query = text;
  list.dataset.state = state;
  status.replaceChildren(said, ...(query ? instead(text, query) : []));
  failed.hidden = !broken;
  filters.hidden = !rows.length && !read(filters).length;
  more.hidden = !rest.length;
  more.onclick = () => showMore(rest, papers);
  announce();
}

/** Tell Zotero's button to look at the rows again, https://www.zotero.org/support/dev/exposing_metadata. */
function announce() {
  document.dispatchEvent(new Event('ZoteroItemUpdated', { bubbles: true, cancelable: true }));
}

/** The way back from a mended query to what was typed: in quotes Pagefind gets it as it is. */
function instead(text, query) {
  if (!query.terms.some((term) => term.correction)) return [];
  const typed = Object.assign(document.createElement('a'), { href: `?q=${encodeURIComponent(`"${text.trim()}"`)}`, textContent: text.trim() });
  return ['. Search instead for “', typed, '”.'];
}

async function showMore(rest, papers) {
  const asked = turn, rows = await rowsOf(rest.splice(0, 2 * FIRST), papers);
  if (asked !== turn) return;
  list.append(...rows);
  rows[0].querySelector('a').focus();
  more.hidden = !rest.length;
  announce();
}

// -- the address ------------------------------------------------------------------------------------------------

function remember(text) {
  const parameters = new URLSearchParams(text.trim() ? { q: text } : {});
  for (const [name, value] of read(filters)) parameters.append(name, value);
  const asked = parameters.toString();
  history.replaceState(history.state, '', asked ? `?${asked}` : location.pathname);
}

function recall() {
  const parameters = new URLSearchParams(location.search);
  filters.dataset.chosen = JSON.stringify([...parameters].filter(([name]) => name !== 'q'));
  box.value = parameters.get('q') ?? box.value;
  if (box.value) ask();
}

// -- keys -------------------------------------------------------------------------------------------------------

load().catch(() => {}); // what fails here is told when asked
box.addEventListener('input', () => ask(WAIT));
box.form.addEventListener('submit', (event) => { event.preventDefault(); ask(); if (matchMedia('(pointer: coarse)').matches) box.blur(); });
box.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && box.value) { event.preventDefault(); box.value = ''; ask(); }
  if (event.key === 'ArrowDown') { event.preventDefault(); list.querySelector('a')?.focus(); }
});
list.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const titles = [...list.querySelectorAll('h2 a')], at = titles.indexOf(document.activeElement) + step;
  (titles[at] ?? (at < 0 ? box : titles.at(-1))).focus();
});
filters.addEventListener('change', () => ask());
filters.addEventListener('submit', (event) => event.preventDefault());
addEventListener('popstate', recall);
recall();
