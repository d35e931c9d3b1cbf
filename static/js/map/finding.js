// Which dot is meant: below a pointer, next in a direction, nearest to the middle. All dots are asked: ten thousand
// distances are few, so that no tree of places is kept beside them.

import { fold } from '../search/fold.js';

/** The words of a paper as they are looked for. */
export const folded = ({ title, gist = '', authors = '' }) => ['', fold([title, gist, authors].join(' '))].join(' ').replace(/\s+/g, ' ');

/** The paper whose dot is nearest to a point of the picture, at most `reach` px away; -1 where none is. */
export function under({ size, shown }, { x, y }, camera, left, top, reach) {
  let best = -1, least = reach ** 2;
  for (let at = 0; at < size; at++) {
    if (!shown[at]) continue;
    const far = (camera.across(x[at]) - left) ** 2 + (camera.down(y[at]) - top) ** 2;
    if (far <= least) { least = far; best = at; }
  }
  return best;
}

/** The papers in view, from the middle outwards. */
export function near({ size, shown }, { x, y }, camera) {
  const far = (at) => ((x[at] - camera.x) * camera.width) ** 2 + ((y[at] - camera.y) * camera.height) ** 2;
  const found = [];
  for (let at = 0; at < size; at++) if (shown[at] && camera.sees(x[at], y[at])) found.push([far(at), at]);
  return found.sort((one, other) => one[0] - other[0] || one[1] - other[1]).map(([, at]) => at);
}

/** The next dot from `from` to the `right` and `down` (of -1, 0 and 1): near, and not far off to the side; else `from`. */
export function nextTo({ size, shown }, { x, y }, camera, from, right, down) {
  let best = from, least = Infinity;
  for (let at = 0; at < size; at++) {
    if (!shown[at] || at === from) continue;
    const dx = (x[at] - x[from]) * camera.width, dy = (y[at] - y[from]) * camera.height;
    const ahead = dx * right + dy * down, aside = Math.abs(dx * down) + Math.abs(dy * right);
    const cost = ahead + 2 * aside;
    if (ahead > 0.01 && aside <= ahead && cost < least) { least = cost; best = at; }
  }
  return best;
}
