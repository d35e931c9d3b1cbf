// How many rows a list showed, and how far it was scrolled, kept with the entry of the browser's history: who comes Back,
// or loads the page again, finds the list as it was.

const { state } = history;
let wanted = state?.shown ? { shown: state.shown, y: state.y } : null;

/** How many rows the list had when it was left, at least `most`. */
export const rowsBefore = (most) => Math.max(most, wanted?.shown ?? 0);

/** Scroll to where the list was left, once; call it when the rows stand. */
export function restore() {
  if (wanted?.y) scrollTo({ top: wanted.y, behavior: 'instant' });
  wanted = null;
}

/** Keep with this entry of the history what `shown` says whenever the page is left. */
export function keep(shown) {
  const note = () => history.replaceState({ ...history.state, shown: shown(), y: Math.round(scrollY) }, '');
  addEventListener('pagehide', note);
  addEventListener('click', note, { capture: true });
}
