// Citations of many papers, picked from the files that hold those of all, so that there is one place where they are made.

import { _, say } from './shelf.js';
import { counted, save } from './shelf/dom.js';

/** Ending of a file → the form: its name and type, how a file of it is read as citation key → entry, and one written. */
export const FORMS = {
  bib: { name: 'BibTeX', type: 'application/x-bibtex', read: (text) => entries(text, /^(?=@\w+\{)/m, /^@\w+\{([^,]+),/), write: (picked) => picked.join('\n') },
  ris: { name: 'RIS', type: 'application/x-research-info-systems', read: (text) => entries(text, /^(?=TY {2}- )/m, /^ID {2}- (.+)$/m), write: (picked) => picked.join('') },
  json: { name: 'CSL-JSON', type: 'application/json', read: (text) => new Map(JSON.parse(text).map((one) => [one.id, one])), write: (picked) => `${JSON.stringify(picked, null, 1)}\n` },
};

const entries = (all, parts, key) => new Map(all.split(parts).map((entry) => [entry.match(key)?.[1], entry]));

/** The text at `address`, which a large site has compressed; some servers have undone that by themselves. */
async function text(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  const body = await answer.blob(), start = new Uint8Array(await body.slice(0, 2).arrayBuffer());
  const isPacked = start[0] === 0x1f && start[1] === 0x8b;
  return isPacked ? new Response(body.stream().pipeThrough(new DecompressionStream('gzip'))).text() : body.text();
}

/** A file in `form` of the papers whose citation keys are `keys`, as far as the file at `address` has them. */
export async function picked(form, address, keys) {
  const all = FORMS[form].read(await text(address));
  return FORMS[form].write(keys.map((key) => all.get(key)).filter(Boolean));
}

/** Save what `link`, to a file of all papers, stands for: those of a list, or the file itself unpacked. */
export async function take(link) {
  const file = link.pathname.split('/').at(-1).replace(/\.gz$/, ''), form = file.split('.').at(-1), { of } = link.dataset;
  if (!of) return save(file, await text(link.href), FORMS[form]?.type);
  const keys = [...FORMS.bib.read(await text(of)).keys()].filter(Boolean);
  save(`${of.split('/').at(-2)}.${file.replace('papers.', '')}`, await picked(form, link.href, keys), FORMS[form].type);
  return say(_('Saved: %(papers)s as %(form)s.', { papers: counted(keys.length), form: FORMS[form].name }));
}
