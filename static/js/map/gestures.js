// What mouse, fingers, wheel and keys mean on the map. They move the camera or name a point; what is there is for others.

const TAP = 5; // px a finger may slip
const TWICE = 350; // ms between the two taps of a double one
const PAGE = 800; // px of a wheel that turns whole pages
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Let `map` (the box) move `camera`. `on` has the answers: moved, glide, point, leave, tap, arrow, enter, away. */
export function listen(map, camera, on) {
  const pointers = new Map(), here = (event) => {
    const box = map.getBoundingClientRect();
    return { left: event.clientX - box.left, top: event.clientY - box.top };
  };
  let slipped = 0, tapped = 0, pinched = false;

  map.addEventListener('pointerdown', (event) => {
    if (event.button || event.target.closest('a, button')) return;
    if (!pointers.size) { slipped = 0; pinched = false; }
    pointers.set(event.pointerId, here(event));
    pinched ||= pointers.size > 1;
    map.setPointerCapture(event.pointerId);
  });

  map.addEventListener('pointermove', (event) => {
    const now = here(event), before = pointers.get(event.pointerId);
    if (!before) return event.target.closest('a, button') ? on.leave() : on.point(now, event.pointerType);
    const [dx, dy] = [now.left - before.left, now.top - before.top];
    slipped += Math.hypot(dx, dy);
    if (pointers.size === 1 && slipped > TAP) {
      camera.pan(-dx, -dy);
      map.classList.add('dragged');
    } else if (pointers.size === 2) pinch(camera, [...pointers.values()], before, now);
    if (slipped > TAP) pointers.set(event.pointerId, now);
    on.moved();
  });

  const up = (event) => {
    const from = pointers.get(event.pointerId);
    pointers.delete(event.pointerId);
    if (!pointers.size) map.classList.remove('dragged');
    if (!from || event.type === 'pointercancel' || slipped > TAP || pinched) return;
    const now = here(event), twice = event.timeStamp - tapped < TWICE;
    tapped = twice ? 0 : event.timeStamp;
    if (twice) on.glide(...camera.closer(2, now.left, now.top));
    else on.tap(now, event.pointerType);
  };
  map.addEventListener('pointerup', up);
  map.addEventListener('pointercancel', up);
  map.addEventListener('pointerleave', () => on.leave());

  map.addEventListener('wheel', (event) => {
    const by = event.deltaY * [1, 30, PAGE][event.deltaMode] * (event.ctrlKey ? 0.01 : 0.002);
    if (by > 0 && camera.k === 1) return; // as far out as it goes: the page scrolls
    event.preventDefault();
    const { left, top } = here(event);
    camera.go(...camera.closer(Math.exp(-by), left, top));
    on.moved();
  }, { passive: false });

  map.addEventListener('keydown', (event) => key(event, map, camera, on));
}

/** Keep what was below both fingers below them; one of them went from `before` to `now`. */
function pinch(camera, [one, other], before, now) {
  const still = before === one ? other : one;
  const apart = (point) => Math.max(1, Math.hypot(point.left - still.left, point.top - still.top));
  const [left, top] = [(now.left + still.left) / 2, (now.top + still.top) / 2];
  camera.pan((before.left - now.left) / 2, (before.top - now.top) / 2);
  camera.go(...camera.closer(apart(now) / apart(before), left, top));
}

function key(event, map, camera, on) {
  if (event.target !== map || event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) { camera.step(...arrow); on.moved(); }
  else if (arrow) on.arrow(...arrow);
  else if (event.key === '+' || event.key === '=') on.glide(...camera.closer(1.6, ...on.middle()));
  else if (event.key === '-') on.glide(...camera.closer(1 / 1.6, ...on.middle()));
  else if (event.key === '0' || event.key === 'Home') on.glide(1, 0.5, 0.5);
  else if (event.key === 'Enter') on.enter();
  else if (event.key === 'Escape') on.away();
  else return;
  event.preventDefault();
}
