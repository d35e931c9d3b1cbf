// What the files beside the index say, fetched from a few texts; run by tests/search/test_scripts.py.

import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';

const { CLUSTERS, load, placeIn, vectors } = await import(`${process.env.SCRIPTS}/assist.js`);

const FILES = { 'papers.json': { ids: 'a b', keys: ['keys/', 1], people: ['people/', 1], words: ['words/', 1], nearness: ['near/', 3] }, 'keys/0.json': { wang: '1a0:r' } };

test('a word that every object knows leads to no paper', async () => {
  globalThis.fetch = async (url) => ({ ok: true, json: async () => FILES[url] });
  const { keys } = await load('');
  assert.deepEqual(await keys('wang'), [{ paper: 1, field: 'a', author: 0, initials: 'r' }]);
  for (const word of ['constructor', '__proto__', 'tostring', 'toString', 'valueOf']) assert.deepEqual(await keys(word), []);
});

/** A file of vectors with one telling direction out of 12 each, behind the line that names them. */
const file = (line, ...directions) => {
  const rows = directions.flatMap((one) => Array.from({ length: 6 }, (_, at) => (one >> 1 === at ? (one & 1 ? 0x8f : 0xf8) : 0x88)));
  return gzipSync(Buffer.concat([Buffer.from(`${line}\n`), Buffer.from(rows)]));
};

test('of many papers only clusters near to what was asked are fetched', async () => {
  const count = CLUSTERS + 2, far = 11, asked = [];
  const files = {
    // Two papers a cluster, 0 and 12, 1 and 13 and so on; all clusters but the last point the same way.
    ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`near/${at}.bin`, file(`${at} ${count}`, at === count - 1 ? far : 0, at === count - 1 ? far : 0)])),
    [`near/${count}.bin`]: file(['0', ...Array(count - 1).fill('1')].join(' '), ...Array.from({ length: count }, (_, at) => (at === count - 1 ? far : 0))),
    'words/0.bin': gzipSync(Buffer.concat([Buffer.from('oak\n'), Buffer.from([255]), Buffer.from([0x88, 0x88, 0x88, 0x88, 0x88, 0x8f])])),
  };
  globalThis.fetch = async (url) => { asked.push(url); return new Response(files[url]); };
  const found = await vectors({ folder: '', papers: { meanings: ['words/', 1], nearness: ['near/', count + 1] } });
  const { papers: near, others } = await found.nearest(['oak']);
  assert.equal(near.size, 2 * CLUSTERS);
  assert.deepEqual([near.get(count - 1), near.get(2 * count - 1)], [1, 1]);
  assert.equal(others, 0);
  assert.equal(asked.length, 2 + CLUSTERS);
});

test('a result leads to its paper by the beginning of its name', () => {
  const place = placeIn(['1', '2b', '2a', '2a0']);
  assert.deepEqual(['en_1f00', 'en_2a1', 'en_2b02', 'en_2a01'].map(place), [0, 2, 1, 3]);
  assert.throws(() => place('en_3f00'), /no paper's/);
});
