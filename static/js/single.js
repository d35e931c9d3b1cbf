// The script of the whole digest in one file: a filter as one types, tags that are links, and a shelf in the storage that
// the browser gives to files; where it gives none, the shelf lasts as long as the window.
(() => {
  const root = document.documentElement, rows = [...document.querySelectorAll('.row')];
  const find = document.querySelector('#find'), only = document.querySelector('#kept'), said = document.querySelector('#said');
  const KEY = 'papershelf ' + root.dataset.site;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const marks = [];
  const former = new Map(rows.flatMap((row) => (row.dataset.aliases ?? '').split(' ').map((slug) => [slug, row.dataset.item])));
  let kept = Object.create(null);
  const unsaved = new Map(); // slug → what this window has of it and the storage had no room for; undefined where taken out

  const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

  /** What is kept now. Throws where nothing may be, and where it is damaged or of a newer digest: that stays as it is. */
  function stored() {
    const found = JSON.parse(localStorage.getItem(KEY) ?? '{"version":1}');
    if (found.version !== 1 || !isMap(found.kept ?? {})) throw new Error(KEY);
    return found;
  }

  /** Know what is kept, papers by the names they have now. */
  function read() {
    let found;
    try { found = stored().kept ?? {}; } catch { return; } // what this window knows stands
    kept = Object.create(null);
    for (const [slug, entry] of Object.entries(found)) kept[former.get(slug) ?? slug] ??= entry;
    for (const [slug, entry] of unsaved) put(slug, entry);
  }

  function put(slug, entry) {
    if (entry) kept[slug] = entry;
    else delete kept[slug];
  }

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...stored(), kept }));
      unsaved.clear();
      said.textContent = '';
    } catch {
      said.textContent = _('This browser keeps nothing for files: save your shelf before you close it.');
    }
  }

  function show() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row, at) => {
      row.hidden = (only.checked && !(row.dataset.item in kept)) || !words.every((word) => texts[at].includes(word));
    });
  }

  function star(row) {
    const button = document.createElement('button'), slug = row.dataset.item, name = _('Keep %(title)s').replace('%(title)s', () => row.querySelector('h2').textContent);
    const mark = () => button.setAttribute('aria-pressed', slug in kept);
    Object.assign(button, { type: 'button', className: 'star', title: name, ariaLabel: name });
    button.addEventListener('click', () => {
      read(); // another window may have kept some meanwhile
      unsaved.set(slug, slug in kept ? undefined : { at: new Date().toISOString() });
      put(slug, unsaved.get(slug));
      keep();
      mark();
      show();
    });
    marks.push(mark);
    mark();
    const acts = Object.assign(document.createElement('div'), { className: 'acts' });
    acts.append(button);
    row.append(acts);
  }

  addEventListener('storage', () => {
    read();
    for (const mark of marks) mark();
    show();
  });
  document.querySelector('#save').addEventListener('click', () => {
    const titles = new Map(rows.map((row) => [row.dataset.item, row.querySelector('h2').textContent]));
    const papers = Object.entries(kept).map(([slug, entry]) => ({ slug, title: titles.get(slug), ...entry })); // also those that left the digest
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([JSON.stringify({ papershelf: 1, papers }, null, 1)], { type: 'application/json' }));
    link.download = 'shelf.json';
    link.click();
  });

  document.addEventListener('click', (event) => {
    const tag = event.target.closest('a[href^="#with-"]');
    if (!tag) return;
    event.preventDefault();
    document.getElementById(tag.hash.slice(1)).checked = true;
    scrollTo(0, 0);
  });

  root.dataset.scripted = '';
  read();
  rows.forEach(star);
  find.addEventListener('input', show);
  only.addEventListener('change', show);
  show();
})();
