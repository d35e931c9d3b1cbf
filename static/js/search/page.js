// The search page at work: the box in the header asks, #search-results answers. ../search.js fetches this when the reader
// first touches the box, or at once when the address brings a query.
//
// #search-results says which text its rows answer (data-query, as typed) and whether better rows may still come
// (data-state: partial or final).

import { _, many } from '../shelf.js';
import * as assist from './assist.js';
import { Finder, MANY } from './find.js';
import { joined } from './parts.js';
import { RANKING } from './ranking.js';
import { keep as keepAsked } from './recent.js';
import { row } from './rows.js';
import { suggest } from './suggest.js';
import { Chips } from '../facets/chips.js';
import { Choice } from '../facets/choice.js';
import { Facts } from '../facets/facts.js';
import { keep, restore, rowsBefore } from '../facets/place.js';

const box = document.querySelector('input[type=search]');
const list = document.querySelector('#search-results');
const status = document.querySelector('#search-status');
const failed = document.querySelector('#search-failed');
const more = document.querySelector('#search-more');
const filters = document.querySelector('#search-filters');
const suggestions = document.querySelector('#search-suggest');
const hint = status.textContent;

const WAIT = 8; // ms of quiet before a search: a burst of keys is one question
const PATIENCE = 40; // ms that rows wait for those near in meaning
const FIRST = 10; // rows shown at once
const isMany = Number(list.dataset.papers) >= MANY; // then a worker is worth its 12 KB, and what only chips need waits for them

// -- loading ----------------------------------------------------------------------------------------------------

const choice = new Choice();
let chips;
let limit = rowsBefore(FIRST); // rows that are shown of what is asked for

let loading;
function load() {
  loading ??= Promise.all([loadPagefind(), assist.load(list.dataset.pagefind)]).then(async ([pagefind, help]) => ({
    finder: new Finder(await joined(pagefind, new URL(list.dataset.pagefind, location), help.papers.parts), help),
    papers: help,
    facts: new Facts(help),
    vectors: assist.vectors(help),
  }));
  loading.catch(() => { loading = undefined; }); // so that the next key tries again
  return loading;
}

async function loadPagefind() {
  const pagefind = await import(`${list.dataset.pagefind}pagefind.js`);
  await pagefind.options({ ranking: RANKING, noWorker: !isMany });
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
  try {
    const { finder, papers, vectors, facts } = await load();
    suggest(suggestions, text, papers.people, isWanted);
    if (!text.trim()) {
      await browse(text, papers, facts, isWanted);
      if (isWanted()) restore();
      return;
    }
    const query = await finder.read(text), byWords = finder.byWords(query);
    const both = vectors.then((known) => finder.byMeaning(byWords, query, known));
    const inTwo = await Promise.race([both.then(() => false), new Promise((done) => { setTimeout(done, PATIENCE, true); })]);
    if (inTwo && isWanted()) await present(query, await finder.byTitle(byWords, query), papers, facts, isWanted, 'partial');
    const results = await finder.byTitle(await both, query);
    await present(query, results, papers, facts, isWanted, 'final', inTwo);
    if (isWanted()) restore();
  } catch (error) {
    console.error(error);
    if (isWanted()) show(text, [], '', { broken: true });
  }
}

/** Without a query all papers fit: they are shown once anything is chosen. */
async function browse(text, papers, facts, isWanted) {
  const { left, fill } = await narrowed(facts.all.map((paper) => ({ paper, held: true })), facts);
  if (!isWanted()) return;
  const isAsked = choice.narrows || choice.sort, query = { words: new Set() };
  const rows = isAsked ? await rowsOf(left.slice(0, limit), left, query, papers) : [];
  if (!isWanted()) return;
  fill();
  show(text, rows, isAsked ? [papersIn(left.length), chips.said, choice.sort && chips.order].filter(Boolean).join(', ') : hint, { next: isAsked && left.length > rows.length ? () => showMore(left, query, papers) : null });
}

/** Those of `results` that fit what is chosen, in the chosen order, those first that hold all; `fill` shows the chips for them. */
async function narrowed(results, facts) {
  chips ??= new Chips(filters, choice, facts, () => { limit = FIRST; ask(); }, _('Best first'), true);
  if (!isMany || chips.isFull || choice.narrows || choice.sort) await facts.load();
  const found = choice.apply(results, ({ paper }) => facts.traits(paper));
  const byPaper = new Map(found.left.map((result) => [result.paper, result]));
  const ordered = (await facts.ordered([...byPaper.keys()], choice.sort)).map((paper) => byPaper.get(paper));
  const inGroups = choice.sort ? ordered.toSorted((a, b) => b.held - a.held) : ordered;
  return { left: inGroups, fill: () => chips.show(found) };
}

/** Show `results`, less those that the chosen filters leave out; `inTwo` when they better what is shown already. */
async function present(query, results, papers, facts, isWanted, state, inTwo = false) {
  const { left, fill } = await narrowed(results, facts), { text } = query;
  const rows = await rowsOf(left.slice(0, limit), left, query, papers);
  if (!isWanted()) return;
  fill();
  if (inTwo && list.dataset.query === text && list.matches(':hover, :focus-within') && list.children.length) {
    list.dataset.state = state; // rows that somebody points at stay where they are
    return;
  }
  show(text, rows, told(query, left, results), { state, next: left.length > rows.length ? () => showMore(left, query, papers) : null });
}

