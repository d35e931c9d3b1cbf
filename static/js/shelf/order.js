// Which kept papers are listed, and in which order. Pure: nothing here knows of the page.

/** What can be searched of a paper. */
const said = (paper, note, nameOf) => [paper.title, paper.authors, paper.venue, paper.year, paper.gist, note, ...(paper.tags ?? []).map(nameOf)].join(' ').toLowerCase();

/** The papers of `slugs` that fit what `wanted` says: {group, text, tags, order}. */
export function listed(slugs, papers, state, wanted, nameOf) {
  const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (paper) => (!wanted.group || (state.kept[paper.slug]?.groups ?? []).includes(wanted.group))
    && [...wanted.tags].every((tag) => paper.tags?.includes(tag))
    && (!words.length || words.every((word) => said(paper, state.notes[paper.slug], nameOf).includes(word)));
  return ordered(slugs.map((slug) => papers.get(slug)).filter(fits), state, wanted.order);
}

function ordered(papers, { kept }, order) {
  const at = (paper) => kept[paper.slug]?.at ?? '';
  const by = {
    __proto__: null,
    kept: (a, b) => (at(a) < at(b) ? 1 : at(a) > at(b) ? -1 : 0),
    year: (a, b) => Number(b.year ?? 0) - Number(a.year ?? 0),
    title: (a, b) => a.title.localeCompare(b.title),
  }[order];
  return by ? papers.toSorted(by) : papers;
}

/** `kept` with `slug` before or behind `other`, where both are still there: by hand a shelf stands as its entries do. */
export function moved(kept, slug, other, isBefore) {
  if (!(slug in kept && other in kept)) return kept;
  const result = Object.create(null);
  for (const name of Object.keys(kept)) {
    if (name === slug) continue;
    if (name === other && isBefore) result[slug] = kept[slug];
    result[name] = kept[name];
    if (name === other && !isBefore) result[slug] = kept[slug];
  }
  return result;
}

/** The most frequent tags of `papers` that do not stand on all of them, and how often. */
export function facets(papers, chosen, most = 8) {
  const counts = new Map();
  for (const tag of papers.flatMap((paper) => paper.tags ?? [])) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  for (const tag of chosen) if (!counts.has(tag)) counts.set(tag, 0);
  const telling = [...counts].filter(([tag, count]) => chosen.has(tag) || count < papers.length);
  return telling.sort((a, b) => chosen.has(b[0]) - chosen.has(a[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most);
}

/** The slugs in the fragment of a shared list, `#p=a,b`; null where it is none. */
export function shared(fragment, isSlug) {
  const found = new URLSearchParams(fragment.replace(/^#/, '')).get('p');
  return found === null ? null : [...new Set(found.split(','))].filter(isSlug).slice(0, 2000);
}
