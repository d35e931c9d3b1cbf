// Before the first paint: what this reader chose last, as attributes that the stylesheet reads, and which rows are hidden,
// read or new, as a stylesheet, so that no row moves when shelf.js comes. Also begins a visit, which decides what is new.
{
  const { dataset } = document.documentElement, HOUR = 36e5;
  dataset.scripted = '';
  try {
    const store = localStorage, key = `${dataset.base}shelf`, sheet = new CSSStyleSheet();
    for (const name of ['theme', 'view']) dataset[name] = store[dataset.base + name] ?? '';
    const days = (dataset.days ?? '').split(' ').map((day) => day.split('=')[0]).filter(Boolean);
    const one = (name) => (value) => `[data-${name}="${value}"]`;
    const rule = (name, values, style, where = '') => values.length ? `${where} .row:is(${values.filter((value) => /^[\w-]+$/.test(value)).map(one(name))}){${style}}` : '';
    const sift = globalThis.sift = ({ hidden = {}, read = {}, visit = {}, settings = {} }) => {
      const seen = Object.keys(read);
      dataset.unread = settings.unread ? 'only' : '';
      sheet.replaceSync(rule('item', Object.keys(hidden), 'display:none', ':root:not([data-bare])')
        + rule('item', seen, '--title:var(--seen)') + rule('item', seen, 'display:none', '[data-unread=only]:not([data-bare])')
        + rule('added', days.filter((day) => day > (visit.seen ?? '')), `--new:"${_('new')}"`));
    };
    document.adoptedStyleSheets = [sheet];
    const state = JSON.parse(store[key] ?? '{"version":1}'), visit = state.visit ??= {}, now = Date.now();
    const due = !(now - visit.at < HOUR) || visit.latest !== (days[0] ?? '');
    if (!(now - visit.at < 6 * HOUR)) {
      visit.seen = visit.latest ?? days[0] ?? ''; // on a first visit nothing is new: it would be nearly all of it
      visit.before = visit.at;
    }
    visit.latest = days[0] ?? '';
    sift(state);
    if (due && state.version === 1) {
      visit.at = now;
      store[key] = JSON.stringify(state);
    }
  } catch {} // a browser may forbid storage, or it may be full
}
