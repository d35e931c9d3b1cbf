// The shelf's page at work: what is kept (or, by #p=…, what somebody sent), narrowed, ordered and grouped. Exports and
// imports are in take.js; what is kept, and how, in ../shelf.js.

import { _, button, change, fault, follow, isSlug, load, many, MOST_GROUPS, refresh, resolve, say, today, why } from '../shelf.js';
import { box, counted, element } from './dom.js';
import { facets, listed, moved, shared } from './order.js';
import { fetchPapers, hueOf, nameOf } from './papers.js';
import { offline } from './offline.js';
import { make, update } from './row.js';
import { damaged, settings, take } from './take.js';

const MANY = 50; // rows shown at once
/** Ways to order the shelf. */
const ORDERS = { kept: _('Newest first'), hand: _('By hand'), year: _('By year'), title: _('By title') };

const place = document.querySelector('#shelf'), status = document.querySelector('#shelf-status');
const count = document.querySelector('#shelf-count'), heading = document.querySelector('h1');
const wanted = { text: '', group: '', tags: new Set(), order: load().settings.order ?? 'kept' };
const ticked = new Set();
const rows = new Map();
let papers, state, sent, now = [], limit = MANY;

// -- the parts of the page ------------------------------------------------------------------------------------------------

const find = element('input', { type: 'search', className: 'find', ariaLabel: _('Find on my shelf'), placeholder: _('Find on my shelf, notes too'), autocomplete: 'off' });
const order = element('select', { ariaLabel: _('Order') }, ...Object.entries(ORDERS).map(([value, textContent]) => element('option', { value, textContent, selected: value === wanted.order })));
const groups = element('fieldset', { className: 'chips strip' });
const tags = element('fieldset', { className: 'chips strip' });
const adding = element('form', { className: 'adding' }, element('input', { name: 'group', required: true, maxLength: 80, ariaLabel: _('Name of a new group'), placeholder: _('New group') }), element('button', { className: 'button', textContent: _('Add') }));
const offer = element('p', { className: 'offered', hidden: true });
const list = element('ol', { className: 'rows', id: 'shelf-rows', data: { own: '' } });
const more = button(_('Show more'), () => { limit += 4 * MANY; show(); });

find.addEventListener('input', () => { wanted.text = find.value; limit = MANY; show(); });
order.addEventListener('change', () => {
  wanted.order = order.value;
  change((kept) => { kept.settings.order = order.value; });
});
adding.addEventListener('submit', (event) => {
  event.preventDefault();
  const name = adding.elements.group.value.trim();
  if (name && change((kept) => { if (!kept.groups.includes(name) && kept.groups.length < MOST_GROUPS) kept.groups.push(name); })) adding.reset();
});

// -- showing --------------------------------------------------------------------------------------------------------------

function show() {
  if (fault === 'damaged') return place.replaceChildren(status, damaged(status));
  const slugs = sent ?? Object.keys(state.kept);
  now = listed(slugs, papers, state, sent ? { ...wanted, group: '', order: 'hand' } : wanted, nameOf);
  heading.textContent = sent ? _('A list somebody sent') : _('My shelf');
  count.textContent = now.length === slugs.length ? counted(slugs.length) : many(['%(some)s of %(num)s paper', '%(some)s of %(num)s papers'], slugs.length, { some: now.length });
  status.textContent = said(slugs);
  status.hidden = !status.textContent;
  bar.hidden = !slugs.length;
  showRows(now.slice(0, limit));
  more.hidden = now.length <= limit;
  showGroups();
  showChips(tags, facets(now, wanted.tags).map(([tag, papersOfIt]) => [tag, nameOf(tag), papersOfIt, hueOf(tag)]));
  offer.hidden = !sent;
  order.hidden = Boolean(sent);
  panel.show(chosen(), ticked.size, sent);
}

function said(slugs) {
  if (fault) return why();
  if (sent && !slugs.length) return _('This link names no paper.');
  if (slugs.length && !now.length) return _('Nothing on your shelf fits all that is asked here.');
  if (slugs.length) return '';
  return _('Nothing is kept yet. The star beside a paper keeps it here, in this browser: no account, and nothing is sent anywhere.');
}

/** What an export takes: what is ticked, else all that is listed. */
const chosen = () => (ticked.size ? now.filter((paper) => ticked.has(paper.slug)) : now);