/** The rows of `results`, which are of `all`; above the first that lacks a word it says so. */
async function rowsOf(results, all, query, papers) {
  const rows = await Promise.all(results.map(({ paper }) => row(paper, papers, query.words)));
  const first = results.findIndex(({ held }) => !held), beyond = all.findIndex(({ held }) => !held);
  if (beyond > 0 && results[first] === all[beyond]) rows[first].prepend(element('p', 'apart', _('Near it, without all of the words: %(papers)s', { papers: papersIn(all.length - beyond) })));
  return rows;
}

const element = (name, className, textContent) => Object.assign(document.createElement(name), { className, textContent });

// -- telling ----------------------------------------------------------------------------------------------------

const papersIn = (count) => many(['%(num)s paper', '%(num)s papers'], count);

/** What was found, as text and links for the status line. */
function told(query, left, found) {
  const text = corrected(query), held = left.filter((result) => result.held).length, near = left.length - held;
  const back = query.corrections.length ? instead(query.text) : [];
  if (!left.length && found.length) return followed(_('No paper for “%(query)s” fits all that is chosen here.', { query: text }), back);
  if (held) {
    const papers = papersIn(held), beside = { papers, query: text, near: near.toLocaleString(document.documentElement.lang) };
    return [near ? _('%(papers)s with “%(query)s”, and %(near)s near it', beside) : _('%(papers)s with “%(query)s”', beside), ...back];
  }
  return [lacking(query, text), ' ', ...followed(near ? _('Near it: %(papers)s', { papers: papersIn(near) }) : _('Try fewer or other words, or pick an area.'), back)];
}

/** `said` and the way `back`, which ends the sentence before it itself. */
const followed = (said, back) => [back.length ? said.replace(/[.。।]$/, '') : said, ...back];

/** What no paper has. */
function lacking({ unknown, clauses }, text) {
  if (unknown.length) return _('No paper has %(words)s.', { words: unknown.map((word) => _('“%(word)s”', { word })).join(_(' or ')) });
  return clauses.length > 1 ? _('No paper has all of “%(query)s”.', { query: text }) : _('No paper has %(words)s.', { words: _('“%(word)s”', { word: text }) });
}

/** The text of `query` with its slips mended. */
const corrected = ({ text, corrections }) => corrections.reduce((so, [typed, meant]) => so.replace(new RegExp(escaped(typed), 'i'), meant), text.trim());

const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The way back from a mended query to what was typed: between quotes it is taken as it is. */
function instead(text) {
  const bare = text.trim().replaceAll('"', ' ');
  const [before, after = ''] = _('. Search instead for “%(query)s”.').split('%(query)s');
  return [before, Object.assign(element('a', '', text.trim()), { href: `?q=${encodeURIComponent(`"${bare}"`)}` }), after];
}

function show(text, rows, said, { state = 'final', broken = false, next = null } = {}) {
  list.replaceChildren(...rows);
  list.dataset.query = text;
  list.dataset.state = state;
  status.replaceChildren(...[said].flat());
  failed.hidden = !broken;
  failed.lastElementChild.hidden = navigator.onLine;
  filters.hidden = broken || !(rows.length || choice.narrows || !text.trim());
  more.hidden = !next;
  more.onclick = next;
  announce();
}

/** Tell Zotero's button to look at the rows again, https://www.zotero.org/support/dev/exposing_metadata. */
function announce() {
  document.dispatchEvent(new Event('ZoteroItemUpdated', { bubbles: true, cancelable: true }));
}

async function showMore(all, query, papers) {
  const asked = turn, shown = list.children.length;
  const rows = await rowsOf(all.slice(shown, shown + 2 * FIRST), all, query, papers);
  if (asked !== turn) return;
  limit = shown + 2 * FIRST;
  list.append(...rows);
  rows[0].querySelector('a').focus();
  more.hidden = list.children.length >= all.length;
  announce();
}

// -- the address ------------------------------------------------------------------------------------------------

function remember(text) {
  const asked = choice.toString([['q', text.trim() && text]]);
  history.replaceState(history.state, '', asked ? `?${asked}` : location.pathname);
}

function recall() {
  const parameters = new URLSearchParams(location.search);
  Object.assign(choice, new Choice(parameters));
  box.value = parameters.get('q') ?? box.value;
  ask();
}

// -- keys -------------------------------------------------------------------------------------------------------

load().catch(() => {}); // what fails here is told when asked
box.addEventListener('input', () => { limit = FIRST; ask(WAIT); });
box.form.addEventListener('submit', (event) => { event.preventDefault(); keepAsked(box.value); ask(); if (matchMedia('(pointer: coarse)').matches) box.blur(); });
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
list.addEventListener('click', ({ target }) => { if (target.closest('a')) keepAsked(box.value); });
suggestions?.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="?"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  box.value = new URLSearchParams(link.search).get('q');
  keepAsked(box.value);
  box.focus();
  ask();
});
keep(() => list.children.length);
filters.addEventListener('submit', (event) => event.preventDefault());
addEventListener('popstate', recall);
recall();
