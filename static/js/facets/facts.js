// What is known of each paper to narrow and order lists by, from the files that the build makes beside the search index
// (site_builder/search/facts.py). A paper is a number.

import { areaOf, slugOf, tags } from '../search/rows.js';

const slugged = (name) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

export class Facts {
  /** @param assist what search/assist.js's `papersIn` makes */
  constructor({ papers, orders, facets }) {
    Object.assign(this, { papers, orders, facets, signals: [] });
    /** Slug of a venue → its name. */
    this.venueNames = new Map();
    this.all = Array.from(papers.years.keys());
    this.known = [];
  }

  /** Fetch all that is known; before it only years are. */
  async load() {
    if (this.isWhole) return;
    const facets = await this.facets();
    this.venues = facets.venues.map(slugged);
    this.venueNames = new Map(facets.venues.map((name, at) => [this.venues[at], name]));
    this.signals = Object.keys(facets.signals);
    this.code = new Set(facets.code);
    Object.assign(this, { held: facets, isWhole: true, known: [] });
  }

  /** What paper `number` can be narrowed by: kind → values. */
  traits(number) {
    return (this.known[number] ??= this.#traits(number));
  }

  #traits(number) {
    const { papers, held } = this, year = papers.years[number] ? [String(papers.years[number])] : [];
    if (!held) return { area: [], tag: [], year, venue: [], code: [], signal: [] };
    const tag = held.tagged[number].map((at) => held.tags[at]).filter((slug) => tags.has(slug));
    return {
      area: [...new Set(tag.map((slug) => areaOf(tags.get(slug))).filter(Boolean).map(slugOf))],
      tag,
      year,
      venue: held.venue[number] === null ? [] : [this.venues[held.venue[number]]],
      code: this.code.has(number) ? ['1'] : [],
      signal: this.signals.filter((name) => held.signals[name][number] > 0),
    };
  }

  /** The papers of the list called `name` ("all", "year:2023", "tag:pruning"), and of any other those of `slugs`; as lists go by `order`. */
  async list(name, order, slugs) {
    const [kind, value] = name.split(':'), { typical, slugs: all } = await this.orders();
    if (kind === 'tag' && order === 'date') return Object.hasOwn(typical, value) ? typical[value] : [];
    if (kind === 'tag' || kind === 'year') return this.ordered(this.all.filter((number) => this.traits(number)[kind].includes(value)), order);
    if (kind === 'all') return this.ordered(this.all, order);
    const numbers = new Map(all.map((slug, number) => [slug, number]));
    return slugs.map((slug) => numbers.get(slug)).filter((number) => number !== undefined);
  }

  /** `numbers` by "title", as "newest", or by a signal; for any other `order` as they are. */
  async ordered(numbers, order) {
    const { papers } = this, by = (values) => numbers.toSorted((a, b) => (values[b] ?? -1) - (values[a] ?? -1));
    if (order === 'newest') return by(papers.years);
    if (this.signals.includes(order)) return by(this.held.signals[order]);
    if (order !== 'title') return numbers;
    const wanted = new Set(numbers);
    return (await this.orders()).titles.filter((number) => wanted.has(number));
  }

  /** Orders that a reader may choose besides a list's own. */
  get offered() {
    return ['newest', 'title', ...this.signals];
  }
}
