// What may be meant by what is typed so far: authors, tags, and what was searched for before. A plain list of links above
// the results; papers are the results themselves. Of the authors only the file for one typed word is fetched; who has a
// page is led to.

import { _ } from '../shelf.js';
import { fold } from './fold.js';
import { clear, isKept, recent, switched } from './recent.js';
import { tags } from './rows.js';

const MOST = { author: 3, tag: 2, recent: 3 };

const wordsOf = (text) => fold(text).split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);

/** Whether each of `typed` begins a word of `said`, each another one. */
export function begins(typed, said) {
  const left = [...said];
  return [...typed].sort((a, b) => b.length - a.length).every((word) => {
    const at = left.findIndex((other) => other.startsWith(word));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** Authors whose names begin as `text` does, those with most papers first: [name, slug of a page or undefined]. @param {(word: string) => Promise<string[][]>} people */
export async function authors(text, people) {
  const typed = wordsOf(text), word = typed.toSorted((a, b) => b.length - a.length)[0] ?? '';
  if (typed.length > 5 || /["“:]/.test(text)) return [];
  return (await people(word)).filter(([name]) => begins(typed, wordsOf(name))).slice(0, MOST.author);
}

const tagsOf = (text) => {
  const typed = wordsOf(text);
  if (typed.join('').length < 2) return [];
  return [...tags.values()].filter((link) => begins(typed, wordsOf(link.firstChild.data))).slice(0, MOST.tag);
};

const before = (text) => {
  const typed = text.trim().toLowerCase();
  return recent().filter((other) => other.toLowerCase() !== typed && other.toLowerCase().startsWith(typed)).slice(0, MOST.recent);
};

const made = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const item = (href, text, kind) => made('li', {}, made('a', { href, textContent: text }), ' ', made('span', { textContent: kind }));
const asking = (text) => `?q=${encodeURIComponent(text)}`;

/**
 * Show in `place` what `text` may mean, as long as it `isWanted`.
 * @param {(word: string) => Promise<string[][]>} people
 */
export async function suggest(place, text, people, isWanted) {
  if (!place) return; // a site's own search.html may have none
  const names = await authors(text, people).catch(() => []);
  if (!isWanted() || place.contains(document.activeElement)) return;
  const said = before(text);
  const items = [
    ...names.map(([name, slug]) => item(slug ? `${document.documentElement.dataset.base}authors/${slug}/` : asking(`author:"${name}"`), name, _('author'))),
    ...tagsOf(text).map((link) => item(link.href, link.firstChild.data.trim(), _('tag'))),
    ...said.map((other) => item(asking(other), other, _('asked before'))),
    ...(text.trim() ? [] : switches(place, said, () => suggest(place, text, people, () => true))),
  ];
  place.replaceChildren(made('ul', {}, ...items));
  place.hidden = !text.trim() && !items.length;
}

/** What becomes of what was searched for: cleared, kept no longer, kept again. */
function switches(place, said, redraw) {
  const act = (name, does) => {
    const button = made('button', { type: 'button', className: 'plain', textContent: name });
    button.addEventListener('click', () => { does(); button.blur(); redraw(); document.querySelector('#q').focus(); });
    return made('li', {}, button);
  };
  if (!isKept()) return [act(_('Remember searches in this browser'), () => switched(true))];
  return said.length ? [act(_('Clear'), clear), act(_('Do not remember searches'), () => switched(false))] : [];
}
