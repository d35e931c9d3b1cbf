// The map as a thing to use. Its page shows a picture, which stays where no script runs or the dots cannot be fetched; here
// a canvas takes the picture's place, and what is done to it is shared out: camera.js says what is seen, picture.js draws,
// gestures.js listens, panel.js has the words, state.js the address.

import { _, follow, load } from './shelf.js';
import { fetchPapers } from './shelf/papers.js';
import { Camera } from './map/camera.js';
import { Dots } from './map/dots.js';
import { listen } from './map/gestures.js';
import { gatherings } from './map/labels.js';
import { Panel } from './map/panel.js';
import { Picture } from './map/picture.js';
import * as state from './map/state.js';
import { folded, near, nextTo, under } from './map/finding.js';

const map = document.querySelector('#map'), form = document.querySelector('#map-bar');
/** Papers up to which the words of all are fetched with the page, and not when the map is first touched. */
const FEW = 2000;
const GLIDE = 260, SETTLED = 160; // ms
const FINGER = 22, POINTER = 6; // px beside a dot that still mean it

class Chart {
  constructor(dots) {
    Object.assign(this, { dots, looked: -1, opened: -1, cursor: -1, keyed: false, taken: [] });
    this.camera = new Camera();
    this.canvas = Object.assign(document.createElement('canvas'), { ariaHidden: 'true' });
    map.prepend(this.canvas);
    this.picture = new Picture(this.canvas, dots, this.camera, Number(map.dataset.radius));
    this.picture.labels = gatherings(dots);
    this.picture.names = dots.tagNames.map((slug) => form.querySelector(`option[value="${CSS.escape(slug)}"]`)?.textContent ?? '');
    this.panel = new Panel(dots, { look: (at) => this.look(at), open: (at, focus) => this.open(at, focus), close: () => this.close() });
    this.areas = [...map.querySelectorAll('a.cell')].map((link) => ({ link, x: parseFloat(link.style.getPropertyValue('--x')) / 100, y: parseFloat(link.style.getPropertyValue('--y')) / 100 }));
    this.places = dots.likeness;
  }

