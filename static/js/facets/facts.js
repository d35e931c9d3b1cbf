// What is known of each paper to narrow and order lists by, from the files that the build makes beside the search index
// (site_builder/search/facts.py). A paper is a number.

import { areaOf, slugOf, tags } from '../search/rows.js';

const slugged = (name) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

export class Facts {
  /** @param papers what papers.json says  @param {() => Promise<object>} orders fetches the orders of lists */
  constructor(papers, orders) {
    this.papers = papers;
    this.orders = orders;
    this.count = papers.years.length;
    this.all = Array.from({ length: this.count }, (_, number) => number);
    this.venues = papers.venues.map(slugged);
    /** Slug of a venue → its name. */
    this.venueNames = new Map(papers.venues.map((name, at) => [this.venues[at], name]));
    this.signals = Object.keys(papers.signals);
    this.code = new Set(papers.code);
    this.known = [];
  }

  /** What paper `number` can be narrowed by: kind → values. */
  traits(number) {
    return (this.known[number] ??= this.#traits(number));
  }

  #traits(number) {
    const { papers } = this, tag = papers.tagged[number].map((at) => papers.tags[at]).filter((slug) => tags.has(slug));
    return {
      area: [...new Set(tag.map((slug) => slugOf(areaOf(tags.get(slug)))))],
      tag,
      year: papers.years[number] ? [String(papers.years[number])] : [],
      venue: papers.venue[number] === null ? [] : [this.venues[papers.venue[number]]],
      code: this.code.has(number) ? ['1'] : [],
      signal: this.signals.filter((name) => papers.signals[name][number] > 0),
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
    if (this.signals.includes(order)) return by(papers.signals[order]);
    if (order !== 'title') return numbers;
    const wanted = new Set(numbers);
    return (await this.orders()).titles.filter((number) => wanted.has(number));
  }

  /** Orders that a reader may choose besides a list's own. */
  get offered() {
    return ['newest', 'title', ...this.signals];
  }
}
