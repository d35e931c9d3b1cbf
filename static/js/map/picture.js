// The canvas: dots, the one that is looked at, names of tags, the axis of years. Knows nothing of readers' doings.

import { AXIS } from './dots.js';
import { placed } from './labels.js';

/** px of a dot's radius up to which it is a square of pixels written by hand: nobody can tell, and ten thousand circles
    take a browser without a graphics card several times as long. */
const SQUARE = 1.9;
const SMALLEST = 1.1, LARGEST = 9;
const FAINT = 0.16;

export class Picture {
  constructor(canvas, dots, camera, radius) {
    Object.assign(this, { canvas, dots, camera, units: radius });
    this.brush = canvas.getContext('2d');
    this.labels = [];
    this.names = [];
    this.widths = new Map();
    this.looks();
  }

  /** Read the colours and the font that the stylesheet has now. */
  looks() {
    const style = getComputedStyle(this.canvas), probe = document.createElement('i');
    this.canvas.parentNode.append(probe);
    this.hues = Array.from({ length: 10 }, (_, hue) => {
      probe.className = `hue-${hue}`;
      return (hue && getComputedStyle(probe).getPropertyValue('--hue').trim()) || style.getPropertyValue('--ink-3');
    });
    probe.style.color = 'var(--edge)';
    probe.className = '';
    this.hues[0] = getComputedStyle(probe).color;
    probe.style.color = 'var(--bg)';
    this.paper = getComputedStyle(probe).color;
    this.packed = [FAINT, 1].map((alpha) => this.hues.map((colour) => this.pack(colour, alpha)));
    probe.remove();
    this.ink = style.color;
    this.font = `600 13px ${style.fontFamily}`;
  }

  /** `colour` as the number that four bytes of a picture hold (red first, so least). */
  pack(colour, alpha) {
    this.brush.fillStyle = colour;
    const [red, green, blue] = this.brush.fillStyle.slice(1).match(/../g).map((part) => parseInt(part, 16));
    return ((Math.round(255 * alpha) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  }

  /** Fit the canvas to the box it stands in. */
  fit(width, height) {
    const sharp = Math.min(2, devicePixelRatio || 1);
    Object.assign(this.camera, { width, height });
    Object.assign(this.canvas, { width: Math.round(width * sharp), height: Math.round(height * sharp) });
    this.sharp = sharp;
  }

  /** px of a dot's radius as things stand. */
  get radius() {
    const { width, k } = this.camera, units = this.cell ? this.cell / 2 - 0.5 : (this.units * width) / 1000;
    return Math.min(LARGEST, Math.max(SMALLEST, units) * (this.cell ? k : Math.sqrt(k)));
  }

  /** Draw the dots at `places`; `looked` and `open` are numbers of papers, or -1. `taken` are boxes where no name may stand. */
  draw({ places, looked, open, taken }) {
    const { brush, camera } = this;
    brush.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
    if (this.radius > SQUARE) {
      brush.clearRect(0, 0, camera.width, camera.height);
      this.circles(places);
    } else this.squares(places);
    if (places.years) this.axis(places.years);
    for (const at of [open, looked]) if (at >= 0) this.ring(places.x[at], places.y[at], this.hues[this.dots.hue[at]]);
    this.drawn = places.years ? [] : placed(this.labels, camera, (label) => this.widthOf(this.names[label.tag]), taken);
    for (const label of this.drawn) this.name(label);
  }

  /** Draw the dots as circles, those that a filter left out faintly and below the others. */
  circles(places) {
    const { brush, dots, radius: r } = this;
    for (const state of [0, 1]) {
      let last = -1;
      brush.globalAlpha = state ? 1 : FAINT;
      this.each(places, r, (at, left, top) => {
        if (dots.shown[at] !== state) return;
        if (dots.hue[at] !== last) {
          if (last >= 0) brush.fill();
          last = dots.hue[at];
          brush.fillStyle = this.hues[last];
          brush.beginPath();
        }
        brush.moveTo(left + r, top);
        brush.arc(left, top, r, 0, 7);
      });
      if (last >= 0) brush.fill();
    }
    brush.globalAlpha = 1;
  }

  /** The same as squares, pixel by pixel; replaces all that was drawn. */
  squares(places) {
    const { width, height } = this.canvas, { shown, hue } = this.dots, { sharp } = this;
    if (this.image?.width !== width || this.image.height !== height) this.image = this.brush.createImageData(width, height);
    const pixels = new Uint32Array(this.image.data.buffer), side = Math.max(2, Math.round(2 * this.radius * sharp));
    pixels.fill(0);
    for (const state of [0, 1]) {
      this.each(places, 0, (at, left, top) => {
        if (shown[at] !== state) return;
        const colour = this.packed[state][hue[at]], column = Math.round(left * sharp - side / 2), row = Math.round(top * sharp - side / 2);
        if (column < 0 || row < 0 || column + side > width || row + side > height) return;
        for (let line = row * width + column, end = line + side * width; line < end; line += width) pixels.fill(colour, line, line + side);
      });
    }
    this.brush.putImageData(this.image, 0, 0);
  }

  /** Call `draw` with the number of each dot in view, colour by colour, and where it stands in px. */
  each({ x, y }, margin, draw) {
    const { width, height, k } = this.camera;
    // Written out, for this is what each frame does ten thousand times.
    const scaleX = width * k, scaleY = height * k, left = width / 2 - this.camera.x * scaleX, top = height / 2 - this.camera.y * scaleY;
    for (const at of this.dots.byHue) {
      const px = x[at] * scaleX + left, py = y[at] * scaleY + top;
      if (px >= -margin && py >= -margin && px <= width + margin && py <= height + margin) draw(at, px, py);
    }
  }

  ring(x, y, colour) {
    const { brush, camera } = this, left = camera.across(x), top = camera.down(y), r = Math.max(4, this.radius);
    const disc = (size, style) => { brush.beginPath(); brush.arc(left, top, size, 0, 7); brush.fillStyle = style; brush.fill(); };
    disc(r + 4.5, this.ink);
    disc(r + 2.5, this.paper);
    disc(r, colour);
  }

  widthOf(name) {
    if (!this.widths.has(name)) {
      this.brush.font = this.font;
      this.widths.set(name, this.brush.measureText(name).width);
    }
    return this.widths.get(name);
  }

  name({ tag, box }) {
    const { brush } = this;
    brush.globalAlpha = 0.85;
    brush.fillStyle = this.paper;
    brush.beginPath();
    brush.roundRect(box.left, box.top, box.right - box.left, box.bottom - box.top, 4);
    brush.fill();
    brush.globalAlpha = 1;
    this.write(this.names[tag], (box.left + box.right) / 2, (box.top + box.bottom) / 2);
  }

  write(text, left, top) {
    Object.assign(this.brush, { font: this.font, fillStyle: this.ink, textAlign: 'center', textBaseline: 'middle' });
    this.brush.fillText(text, left, top);
  }

  /** Below each column its year, as many as find room. */
  axis(years) {
    const wide = (this.camera.width * this.camera.k) / years.length, every = Math.max(1, Math.ceil(40 / wide));
    years.forEach((year, at) => {
      const left = this.camera.across((at + 0.5) / years.length);
      if (year ? (years.length - 1 - at) % every === 0 : wide > 30) this.write(year ? String(year) : '?', left, this.camera.height - AXIS / 2);
    });
  }
}
