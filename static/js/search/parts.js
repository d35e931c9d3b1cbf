// Pagefind's index is in parts (site_builder/search/parts.py), all of which are asked: one instance for them all.

import { RANKING } from './ranking.js';

/**
 * A Pagefind that searches the `parts` parts of the index.
 * @param {object} pagefind the module, at work with the first part  @param {URL} folder where the index is
 */
export async function joined(pagefind, folder, parts, options = {}) {
  const others = Array.from({ length: parts - 1 }, (_, at) => new URL(`part${at + 1}/`, folder).href);
  await Promise.all(others.map((part) => pagefind.mergeIndex(part, { ...options, ranking: RANKING })));
  return pagefind;
}
