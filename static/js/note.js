// A reader's note on one paper: a box that saves what is typed. The paper's page and the shelf show it.

import { _, change, follow, load, noteOf, say, today } from './shelf.js';

const WAIT = 400; // ms of quiet before a note is saved
const LONGEST = 20_000; // letters; what merge.js takes, too

/** Put a box for the note on `slug` into `details`, and the note's beginning into its summary. */
export function equip(details, slug) {
  if (details.querySelector('textarea')) return;
  const area = Object.assign(document.createElement('textarea'), { maxLength: LONGEST, rows: 3, ariaLabel: _('Note') });
  const begins = details.querySelector('summary span');
  let timer, saved;
  const put = (note) => { area.value = note; saved = area.value; }; // which has line ends of its own
  const save = () => {
    clearTimeout(timer);
    if (area.value === saved || !write(slug, area.value, saved)) return;
    saved = area.value;
    const note = load().notes[slug];
    if (note) put(note); // with what another window wrote meanwhile
  };
  put(load().notes[slug] ?? '');
  area.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(save, WAIT); });
  area.addEventListener('blur', save);
  addEventListener('pagehide', save);
  follow(({ notes }) => {
    const note = notes[slug] ?? '';
    begins.textContent = note && `: ${note.split('\n')[0]}`;
    if (area.value === saved) put(note); // unless something else is being typed here
  });
  details.append(area);
  if (details.open) area.focus();
}

/**
 * Save `text` where the note was `before`; what another window wrote since stays beside it. A note keeps its paper, or nobody
 * would find it again.
 */
function write(slug, text, before) {
  const isKept = slug in load().kept;
  const done = change((state) => {
    const now = (state.notes[slug] ?? '').replace(/\r\n?/g, '\n'), note = now === before ? text : noteOf(now, text);
    if (note.trim()) state.notes[slug] = note;
    else delete state.notes[slug];
    if (note.trim()) state.kept[slug] ??= { at: today() };
  });
  if (done && !isKept && text.trim()) say(_('Kept, with your note.'));
  return done;
}
