// Chips that narrow the results by tag and by year, and the order they come in. All that is chosen must hold.

import { hueOf, tags } from './rows.js';

/** Tags offered, the most frequent among the results first. */
const OFFERED = 6;
const YEARS = 5;

/** What is chosen, as [name, value] for the address: tag, year, and by=year for the newest first. */
export function read(form) {
  if (form.dataset.chosen) return JSON.parse(form.dataset.chosen);
  return [...form.querySelectorAll('input:checked')].map((input) => [input.name, input.value]);
}

/** Those of `results` that fit what is chosen in `form`, in the chosen order; the form then offers what they have. */
export function fill(form, results, { papers, place }) {
  const chosen = read(form);
  delete form.dataset.chosen; // what the address asked for is from now on what the boxes say
  const of = (result) => ({ tags: papers.tags[place.get(result.id)]?.split(' ') ?? [], year: papers.years[place.get(result.id)] });
  const fits = (result) => chosen.every(([name, value]) => (name === 'tag' ? of(result).tags.includes(value) : name !== 'year' || String(of(result).year) === value));
  const left = results.filter(fits);
  const offered = [
    ...chips('tag', counted(left.flatMap((result) => of(result).tags).filter((slug) => tags.has(slug))), OFFERED, chosen),
    ...chips('year', counted(left.map((result) => of(result).year).filter(Boolean)), YEARS, chosen),
    order(chosen),
  ];
  form.replaceChildren(...offered);
  return chosen.some(([name]) => name === 'by') ? left.toSorted((a, b) => (of(b).year ?? 0) - (of(a).year ?? 0)) : left;
}

/** [value, how often], the most frequent first. */
function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function chips(name, counts, most, chosen) {
  const taken = new Set(chosen.filter(([kind]) => kind === name).map(([, value]) => value));
  const offered = [...counts.filter(([value]) => taken.has(value)), ...counts.filter(([value]) => !taken.has(value))].slice(0, Math.max(most, taken.size));
  for (const value of taken) if (!offered.some(([other]) => other === value)) offered.push([value, 0]);
  const shown = name === 'year' ? offered.sort((a, b) => b[0] - a[0]) : offered;
  return shown.map(([value, count]) => chip(name, value, labelOf(name, value), count, taken.has(value)));
}

const labelOf = (name, value) => (name === 'tag' ? tags.get(value)?.firstChild.data.trim() ?? value : value);

function chip(name, value, text, count, checked) {
  const label = document.createElement('label'), input = Object.assign(document.createElement('input'), { type: 'checkbox', name, value, checked });
  label.className = name === 'tag' && tags.has(value) ? `cell ${hueOf(tags.get(value))}` : '';
  label.append(input, text, ' ', Object.assign(document.createElement('span'), { textContent: count ?? '' }));
  return label;
}

const order = (chosen) => chip('by', 'year', 'Newest first', null, chosen.some(([name]) => name === 'by'));
