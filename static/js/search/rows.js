// A result as a row of a list: title, gist with what was found in it, or the passage where it was found, and tags.

/** Words of a passage. */
const PASSAGE = 32;

const shape = document.querySelector('#search-row').content.firstElementChild;

/** Abstracts are filled in when the rows stand: a reader waits for titles. */
const later = globalThis.requestIdleCallback ?? setTimeout;

/** The slug in the address of a tag or an area. */
export const slugOf = (link) => link.hash.slice(1) || link.pathname.split('/').at(-2);

const linked = (selector) => new Map([...document.querySelectorAll(selector)].map((link) => [slugOf(link), link]));

/** Tags and areas as the rail has them: slug → its link, from which name and colour come. */
export const tags = linked('.rail li li a');
export const areas = linked('.rail > ul > li > a');

/** The area's link above the tag that `link` leads to. */
export const areaOf = (link) => link.closest('[class^=hue]').querySelector('a');

export const hueOf = (link) => link.closest('[class^=hue]').className;

/** The row of `result`, which is one of `papers`. */
export async function row(result, papers) {
  const { content, meta, url } = await papers.paper(result.id);
  const item = shape.cloneNode(true), link = item.querySelector('a');
  const words = content.split(/\s+/), hits = new Set(result.words);
  const title = placeOf(meta.title, content), gist = placeOf(meta.gist?.replace(/…$/, ''), content);
  link.href = url;
  link.replaceChildren(...marked(meta.title.split(/\s+/), (at) => hits.has(title.start + at)));
  item.querySelector('.gist').append(...passage(words, hits, title, gist, meta.gist));
  say(item.querySelector('.facts span'), meta.authors);
  say(item.querySelector('time'), meta.year);
  item.querySelector('.facts:empty')?.remove();
  const start = Math.max(title.end, 0); // what follows the title is the abstract
  if (start < words.length) later(() => item.querySelector('.abstract').append(...marked(words.slice(start), (at) => hits.has(start + at))));
  else item.querySelector('details').remove();
  if (meta.coins) item.append(Object.assign(document.createElement('span'), { className: 'Z3988', title: meta.coins })); // for Zotero
  for (const slug of (meta.tags ?? '').split(' ')) if (tags.has(slug)) addTag(item, tags.get(slug));
  return item;
}

/** Put `text` where `place` is; nothing stays of a place without a text. */
function say(place, text) {
  if (text) place.textContent = text;
  else place.remove();
}

/** The gist, unless something was found outside it and the title only: then the passage where most was found. */
function passage(words, hits, title, gist, text) {
  const within = (place, at) => at >= place.start && at < place.end;
  const beyond = [...hits].filter((at) => at >= title.end && !within(gist, at));
  const inGist = [...hits].some((at) => within(gist, at));
  if (text && (inGist || !beyond.length)) return marked(text.split(/\s+/), (at) => hits.has(gist.start + at));
  const start = densest(beyond, Math.max(title.end, words.length - PASSAGE), title.end), end = start + PASSAGE;
  return [start > title.end ? '… ' : '', ...marked(words.slice(start, end), (at) => hits.has(start + at)), end < words.length ? ' …' : ''];
}

/** Which words of `content` are `text`, which may begin with a capital of its own; none when it is not there. */
function placeOf(text, content) {
  const at = text ? content.indexOf(text.slice(1)) : -1;
  if (at < 0) return { start: -1, end: -1 };
  const start = content.slice(0, at).split(/\s+/).length - 1;
  return { start, end: start + text.split(/\s+/).length };
}

/** Where a passage begins that holds most of `hits`, a few words before the first of them. */
function densest(hits, last, first) {
  const held = (from) => hits.filter((at) => at >= from && at < from + PASSAGE - 6).length;
  const best = hits.reduce((best, at) => (held(at) > held(best) ? at : best), hits[0] ?? first);
  return Math.max(first, Math.min(best - 4, last));
}

/** `words` as text, those that `isHit` tells marked. */
function marked(words, isHit) {
  const parts = [];
  let run = '';
  words.forEach((word, at) => {
    if (at) run += ' ';
    if (isHit(at)) {
      parts.push(run, Object.assign(document.createElement('mark'), { textContent: word }));
      run = '';
    } else run += word;
  });
  return [...parts, run].filter(Boolean);
}

function addTag(item, link) {
  const key = item.querySelector('.key');
  if (key.children.length < 4) key.append(Object.assign(document.createElement('i'), { className: hueOf(link) }));
  const tag = Object.assign(document.createElement('a'), { href: link.href, textContent: link.firstChild.data.trim() });
  item.querySelector('.names').append(tag, ' ');
}
