// What a reader keeps: papers, which of them were read, which are hidden, notes. All of it is one JSON text in localStorage
// under <base path>shelf (README.md describes it), read anew before each change, so that two tabs agree. On every page
// this module shows it: stars, marks, counts. One module and not two, for each is a request of every page.

const root = document.documentElement;
const KEY = `${root.dataset.base}shelf`;
const VERSION = 1;
/** Slug → what is known of the paper there. */
const MAPS = ['kept', 'read', 'hidden', 'notes', 'mine'];
/** Groups that a shelf has room for. */
export const MOST_GROUPS = 200;
const SAID = 6000; // ms a message stands
const AT_ONCE = 400; // ms in which no reader acts in two tabs
const FAULTS = {
  forbidden: () => _('This browser lets no site keep anything here, so nothing was changed.'),
  newer: () => _('What is kept here was written by a newer version of this site, so nothing was changed. Load the page again.'),
  damaged: () => _('What is kept here cannot be read, so nothing was changed. The shelf has a way out.'),
  full: () => _('This browser has no room left for this site, so nothing was changed, and nothing is lost.'),
};

// -- words ----------------------------------------------------------------------------------------------------------

/** Say that `place` speaks `lang`, and which way that is written: as templates/_lang.html does. */
export function inLanguage(place, lang) {
  place.lang = lang;
  if (/^(?:ar|ckb|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/.test(lang)) place.dir = 'rtl';
}

/** `text` with what `values` has for its placeholders, %(name)s. The build puts the site's language in place of `text`. */
export const _ = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (placeholder, name) => values[name] ?? placeholder);

/** The one of `forms` that goes with `count`, which is its %(num)s. Other languages have other forms, and a rule with them. */
export const many = (forms, count, values) => _(forms[forms.of?.(count) ?? Number(count !== 1)], { num: count.toLocaleString(root.lang), ...values });

export const isSlug = (text) => typeof text === 'string' && text.length < 200 && /^(?!\d+$)[a-z0-9]+(-[a-z0-9]+)*$/.test(text);

const texts = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

// -- the store ------------------------------------------------------------------------------------------------------

/** Why nothing can be changed: a key of FAULTS; "" where all is well. */
export let fault = '';

/** The kept text as it is; null where there is none. Throws where a browser forbids storage. */
export const raw = () => localStorage.getItem(KEY);

/** What to tell a reader of the fault. */
export const why = () => FAULTS[fault]();

/** What is kept; empty where that cannot be read, and then `fault` says why. */
export function load() {
  let found = {};
  fault = '';
  try {
    const text = raw();
    try { found = JSON.parse(text ?? '{}'); } catch { fault = 'damaged'; }
    if (!fault && (!isMap(found) || MAPS.some((name) => name in found && !isMap(found[name])))) fault = 'damaged';
    else if (found.version > VERSION) fault = 'newer';
  } catch {
    fault = 'forbidden';
  }
  return filled(fault ? {} : found);
}

/**
 * `found` with all its parts, each of its own type: what is not would stop every page, and nobody could change it. Its maps
 * have no prototype: a paper's slug may be "constructor".
 */
function filled(found) {
  const maps = Object.fromEntries(MAPS.map((name) => [name, Object.assign(Object.create(null), found[name])]));
  for (const slug in maps.kept) maps.kept[slug] = entry(maps.kept[slug]);
  for (const slug in maps.notes) if (typeof maps.notes[slug] !== 'string') delete maps.notes[slug];
  const visit = isMap(found.visit) ? Object.fromEntries(Object.entries(found.visit).filter(([, when]) => typeof when !== 'object')) : undefined;
  return { ...found, version: VERSION, visit, groups: texts(found.groups).slice(0, MOST_GROUPS), settings: { ...found.settings }, ...maps };
}

/** What is kept of a paper, which stays kept whatever else is wrong. */
function entry(found) {
  const { at, groups, ...rest } = isMap(found) ? found : {}, names = texts(groups);
  return { ...rest, at: typeof at === 'string' ? at : '', ...(names.length ? { groups: names } : {}) };
}

/** What is kept of a paper that was kept twice: since the earlier time, in the groups of both. */
export function keptOf(one, other) {
  const groups = [...new Set([...(one.groups ?? []), ...(other.groups ?? [])])];
  return { ...other, ...one, at: one.at < other.at ? one.at : other.at, groups: groups.length ? groups : undefined };
}

/** Both notes, unless one holds the other. */
export const noteOf = (one, other) => (one.includes(other) ? one : other.includes(one) ? other : `${one}\n\n${other}`);

/** What becomes of two values where two papers turn out to be one; of what is not named here the first stays. */
const JOINED = { kept: keptOf, notes: noteOf };

