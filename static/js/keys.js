// The sheet of keys, which "?" opens.

import { _, button } from './shelf.js';

const KEYS = [
  ['/', _('search')], ['j', _('next paper')], ['k', _('previous paper')], ['o', _('its abstract, open or closed')], ['Enter', _('to the paper')],
  ['s', _('keep it, or no longer')], ['x', _('hide it, or show it again')], ['n', _('write a note on it')],
  ['u', _('only papers not yet opened, or all')], ['?', _('this sheet')],
];

const sheet = Object.assign(document.createElement('dialog'), { className: 'sheet' });
const heading = Object.assign(document.createElement('h2'), { id: 'keys-heading', textContent: _('Keys') });
const list = document.createElement('dl');
for (const [key, what] of KEYS) {
  const name = document.createElement('dt'), means = Object.assign(document.createElement('dd'), { textContent: what });
  name.append(Object.assign(document.createElement('kbd'), { textContent: key }));
  list.append(name, means);
}
sheet.setAttribute('aria-labelledby', heading.id);
sheet.append(heading, list, button(_('Close'), () => sheet.close()));
const about = document.querySelector('nav a[href$="/about/"]');
if (about) {
  const off = Object.assign(document.createElement('a'), { href: `${about.href}#keys`, textContent: _('Switch them off') });
  sheet.append(' ', off);
}
sheet.addEventListener('click', ({ target }) => { if (target === sheet) sheet.close(); }); // beside the sheet
document.body.append(sheet);

export const show = () => sheet.showModal();
