// What of the map a reader chose, in the address: the filters, the layout, the part that is seen, the paper that is open.
// Whoever is sent the address sees the same.

const DELAY = 250; // ms; browsers refuse addresses that change all the time
const FILTERS = ['q', 'tag', 'year', 'kept', 'new', 'by'];

let due;

/** Fill the form as the address says. */
export function fill(form) {
  const asked = new URLSearchParams(location.search);
  for (const name of FILTERS) {
    const field = form.elements[name], value = asked.get(name) ?? '';
    if (!field) continue;
    if (field.type === 'checkbox') field.checked = value === '1';
    else field.value = value; // a choice that is not there leaves the field empty, a layout that is not there the usual one
    if (field instanceof RadioNodeList && !field.value) field.value = '';
    if (field.tagName === 'SELECT' && field.selectedIndex < 0) field.value = '';
  }
}

/** What the address says of camera and paper. */
export function asked() {
  const query = new URLSearchParams(location.search), at = (query.get('at') ?? '').split(',').map(Number);
  return { at: at.length === 3 && at.every(Number.isFinite) ? at : null, paper: query.get('paper') ?? '' };
}

/** What the form says; a field that is not there says nothing. */
export function chosen(form) {
  const value = (name) => {
    const field = form.elements[name];
    return field?.type === 'checkbox' ? field.checked : (field?.value ?? '').trim();
  };
  return Object.fromEntries(FILTERS.map((name) => [name, value(name)]));
}

/** Put into the address what `form`, `camera` and the open `paper` (a slug or "") say. */
export function keep(form, camera, paper) {
  clearTimeout(due);
  due = setTimeout(() => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(chosen(form))) if (value) query.set(name, value === true ? '1' : value);
    if (camera.k > 1) query.set('at', [camera.k.toFixed(2), camera.x.toFixed(4), camera.y.toFixed(4)].join(','));
    if (paper) query.set('paper', paper);
    const said = String(query).replaceAll('%2C', ',');
    history.replaceState(history.state, '', said ? `?${said}` : location.pathname);
  }, DELAY);
}