/** What was changed here: {edit, at}. */
let changed = [];

/** Let `edit` change what is kept; false, and the reader is told, where the browser does not take it. */
export function change(edit) {
  const state = load();
  if (!fault) {
    edit(state);
    try {
      localStorage.setItem(KEY, JSON.stringify(state));
      changed.push({ edit, at: Date.now() });
    } catch {
      fault = 'full';
    }
  }
  if (fault) say(why());
  else dispatchEvent(new CustomEvent('shelf', { detail: state }));
  return !fault;
}

/** Make the changes again that another tab wrote over in the same moment: it had not heard of them yet. */
function mend() {
  const state = load(), before = JSON.stringify(state);
  changed = changed.filter(({ at }) => Date.now() - at < AT_ONCE);
  for (const { edit } of fault ? [] : changed) edit(state);
  if (JSON.stringify(state) === before) return;
  changed = [];
  try { localStorage.setItem(KEY, JSON.stringify(state)); } catch {} // no room: the other tab's change stands
}

/** Begin anew after damage; the text that was there is for the caller to save first. */
export function forget() {
  localStorage.removeItem(KEY);
  dispatchEvent(new CustomEvent('shelf', { detail: load() }));
}

/** Call `show` with what is kept, now and whenever it changes, be it in another tab. */
export function follow(show) {
  addEventListener('shelf', ({ detail }) => show(detail));
  addEventListener('storage', ({ key }) => { if (key === KEY || key === null) { mend(); show(load()); } });
  addEventListener('pageshow', ({ persisted }) => { if (persisted) show(load()); });
  show(load());
}

export const today = () => new Date().toISOString();

// -- saying ---------------------------------------------------------------------------------------------------------

const said = Object.assign(document.createElement('p'), { className: 'said', role: 'status' });
document.body.append(said);
let silence;

/** Tell the reader `text`, with a button `undo` where that is given. */
export function say(text, undo) {
  clearTimeout(silence);
  const back = () => { undo(); say(_('Undone.')); };
  said.replaceChildren(text, ...(undo ? [' ', button(_('Undo'), back)] : []));
  silence = setTimeout(() => said.replaceChildren(), undo ? 2 * SAID : SAID);
}

/** A button called `name` that does `act`. */
export function button(name, act, className = 'button') {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: name, className });
  made.addEventListener('click', act);
  return made;
}

// -- what a reader does with one paper; `item` is its row or its page -------------------------------------------------

/** The slug of the paper that `item` shows; a result of a search says it by its link alone. */
export const slugOf = (item) => item.dataset.item || item.dataset.paper || item.querySelector('a').pathname.split('/').at(-2);
const titleOf = (item) => (item.querySelector('h1, h2 a, h3 a') ?? item.querySelector('a')).textContent;

const put = (name, slug, value) => change((state) => {
  if (value === undefined) delete state[name][slug];
  else state[name][slug] = value;
});

export function keep(item) {
  const slug = slugOf(item), before = load(), kept = before.kept[slug];
  if (!put('kept', slug, kept ? undefined : { at: today() })) return;
  if (!kept && !Object.keys(before.kept).length) navigator.storage?.persist?.();
  if (kept) say(_('No longer kept: %(title)s', { title: titleOf(item) }), () => put('kept', slug, kept));
  else say(_('Kept: %(title)s', { title: titleOf(item) }));
}

export function hide(item) {
  const slug = slugOf(item), hidden = load().hidden[slug], focused = item.contains(document.activeElement);
  const next = item.nextElementSibling ?? item.previousElementSibling;
  if (!put('hidden', slug, hidden ? undefined : today())) return;
  if (hidden) say(_('Shown again: %(title)s', { title: titleOf(item) }));
  else say(_('Hidden: %(title)s', { title: titleOf(item) }), () => put('hidden', slug));
  if (focused && !item.checkVisibility()) next?.querySelector('a')?.focus();
}

export function onlyUnread() {
  const on = !load().settings.unread;
  if (change((state) => { state.settings.unread = on; })) say(on ? _('Only papers you have not opened.') : _('All papers.'));
}

// -- marks on the page ------------------------------------------------------------------------------------------------

root.style.setProperty('--owned', JSON.stringify(_('in my library'))); // said by the stylesheet

const article = document.querySelector('[data-paper]');
const rows = () => [...document.querySelectorAll('.row[data-item]')];

/** Give `row` its buttons. They stand beside its words, so that none of these moves. */
function equip(row) {
  if (row.querySelector('.acts')) return;
  row.dataset.item ||= slugOf(row);
  const acts = Object.assign(document.createElement('div'), { className: 'acts' });
  acts.append(button('', () => keep(row), 'star'), button('', () => hide(row), 'cross'));
  row.append(acts);
}

