// This page as Markdown, in the clipboard: of a paper its twin without the citations, of any other page what is shown of it,
// be that titles, gists or whole abstracts.

import { now } from './abstract.js';
import { _, say } from './shelf.js';

const SIGNS = /[\\[\]*_`<]|&(?=#?\w{1,32};)/g;
/** What makes a heading, a list, a quote, a fence or a table's rule of the line it opens. */
const OPENING = /^( *)(?=#{1,6}(?: |$)|[-+](?: |$)|>|~~~|[-=:|][-=: |]*$)|^( *\d{1,9})(?=[.)](?: |$))/gm;
const SKIPPED = 'nav, form, fieldset, button, select, svg, canvas, template, .line summary, .js, .unseen, .strip, .Z3988, [aria-hidden=true]';
const BLOCKS = /^(ARTICLE|ASIDE|BLOCKQUOTE|DD|DETAILS|DIV|DL|DT|FIGURE|H\d|LI|OL|P|PRE|SECTION|SUMMARY|TABLE|TBODY|THEAD|TR|UL)$/;
const MARKS = { B: '**', STRONG: '**', EM: '*', I: '*', CODE: '`', KBD: '`' };

/** Put the page into the clipboard, and say so. */
export async function copy() {
  // Safari lets only a promise be kept that was made at the click.
  const text = markdown().then((said) => new Blob([said], { type: 'text/plain' }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]);
    say(_('Copied.'));
  } catch {
    say(_('That did not work.'));
  }
}

async function markdown() {
  if (!document.querySelector('[data-paper]')) {
    const main = document.querySelector('main');
    await now(main);
    return `${blocks(main)}\n\n<${document.querySelector('[rel=canonical]').href}>\n`;
  }
  const answer = await fetch('index.md');
  if (!answer.ok) throw new Error(answer.statusText);
  return (await answer.text()).split('\n## Cite\n', 1)[0];
}

const isShown = (node) => node.nodeType === Node.TEXT_NODE || (node.nodeType === Node.ELEMENT_NODE && !node.matches(SKIPPED) && node.checkVisibility());

/** The blocks of `element`, parted by empty lines; text and elements between them are a paragraph. */
function blocks(element) {
  const made = [];
  let run = '';
  const end = () => { made.push(run.trim().replace(OPENING, '$&\\')); run = ''; };
  for (const node of [...element.childNodes].filter(isShown)) {
    if (!BLOCKS.test(node.tagName)) run += inline(node);
    else {
      end();
      made.push(block(node));
    }
  }
  end();
  return made.filter(Boolean).join('\n\n');
}

function block(element) {
  const tag = element.tagName;
  const within = tag === 'PRE' ? element.textContent : tag === 'TABLE' ? rows(element) : blocks(element);
  if (!within) return '';
  if (tag === 'PRE') return fenced(within);
  if (tag === 'LI' && element.querySelector('pre')) return `- ${heading(within).replace(/\n(?=.)/g, '\n  ')}`;
  if (tag === 'LI') return `- ${heading(within).replace(/\n+(?=.)/g, '  \n  ')}`;
  if (tag === 'OL' || tag === 'UL') return within.replace(/\n\n(?=- )/g, '\n');
  if (tag === 'DT') return `**${within}**`;
  return /^H\d$/.test(tag) ? `${'#'.repeat(tag[1])} ${within}` : within;
}

/** `code` between fences longer than any run of backticks it holds; indented it would be a paragraph's text in a list. */
function fenced(code) {
  const fence = (code.match(/`{3,}/g) ?? []).reduce((longest, ticks) => (ticks.length < longest.length ? longest : ticks + '`'), '```');
  return fence + '\n' + code.replace(/\n$/, '') + '\n' + fence;
}

/** A heading in a list is bold: an outline has no room for each paper's. */
const heading = (text) => text.replace(/^#+ (.*)/, '**$1**');

function rows(table) {
  const lines = [...table.rows].map((row) => `| ${[...row.cells].map((cell) => blocks(cell).replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`);
  lines.splice(1, 0, `|${' --- |'.repeat(table.rows[0]?.cells.length ?? 0)}`);
  return lines.join('\n');
}

const literal = (text) => text.replace(/\s+/g, ' ').replace(SIGNS, '\\$&');

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return literal(node.data);
  const tag = node.tagName;
  if (tag === 'BR') return '\n';
  if (node.matches('.tally')) return `${[...document.querySelectorAll('.row')].filter(isShown).length}`; // which the stylesheet counts
  if (tag === 'math') return literal(node.getAttribute('alttext'));
  const within = [...node.childNodes].filter(isShown).map(inline).join('');
  if (!within.trim()) return within;
  if (tag === 'A') return `[${within.trim()}](${node.href.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'))}) `;
  return MARKS[tag] ? MARKS[tag] + within + MARKS[tag] : /^(CITE|TIME|SPAN)$/.test(tag) ? `${within} ` : within;
}
