// A list that is narrowed and put in another order, over all its parts. site.js fetches this when a reader first wants it,
// or when the address asks for something. What is not chosen by a reader stays as the page has it.

import { _, many } from '../shelf.js';
import { papersIn as load } from '../search/assist.js';
import { row } from '../search/rows.js';
import { Chips } from './chips.js';
import { Choice } from './choice.js';
import { Facts } from './facts.js';
import { keep, restore, rowsBefore } from './place.js';

const FIRST = 36; // rows shown at once
const NO_WORDS = new Set(); // nothing is marked in rows that nobody searched for

const place = document.querySelector('#facets');
const list = document.querySelector('[data-list]');
const opener = document.querySelector('#facets-open');
const hadChips = place.childElementCount > 0;
const status = document.querySelector('#facets-status');
const own = [...list.children], ownStart = list.start;
const others = [...document.querySelectorAll('nav.parts, main .count')].filter((one) => one !== status);
const ownRows = new Map(own.map((item) => [item.dataset.item, item]));
const more = Object.assign(document.createElement('button'), { type: 'button', className: 'button', textContent: _('Show more'), hidden: true });
const papersIn = (count) => many(['%(num)s paper', '%(num)s papers'], count);

const choice = new Choice(new URLSearchParams(location.search));
for (const box of place.querySelectorAll('input:checked')) choice.turn('tag', box.value);

let turn = 0; // of the newest choice; rows of an older one are dropped
let chips, assist, facts, numbers = [], limit = rowsBefore(FIRST);

/** Show what is chosen. */
async function show() {
  const mine = ++turn;
  const papers = await facts.list(list.dataset.list, list.dataset.order, [...ownRows.keys()]);
  const found = choice.apply(papers, (number) => facts.traits(number));
  numbers = await facts.ordered(found.left, choice.sort);
  const isOwn = !choice.narrows && !choice.sort;
  const rows = isOwn ? own : await rowsOf(numbers.slice(0, limit));
  if (mine !== turn) return;
  chips.show(found);
  list.replaceChildren(...rows);
  list.start = isOwn ? ownStart : 1;
  for (const one of others) one.hidden = !isOwn;
  more.hidden = isOwn || numbers.length <= rows.length;
  status.textContent = isOwn ? '' : told(numbers.length, papers.length);
  document.dispatchEvent(new Event('ZoteroItemUpdated', { bubbles: true, cancelable: true }));
}

const told = (count, all) => [count === all ? papersIn(all) : _('%(num)s of %(papers)s', { num: count.toLocaleString(document.documentElement.lang), papers: papersIn(all) }), chips.said, chips.order].filter(Boolean).join(', ');

/** The rows of papers `wanted`: the page's own where it has them. */
async function rowsOf(wanted) {
  const { slugs } = await assist.orders();
  return Promise.all(wanted.map((number) => ownRows.get(slugs[number]) ?? row(number, assist, NO_WORDS)));
}

async function changed() {
  limit = FIRST;
  const asked = choice.toString();
  history.replaceState(history.state, '', asked ? `?${asked}` : location.pathname);
  await show().catch((error) => {
    console.error(error);
    status.textContent = _('Some papers could not be loaded, so the list is as it was. Try again.');
  });
}

async function showMore() {
  const shown = list.children.length, mine = turn;
  limit = shown + 2 * FIRST;
  const rows = await rowsOf(numbers.slice(shown, limit));
  if (mine !== turn) return;
  list.append(...rows);
  more.hidden = numbers.length <= limit;
  rows[0].querySelector('h2 a').focus();
}

let begun;

/** Let the reader narrow the list; the chips stand in full if they are asked for (`isFull`), else in short. */
export const begin = (isFull) => (begun ??= start(isFull).catch((error) => { begun = undefined; throw error; }));

async function start(isFull) {
  assist = await load(place.dataset.pagefind);
  facts = new Facts(assist);
  await facts.load();
  chips = new Chips(place, choice, facts, changed, place.dataset.own.replace(/^./, (letter) => letter.toUpperCase()), false);
  list.after(more);
  more.addEventListener('click', showMore);
  opener.addEventListener('click', () => { unfold(!chips.isFull); show(); });
  place.addEventListener('submit', (event) => event.preventDefault());
  unfold(isFull);
  await (location.search ? show() : changed());
  keep(() => (choice.narrows || choice.sort ? list.children.length : 0));
  restore();
}

/** Show the chips in full, or in short; where the page had none before, and none is chosen, that is not at all. */
function unfold(isFull) {
  chips.isFull = isFull;
  opener.ariaExpanded = isFull;
  place.hidden = !isFull && !choice.narrows && !choice.sort && !hadChips;
}
