// What the files beside the index say, fetched from a few texts; run by tests/search/test_scripts.py.

import assert from 'node:assert/strict';
import test from 'node:test';

const { load } = await import(`${process.env.SCRIPTS}/assist.js`);

const FILES = { 'papers.json': { ids: 'a b', language: 'en', keys: ['keys/', 1], people: ['people/', 1], words: 'words.json' }, 'words.json': '', 'keys/0.json': { wang: '1a0:r' } };

test('a word that every object knows leads to no paper', async () => {
  globalThis.fetch = async (url) => ({ ok: true, json: async () => FILES[url] });
  const { keys } = await load('');
  assert.deepEqual(await keys('wang'), [{ paper: 1, field: 'a', author: 0, initials: 'r' }]);
  for (const word of ['constructor', '__proto__', 'tostring', 'toString', 'valueOf']) assert.deepEqual(await keys(word), []);
});
