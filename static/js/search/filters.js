// Chips that narrow the results by area, tag and year, and the order they come in. All that is chosen must hold.

import { _ } from '../shelf.js';
import { areaOf, areas, hueOf, slugOf, tags } from './rows.js';

/** Values offered of each kind, the most frequent among the results first. */
const OFFERED = { area: 3, tag: 4, year: 3 };

/** What is chosen, as [name, value] for the address: area, tag, year, and by=year for the newest first. */
export function read(form) {
  if (form.dataset.chosen) return JSON.parse(form.dataset.chosen);
  return [...form.querySelectorAll('input:checked')].map((input) => [input.name, input.value]);
}

/** Those of `results` that fit what is chosen in `form`, in the chosen order; the form then offers what they have. */
export function fill(form, results, { papers }) {
  const chosen = read(form);
  delete form.dataset.chosen; // what the address asked for is from now on what the boxes say
  const of = ({ paper }) => traitsOf(papers, paper);
  const left = results.filter((result) => chosen.every(([name, value]) => name === 'by' || of(result)[name]?.includes(value)));
  const offered = Object.keys(OFFERED).flatMap((name) => {
    const taken = new Set(chosen.filter(([kind]) => kind === name).map(([, value]) => value));
    const counts = counted(left.flatMap((result) => of(result)[name]));
    return chips(name, counts.filter(([value, count]) => taken.has(value) || count < left.length), taken); // what all have narrows nothing
  });
  form.replaceChildren(...offered, order(chosen));
  const year = (result) => Number(of(result).year[0] ?? 0);
  return chosen.some(([name]) => name === 'by') ? left.toSorted((a, b) => year(b) - year(a)) : left;
}

const known = [];

/** What the paper at `at` can be narrowed by: kind of chip → values. */
const traitsOf = (papers, at) => (known[at] ??= traits(papers, at));

function traits(papers, at) {
  const tag = papers.tagged[at].map((number) => papers.tags[number]).filter((slug) => tags.has(slug)), year = papers.years[at];
  return { area: [...new Set(tag.map((slug) => slugOf(areaOf(tags.get(slug)))))], tag, year: year ? [String(year)] : [] };
}

/** [value, how often], the most frequent first. */
function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function chips(name, counts, taken) {
  const offered = [...counts.filter(([value]) => taken.has(value)), ...counts.filter(([value]) => !taken.has(value))].slice(0, Math.max(OFFERED[name], taken.size));
  for (const value of taken) if (!offered.some(([other]) => other === value)) offered.push([value, 0]);
  const shown = name === 'year' ? offered.sort((a, b) => b[0] - a[0]) : offered;
  return shown.map(([value, count]) => chip(name, value, count, taken.has(value)));
}

const linkOf = (name, value) => ({ area: areas, tag: tags })[name]?.get(value);

function chip(name, value, count, checked, text = value) {
  const label = document.createElement('label'), link = linkOf(name, value);
  const input = Object.assign(document.createElement('input'), { type: 'checkbox', name, value, checked });
  label.className = link ? `cell ${hueOf(link)}` : '';
  label.append(input, link ? link.firstChild.data.trim() : text);
  if (count !== null) label.append(' ', Object.assign(document.createElement('span'), { textContent: count }));
  return label;
}

const order = (chosen) => chip('by', 'year', null, chosen.some(([name]) => name === 'by'), _('Newest first'));
