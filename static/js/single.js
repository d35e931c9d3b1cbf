// The script of the whole digest in one file: a filter as one types, tags that are links, and a shelf in the storage that
// the browser gives to files; where it gives none, the shelf lasts as long as the window.
(() => {
  const root = document.documentElement, rows = [...document.querySelectorAll('.row')];
  const find = document.querySelector('#find'), only = document.querySelector('#kept'), said = document.querySelector('#said');
  const KEY = 'papershelf ' + root.dataset.site;
  const texts = rows.map((row) => row.textContent.toLowerCase());
  let kept = Object.create(null);

  try { Object.assign(kept, JSON.parse(localStorage.getItem(KEY) ?? '{}').kept); } catch {} // nothing is kept yet, or nothing may be

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ version: 1, kept }));
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
      if (slug in kept) delete kept[slug];
      else kept[slug] = { at: new Date().toISOString() };
      keep();
      mark();
      show();
    });
    mark();
    const acts = Object.assign(document.createElement('div'), { className: 'acts' });
    acts.append(button);
    row.append(acts);
  }

  document.querySelector('#save').addEventListener('click', () => {
    const papers = rows.filter((row) => row.dataset.item in kept).map((row) => ({ slug: row.dataset.item, title: row.querySelector('h2').textContent, ...kept[row.dataset.item] }));
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
  rows.forEach(star);
  find.addEventListener('input', show);
  only.addEventListener('change', show);
  show();
})();
