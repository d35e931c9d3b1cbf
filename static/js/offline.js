// Reading offline: registers the service worker, which copies what is visited. The shelf can fetch all the rest, and
// switch it off.

import { fault, load } from './shelf.js';

const { base } = document.documentElement.dataset;
export const PREFIX = `${base}offline-`;
const version = new URL(import.meta.url).pathname.slice(base.length).split('/')[1]; // assets/<digest>/js/offline.js
export const mine = PREFIX + version;

const isPreview = Boolean(document.querySelector('script[src^="/livereload.js"]')); // there an old page would be in the way

export const can = 'serviceWorker' in navigator && 'caches' in globalThis && !isPreview;
export const isOn = () => can && !fault && load().settings.offline !== false;

export async function begin() {
  const isNew = !navigator.serviceWorker.controller || !(await caches.has(mine));
  const registration = await navigator.serviceWorker.register(`${base}worker.js?v=${version}`, { scope: base });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (worker.state !== 'activated') await new Promise((done) => { worker.addEventListener('statechange', () => { if (worker.state === 'activated') done(); }); });
  const files = performance.getEntriesByType('resource').map(({ name }) => name);
  if (isNew) worker.postMessage({ visited: [location.href, ...files] });
}

/** Take the worker and all copies away. */
export async function end() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
  await (await navigator.serviceWorker.getRegistration(base))?.unregister();
}

if (isOn()) begin().catch(() => {}); // a browser may forbid it: pages are then read online
