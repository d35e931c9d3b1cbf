// Below the shelf: what can be taken away, what can be brought, and what this browser keeps.

import { _, button, change, follow, forget, load, many, raw, say, today } from '../shelf.js';
import { box, counted, element, save } from './dom.js';
import { FORMS, hasMarks, SHELF_FILE } from './forms.js';
import * as library from './library.js';
import { isShelf, merge } from './merge.js';

const LARGEST = 20e6; // bytes of a file that is read

/** The panel; `show` says what an export would take. */
export function take({ place, state, papers, chosen }) {
  const files = place.dataset;
  const what = element('p', { className: 'means' }), side = element('a', { className: 'button', textContent: _('Compare') });
  const tools = element('p', { className: 'tools' }, ...Object.keys(FORMS).map((form) => button(form, () => exported(form).catch(failed))), button(_('Share a link'), () => share(chosen())), side);
  const input = element('input', { type: 'file', id: 'bring', accept: '.json,.bib,.ris,.txt', multiple: true });
  const drop = element('label', { className: 'drop', htmlFor: 'bring' }, element('b', { textContent: _('Bring a file') }), ` ${_('A shelf file is added to this shelf. Of a .bib, .ris or CSL-JSON file, the papers that this digest has are marked “in my library”. Choose it, or drop it here; it stays in this browser.')}`, input);
  const outcome = element('p', { className: 'outcome', role: 'status' });
  let listedAll = true;

  async function exported(form) {
    const { make, ending, type } = FORMS[form], taken = chosen();
    save(`shelf.${ending}`, await make(taken, state(), files, listedAll), type);
    say(_('Saved: %(papers)s as %(form)s.', { papers: counted(taken.length), form }));
  }

  async function brought(found) {
    for (const file of found) outcome.replaceChildren(...(await bring(file, papers()).catch(() => [_('%(file)s could not be read; nothing was changed.', { file: file.name })])));
    input.value = '';
  }

  input.addEventListener('change', () => brought([...input.files]));
  for (const name of ['dragover', 'drop']) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      if (name === 'drop') brought([...event.dataTransfer.files]);
    });
  }
  return {
    element: element('section', { className: 'take' }, element('h2', { textContent: _('Take it away, bring it back') }), what, tools, drop, outcome),
    show(taken, ticks, sent) {
      listedAll = !sent && taken.length === Object.keys(state().kept).length;
      what.textContent = ticks
        ? many(['The %(num)s paper you ticked, as', 'The %(num)s papers you ticked, as'], taken.length)
        : many(['All %(num)s paper listed above, as', 'All %(num)s papers listed above, as'], taken.length);
      what.hidden = !taken.length;
      // Notes and marks can be taken away without a paper that is kept; nothing else can.
      for (const one of tools.children) one.hidden = !taken.length && one.textContent !== SHELF_FILE;
      tools.hidden = !taken.length && (Boolean(sent) || !hasMarks(state()));
      side.hidden = taken.length < 2 || taken.length > 5;
      side.href = `${files.compare}#${taken.map(({ slug }) => slug).join(',')}`;
    },
  };
}

const failed = (error) => {
  console.error(error);
  say(_('That did not work: the digest’s file could not be loaded. Nothing was changed.'));
};

// -- sharing ----------------------------------------------------------------------------------------------------------------

async function share(taken) {
  const url = new URL(`#p=${taken.map(({ slug }) => slug).join(',')}`, location.href.split('#')[0]).href;
  try {
    if (navigator.share && matchMedia('(pointer: coarse)').matches) await navigator.share({ title: document.title, url });
    else {
      await navigator.clipboard.writeText(url);
      say(many(['Copied: a link to %(num)s paper. Whoever opens it sees the list, not your notes.', 'Copied: a link to %(num)s papers. Whoever opens it sees the list, not your notes.'], taken.length));
    }
  } catch (error) {
    if (error.name === 'AbortError') return;
    say(_('The browser does not let this page copy. The link is in the address bar now.'));
    location.hash = url.split('#')[1];
  }
}

// -- bringing ---------------------------------------------------------------------------------------------------------------

