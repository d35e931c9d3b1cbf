// A reader's own library, a BibTeX, RIS or CSL-JSON file, and which papers of the digest are in it: by arXiv id, by DOI, or
// by the whole title. Nothing leaves the browser.

const SHORT = 15; // letters below which a title says too little

/** What `text` lists, as [{title, doi, arxiv}]; null when it is no such file. */
export function read(text) {
  const start = text.trimStart();
  if (/^[[{]/.test(start)) return csl(start);
  if (/^TY {2}- /m.test(text)) return ris(text);
  return /@\w+\s*[{(]/.test(text) ? bibtex(text) : null;
}

/** The papers of `all` that `entries` name. */
export function matches(entries, all) {
  const held = { arxiv: new Set(), doi: new Set(), title: new Set() };
  for (const { title, doi, arxiv } of entries) {
    if (arxiv) held.arxiv.add(arxiv);
    if (doi) held.doi.add(doi);
    if (plain(title).length >= SHORT) held.title.add(plain(title));
  }
  return all.filter((paper) => held.arxiv.has(paper.arxiv) || held.doi.has(paper.doi?.toLowerCase()) || held.title.has(plain(paper.title)));
}

/** A title's letters and digits, without accents and TeX. */
const plain = (title) => String(title ?? '').replace(/\\[a-zA-Z]+\s*|\\./g, '').normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function entry(title, doi, ...where) {
  const found = where.filter((text) => typeof text === 'string').join(' ');
  const id = found.match(/(?<![\d.])(\d{4}\.\d{4,5})(?!\d)/)?.[1] ?? found.match(/([a-z-]{2,20}(?:\.[A-Z]{2})?\/\d{7})(?!\d)/)?.[1];
  const known = String(doi ?? '').replace(/^(https?:\/\/)?(dx\.)?doi\.org\//i, '').toLowerCase();
  return { title, doi: known, arxiv: known.startsWith('10.48550/arxiv.') ? known.slice(15) : id };
}

// -- CSL-JSON -------------------------------------------------------------------------------------------------------

function csl(text) {
  const found = JSON.parse(text), items = Array.isArray(found) ? found : found.items;
  if (!Array.isArray(items)) return null;
  return items.filter((one) => typeof one === 'object' && one !== null).map((one) => entry(one.title, one.DOI, ofArxiv(one.archive_location, one.archive), ofArxiv(one.number), ofArxiv(one.URL)));
}

/** `text` where it, or what stands beside it, names arXiv. */
const ofArxiv = (text, beside = '') => (/arxiv/i.test(`${text} ${beside}`) ? String(text) : '');

// -- RIS --------------------------------------------------------------------------------------------------------------

function ris(text) {
  return text.split(/^ER {2}-.*$/m).map((record) => {
    const fields = [...record.matchAll(/^([A-Z][A-Z0-9]) {2}- (.*)$/gm)];
    const first = (...names) => fields.find(([, name]) => names.includes(name))?.[2].trim();
    return entry(first('TI', 'T1'), first('DO'), ...fields.map(([, , value]) => ofArxiv(value)));
  });
}

// -- BibTeX -----------------------------------------------------------------------------------------------------------

function bibtex(text) {
  return text.split(/^[ \t]*(?=@\w+\s*[{(])/m).filter((part) => part.startsWith('@')).map((part) => {
    const fields = fieldsOf(part), eprint = ofArxiv(fields.eprint, fields.archiveprefix ?? fields.eprinttype ?? '');
    return entry(fields.title, fields.doi, eprint, ofArxiv(fields.url), ofArxiv(fields.journal), ofArxiv(fields.note));
  });
}

/** Field → value, without the braces; what cannot be read is passed over. */
function fieldsOf(part) {
  const fields = {}, name = /\b(\w{1,30})\s{0,9}=\s*/g;
  name.lastIndex = part.indexOf(',') + 1;
  for (let found = name.exec(part); found; found = name.exec(part)) {
    const [value, end] = valueAt(part, name.lastIndex);
    fields[found[1].toLowerCase()] ??= value.replace(/[{}]/g, '');
    name.lastIndex = end;
  }
  return fields;
}

/** The value that begins at `from`, and where it ends. */
function valueAt(text, from) {
  const quote = text[from] === '"';
  let depth = 0, at = from;
  for (; at < text.length; at++) {
    const sign = text[at];
    if (sign === '\\') at++;
    else if (sign === '{') depth++;
    else if (sign === '}') { depth--; if (depth < 0) break; if (!depth && !quote) { at++; break; } } // the entry's or the value's end
    else if (!depth && (quote ? sign === '"' && at > from : sign === ',')) break;
  }
  return [text.slice(from + quote, at), at];
}
