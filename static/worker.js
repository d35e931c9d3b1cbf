// The service worker: what was visited, and what the shelf was asked to fetch, can be read offline. Pages come from the
// network first, so that nobody reads an old one who need not; scripts and styles, whose addresses change with their
// content, from their copies. `?v=` is the digest of these files: each has copies of its own, so that no page meets the
// scripts of another version. js/offline.js registers it.

const base = new URL('./', location).pathname;
const PREFIX = `${base}offline-`;
const mine = PREFIX + new URL(location).searchParams.get('v');
const WHOLE = `${base}offline.json?whole`; // js/shelf/offline.js puts it beside a whole copy
const SLOW = 4000; // ms after which a copy is better than waiting

const keyOf = (url) => url.origin + url.pathname; // what a query asks for, the page's script answers

/** The copies that other versions made, the newest first. */
const others = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== mine).reverse();

/** The copy of `key`, the newest version's first. */
async function copy(key) {
  for (const name of [mine, ...await others()]) {
    const found = await caches.match(key, { cacheName: name }); // `open` would make what was taken away
    if (found) return found;
  }
  return undefined;
}

/** `request` by the network; what is whole is copied. */
async function fetched(request, key) {
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic' && !answer.redirected) keep(key, answer.clone()).catch(() => {}); // there may be no room
  return answer;
}

/** Copy `answer`, unless the copies were taken away: a tab that is open still has this worker then. */
async function keep(key, answer) {
  if (await caches.has(mine)) await (await caches.open(mine)).put(key, answer);
}

const wait = (time) => new Promise((done) => { setTimeout(done, time); });

/** Instead of a page that nobody kept; a text alone would be tiny on a phone. */
const lost = () => new Response(
  `<!doctype html><html dir="auto"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><body style="margin:2rem;font:1.0625rem/1.5 system-ui,sans-serif">${_('You are offline, and this page was not kept. Your browser leads back.')}`,
  { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } },
);

async function page(request, key) {
  const asked = fetched(request, key), early = await Promise.race([asked, wait(SLOW)].map((one) => one.catch(() => undefined)));
  if (early) return early;
  return (await copy(key)) ?? asked.catch(lost);
}

const asset = async (request, key) => (await copy(key)) ?? fetched(request, key);

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith(base)) return;
  const get = url.pathname.startsWith(`${base}assets/`) ? asset : page;
  event.respondWith(get(event.request, keyOf(url)));
});

self.addEventListener('install', () => self.skipWaiting());

// Two versions stay: the one before, for pages of it that are still open, and the one of which the shelf copied all.
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  await caches.open(mine);
  for (const name of (await others()).slice(1)) if (!await caches.match(WHOLE, { cacheName: name })) await caches.delete(name);
  await self.clients.claim();
})()));

// The page that registered this worker was there before it: its own files are named to be copied.
self.addEventListener('message', (event) => event.waitUntil((async () => {
  const cache = await caches.open(mine);
  await Promise.all(event.data.visited.map(async (address) => {
    const url = new URL(address, location), key = keyOf(url);
    if (url.origin === location.origin && url.pathname.startsWith(base) && !(await cache.match(key))) await fetched(url, key).catch(() => {});
  }));
})()));
