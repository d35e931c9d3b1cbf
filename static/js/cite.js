// Buttons that copy a citation or save it as a file. The page shows two forms; the others stand in its Markdown twin, each
// in a block fenced by its name, and are fetched when one is first asked for. The abstract, which they lack, is the page's.

import { _ } from './shelf.js';

const cite = document.querySelector('#cite');
const twin = cite.querySelector('a').href;
const FENCED = /^(`{3,})(\w+)\n([^]*?)^\1$/gm;

const shown = { bibtex: cite.querySelector('pre').textContent, text: cite.querySelector('p').textContent };
const abstract = document.querySelector('meta[name=citation_abstract]')?.content;

/** How a form takes in the abstract. */
const whole = {
  ris: (text) => text.replace(/^(?=N1 {2}- |ER {2}- )/m, () => `AB  - ${abstract.trim().replace(/\s+/g, ' ')}\n`),
  json: (text) => `${JSON.stringify(JSON.parse(text).map((item) => ({ ...item, abstract })), null, 1)}\n`,
};

let found;
const others = () => (found ??= fetch(twin).then(async (answer) => {
  if (!answer.ok) throw new Error(answer.statusText);
  return Object.fromEntries([...(await answer.text()).matchAll(FENCED)].map(([, , name, text]) => [name, text]));
}));

async function formOf(name) {
  const all = Object.hasOwn(shown, name) ? shown : await others();
  if (!Object.hasOwn(all, name)) throw new Error(`there is no ${name}`);
  return abstract && Object.hasOwn(whole, name) ? whole[name](all[name]) : all[name];
}

async function copy(form) {
  await navigator.clipboard.writeText((await formOf(form)).trimEnd());
  return _('Copied.');
}

async function save(form, ending) {
  const text = await formOf(form);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = shown.bibtex.match(/\{([^,]+),/)[1] + ending;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return _('Saved as %(file)s.', { file: link.download });
}

const status = Object.assign(document.createElement('span'), { role: 'status' });

function button(name, act) {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: name });
  made.addEventListener('click', () => act().then(
    (said) => { status.textContent = said; },
    () => { found = undefined; status.textContent = _('That did not work. The link below has every form.'); },
  ));
  return made;
}

const tools = Object.assign(document.createElement('p'), { className: 'tools' });
tools.append(
  button(_('Copy BibTeX'), () => copy('bibtex')),
  button(_('Copy text'), () => copy('text')),
  button(_('Copy Markdown'), () => copy('markdown')),
  button('.bib', () => save('bibtex', '.bib')),
  button('.ris', () => save('ris', '.ris')),
  button('CSL-JSON', () => save('json', '.json')),
  status,
);
cite.querySelector('summary').after(tools);
