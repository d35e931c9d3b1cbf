// What a reader chose, as an address and as what is left of a list.

import assert from 'node:assert/strict';
import test from 'node:test';

const { Choice } = await import(`${process.env.FACETS}/choice.js`);

const PAPERS = [
  { area: ['cut'], tag: ['pruning'], year: ['2023'], venue: ['icml'], code: ['1'], signal: [] },
  { area: ['cut'], tag: ['pruning', 'vision'], year: ['2022'], venue: [], code: [], signal: [] },
  { area: ['see'], tag: ['vision'], year: ['2023'], venue: [], code: [], signal: [] },
  { area: [], tag: [], year: [], venue: [], code: [], signal: [] },
];
const chosen = (address) => new Choice(new URLSearchParams(address));
const left = (address) => chosen(address).apply(PAPERS.keys(), (number) => PAPERS[number]).left;

test('of one kind any will do, and each kind must hold', () => {
  assert.deepEqual(left(''), [0, 1, 2, 3]);
  assert.deepEqual(left('tag=pruning,vision'), [0, 1, 2]);
  assert.deepEqual(left('tag=pruning,vision&year=2023'), [0, 2]);
  assert.deepEqual(left('tag=pruning&code=1'), [0]);
});

test('what is under not is left out', () => {
  assert.deepEqual(left('not=vision'), [0, 3]);
  assert.deepEqual(left('tag=pruning&not=vision'), [0]);
  assert.deepEqual(left('not=year:2023,code:1'), [1, 3]);
});

test('counts say what each value would leave beside what the other kinds leave', () => {
  const { counts, reach } = chosen('tag=pruning&year=2023').apply(PAPERS.keys(), (number) => PAPERS[number]);

  assert.deepEqual(Object.fromEntries(counts.get('tag')), { pruning: 1, vision: 1 });
  assert.deepEqual(Object.fromEntries(counts.get('year')), { 2023: 1, 2022: 1 });
  assert.equal(reach.get('tag'), 2);
});

test('an address is written as it is read', () => {
  for (const address of ['tag=a,b&year=2023&code=1&not=c,venue:d&sort=newest', '', 'area=x']) assert.equal(chosen(address).toString(), address);
  assert.equal(chosen('tag=a&tag=b').toString([['q', 'c++ & "d e"']]), 'q=c%2B%2B+%26+%22d+e%22&tag=a,b');
  assert.equal(chosen('not=nothing:x,y').toString(), 'not=y');
});

test('a chip means only, not and off in turn', () => {
  const choice = chosen('');
  const states = [1, 2, 3].map(() => { choice.turn('tag', 'a'); return choice.state('tag', 'a'); });

  assert.deepEqual(states, ['only', 'not', 'off']);
  assert.equal(choice.narrows, false);
});

test('line breaks in an address are no choice, or part of one', () => {
  assert.equal(chosen('not=%0A').narrows, false);
  assert.equal(chosen('not=%0A,%20,b&tag=%0A').toString(), 'not=b');
  assert.equal(chosen('not=a%0Ab').state('tag', 'a\nb'), 'not');
});
