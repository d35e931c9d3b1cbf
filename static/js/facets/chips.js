// The chips that narrow a list, and the order it goes by: buttons that mean only, not and off in turn. In short they stand
// on one line, the most frequent values of each kind; in full each kind has its line, and all its values.

import { _ } from '../shelf.js';
import { areas, hueOf, tags } from '../search/rows.js';
import { KINDS } from './choice.js';

/** Values offered of each kind: in short, and in full before all are asked for. */
const OFFERED = { area: [3, 99], tag: [4, 12], year: [3, 12], venue: [2, 12], code: [1, 1], signal: [1, 9] };
const NAMES = { area: _('Area'), tag: _('Tag'), year: _('Year'), venue: _('Venue'), code: _('Code'), signal: _('Elsewhere') };

const make = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

export class Chips {
  /**
   * @param {HTMLElement} place  filled with chips
   * @param {import('./choice.js').Choice} choice  @param {import('./facts.js').Facts} facts
   * @param {() => void} onChange  called when the reader chose something else
   * @param {string} own  what the list's own order is called
   * @param {boolean} canGrow  whether a chip leads from the short form to the full one
   */
  constructor(place, choice, facts, onChange, own, canGrow) {
    Object.assign(this, { place, choice, facts, onChange, own, canGrow, whole: new Set(), isFull: false, made: new Map() });
    place.addEventListener('click', ({ target }) => this.#press(target.closest('button')));
    place.addEventListener('change', ({ target }) => { if (target.name === 'sort') { choice.sort = target.value; onChange(); } });
  }

  #press(button) {
    const { act, kind, value } = button?.dataset ?? {};
    if (kind && act === 'all') this.whole.add(kind);
    else if (kind) this.choice.turn(kind, value);
    else if (act === 'clear') this.choice.clear();
    else if (act === 'more') this.isFull = !this.isFull;
    else return;
    this.onChange();
  }

  /** Show chips for what `Choice.apply` says of a list. */
  show({ counts, reach }) {
    const focused = this.place.contains(document.activeElement) ? document.activeElement : null;
    const rows = KINDS.map((kind) => [kind, ...this.#offered(kind, counts.get(kind), reach.get(kind))]).filter(([, values]) => values.length);
    const ends = [this.#order(), ...this.#acts()];
    const chips = rows.map(([kind, values, all]) => [kind, values.map((value) => this.#chip(kind, value, counts.get(kind).get(value) ?? 0)), all]);
    const lines = this.isFull
      ? [...chips.map((line) => this.#line(...line)), make('p', { className: 'means', textContent: _('A chip pressed once keeps only such papers; pressed again it leaves them out.') }), make('div', { className: 'chips ends' }, ...ends)]
      : [make('div', { className: 'chips strip' }, ...chips.flatMap(([, made]) => made), ...ends)];
    this.place.replaceChildren(...lines);
    this.#focus(focused);
  }

  #focus(before) {
    if (!before) return;
    const is = (one) => (before.matches('input') ? one.dataset.value === before.value : one.name === before.name && one.dataset.act === before.dataset.act && one.dataset.kind === before.dataset.kind);
    const same = this.place.contains(before) ? before : [...this.place.querySelectorAll('button, select')].find(is);
    (same ?? this.place.querySelector('button'))?.focus({ preventScroll: true });
  }

  /** The values of `kind` to offer, and how many there are: frequent ones first, years by number. What all papers (`reach`) have narrows nothing. */
  #offered(kind, counts, reach) {
    const chosen = [...this.choice.values(kind, 'only'), ...this.choice.values(kind, 'not')];
    const telling = [...counts].filter(([, count]) => count < reach).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value);
    const most = this.whole.has(kind) ? telling.length : OFFERED[kind][this.isFull ? 1 : 0];
    const shown = telling.filter((value, at) => at < most || chosen.includes(value));
    const every = [...shown, ...chosen.filter((value) => !shown.includes(value))].filter((value) => this.#name(kind, value) !== undefined);
    return [kind === 'year' ? every.sort((a, b) => b - a) : every, telling.length];
  }

  #link = (kind, value) => ({ area: areas, tag: tags })[kind]?.get(value);

  /** What `value` is called; undefined when nothing of that kind is. */
  #name(kind, value) {
    if (kind === 'year') return /^\d{1,4}$/.test(value) ? value : undefined;
    if (kind === 'venue') return this.facts.venueNames.get(value);
    if (kind === 'code') return value === '1' ? _('With code') : undefined;
    if (kind === 'signal') return this.facts.signals.includes(value) ? _('With %(signal)s', { signal: value }) : undefined;
    return this.#link(kind, value)?.firstChild.data.trim();
  }

  #chip(kind, value, count) {
    const key = `${kind}:${value}`, state = this.choice.state(kind, value), name = this.#name(kind, value), link = this.#link(kind, value);
    if (!this.made.has(key)) this.made.set(key, make('button', { type: 'button', className: link && hueOf(link) ? `chip cell ${hueOf(link)}` : 'chip' }));
    const button = this.made.get(key);
    Object.assign(button.dataset, { kind, value, state });
    button.setAttribute('aria-pressed', state !== 'off');
    button.replaceChildren(state === 'not' ? _('not %(names)s', { names: name }) : name, ' ', make('span', { textContent: count.toLocaleString(document.documentElement.lang) }));
    return button;
  }

  #line(kind, chips, all) {
    const rest = all > chips.length && !this.whole.has(kind) ? [this.#button('all', _('All %(num)s', { num: all }), kind)] : [];
    return make('fieldset', { className: 'chips strip' }, make('legend', { textContent: NAMES[kind] }), ...chips, ...rest);
  }

  #button(act, textContent, kind = '') {
    const made = make('button', { type: 'button', className: 'plain', textContent });
    Object.assign(made.dataset, kind ? { act, kind } : { act });
    return made;
  }

  #order() {
    const options = ['', ...this.facts.offered].map((value) => make('option', { value, textContent: this.#orderName(value) || _('Order'), selected: value === this.choice.sort }));
    return make('select', { name: 'sort', ariaLabel: _('Order') }, ...options);
  }

  #acts() {
    const more = this.#button('more', this.isFull ? _('Fewer filters') : _('All filters'));
    more.setAttribute('aria-expanded', this.isFull);
    return [...(this.canGrow ? [more] : []), ...(this.choice.narrows ? [this.#button('clear', _('Clear'))] : [])];
  }

  /** What is chosen, in words: "only Pruning or Vision, not 2019". */
  get said() {
    const named = (state) => KINDS.map((kind) => this.choice.values(kind, state).map((value) => this.#name(kind, value)).filter(Boolean).join(_(' or '))).filter(Boolean);
    return [...named('only').map((names) => _('only %(names)s', { names })), ...named('not').map((names) => _('not %(names)s', { names }))].join(', ');
  }

  /** What the order `value` is called; one that is not offered is the list's own. */
  #orderName(value) {
    if (!this.facts.offered.includes(value)) return this.own;
    if (value === 'newest') return _('Newest first');
    return value === 'title' ? _('By title') : _('By %(signal)s', { signal: value });
  }

  /** What the order is called, within a sentence. */
  get order() {
    return this.#orderName(this.choice.sort).replace(/^./, (letter) => letter.toLowerCase());
  }
}
