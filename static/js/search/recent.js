// What was searched for in this browser, newest first; nothing of it leaves the browser. It can be cleared, and switched off.

const KEY = `${document.documentElement.dataset.base}recent`;
const OFF = 'off';
const MOST = 12;

/** The text that is kept; "" where a browser forbids storage. */
const raw = () => { try { return localStorage.getItem(KEY) ?? ''; } catch { return ''; } };
const put = (text) => { try { localStorage.setItem(KEY, text); } catch { /* forbidden, or full: then nothing is kept */ } };

export const isKept = () => raw() !== OFF;

/** The texts, newest first; none where what is kept is damaged. */
export function recent() {
  try {
    const found = JSON.parse(raw());
    return Array.isArray(found) ? found.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}

export function keep(text) {
  const asked = text.trim().slice(0, 200);
  if (asked && isKept()) put(JSON.stringify([asked, ...recent().filter((other) => other !== asked)].slice(0, MOST)));
}

export const clear = () => put('[]');

/** Keep nothing from now on (`isOn` false), or begin to keep again. */
export const switched = (isOn) => put(isOn ? '[]' : OFF);
