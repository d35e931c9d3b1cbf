// The search page. The box in the header asks, #search-results answers; Pagefind is fetched when the reader first
// touches the box, or at once when the address brings a query.
//
// #search-results says which text its rows answer (data-query, as typed) and whether better rows may still come
// (data-state: partial or final).

const box = document.querySelector('input[type=search]');
const list = document.querySelector('#search-results');
const status = document.querySelector('#search-status');
const failed = document.querySelector('#search-failed');
const more = document.querySelector('#search-more');
const shape = document.querySelector('#search-row').content.firstElementChild;
const hint = status.textContent;

const WAIT = 120; // ms of quiet before a search
const FIRST = 10; // rows shown at once
const EXCERPT = 32; // words
const RANKING = { termSimilarity: 2, metaWeights: { tags: 0, image: 0, image_alt: 0 } };

// -- finding ----------------------------------------------------------------------------------------------------

let loading;
function load() {
  loading ??= import(`${list.dataset.pagefind}pagefind.js`).then(async (pagefind) => {
    await pagefind.options({ ranking: RANKING });
    await pagefind.init();
    return pagefind;
  });
  loading.catch(() => { loading = undefined; }); // so that the next key tries again
  return loading;
}

/** Papers with all words of `text`, best first; those with any of its words when none has all. */
async function find(text) {
  const pagefind = await load();
  const { results } = await pagefind.search(text);
  const words = text.split(/\s+/).filter(Boolean);
  if (results.length || words.length < 2) return { results, loose: false };
  const answers = await Promise.all(words.map((word) => pagefind.search(word)));
  return { results: merged(answers.map((answer) => answer.results)), loose: true };
}

/** One list of several: a paper's score is the sum of its scores. */
function merged(lists) {
  const byId = new Map();
  for (const result of lists.flat()) {
    const known = byId.get(result.id) ?? { ...result, score: 0, words: [] };
    known.score += result.score;
    known.words = known.words.concat(result.words);
    byId.set(result.id, known);
  }
  return [...byId.values()].sort((a, b) => b.score - a.score);
}

// -- showing ----------------------------------------------------------------------------------------------------

/** Tags as the rail has them: slug → its link, from which name and colour come. */
const tags = new Map([...document.querySelectorAll('.rail li li a')].map((a) => [a.pathname.split('/').at(-2), a]));

async function row(result) {
  const paper = await result.data();
  const item = shape.cloneNode(true);
  const title = item.querySelector('a');
  const words = paper.content.split(/\s+/), hits = new Set(result.words);
  const [first, end] = titleIn(paper.content, paper.meta.title);
  title.href = paper.url;
  title.replaceChildren(...marked(paper.meta.title.split(/\s+/), (at) => hits.has(first + at)));
  const from = bestStart(words.length, end, result.words);
  const part = marked(words.slice(from, from + EXCERPT), (at) => hits.has(from + at));
  item.querySelector('.gist').append(from > end ? '… ' : '', ...part, from + EXCERPT < words.length ? ' …' : '');
  addTags(item, (paper.meta.tags ?? '').split(' '));
  return item;
}

/** Where the title begins and ends among the words of `content`; the abstract follows it. */
function titleIn(content, title) {
  const at = content.indexOf(title);
  if (at < 0) return [0, 0];
  const first = content.slice(0, at).split(/\s+/).length - 1;
  return [first, first + title.split(/\s+/).length];
}

/** The first word of the excerpt: where most hits stand together, a few words before them. */
function bestStart(count, start, hits) {
  const within = hits.filter((at) => at >= start);
  const near = (from) => within.filter((at) => at >= from && at < from + EXCERPT - 6).length;
  const best = within.reduce((best, at) => (near(at) > near(best) ? at : best), within[0] ?? start);
  return Math.max(start, Math.min(best - 4, count - EXCERPT));
}

/** `words` as text, those that `isHit` tells marked. */
function marked(words, isHit) {
  return words.flatMap((word, at) => {
    const space = at ? ' ' : '';
    return isHit(at) ? [space, Object.assign(document.createElement('mark'), { textContent: word })] : [space + word];
  });
}

function addTags(item, slugs) {
  for (const link of slugs.map((slug) => tags.get(slug)).filter(Boolean)) {
    const hue = link.closest('[class^=hue]').className;
    if (item.querySelectorAll('.key i').length < 4) item.querySelector('.key').append(Object.assign(document.createElement('i'), { className: hue }));
    const tag = Object.assign(document.createElement('a'), { href: link.href, textContent: link.firstChild.data.trim() });
    item.querySelector('.names').append(tag, ' ');
  }
}

function told(text, count, loose) {
  if (!text.trim()) return hint;
  const papers = `${count.toLocaleString(document.documentElement.lang)} paper${count === 1 ? '' : 's'}`;
  if (!count) return `No paper has “${text}”. Try fewer or other words, or pick an area.`;
  return loose ? `No paper has all of “${text}”; ${papers} with some of its words` : `${papers} for “${text}”`;
}

// -- asking -----------------------------------------------------------------------------------------------------

let turn = 0; // of the newest question; an answer to an older one is dropped
let timer;

function ask(wait = 0) {
  const text = box.value, mine = ++turn;
  clearTimeout(timer);
  timer = setTimeout(() => answer(text, mine), wait);
}

async function answer(text, mine) {
  history.replaceState(history.state, '', text.trim() ? `?q=${encodeURIComponent(text)}` : location.pathname);
  try {
    const { results, loose } = text.trim() ? await find(text.trim()) : { results: [], loose: false };
    const rows = await Promise.all(results.slice(0, FIRST).map(row));
    if (mine === turn) show(text, rows, results.slice(FIRST), told(text, results.length, loose));
  } catch {
    if (mine === turn) show(text, [], [], '', true);
  }
}

function show(text, rows, rest, said, broken = false) {
  list.replaceChildren(...rows);
  list.dataset.query = text;
  list.dataset.state = 'final';
  status.textContent = said;
  failed.hidden = !broken;
  more.hidden = !rest.length;
  more.onclick = async () => {
    const mine = turn, rows = await Promise.all(rest.splice(0, 2 * FIRST).map(row));
    if (mine !== turn) return;
    list.append(...rows);
    rows[0].querySelector('a').focus();
    more.hidden = !rest.length;
  };
}

box.addEventListener('focus', () => load().catch(() => {}), { once: true }); // what fails here is told when asked
box.addEventListener('input', () => ask(WAIT));
box.form.addEventListener('submit', (event) => { event.preventDefault(); ask(); });
box.value = new URLSearchParams(location.search).get('q') ?? box.value;
if (box.value) ask();
