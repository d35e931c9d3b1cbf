// A kept paper as a row: the same as in other lists, and what only the shelf knows of it.

import { later } from '../abstract.js';
import { _, button, change, inLanguage } from '../shelf.js';
import { equip } from '../note.js';
import { box, element } from './dom.js';
import { hrefOf, hueOf, nameOf, tags } from './papers.js';

const shape = document.querySelector('#shelf-row').content.firstElementChild;

/** The row of `paper`; what `state` says of it is put in by `update`. */
export function make(paper, onTick) {
  const item = shape.cloneNode(true), link = item.querySelector('h2 a'), tick = item.querySelector('.pickbox');
  item.dataset.item = paper.slug;
  link.textContent = paper.title;
  if (paper.lang) for (const words of item.querySelectorAll('h2, .gist, .abstract')) inLanguage(words, paper.lang);
  if (paper.gone) link.removeAttribute('href');
  else link.href = hrefOf(paper.slug);
  fact(item, '.gist', paper.gone ? _('This paper is no longer in this digest; your shelf still knows it.') : paper.gist);
  fact(item, '.facts span', paper.authors);
  fact(item, '.facts cite', paper.venue);
  fact(item, 'time', paper.venue?.slice(0, 20).includes(paper.year) ? '' : paper.year);
  item.querySelector('.facts:empty')?.remove();
  for (const slug of paper.tags ?? []) if (tags.has(slug)) tag(item, slug);
  for (const [name, href] of paper.ways ?? []) item.querySelector('.out').append(way(name, href), ' ');
  item.querySelector('.out:empty')?.remove();
  tick.ariaLabel = _('Tick %(title)s', { title: paper.title });
  tick.addEventListener('change', () => onTick(paper.slug, tick.checked));
  const abstract = item.querySelector('.abstract');
  if (paper.gone) abstract.closest('details').remove();
  else later(abstract, hrefOf(paper.slug));
  item.append(own(paper.slug), cited(paper));
  return item;
}

function fact(item, selector, text) {
  const place = item.querySelector(selector);
  if (text) place.textContent = text;
  else place.remove();
}

function tag(item, slug) {
  const key = item.querySelector('.key');
  if (key.children.length < 4) key.append(element('i', { className: hueOf(slug) }));
  item.querySelector('.names').append(element('a', { href: tags.get(slug).href, textContent: nameOf(slug) }), ' ');
}

/** A link out; the index is of our own build, yet no link of it may be a script. */
const way = (name, href) => element('a', { href: /^https?:/.test(href) ? href : '#', textContent: name });

/** Note and groups. */
function own(slug) {
  const note = element('details', { className: 'note' }, element('summary', {}, _('Note'), element('span')));
  const groups = element('details', { className: 'groups' }, element('summary', { textContent: _('Groups') }), element('fieldset', { className: 'chips' }));
  note.addEventListener('toggle', () => equip(note, slug), { once: true });
  return element('div', { className: 'own' }, note, groups);
}

/** What Zotero reads of a list: a span with the paper as an OpenURL. Authors are not known here; by a DOI, which arXiv gives to all, it asks for them. */
function cited(paper) {
  const doi = paper.doi || (paper.arxiv && `10.48550/arXiv.${paper.arxiv}`);
  // The type stands last, as what a title is depends on it; a plus sign would be read as a space.
  const facts = { ctx_ver: 'Z39.88-2004', rft_val_fmt: 'info:ofi/fmt:kev:mtx:dc', rft_id: doi && `info:doi/${doi}`, 'rft.title': paper.title.replaceAll('+', '＋'), 'rft.date': paper.year, 'rft.identifier': new URL(hrefOf(paper.slug), location.href), 'rft.language': paper.lang, 'rft.type': paper.arxiv && !paper.venue ? 'preprint' : 'document' };
  const known = Object.entries(facts).filter(([, value]) => value);
  return element('span', { className: 'Z3988', title: paper.gone ? '' : String(new URLSearchParams(known)) });
}

/** Show on `item` what `state` says: its groups, and how to move it where the order is by hand. */
export function update(item, state, ticked, move) {
  const slug = item.dataset.item, mine = state.kept[slug]?.groups ?? [];
  const fieldset = item.querySelector('.groups fieldset');
  item.querySelector('.pickbox').checked = ticked;
  item.querySelector('.own').hidden = !(slug in state.kept);
  item.querySelector('.groups').hidden = !state.groups.length;
  const summary = item.querySelector('.groups summary'), named = mine.length ? _('In %(groups)s', { groups: mine.join(', ') }) : _('Groups');
  if (summary.textContent !== named) summary.textContent = named; // to set it, be it the same, lays out the whole page again
  const offer = () => fieldset.replaceChildren(...state.groups.map((name) => box(name, { checked: mine.includes(name), onchange: ({ target }) => assign(slug, name, target.checked) })));
  item.querySelector('.groups').ontoggle = ({ target }) => { if (target.open) offer(); };
  if (!item.querySelector('.groups').open) fieldset.replaceChildren();
  else if (!fieldset.contains(document.activeElement)) offer();
  item.querySelector('.note summary span').textContent = slug in state.notes ? `: ${state.notes[slug].split('\n')[0]}` : '';
  item.querySelector('.moves')?.remove();
  if (move) item.querySelector('.own').append(moves(item, move));
}

function moves(item, move) {
  const title = item.querySelector('h2').textContent;
  const made = [['↑', -1, _('Move %(title)s up', { title })], ['↓', 1, _('Move %(title)s down', { title })]].map(([sign, by, ariaLabel]) => Object.assign(button(sign, () => move(item.dataset.item, by)), { ariaLabel }));
  return element('span', { className: 'moves' }, ...made);
}

/** Put a paper into the group `name`, or take it out. */
function assign(slug, name, isIn) {
  change((state) => {
    const entry = state.kept[slug];
    if (!entry) return;
    entry.groups = (entry.groups ?? []).filter((other) => other !== name).concat(isIn ? name : []);
    if (!entry.groups.length) delete entry.groups;
  });
}
