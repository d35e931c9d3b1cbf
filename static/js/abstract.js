// An abstract in a list: it stands once, on the paper's own page, and is fetched from there when it is looked at.

import { _ } from './shelf.js';

/** The abstract on the page at `href`; empty where that has none. What a button in it opens stays on the page. */
async function read(href) {
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(`${answer.status} for ${href}`);
  const found = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.paper .abstract');
  for (const button of found?.querySelectorAll('button') ?? []) button.replaceWith(...button.childNodes);
  return [...found?.childNodes ?? []];
}

async function filled(place) {
  try {
    const found = await read(place.dataset.from);
    if (found.length) place.replaceChildren(...found);
    else place.textContent = _('This paper has no abstract.');
  } catch {
    place.textContent = _('The abstract could not be loaded.');
  }
}

const begun = new WeakMap();

/** Put its abstract into `place`, once; kept when it is there. */
function fill(place) {
  if (!begun.has(place)) begun.set(place, filled(place));
  return begun.get(place);
}

const NEAR = { rootMargin: '50%' }; // of the window's height beyond its edge
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) if (isIntersecting) { seen.unobserve(target); fill(target); }
}, NEAR);

/** Fill `place` with the abstract of the page at `href` when it is first looked at. */
export function later(place, href) {
  place.dataset.from = href;
  seen.observe(place);
}

/** Make `link`, which leads to an abstract, the place of it, written as the title is; who copied the page may have done so before. */
export function inPlace(link) {
  const row = link.closest('.row');
  if (!row) return;
  const title = row.querySelector('h2, h3, h4'), place = Object.assign(document.createElement('div'), { className: 'abstract' });
  for (const name of ['lang', 'dir']) if (title.hasAttribute(name)) place.setAttribute(name, title.getAttribute(name));
  later(place, link.href);
  link.replaceWith(place);
}

/** Fill what is shown of `within`, also where nobody has looked yet. */
export async function now(within) {
  for (const link of within.querySelectorAll('.row a.abstract')) inPlace(link);
  await Promise.all([...within.querySelectorAll('.abstract[data-from]')].filter((place) => place.checkVisibility()).map(fill));
}
