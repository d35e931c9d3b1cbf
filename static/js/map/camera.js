// What part of the map is seen: how many times enlarged, and which place is in the middle. Knows no canvas.

const STEP = 0.15; // of what is seen, that an arrow moves

export class Camera {
  k = 1;
  x = 0.5;
  y = 0.5;
  width = 1;
  height = 1;
  most = 40;

  /** Where the place `x` across is, in px. */
  across(x) { return (x - this.x) * this.width * this.k + this.width / 2; }
  down(y) { return (y - this.y) * this.height * this.k + this.height / 2; }

  /** The place at a point of the picture, px from its corner. */
  placeAt(left, top) {
    return [(left - this.width / 2) / (this.width * this.k) + this.x, (top - this.height / 2) / (this.height * this.k) + this.y];
  }

  /** Go to the place `x`, `y`, enlarged `k` times, and no further out than the picture's edges. */
  go(k, x, y) {
    this.k = Math.min(this.most, Math.max(1, k));
    const half = 0.5 / this.k, within = (value) => Math.min(1 - half, Math.max(half, value));
    this.x = within(x);
    this.y = within(y);
  }

  pan(right, down) {
    this.go(this.k, this.x + right / (this.width * this.k), this.y + down / (this.height * this.k));
  }

  step(right, down) { this.pan(right * STEP * this.width, down * STEP * this.height); }

  /** The view `factor` times as close in which the point px from the corner stays where it is. */
  closer(factor, left = this.width / 2, top = this.height / 2) {
    const k = Math.min(this.most, Math.max(1, this.k * factor)), [x, y] = this.placeAt(left, top);
    return [k, x - (left - this.width / 2) / (this.width * k), y - (top - this.height / 2) / (this.height * k)];
  }

  /** True when `x`, `y` is seen, `margin` (a share of the view) away from its edges. */
  sees(x, y, margin = 0) {
    const reach = (0.5 - margin) / this.k;
    return Math.abs(x - this.x) <= reach && Math.abs(y - this.y) <= reach;
  }
}