/** Take in `file`; what to tell. */
async function bring(file, papers) {
  if (file.size > LARGEST) return [_('%(file)s is larger than 20 MB and was not read.', { file: file.name })];
  const text = await file.text();
  const parsed = /^\s*\{/.test(text) ? JSON.parse(text) : null;
  if (isShelf(parsed)) return bringShelf(file.name, parsed, papers);
  const entries = library.read(text);
  if (!entries) return [_('%(file)s is no shelf file, and no BibTeX, RIS or CSL-JSON. Nothing was changed.', { file: file.name })];
  const found = library.matches(entries, papers.all).map(({ slug }) => slug);
  if (found.length && !change((state) => { for (const slug of found) state.mine[slug] ??= today(); })) return [_('Nothing was changed.')];
  const keepThem = () => change((state) => { for (const slug of found) state.kept[slug] ??= { at: today() }; });
  return [many(['%(file)s: %(num)s entry, %(papers)s of this digest among them.', '%(file)s: %(num)s entries, %(papers)s of this digest among them.'], entries.length, { file: file.name, papers: counted(found.length) }), ' ', ...(found.length ? [button(_('Keep them'), keepThem)] : [])];
}

function bringShelf(name, file, papers) {
  let told;
  const done = change((state) => { told = merge(state, file, papers); });
  if (!done) return [_('Nothing was changed.')];
  const added = many(['%(file)s: %(num)s paper added, %(known)s already here.', '%(file)s: %(num)s papers added, %(known)s already here.'], told.came, { file: name, known: told.known });
  const { papers: dropped, groups, notes } = told.leftOut;
  const left = [
    dropped && many(['%(num)s paper had no room and was left out.', '%(num)s papers had no room and were left out.'], dropped),
    groups && many(['%(num)s group had no room and was left out.', '%(num)s groups had no room and were left out.'], groups),
    notes && many(['%(num)s note had no room and was left out.', '%(num)s notes had no room and were left out.'], notes),
  ];
  return [added, ...left.filter(Boolean).flatMap((one) => [' ', one])];
}

// -- what is kept -------------------------------------------------------------------------------------------------------------

/** Switches, and what this browser keeps besides. */
export function settings(state) {
  const section = element('section', { className: 'kept-here' }, element('h2', { textContent: _('What this browser keeps') }));
  const marks = box(` ${_('Opening a paper marks it read')}`, { checked: state()?.settings.marks ?? load().settings.marks !== false, className: 'check', onchange: ({ target }) => change((now) => { now.settings.marks = target.checked; }) });
  const empty = (name, title, told) => {
    const made = button(title, () => {
      const before = load()[name];
      const number = Object.keys(before).length;
      if (change((now) => { now[name] = Object.create(null); })) say(told(number), () => change((now) => { now[name] = Object.assign(Object.create(null), before, now[name]); }));
    });
    follow((now) => { made.hidden = !Object.keys(now[name]).length; });
    return made;
  };
  const lasting = element('p', { className: 'means', textContent: _('All of it lies in this browser, under one name, and goes when you clear its data: save a shelf file now and then.') });
  navigator.storage?.persisted?.().then((sure) => { if (sure) lasting.append(` ${_('The browser has promised to clear it only if you ask.')}`); }, () => {});
  section.append(element('p', {}, marks), element('p', { className: 'tools' }, empty('read', _('Forget what I have read'), (number) => many(['Forgotten: %(num)s paper marked read.', 'Forgotten: %(num)s papers marked read.'], number)), empty('hidden', _('Show all I have hidden'), (number) => many(['Forgotten: %(num)s paper hidden.', 'Forgotten: %(num)s papers hidden.'], number)), empty('mine', _('Forget my library'), (number) => many(['Forgotten: %(num)s paper in your library.', 'Forgotten: %(num)s papers in your library.'], number)), empty('kept', _('Empty the shelf'), (number) => many(['Forgotten: %(num)s paper kept.', 'Forgotten: %(num)s papers kept.'], number))), lasting);
  return section;
}

/** The way out when what is kept cannot be read: save it as it is, and begin anew. */
export function damaged(status) {
  status.hidden = false;
  status.textContent = _('What this browser keeps for this site cannot be read, and nothing of it was changed. Save it as it is; then the shelf can begin anew.');
  const begin = button(_('Begin anew'), () => { forget(); location.reload(); });
  begin.disabled = true;
  return element('p', { className: 'tools' }, button(_('Save it as it is'), () => { save('shelf-damaged.txt', raw()); begin.disabled = false; }), begin);
}
