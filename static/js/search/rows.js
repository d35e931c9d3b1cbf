// A result as a row of a list: title, gist with what was found in it, or the passage where it was found, and tags.

import { _, inLanguage } from '../shelf.js';
import { element } from '../shelf/dom.js';
import { fold, stem } from './fold.js';

/** Words of a passage, and what parts them. */
const PASSAGE = 64;

/** A row as `_row.html` has it, its places empty. */
const shape = element('li', { className: 'row', data: { item: '' } },
  element('span', { className: 'key' }),
  element('h2', { dir: 'auto' }, element('a', {})),
  element('p', { className: 'gist', dir: 'auto' }),
  element('div', { className: 'line' },
    element('p', { className: 'facts' }, element('span', { dir: 'auto' }), element('cite', { dir: 'auto' }), element('time', {})),
    element('span', { className: 'names' }),
    element('span', { className: 'out' }),
    element('details', {}, element('summary', {}, _('Abstract')), element('div', { className: 'abstract', dir: 'auto' }))));

/** Abstracts are filled in when the rows stand: a reader waits for titles. */
const later = globalThis.requestIdleCallback ?? setTimeout;

/** The slug in the address of a tag or an area. */
export const slugOf = (link) => link.hash.slice(1) || link.pathname.split('/').at(-2);

const linked = (selector) => new Map([...document.querySelectorAll(selector)].map((link) => [slugOf(link), link]));

/** Tags and areas as the rail has them: slug → its link, from which name and colour come. Without a rail, tags of rows. */
export const tags = linked(document.querySelector('.rail a') ? '.rail li li a' : '.row .names a');
export const areas = linked('.rail > ul > li > a');

/** The area's link above the tag that `link` leads to; undefined where it is in no rail. */
export const areaOf = (link) => link.closest('.rail [class^=hue]')?.querySelector('a');

export const hueOf = (link) => link.closest('.rail [class^=hue]')?.className ?? '';

/** The row of paper `number` of `assist`, with the forms of `words` marked. */
export async function row(number, assist, words) {
  const { url, title, gist, abstract, authors, year, venue, coins, lang, ways = [], tags: held = [] } = await assist.row(number);
  const item = shape.cloneNode(true), link = item.querySelector('a'), isHit = hitBy(words);
  link.href = document.documentElement.dataset.base + url.slice(1);
  link.replaceChildren(...marked(units(title), isHit));
  item.querySelector('.gist').append(...passage(gist, abstract ?? '', isHit));
  say(item.querySelector('.facts span'), authors);
  say(item.querySelector('.facts cite'), venue);
  say(item.querySelector('time'), venue?.slice(0, 20).includes(year) ? '' : year);
  item.querySelector('.facts:empty')?.remove();
  if (abstract) later(() => item.querySelector('.abstract').append(...marked(units(abstract), isHit)));
  else item.querySelector('details').remove();
  if (coins) item.append(Object.assign(document.createElement('span'), { className: 'Z3988', title: coins })); // for Zotero
  if (lang && lang !== document.documentElement.lang) for (const words of item.querySelectorAll('h2, .gist, .abstract')) inLanguage(words, lang);
  for (const slug of held) if (tags.has(slug)) addTag(item, tags.get(slug));
  for (const [name, href] of ways) if (/^https?:/.test(href)) item.querySelector('.out').append(Object.assign(document.createElement('a'), { href, textContent: name }), ' ');
  item.querySelector('.out:empty')?.remove();
  item.dataset.item = url.split('/').at(-2);
  return item;
}

/** Put `text` where `place` is; nothing stays of a place without a text. */
function say(place, text) {
  if (text) place.textContent = text;
  else place.remove();
}

/** Tells whether a unit of text is a form of one of `words`, whole or between hyphens. */
function hitBy(words) {
  const wanted = new Set([...words].map(stem)), unspaced = [...words].filter((word) => UNSPACED.test(word));
  const known = new Map();
  const isHit = (unit) => {
    const folded = fold(unit).split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
    return [...folded, folded.join('')].some((word) => wanted.has(stem(word))) || unspaced.some((pair) => unit === pair[0] || unit === pair[1]);
  };
  return (unit) => {
    if (!known.has(unit)) known.set(unit, isHit(unit));
    return known.get(unit);
  };
}

const UNSPACED = /[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]/;

/** `text` as words and what parts them; where a script parts no words, as its signs. */
const units = (text) => text.split(/(\s+|[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f])/).filter(Boolean);

/** The gist, unless something was found in the abstract only: then the passage where most was found. */
function passage(gist, abstract, isHit) {
  const all = units(abstract), hits = all.flatMap((unit, at) => (isHit(unit) ? [at] : []));
  const short = units(gist ?? '');
  if (short.length && (!hits.length || short.some(isHit))) return marked(short, isHit);
  const start = densest(hits, Math.max(0, all.length - PASSAGE)), end = start + PASSAGE;
  return [start ? '… ' : '', ...marked(all.slice(start, end), isHit), end < all.length ? ' …' : ''];
}

/** Where a passage begins that holds most of `hits`, a few words before the first of them. */
function densest(hits, last) {
  const held = (from) => hits.filter((at) => at >= from && at < from + PASSAGE - 12).length;
  const best = hits.reduce((best, at) => (held(at) > held(best) ? at : best), hits[0] ?? 0);
  return Math.max(0, Math.min(best - 8, last));
}

/** `all` as text, those that `isHit` tells marked. */
function marked(all, isHit) {
  const parts = [];
  let run = '';
  for (const unit of all) {
    if (isHit(unit)) {
      parts.push(run, Object.assign(document.createElement('mark'), { textContent: unit }));
      run = '';
    } else run += unit;
  }
  return [...parts, run].filter(Boolean);
}

function addTag(item, link) {
  const key = item.querySelector('.key');
  if (key.children.length < 4) key.append(Object.assign(document.createElement('i'), { className: hueOf(link) }));
  const tag = Object.assign(document.createElement('a'), { href: link.href, textContent: link.firstChild.data.trim() });
  item.querySelector('.names').append(tag, ' ');
}