function mark(row, state) {
  const [star, cross] = row.querySelector('.acts').children, slug = row.dataset.item, title = titleOf(row);
  star.setAttribute('aria-pressed', slug in state.kept);
  star.ariaLabel = star.title = _('Keep %(title)s', { title });
  cross.setAttribute('aria-pressed', slug in state.hidden);
  cross.ariaLabel = cross.title = _('Hide %(title)s', { title });
  row.classList.toggle('owned', slug in state.mine);
}

/** Say below each list what of it is left out, and offer to show it. */
function count(list, state) {
  const left = [...list.children].filter((row) => row.dataset?.item !== undefined);
  const hidden = left.filter((row) => row.dataset.item in state.hidden);
  const read = state.settings.unread ? left.filter((row) => row.dataset.item in state.read && !hidden.includes(row)) : [];
  let line = list.nextElementSibling?.matches('.left-out') ? list.nextElementSibling : null;
  if (!hidden.length && !read.length) return line?.remove();
  if (!line) list.after(line = Object.assign(document.createElement('p'), { className: 'left-out' }));
  const what = [hidden.length && many(['%(num)s hidden', '%(num)s hidden'], hidden.length), read.length && many(['%(num)s read', '%(num)s read'], read.length)].filter(Boolean).join(' · ');
  const bare = 'bare' in root.dataset;
  line.replaceChildren(`${what} · `, button(bare ? _('hide') : _('show'), () => { toggleBare(); line.querySelector('button').focus(); }, 'plain'));
}

function toggleBare() {
  if ('bare' in root.dataset) delete root.dataset.bare;
  else root.dataset.bare = '';
  refresh(load());
}

function counts(state) {
  const days = (root.dataset.days ?? '').split(' ').map((day) => day.split('='));
  const fresh = days.reduce((sum, [day, papers]) => sum + (day > (state.visit?.seen ?? '9') ? Number(papers) : 0), 0);
  const values = { new: fresh, shelf: Object.keys(state.kept).length };
  for (const link of document.querySelectorAll('[data-counts]')) {
    const value = values[link.dataset.counts];
    if (value) link.dataset.count = value > 999 ? '999+' : value;
    else delete link.dataset.count;
  }
}

/** Take what is kept of a paper's former slugs for its own. */
function rename(state) {
  const renamed = [...document.querySelectorAll('[data-aliases]')].flatMap((item) => item.dataset.aliases.split(' ').map((alias) => [alias, slugOf(item)]));
  resolve(state, new Map(renamed));
}

/** Change what `state` has of former slugs, the keys of `names`, once and for all. True when there was any. */
export function resolve(state, names) {
  const known = (map) => Object.keys(map).some((slug) => names.has(slug));
  if (!MAPS.some((name) => known(state[name]))) return false;
  return change((now) => {
    for (const name of MAPS) {
      if (!known(now[name])) continue;
      const moved = Object.create(null);
      for (const [former, value] of Object.entries(now[name])) {
        const slug = names.get(former) ?? former;
        moved[slug] = slug in moved ? JOINED[name]?.(moved[slug], value) ?? moved[slug] : value;
      }
      now[name] = moved;
    }
  });
}

/** Show what `state` says on all rows, and on a paper's page. */
export function refresh(state) {
  globalThis.sift?.(state);
  for (const row of rows()) { equip(row); mark(row, state); }
  for (const list of document.querySelectorAll('.rows:not([data-own])')) count(list, state);
  for (const box of document.querySelectorAll('[name=unread]')) box.checked = Boolean(state.settings.unread);
  const star = article?.querySelector('[data-act=keep]');
  star?.setAttribute('aria-pressed', slugOf(article) in state.kept);
  article?.classList.toggle('owned', slugOf(article) in state.mine);
  const begins = article?.querySelector('#note summary span');
  if (begins) begins.textContent = slugOf(article) in state.notes ? `: ${state.notes[slugOf(article)].split('\n')[0]}` : '';
  counts(state);
}

article?.querySelector('[data-act=keep]')?.addEventListener('click', () => keep(article));
for (const box of document.querySelectorAll('[name=unread]')) box.addEventListener('change', onlyUnread);
rename(load());
follow(refresh);

// Results of a search, and rows of a list that is narrowed, come and go.
const results = document.querySelector('#search-results, [data-list]');
if (results) new MutationObserver(() => refresh(load())).observe(results, { childList: true });

// A paper that was opened is read, unless the reader wants it otherwise.
if (article) {
  const { settings, read } = load(), slug = slugOf(article);
  if (!fault && settings.marks !== false && !(slug in read)) {
    const seen = () => put('read', slug, today());
    if (document.visibilityState === 'visible') seen();
    else document.addEventListener('visibilitychange', seen, { once: true });
  }
}