function showRows(shown) {
  const move = !sent && wanted.order === 'hand' ? step : null, focused = document.activeElement;
  const items = shown.map((paper) => {
    if (!rows.has(paper.slug)) rows.set(paper.slug, make(paper, tick));
    return rows.get(paper.slug);
  });
  if (items.length !== list.children.length || items.some((item, at) => item !== list.children[at])) {
    list.replaceChildren(...items);
    document.dispatchEvent(new Event('ZoteroItemUpdated'));
  }
  for (const item of items) update(item, state, ticked.has(item.dataset.item), move);
  if (focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  refresh(state);
  for (const box of items.map((item) => item.querySelector('.pickbox'))) {
    const acts = box.closest('.row').querySelector('.acts');
    if (acts.lastElementChild !== box) acts.append(box);
  }
}

function tick(slug, isTicked) {
  isTicked ? ticked.add(slug) : ticked.delete(slug);
  panel.show(chosen(), ticked.size, sent);
}

function step(slug, by) {
  const at = now.findIndex((paper) => paper.slug === slug), other = now[at + by];
  if (other && change((kept) => { kept.kept = moved(kept.kept, slug, other.slug, by < 0); })) rows.get(slug).querySelectorAll('.moves button')[by < 0 ? 0 : 1].focus();
}

/** Chips of `values`, [value, name, count, class]; the one that has the focus keeps it. */
function showChips(fieldset, values) {
  const focused = fieldset.contains(document.activeElement) ? document.activeElement.value : null;
  const made = values.map(([value, name, papersOfIt, hue]) => box(name, { value, checked: wanted.tags.has(value), className: hue ? `cell ${hue}` : '', onchange: ({ target }) => { target.checked ? wanted.tags.add(value) : wanted.tags.delete(value); limit = MANY; show(); } }, ' ', element('span', { textContent: papersOfIt })));
  fieldset.replaceChildren(...made);
  fieldset.hidden = !values.length;
  if (focused !== null) [...fieldset.querySelectorAll('input')].find((input) => input.value === focused)?.focus();
}

function showGroups() {
  if (!state.groups.includes(wanted.group)) wanted.group = '';
  const focused = groups.contains(document.activeElement) ? document.activeElement.value : null;
  const made = ['', ...state.groups].map((name) => box(name || _('All'), { type: 'radio', name: 'group', value: name, checked: name === wanted.group, onchange: () => { wanted.group = name; limit = MANY; show(); } }));
  const drop = wanted.group ? [button(_('Delete group'), () => dropGroup(wanted.group))] : [];
  groups.replaceChildren(...made, ...drop);
  groups.hidden = Boolean(sent) || !state.groups.length;
  adding.hidden = Boolean(sent) || !Object.keys(state.kept).length;
  if (focused !== null) [...groups.querySelectorAll('input')].find((input) => input.value === focused)?.focus();
}

/** The group goes, its papers stay. */
function dropGroup(name) {
  const members = Object.keys(state.kept).filter((slug) => state.kept[slug].groups?.includes(name));
  const done = change((kept) => {
    kept.groups = kept.groups.filter((other) => other !== name);
    for (const slug of members) if (kept.kept[slug]) kept.kept[slug].groups = kept.kept[slug].groups?.filter((other) => other !== name);
  });
  const back = () => change((kept) => {
    if (!kept.groups.includes(name)) kept.groups.push(name);
    for (const slug of members) if (kept.kept[slug]) kept.kept[slug].groups = [...new Set([...(kept.kept[slug].groups ?? []), name])];
  });
  if (done) say(_('Group deleted: %(group)s', { group: name }), back);
}

function keepSent() {
  const slugs = sent.filter((slug) => papers.bySlug.has(slug));
  const done = change((kept) => { for (const slug of slugs) kept.kept[slug] ??= { at: today() }; });
  if (!done) return;
  location.hash = '';
  say(_('Kept: %(papers)s.', { papers: counted(slugs.length) }));
}

function readFragment() {
  sent = shared(location.hash, isSlug)?.map((slug) => papers.current(slug)) ?? null;
  limit = MANY;
}

// -- beginning --------------------------------------------------------------------------------------------------------------

const panel = take({ place, state: () => state, papers: () => papers, chosen });
const bar = element('div', { className: 'shelf-bar' }, find, order, adding);
offer.append(button(_('Keep all of these'), keepSent), ' ', element('a', { href: '#', textContent: _('My own shelf') }));

try {
  papers = await fetchPapers(place.dataset.index);
  resolve(load(), papers.aliases);
  readFragment();
  document.documentElement.dataset.bare = ''; // what is kept is listed here, hidden elsewhere or not
  place.replaceChildren(offer, bar, groups, tags, status, list, more, panel.element, settings(() => state), offline() ?? '');
  addEventListener('hashchange', () => { readFragment(); show(); });
  follow((found) => { state = found; show(); });
} catch (error) {
  console.error(error);
  status.textContent = _('The list of papers could not be loaded. What you kept is safe in this browser; load the page again.');
}
