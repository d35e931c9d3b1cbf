// Two to five papers side by side: what each does and reports, its tags, shared ones first, its numbers and the words that
// none of the others has. All of it is read from the papers' own pages. Which papers, the fragment says: #one,another.

import { _, isSlug, many } from './shelf.js';

const MOST = 5;
const WORDS = 8; // of its own that are shown of a paper
const NUMBER = /[~≈]?\d[\d.,]*(?:[-–]\d[\d.,]*)?(?:\s?[%×]|x\b|\s?[BMKG]\b|\stimes\b)(?:\s(?:faster|fewer|less|more|higher|lower|smaller|speedup|accuracy|reduction))?/g;
const STOP = new Set('this that with from have been which their these those than while when where into such also each both more most only other over using used based show shows paper propose proposed approach method methods model models results however between through without across within them they were being what'.split(' '));

const status = document.querySelector('#compare-status'), place = document.querySelector('#compare');

// -- reading ----------------------------------------------------------------------------------------------------------

async function page(href) {
  const answer = await fetch(href);
  if (!answer.ok) throw new Error(`${answer.status} for ${href}`);
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

/** What the page of `slug` says; null when there is none. A renamed paper's page leads to the one it has now. */
async function read(slug) {
  try {
    let href = `${document.documentElement.dataset.base}papers/${slug}/`, found = await page(href);
    if (!found.querySelector('.paper')) found = await page(href = found.querySelector('main a').getAttribute('href'));
    return paper(found, href);
  } catch {
    return null;
  }
}

function paper(found, href) {
  const text = found.querySelector('.abstract').textContent, words = new Map();
  for (const word of text.toLowerCase().match(/\p{L}[\p{L}\p{N}-]{3,}/gu) ?? []) if (!STOP.has(word)) words.set(word, (words.get(word) ?? 0) + 1);
  const said = (name) => [...found.querySelectorAll(`.abstract .${name}`)].map((mark) => mark.textContent).join('').replace(/\s+/g, ' ').trim();
  return {
    href, words,
    title: [...found.querySelector('h1').childNodes],
    name: found.querySelector('h1').textContent,
    tags: new Map([...found.querySelectorAll('.tags a')].map((link) => [link.textContent, link])),
    does: found.querySelector('.summary')?.textContent ?? said('does'),
    reports: said('reports'),
    numbers: [...new Set(text.match(NUMBER) ?? [])],
    by: found.querySelector('.by')?.dataset.short ?? '',
    when: found.querySelector('.when')?.textContent ?? '',
  };
}

// -- comparing --------------------------------------------------------------------------------------------------------

/** How alike two papers' words are, from 0 to 1. */
function likeness(one, other) {
  let dot = 0;
  for (const [word, count] of one.words) dot += count * (other.words.get(word) ?? 0);
  const length = ({ words }) => Math.hypot(...words.values());
  return dot / (length(one) * length(other) || 1);
}

const others = (papers, one) => papers.filter((other) => other !== one);

/** The words that only `one` has, the most frequent and longest first. */
const own = (papers, one) => [...one.words].filter(([word]) => others(papers, one).every(({ words }) => !words.has(word)))
  .sort((a, b) => b[1] - a[1] || b[0].length - a[0].length).slice(0, WORDS).map(([word]) => word);

function nearest(papers, one) {
  const [near] = others(papers, one).toSorted((a, b) => likeness(one, b) - likeness(one, a));
  const shared = [...one.words.keys()].filter((word) => near.words.has(word)).sort((a, b) => one.words.get(b) * near.words.get(b) - one.words.get(a) * near.words.get(a)).slice(0, 4);
  return shared.length ? `${near.name} (${shared.join(', ')})` : near.name;
}

function tags(papers, one) {
  const list = document.createElement('ul'), held = (name) => others(papers, one).filter((other) => other.tags.has(name)).length;
  for (const [name, link] of [...one.tags].sort((a, b) => held(b[0]) - held(a[0]))) {
    const item = list.appendChild(document.createElement('li')), count = held(name) + 1;
    item.append(document.importNode(link, true), count > 1 ? ` ${many(['in %(num)s of these', 'in %(num)s of these'], count)}` : '');
    item.className = count > 1 ? '' : 'alone';
  }
  return list;
}

const ROWS = [
  [_('What it does'), (papers, one) => one.does], [_('What it reports'), (papers, one) => one.reports],
  [_('Numbers'), (papers, one) => one.numbers.join(' · ')], [_('Tags'), tags],
  [_('Words of its own'), (papers, one) => own(papers, one).join(', ')], [_('Nearest of these'), nearest],
  [_('Who'), (papers, one) => one.by], [_('When, where'), (papers, one) => one.when],
];

// -- showing ----------------------------------------------------------------------------------------------------------

function cell(kind, scope, ...children) {
  const made = document.createElement(kind);
  if (scope) made.scope = scope;
  made.append(...children);
  return made;
}

function heading(one) {
  const link = Object.assign(document.createElement('a'), { href: one.href });
  link.append(...one.title.map((node) => document.importNode(node, true)));
  return cell('th', 'col', link);
}

function table(papers) {
  const made = Object.assign(document.createElement('table'), { className: 'compared' });
  made.createTHead().insertRow().append(cell('td', ''), ...papers.map(heading));
  const body = made.createTBody();
  for (const [name, of] of ROWS) {
    const values = papers.map((one) => of(papers, one));
    if (values.some(Boolean)) body.insertRow().append(cell('th', 'row', name), ...values.map((value) => cell('td', '', value || '—')));
  }
  return made;
}

/** What the address says after #; as it stands where it is not spelled as addresses are. */
function fragment() {
  const said = location.hash.slice(1);
  try { return decodeURIComponent(said); } catch { return said; }
}

async function show() {
  const asked = [...new Set(fragment().split(','))].filter(isSlug).slice(0, MOST);
  const papers = (await Promise.all(asked.map(read))).filter(Boolean), missing = asked.length - papers.length;
  place.replaceChildren(...(papers.length > 1 ? [table(papers)] : []));
  status.textContent = [
    missing ? many(['%(num)s of these papers is not in this digest.', '%(num)s of these papers are not in this digest.'], missing) : '',
    papers.length < 2 ? _('There is nothing to compare: tick two to five papers on your shelf.') : '',
  ].join(' ').trim();
}

addEventListener('hashchange', show);
show();
