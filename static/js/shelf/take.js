// Below the shelf: what can be taken away, what can be brought, and what this browser keeps.

import { button, change, forget, load, raw, say, today } from '../shelf.js';
import { box, counted, element, save } from './dom.js';
import { FORMS } from './forms.js';
import * as library from './library.js';
import { isShelf, merge } from './merge.js';

const LARGEST = 20e6; // bytes of a file that is read

/** The panel; `show` says what an export would take. */
export function take({ place, state, papers, chosen }) {
  const files = place.dataset;
  const what = element('p', { className: 'means' }), side = element('a', { className: 'button', textContent: 'Compare' });
  const tools = element('p', { className: 'tools' }, ...Object.keys(FORMS).map((form) => button(form, () => exported(form).catch(failed))), button('Share a link', () => share(chosen())), side);
  const input = element('input', { type: 'file', id: 'bring', accept: '.json,.bib,.ris,.txt', multiple: true });
  const drop = element('label', { className: 'drop', htmlFor: 'bring' }, element('b', { textContent: 'Bring a file' }), ' A shelf file is added to this shelf. Of a .bib, .ris or CSL-JSON file, the papers that this digest has are marked “in my library”. Choose it, or drop it here; it stays in this browser.', input);
  const outcome = element('p', { className: 'outcome', role: 'status' });
  let listedAll = true;

  async function exported(form) {
    const { make, ending, type } = FORMS[form], taken = chosen();
    save(`shelf.${ending}`, await make(taken, state(), files, listedAll), type);
    say(`Saved: ${counted(taken.length)} as ${form}.`);
  }

  async function brought(found) {
    for (const file of found) outcome.replaceChildren(...(await bring(file, papers()).catch(() => [`${file.name} could not be read; nothing was changed.`])));
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
    element: element('section', { className: 'take' }, element('h2', { textContent: 'Take it away, bring it back' }), what, tools, drop, outcome),
    show(taken, ticks, sent) {
      listedAll = !sent && taken.length === Object.keys(state().kept).length;
      what.textContent = ticks ? `The ${counted(taken.length)} you ticked, as` : `All ${counted(taken.length)} listed above, as`;
      tools.hidden = what.hidden = !taken.length;
      side.hidden = taken.length < 2 || taken.length > 5;
      side.href = `${files.compare}#${taken.map(({ slug }) => slug).join(',')}`;
    },
  };
}

const failed = (error) => {
  console.error(error);
  say('That did not work: the digest’s file could not be loaded. Nothing was changed.');
};

// -- sharing ----------------------------------------------------------------------------------------------------------------

async function share(taken) {
  const url = new URL(`#p=${taken.map(({ slug }) => slug).join(',')}`, location.href.split('#')[0]).href;
  try {
    if (navigator.share && matchMedia('(pointer: coarse)').matches) await navigator.share({ title: document.title, url });
    else {
      await navigator.clipboard.writeText(url);
      say(`Copied: a link to ${counted(taken.length)}. Whoever opens it sees the list, not your notes.`);
    }
  } catch (error) {
    if (error.name === 'AbortError') return;
    say('The browser does not let this page copy. The link is in the address bar now.');
    location.hash = url.split('#')[1];
  }
}

// -- bringing ---------------------------------------------------------------------------------------------------------------

/** Take in `file`; what to tell. */
async function bring(file, papers) {
  if (file.size > LARGEST) return [`${file.name} is larger than 20 MB and was not read.`];
  const text = await file.text();
  const parsed = /^\s*\{/.test(text) ? JSON.parse(text) : null;
  if (isShelf(parsed)) return bringShelf(file.name, parsed, papers);
  const entries = library.read(text);
  if (!entries) return [`${file.name} is no shelf file, and no BibTeX, RIS or CSL-JSON. Nothing was changed.`];
  const found = library.matches(entries, papers.all).map(({ slug }) => slug);
  if (found.length && !change((state) => { for (const slug of found) state.mine[slug] ??= today(); })) return ['Nothing was changed.'];
  const keepThem = () => change((state) => { for (const slug of found) state.kept[slug] ??= { at: today() }; });
  return [`${file.name}: ${counted(entries.length, 'entry').replace('entrys', 'entries')}, ${counted(found.length)} of this digest among them. `, ...(found.length ? [button('Keep them', keepThem)] : [])];
}

function bringShelf(name, file, papers) {
  let told;
  const done = change((state) => { told = merge(state, file, papers); });
  return [done ? `${name}: ${counted(told.came)} added, ${told.known} already here.` : 'Nothing was changed.'];
}

// -- what is kept -------------------------------------------------------------------------------------------------------------

/** Switches, and what this browser keeps besides. */
export function settings(state) {
  const section = element('section', { className: 'kept-here' }, element('h2', { textContent: 'What this browser keeps' }));
  const marks = box(' Opening a paper marks it read', { checked: state()?.settings.marks ?? load().settings.marks !== false, className: 'check', onchange: ({ target }) => change((now) => { now.settings.marks = target.checked; }) });
  const empty = (name, what, title) => button(title, () => {
    const before = load()[name];
    const many = Object.keys(before).length;
    if (change((now) => { now[name] = {}; })) say(`Forgotten: ${counted(many)} ${what}.`, () => change((now) => { now[name] = { ...before, ...now[name] }; }));
  });
  const lasting = element('p', { className: 'means', textContent: 'All of it lies in this browser, under one name, and goes when you clear its data: save a shelf file now and then.' });
  navigator.storage?.persisted?.().then((sure) => { if (sure) lasting.append(' The browser has promised to clear it only if you ask.'); }, () => {});
  section.append(element('p', {}, marks), element('p', { className: 'tools' }, empty('read', 'marked read', 'Forget what I have read'), empty('hidden', 'hidden', 'Show all I have hidden'), empty('mine', 'in your library', 'Forget my library'), empty('kept', 'kept', 'Empty the shelf')), lasting);
  return section;
}

/** The way out when what is kept cannot be read: save it as it is, and begin anew. */
export function damaged(status) {
  status.hidden = false;
  status.textContent = 'What this browser keeps for this site cannot be read, and nothing of it was changed. Save it as it is; then the shelf can begin anew.';
  const begin = button('Begin anew', () => { forget(); location.reload(); });
  begin.disabled = true;
  return element('p', { className: 'tools' }, button('Save it as it is', () => { save('shelf-damaged.txt', raw()); begin.disabled = false; }), begin);
}
