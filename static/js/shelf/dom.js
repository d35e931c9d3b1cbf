// Elements from values. Text goes in as text: what a reader imports can never become markup.

import { many } from '../shelf.js';

/** An element `name` with `properties`, and `children`, which are elements or texts. */
export function element(name, properties = {}, ...children) {
  const { data = {}, ...rest } = properties;
  const made = Object.assign(document.createElement(name), rest);
  Object.assign(made.dataset, data);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A box to tick (or, of several with one `name`, to choose), with its label. */
export const box = (label, properties, ...more) => element('label', { className: properties.className ?? '' }, element('input', { type: 'checkbox', ...properties, className: '' }), label, ...more);

/** Save `text` as a file called `name`. */
export function save(name, text, type = 'text/plain') {
  const link = element('a', { href: URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export const counted = (count) => many(['%(num)s paper', '%(num)s papers'], count);
