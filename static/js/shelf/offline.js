// The shelf's switch for reading offline, and the button that fetches the whole digest.

import { PREFIX, begin, can, end, isOn, mine } from '../offline.js';
import { _, button, change, many, say } from '../shelf.js';
import { box, element } from './dom.js';

const { lang, dataset: { base } } = document.documentElement;
const AT_ONCE = 6;
const WHOLE = `${base}offline.json`;

const sized = (bytes) => `${(bytes / 1e6).toLocaleString(lang, { maximumFractionDigits: 1 })} MB`;

/** The section of the page; null where the browser or the preview knows no offline. */
export function offline() {
  if (!can) return null;
  const outcome = element('p', { className: 'outcome', role: 'status' }), bar = element('progress', { hidden: true, ariaLabel: _('Fetched') });
  const all = button(_('Keep everything offline'), () => whole(all, bar, outcome));
  const on = box(` ${_('Pages I visit can be read offline')}`, { checked: isOn(), className: 'check', onchange: ({ target }) => turn(target.checked, all) });
  all.disabled = !isOn();
  const section = element('section', { className: 'kept-here' }, element('h2', { textContent: _('Offline') }), element('p', {}, on), element('p', { className: 'tools' }, all, bar), outcome);
  // The list of files may be long: it is fetched by who looks at this.
  const seen = new IntersectionObserver(([{ isIntersecting }]) => { if (isIntersecting) { seen.disconnect(); describe(all, outcome); } });
  seen.observe(section);
  return section;
}

async function turn(isOn, all) {
  if (!change((state) => { state.settings.offline = isOn; })) return;
  all.disabled = !isOn;
  await (isOn ? begin() : end()).catch(() => {});
  say(isOn ? _('Pages you visit are copied from now on.') : _('The copies are gone, and nothing more is copied.'));
}

/** Say how large everything is, and whether it is here. */
async function describe(all, outcome) {
  try {
    const { bytes, files } = await (await fetch(WHOLE)).json();
    all.textContent = many(['Keep everything offline (%(size)s, %(num)s file)', 'Keep everything offline (%(size)s, %(num)s files)'], files.length, { size: sized(bytes) });
    const at = (await caches.match(`${WHOLE}?whole`))?.headers.get('x-kept');
    if (at) outcome.textContent = _('All of it was kept on %(date)s; fetch it again for what came since.', { date: new Date(at).toLocaleDateString(lang, { dateStyle: 'long' }) });
  } catch {} // offline: there is nothing to fetch
}

async function whole(all, bar, outcome) {
  all.disabled = true;
  bar.hidden = false;
  try {
    const { files } = await (await fetch(WHOLE, { cache: 'no-cache' })).json(), cache = await caches.open(mine);
    bar.max = files.length;
    await copied(files.map((file) => base + file), cache, (done) => { bar.value = done; outcome.textContent = done % 100 ? outcome.textContent : many(['%(done)s of %(num)s file', '%(done)s of %(num)s files'], files.length, { done: done.toLocaleString(lang) }); });
    await cache.put(`${WHOLE}?whole`, new Response('', { headers: { 'x-kept': new Date().toISOString() } }));
    for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== mine) await caches.delete(name);
    outcome.textContent = many(['%(num)s file is here. Pages, lists and search work offline.', 'All %(num)s files are here. Pages, lists and search work offline.'], files.length);
  } catch (error) {
    outcome.textContent = error.name === 'QuotaExceededError' ? _('This browser has no room for all of it; what was fetched so far is kept.') : _('The connection broke. What was fetched so far is kept; try again to go on.');
  }
  bar.hidden = true;
  all.disabled = false;
}

/** Copy `addresses` into `cache`, a few at once; files named by what they hold are not fetched twice. */
async function copied(addresses, cache, tell) {
  let done = 0;
  const rest = [...addresses];
  const one = async () => {
    for (let address = rest.pop(); address !== undefined; address = rest.pop()) {
      if (!(address.startsWith(`${base}assets/`) && await cache.match(address))) await fetchInto(cache, address);
      tell(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function fetchInto(cache, address) {
  const answer = await fetch(address, { cache: 'no-cache' });
  if (answer.ok) await cache.put(address, answer);
  else if (answer.status !== 404) throw new Error(`${answer.status} for ${address}`); // a new build may have dropped it
}
