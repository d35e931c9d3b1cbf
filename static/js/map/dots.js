// The papers as dots: what the build says of each (site_builder/pages/map_data.py), where it lies in either layout, and which
// of them a filter leaves. Places are shares of the picture's width and height, from 0 to 1.

import { isSlug } from '../shelf.js';

const WIDTH = 1000, HEIGHT = 400;
/** px below the dots for the names of years. */
export const AXIS = 28;
/** Years up to which an axis has room for those without a paper. */
const SPAN = 30;
const WIDEST = 12, NARROWEST = 0.5;

export class Dots {
  constructor({ papers, tags, days }) {
    const known = papers.filter(([slug]) => isSlug(slug));
    const column = (at, Type) => Type.from(known, (paper) => paper[at]);
    this.size = known.length;
    this.slugs = known.map(([slug]) => slug);
    this.hue = column(3, Uint8Array);
    this.year = column(4, Int16Array);
    this.day = known.map((paper) => days[paper[5]] ?? '');
    this.tags = known.map((paper) => paper[6]);
    this.tagNames = tags;
    this.at = new Map(this.slugs.map((slug, at) => [slug, at]));
    /** Numbers of the papers by colour, so that a picture changes its brush but a few times. */
    this.byHue = Uint32Array.from(known.keys()).sort((one, other) => this.hue[one] - this.hue[other] || one - other);
    this.likeness = { x: column(1, Float32Array).map((x) => x / WIDTH), y: column(2, Float32Array).map((y) => y / HEIGHT) };
    this.shown = new Uint8Array(this.size).fill(1);
  }

  /** The years on the axis, from the first to the last; 0 stands before them for papers without one. */
  get years() {
    const found = [...new Set(this.year)].sort((one, other) => one - other), dated = found.filter(Boolean);
    const first = dated[0], span = dated.at(-1) - first + 1;
    const axis = span <= SPAN ? Array.from({ length: span }, (_, at) => first + at) : dated;
    return found[0] === 0 ? [0, ...axis] : axis;
  }

  /** Places by year in a picture of `width` by `height` px: a column a year, in which areas lie above each other. */
  byYear(width, height) {
    const years = this.years, members = new Map(years.map((year) => [year, []]));
    for (const at of this.byHue) members.get(this.year[at]).push(at);
    const wide = width / years.length, most = Math.max(...[...members.values()].map((all) => all.length));
    const fits = (cell) => Math.ceil(most / Math.max(1, Math.floor((0.86 * wide) / cell))) * cell <= height - AXIS;
    let cell = WIDEST;
    while (cell > NARROWEST && !fits(cell)) cell -= 0.25;
    const across = Math.max(1, Math.floor((0.86 * wide) / cell));
    const x = new Float32Array(this.size), y = new Float32Array(this.size);
    years.forEach((year, column) => members.get(year).forEach((at, index) => {
      x[at] = (wide * (column + 0.5) + ((index % across) - (across - 1) / 2) * cell) / width;
      y[at] = (height - AXIS - (Math.floor(index / across) + 0.5) * cell) / height;
    }));
    return { x, y, years, cell };
  }

  /** Show those papers alone of which `test`, given their number, is true. How many they are. */
  filter(test) {
    let count = 0;
    for (let at = 0; at < this.size; at++) count += this.shown[at] = test(at) ? 1 : 0;
    return count;
  }
}
