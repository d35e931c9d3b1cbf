// A reader's note on one paper: a box that saves what is typed. The paper's page and the shelf show it.

import { _, change, follow, load, say, today } from './shelf.js';

const WAIT = 400; // ms of quiet before a note is saved
const LONGEST = 20_000; // letters; what merge.js takes, too

/** Put a box for the note on `slug` into `details`, and the note's beginning into its summary. */
export function equip(details, slug) {
  if (details.querySelector('textarea')) return;
  const area = Object.assign(document.createElement('textarea'), { maxLength: LONGEST, rows: 3, ariaLabel: _('Note') });
  const begins = details.querySelector('summary span');
  let timer, saved = load().notes[slug] ?? '';
  const save = () => {
    clearTimeout(timer);
    if (area.value === saved || !write(slug, area.value)) return;
    saved = area.value;
  };
  area.value = saved;
  area.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(save, WAIT); });
  area.addEventListener('blur', save);
  addEventListener('pagehide', save);
  follow(({ notes }) => {
    const note = notes[slug] ?? '';
    begins.textContent = note && `: ${note.split('\n')[0]}`;
    if (area.value === saved) area.value = saved = note; // unless something else is being typed here
  });
  details.append(area);
  if (details.open) area.focus();
}

/** A note keeps its paper, or nobody would find it again. */
function write(slug, text) {
  const isKept = slug in load().kept;
  const done = change((state) => {
    if (text.trim()) state.notes[slug] = text;
    else delete state.notes[slug];
    if (text.trim()) state.kept[slug] ??= { at: today() };
  });
  if (done && !isKept && text.trim()) say(_('Kept, with your note.'));
  return done;
}
