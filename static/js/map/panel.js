// Beside the map: the row of the paper that was opened, and the papers in view as links, which are the dots of whoever
// uses no mouse. Also the small sign that names a dot. Words come from the shelf's index of all papers.

import { later } from '../abstract.js';
import { _, inLanguage, load, refresh } from '../shelf.js';
import { counted, element } from '../shelf/dom.js';
import { hrefOf } from '../shelf/papers.js';

const LISTED = 12;
const option = (slug) => document.querySelector(`#map-bar option[value="${CSS.escape(slug)}"]`);
const base = document.documentElement.dataset.base;

export class Panel {
  constructor(dots, on) {
    Object.assign(this, { dots, on, papers: null });
    const find = (name) => document.querySelector(`#map-${name}`);
    Object.assign(this, { place: find('open'), count: find('count'), list: find('near'), tip: find('tip') });
    this.list.addEventListener('focusin', ({ target }) => on.look(Number(target.closest('li')?.value) - 1));
    this.list.addEventListener('focusout', () => on.look(-1));
    this.list.addEventListener('pointerover', ({ target }) => on.look(Number(target.closest('li')?.value ?? 0) - 1));
    this.list.addEventListener('pointerleave', () => on.look(-1));
    this.list.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || !event.target.closest('a')) return;
      event.preventDefault();
      on.open(event.target.closest('li').value - 1, true);
    });
    this.place.addEventListener('keydown', ({ key }) => { if (key === 'Escape') on.close(); });
  }

  /** What is known of paper `at`; before the index is here, what its slug says. */
  paper(at) {
    const slug = this.dots.slugs[at], year = this.dots.year[at] || '';
    return this.papers?.bySlug.get(slug) ?? { slug, title: slug.replaceAll('-', ' '), year };
  }

  /** Name the dot `at`, which is `left` and `top` px from the map's corner; no dot where that is -1. */
  point(at, left, top, { width, height }) {
    this.tip.hidden = at < 0;
    if (at < 0) return this.tip.replaceChildren();
    const { title, gist, year, lang } = this.paper(at);
    const words = [said('b', lang, { textContent: title }), gist ? said('span', lang, { textContent: gist }) : null, year ? element('time', { textContent: year }) : null];
    this.tip.replaceChildren(...words.filter(Boolean));
    const { offsetWidth: wide, offsetHeight: tall } = this.tip;
    this.tip.style.left = `${Math.max(0, Math.min(width - wide, left - wide / 2))}px`;
    this.tip.style.top = `${top + 16 + tall > height && top - 16 - tall > -tall / 2 ? top - 16 - tall : top + 16}px`;
  }

  /** List the papers `near`, the first of `visible` in view; `matching` are left by the filters. */
  show(near, visible, matching) {
    const all = this.dots.size, number = (value) => value.toLocaleString(document.documentElement.lang);
    const filtered = matching < all ? _('%(matching)s of %(all)s match', { matching: number(matching), all: number(all) }) : '';
    this.count.textContent = [_('%(papers)s in view', { papers: counted(visible) }), filtered].filter(Boolean).join(' · ');
    if (this.list.contains(document.activeElement)) { // a list must not change below a reader's finger; its titles may come
      for (const { firstChild, value } of this.list.children) firstChild.textContent = this.paper(value - 1).title;
      return;
    }
    this.list.replaceChildren(...near.slice(0, LISTED).map((at) => {
      const { slug, title, year, lang } = this.paper(at);
      return element('li', { value: at + 1 }, said('a', lang, { href: hrefOf(slug), textContent: title }), year ? element('time', { textContent: year }) : null);
    }));
  }

  /** Show the row of paper `at`, and go to it where `focus` says so; nothing where it is -1. */
  open(at, focus) {
    if (at < 0) return this.place.replaceChildren();
    this.place.replaceChildren(element('div', { className: 'bar' }, element('h2', { textContent: _('Paper') }), closing(this.on.close)), element('ol', { className: 'rows', data: { own: '' } }, row(this.paper(at), this.dots.hue[at])));
    refresh(load());
    if (focus) this.place.querySelector('h3 a').focus();
  }
}

/** An element of a paper's own words, which are in `lang`; where nobody says so, their first letter tells which way they go. */
function said(name, lang, properties, ...children) {
  const made = element(name, { dir: 'auto', ...properties }, ...children);
  if (lang) inLanguage(made, lang);
  return made;
}

function closing(close) {
  const button = element('button', { type: 'button', className: 'button', textContent: _('Close') });
  button.addEventListener('click', close);
  return button;
}

/** A row as in lists (templates/_row.html). */
function row(paper, hue) {
  const { lang } = paper, facts = [paper.authors && element('span', { textContent: paper.authors }), paper.venue && element('cite', { textContent: paper.venue }), paper.year && !paper.venue?.includes(paper.year) && element('time', { textContent: paper.year })];
  const tags = (paper.tags ?? []).filter(option);
  const key = element('span', { className: 'key' }, ...(tags.length ? tags.slice(0, 4).map((slug) => option(slug).dataset.hue) : [hue]).map((colour) => element('i', { className: `hue-${colour}` })));
  const abstract = said('div', lang, { className: 'abstract' }), details = element('details', {}, element('summary', { textContent: _('Abstract') }), abstract);
  later(abstract, hrefOf(paper.slug));
  return element('li', { className: 'row', data: { item: paper.slug } }, key,
    said('h3', lang, {}, element('a', { href: hrefOf(paper.slug), textContent: paper.title })),
    paper.gist ? said('p', lang, { className: 'gist', textContent: paper.gist }) : null,
    element('div', { className: 'line' },
      facts.some(Boolean) ? element('p', { className: 'facts' }, ...facts.filter(Boolean)) : null,
      element('span', { className: 'names' }, ...tags.flatMap((slug) => [element('a', { href: `${base}tags/${slug}/`, textContent: option(slug).textContent }), ' '])),
      details));
}
