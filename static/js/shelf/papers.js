// All papers of the digest in short, from the index that the build makes (site_builder/pages/shelf_page.py).

import { isSlug } from '../shelf.js';

const rail = [...document.querySelectorAll('.rail li li a')];

/** Slug of a tag → its link in the rail, from which name and colour come. */
export const tags = new Map(rail.map((link) => [link.pathname.split('/').at(-2), link]));
export const nameOf = (tag) => tags.get(tag)?.firstChild.data.trim() ?? tag;
export const hueOf = (tag) => tags.get(tag)?.closest('[class^=hue]').className ?? '';

export const hrefOf = (slug) => `${document.documentElement.dataset.base}papers/${slug}/`;

export class Papers {
  constructor(all) {
    this.all = all;
    this.bySlug = new Map(all.map((paper) => [paper.slug, paper]));
    /** Former slug → slug. */
    this.aliases = new Map(all.flatMap((paper) => (paper.aliases ?? []).map((alias) => [alias, paper.slug])));
  }

  /** The slug that the paper once called `slug` has now. */
  current(slug) {
    return this.aliases.get(slug) ?? slug;
  }

  /** What is known of `slug`; of a paper that left the digest little more than that. */
  get(slug) {
    return this.bySlug.get(slug) ?? { slug, title: slug.replaceAll('-', ' '), gone: true };
  }
}

/** @param {string} address of the index */
export async function fetchPapers(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
  return new Papers((await answer.json()).papers.filter((paper) => isSlug(paper.slug)));
}
