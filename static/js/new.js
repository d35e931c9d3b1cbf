// The page of what is new: the days since the last visit, which theme.js has begun; none where nothing came since.

import { _, load } from './shelf.js';

const { visit } = load();
const days = [...document.querySelectorAll('[data-day]')], since = document.querySelector('#since');
const fresh = days.filter((day) => day.dataset.day > (visit?.seen ?? ''));

// With nothing new the newest edition stays, as without a script.
for (const day of fresh) day.hidden = false;
const before = visit?.before && new Date(visit.before).toLocaleDateString(document.documentElement.lang, { dateStyle: 'long' });
if (!before) since.textContent = _('On a first visit, what came last.');
else since.textContent = fresh.length ? _('Since your visit of %(date)s', { date: before }) : _('Nothing came since your visit of %(date)s', { date: before });

const earlier = document.querySelector('#earlier');
// It leaves its room empty, so that nothing below it moves.
if (days.every((day) => !day.hidden)) earlier.style.visibility = 'hidden';
earlier.addEventListener('click', () => {
  const first = days.find((day) => day.hidden);
  for (const day of days) day.hidden = false;
  earlier.hidden = true;
  first.querySelector('a')?.focus();
});
