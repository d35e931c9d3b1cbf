// Extras on every page; all pages work without them. Remembers theme and view, and answers to keys:
// "/" search, j and k the next and previous paper, o its abstract, Escape out of the box or the abstract; s, x, u and n do
// what shelf.js knows of; "?" shows them all.

import { _, hide, keep, onlyUnread, say } from './shelf.js';

const root = document.documentElement;
const LONGEST_SHOWN = 500; // signs, of nine bytes at most in an address, of which GitHub takes 8,000
const box = document.querySelector('input[type=search]');
const store = (() => { try { return localStorage; } catch { return {}; } })(); // a browser may forbid storage
const recall = (name) => store[root.dataset.base + name];
const remember = (name, value) => { try { store[root.dataset.base + name] = value; } catch {} }; // or it may be full

for (const radio of document.querySelectorAll('[name=theme], [name=view]')) {
  if (recall(radio.name) === radio.value) radio.checked = true;
  radio.addEventListener('change', () => {
    root.dataset[radio.name] = radio.value;
    remember(radio.name, radio.value);
  });
}

// About has the switch for single-letter keys.
const letters = document.querySelector('#keys');
if (letters) {
  letters.closest('[hidden]')?.removeAttribute('hidden');
  letters.checked = recall('keys') !== 'off';
  letters.addEventListener('change', () => remember('keys', letters.checked ? 'on' : 'off'));
}

const cite = document.querySelector('#cite');
const openCited = () => { if (location.hash === '#cite') cite.open = true; };
if (cite) {
  cite.addEventListener('toggle', () => import('./cite.js'), { once: true });
  addEventListener('hashchange', openCited);
  openCited();
}

document.querySelector('#copy')?.addEventListener('click', () => import('./markdown.js').then(({ copy }) => copy()));

// A fix is suggested with what is before the reader: what is selected, else the abstract. In a block of code, where a name
// calls nobody.
const fix = document.querySelector('#fix');
const unfilled = fix?.href;
function fill() {
  const shown = String(getSelection()).trim() || (fix.href === unfilled && document.querySelector('.paper .abstract')?.innerText);
  if (!shown) return;
  const url = new URL(unfilled), [text, said] = [...url.searchParams].at(-1);
  url.searchParams.set(text, `${said}\n${shown.slice(0, LONGEST_SHOWN).replace(/^/gm, '    ')}\n`);
  fix.href = url;
}
fix?.addEventListener('pointerdown', fill);
fix?.addEventListener('focus', fill);

// Citations that stand in a file of all papers only, or in a compressed one.
for (const link of document.querySelectorAll('a[data-of], .foot a[href$=".gz"]')) {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    import('./references.js').then(({ take }) => take(link)).catch(() => say(_('That did not work.')));
  });
}

if (document.querySelector('#days')) import('./new.js');

// Abstracts in lists are fetched when they are looked at, whatever opened them.
const abstracts = document.querySelectorAll('.row a.abstract');
if (abstracts.length) {
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    seen.disconnect();
    import('./abstract.js').then(({ inPlace }) => abstracts.forEach(inPlace));
  }, { rootMargin: '50%' });
  for (const link of abstracts) seen.observe(link);
}

// What narrows a list is fetched when somebody wants it, or the address asks for it.
const facets = document.querySelector('#facets'), opener = document.querySelector('#facets-open');
if (facets) {
  const begin = (isFull) => import('./facets/list.js').then((list) => list.begin(isFull)).catch(() => say(_('Filters could not be loaded.')));
  opener.addEventListener('click', () => begin(true), { once: true });
  facets.addEventListener('change', () => begin(false), { once: true });
  if (location.search || facets.querySelector(':checked')) begin(false);
}

// When the page stands: reading offline can wait.
if ('serviceWorker' in navigator) addEventListener('load', () => setTimeout(() => import('./offline.js').catch(() => {}), 500));

const noted = document.querySelector('#note');
if (noted) {
  const open = () => import('./note.js').then(({ equip }) => equip(noted, noted.closest('[data-paper]').dataset.paper));
  noted.addEventListener('toggle', open, { once: true });
  if (location.hash === '#note') noted.open = true;
}

const rows = () => [...document.querySelectorAll('[data-item]')].filter((row) => row.checkVisibility());
const here = () => document.activeElement.closest('[data-item]');

function step(by) {
  const all = rows(), at = all.indexOf(here());
  const next = at < 0 ? all.find((row) => row.getBoundingClientRect().bottom > 0) : all[at + by];
  next?.querySelector('a').focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}

function abstract(open) {
  const details = here()?.querySelector('details');
  if (details) details.open = open ?? !details.open;
}

/** Do `act` with the paper that has the focus, or whose page this is. */
function withPaper(act) {
  const item = here() ?? document.querySelector('[data-paper]');
  if (item) act(item);
  else say(_('Go to a paper first: j and k step through them.'));
}

/** Open the note of a paper, which is on its page and on the shelf. */
function note(item) {
  const open = item.querySelector('#note, .note');
  if (!open) location.assign(`${item.querySelector('a').href}#note`);
  else {
    open.open = true;
    open.querySelector('summary').focus();
  }
}

const answers = {
  '/': () => { box.focus(); box.select(); },
  j: () => step(1),
  k: () => step(-1),
  o: () => abstract(),
  s: () => withPaper(keep),
  x: () => withPaper(hide),
  u: onlyUnread,
  n: () => withPaper(note),
  '?': () => import('./keys.js').then(({ show }) => show()),
};

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || document.querySelector('dialog[open]') || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.matches('input:not([type=radio], [type=checkbox]), textarea, select');
  if (event.key === 'Escape') typing ? event.target.blur() : abstract(false);
  else if (!typing && answers[event.key] && recall('keys') !== 'off') {
    event.preventDefault();
    answers[event.key]();
  }
});