  begin() {
    const { at, paper } = state.asked();
    state.fill(form);
    map.dataset.live = '';
    map.tabIndex = 0;
    map.role = 'group';
    map.ariaLabel = _('Map of the papers. Arrows step from dot to dot, plus and minus zoom, Enter opens a paper; Tab leads to the papers in view.');
    new ResizeObserver(() => this.fit()).observe(map);
    this.fit();
    if (at) this.camera.go(...at);
    listen(map, this.camera, this.answers());
    form.addEventListener('input', () => this.filter());
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('reset', () => setTimeout(() => { this.filter(); this.glide(1, 0.5, 0.5); }));
    map.querySelector('.zoom').addEventListener('click', ({ target }) => this.zoom(target.value));
    map.addEventListener('focusout', () => { this.keyed = false; this.look(-1); });
    document.querySelector('.foot').addEventListener('change', () => this.recolour());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.recolour());
    follow((kept) => { this.kept = kept; this.filter(); });
    this.words(paper);
  }

  /** Fetch the words of all papers: at once where they are few, else when the map is first touched or asked for words. */
  words(paper) {
    const wanted = () => (this.fetching ??= fetchPapers(map.dataset.index).then((papers) => {
      this.panel.papers = papers;
      this.texts = this.dots.slugs.map((slug) => folded(papers.get(slug)));
      if (this.opened >= 0) this.panel.open(this.opened);
      this.filter();
    }, () => { this.fetching = null; }));
    this.wanted = wanted;
    if (this.dots.at.has(paper)) this.open(this.dots.at.get(paper));
    if (this.dots.size <= FEW || paper || state.chosen(form).q) (globalThis.requestIdleCallback ?? setTimeout)(wanted);
    for (const kind of ['pointerenter', 'focusin']) for (const place of [map, form]) place.addEventListener(kind, wanted, { once: true });
  }

  answers() {
    return {
      moved: () => this.moved(),
      glide: (...to) => this.glide(...to),
      middle: () => (this.cursor >= 0 ? [this.camera.across(this.places.x[this.cursor]), this.camera.down(this.places.y[this.cursor])] : []),
      point: ({ left, top }) => this.pointed(left, top),
      leave: () => { if (!this.keyed) this.look(-1); },
      tap: ({ left, top }, type) => this.tapped(left, top, type === 'mouse' ? POINTER : FINGER),
      arrow: (right, down) => this.arrow(right, down),
      enter: () => { if (this.cursor >= 0) this.open(this.cursor, true); },
      away: () => (this.opened >= 0 ? this.close() : this.look(-1)),
    };
  }

  // -- what is seen ---------------------------------------------------------------------------------------------------

  fit() {
    const { clientWidth, clientHeight } = map;
    if (!clientWidth || (clientWidth === this.camera.width && clientHeight === this.camera.height)) return;
    this.picture.fit(clientWidth, clientHeight);
    this.camera.most = Math.max(8, 24 / Math.max(0.1, this.picture.radius));
    this.arrange();
    this.draw();
  }

  /** Lay the dots out as the form says. */
  arrange() {
    const byYear = state.chosen(form).by === 'year';
    map.dataset.by = byYear ? 'year' : '';
    this.places = byYear ? this.dots.byYear(this.camera.width, this.camera.height) : this.dots.likeness;
    this.picture.cell = this.places.cell;
  }

  moved() {
    this.draw();
    state.keep(form, this.camera, this.dots.slugs[this.opened] ?? '');
    map.style.touchAction = this.camera.k > 1 ? 'none' : 'pan-y';
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.list(), SETTLED);
  }

  list() {
    const found = near(this.dots, this.places, this.camera);
    this.panel.show(found, found.length, this.matching);
  }

  /** Draw before the next frame. */
  draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.label();
      this.picture.draw({ places: this.flying ?? this.places, looked: this.looked, open: this.opened, taken: this.taken });
    });
  }

  /** Put the names of areas where their places are now. */
  label() {
    const { camera } = this;
    this.taken = [];
    for (const { link, x, y } of this.areas) {
      const isIn = !this.places.years && camera.sees(x, y, 0.03);
      link.style.translate = `calc(${(camera.across(x) - x * camera.width).toFixed(1)}px - 50%) calc(${(camera.down(y) - y * camera.height).toFixed(1)}px - 50%)`;
      link.style.visibility = isIn ? '' : 'hidden';
      link.inert = !isIn;
      const half = (this.picture.widthOf(link.textContent) + 30) / 2;
      if (isIn) this.taken.push({ left: camera.across(x) - half, right: camera.across(x) + half, top: camera.down(y) - 14, bottom: camera.down(y) + 14 });
    }
  }

  zoom(by) {
    if (by === 'in') this.glide(...this.camera.closer(1.6));
    else if (by === 'out') this.glide(...this.camera.closer(1 / 1.6));
    else if (by) this.glide(1, 0.5, 0.5);
  }

  /** Go there smoothly, or at once where a reader wants no motion. */
  glide(k, x, y) {
    const { camera } = this, from = [camera.k, camera.x, camera.y];
    this.animate((share) => {
      camera.go(...[k, x, y].map((to, at) => from[at] + share * (to - from[at])));
      this.moved();
    });
  }

  animate(step) {
    const begin = performance.now(), still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const run = this.running = (now) => {
      if (this.running !== run) return;
      const part = still ? 1 : Math.min(1, (now - begin) / GLIDE);
      step(1 - (1 - part) ** 3);
      if (part < 1) requestAnimationFrame(run);
    };
    run(begin);
  }

  recolour() {
    this.picture.looks();
    this.draw();
  }

  // -- which papers -----------------------------------------------------------------------------------------------------

  filter() {
    const { q, tag, year, kept, new: fresh, by } = state.chosen(form), { dots } = this;
    const words = folded({ title: q }).split(' ').filter(Boolean), wanted = dots.tagNames.indexOf(tag), seen = this.kept.visit?.seen ?? '';
    if (words.length && !this.texts) this.wanted?.();
    this.matching = dots.filter((at) => (!tag || dots.tags[at].includes(wanted)) && (!year || dots.year[at] === Number(year))
      && (!kept || dots.slugs[at] in this.kept.kept) && (!fresh || dots.day[at] > seen) && !(dots.slugs[at] in this.kept.hidden)
      && words.every((word) => !this.texts || this.texts[at].includes(word)));
    if ((by === 'year') !== Boolean(this.places.years)) this.fly();
    this.moved();
  }

  /** Let the dots go from one layout to the other. */
  fly() {
    const before = this.places;
    this.arrange();
    const { places } = this, x = new Float32Array(this.dots.size), y = new Float32Array(this.dots.size);
    this.camera.go(1, 0.5, 0.5);
    this.animate((share) => {
      for (let at = 0; at < x.length; at++) {
        x[at] = before.x[at] + share * (places.x[at] - before.x[at]);
        y[at] = before.y[at] + share * (places.y[at] - before.y[at]);
      }
      this.flying = share < 1 ? { ...places, x, y } : null;
      this.draw();
    });
  }

  // -- one paper ----------------------------------------------------------------------------------------------------------

  /** Name the paper `at`, as a pointer, the cursor or the list means it; none where it is -1. */
  look(at) {
    if (at === this.looked) return;
    this.looked = at;
    this.panel.point(at, this.camera.across(this.places.x[at]), this.camera.down(this.places.y[at]), this.camera);
    this.draw();
  }

  pointed(left, top) {
    this.keyed = false;
    const at = under(this.dots, this.places, this.camera, left, top, this.picture.radius + POINTER);
    const named = at < 0 && this.labelAt(left, top);
    map.style.cursor = at >= 0 || named ? 'pointer' : '';
    this.look(at);
  }

  labelAt(left, top) {
    return this.picture.drawn?.find(({ box }) => left > box.left && left < box.right && top > box.top && top < box.bottom);
  }

  tapped(left, top, reach) {
    const at = under(this.dots, this.places, this.camera, left, top, this.picture.radius + reach), label = this.labelAt(left, top);
    if (label) {
      form.elements.tag.value = this.dots.tagNames[label.tag];
      this.filter();
    } else if (at >= 0) {
      this.cursor = at;
      this.look(at);
      this.open(at);
    }
  }

  arrow(right, down) {
    const { camera, places } = this;
    const at = this.cursor < 0 || !this.dots.shown[this.cursor] ? (near(this.dots, places, camera)[0] ?? -1) : nextTo(this.dots, places, camera, this.cursor, right, down);
    if (at < 0) return;
    this.cursor = at;
    this.keyed = true;
    if (!camera.sees(places.x[at], places.y[at], 0.1)) camera.go(camera.k, places.x[at], places.y[at]);
    this.moved();
    this.looked = -1;
    this.look(at);
  }

  open(at, focus = false) {
    this.from = focus ? document.activeElement : null;
    this.opened = at;
    this.cursor = at;
    this.wanted();
    this.panel.open(at, focus);
    this.moved();
  }

  close() {
    const at = this.opened;
    this.opened = -1;
    this.panel.open(-1);
    if (this.from?.isConnected) this.from.focus({ preventScroll: true });
    else map.focus({ preventScroll: true });
    this.cursor = at;
    this.moved();
  }
}

try {
  const answer = await fetch(map.dataset.dots);
  if (!answer.ok) throw new Error(`${answer.status} for ${map.dataset.dots}`);
  const dots = new Dots(await answer.json());
  if (dots.size) new Chart(dots).begin();
} catch (error) {
  document.querySelector('#map-count').textContent = _('The map could not be loaded; this is its picture.');
  if (!(error instanceof TypeError) && !/ for /.test(error.message)) throw error;
}
