// Names of tags on the map. A tag may gather in several places; each is a label, and the closer one looks, the more of them
// find room.

const COLUMNS = 18, ROWS = 9;
/** A place counts where so many papers of the tag lie within one step of it, and so large a share of them. */
const FEW = 4, SHARE = 0.12;
const MOST = 24; // names at once
const FROM = 1.5; // times enlarged
const PADDING = 6, TALL = 20;

/** Where each tag of `dots` gathers: {tag, x, y, count}, the largest first. */
export function gatherings(dots) {
  const members = dots.tagNames.map(() => []);
  dots.tags.forEach((tags, at) => tags.forEach((tag) => members[tag].push(at)));
  return members.flatMap((papers, tag) => peaks(dots, papers).map((peak) => ({ tag, ...peak })))
    .sort((one, other) => other.count - one.count || one.tag - other.tag);
}

function peaks(dots, papers) {
  const { x, y } = dots.likeness, cells = new Map(), key = (column, row) => row * COLUMNS + column;
  for (const at of papers) {
    const cell = key(Math.floor(x[at] * COLUMNS), Math.floor(y[at] * ROWS));
    cells.set(cell, [...(cells.get(cell) ?? []), at]);
  }
  const around = (cell) => [-1, 0, 1].flatMap((row) => [-1, 0, 1].flatMap((column) => cells.get(cell + key(column, row)) ?? []));
  const ranked = [...cells.keys()].map((cell) => ({ cell, near: around(cell) })).sort((one, other) => other.near.length - one.near.length || one.cell - other.cell);
  const taken = new Set(), found = [];
  for (const { near } of ranked) {
    if (near.length < Math.max(FEW, SHARE * papers.length) || near.some((at) => taken.has(at))) continue;
    near.forEach((at) => taken.add(at));
    const mean = (axis) => near.reduce((sum, at) => sum + axis[at], 0) / near.length;
    found.push({ x: mean(x), y: mean(y), count: near.length });
  }
  return found;
}

/** Those of `labels` that find room in `camera`'s view beside `taken` (boxes): each with its box. */
export function placed(labels, camera, widthOf, taken) {
  const found = [], boxes = [...taken];
  if (camera.k < FROM) return found;
  for (const label of labels) {
    if (found.length >= MOST) break;
    if (!camera.sees(label.x, label.y)) continue;
    const wide = widthOf(label) + 2 * PADDING, left = camera.across(label.x) - wide / 2, top = camera.down(label.y) - TALL / 2;
    const box = { left, top, right: left + wide, bottom: top + TALL };
    if (left < 0 || box.right > camera.width || boxes.some((other) => touch(box, other))) continue;
    boxes.push(box);
    found.push({ ...label, box });
  }
  return found;
}

const touch = (one, other) => one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
