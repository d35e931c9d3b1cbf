// What a query is read as, and how words are spelled; run by tests/search/test_scripts.py, which names the scripts' folder.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';

const { fold, hashed, spelled, root, stem } = await import(`${process.env.SCRIPTS}/fold.js`);
const { identifier, parse, spellings, wordsOf } = await import(`${process.env.SCRIPTS}/query.js`);
const { Lexicon, wordsIn } = await import(`${process.env.SCRIPTS}/words.js`);

const read = (text) => parse(text).map(({ not, any }) => `${not ? '-' : ''}${any.map(({ kind, text: of }) => (kind === 'word' ? of : `${kind}:${of}`)).join('|')}`);

test('a query is spelled as the index is', () => {
  for (const [text, wanted] of Object.entries(JSON.parse(fs.readFileSync(process.env.SPELLINGS, 'utf8')))) assert.equal(fold(text), wanted, text);
});

test('a query is read as shelves of curators are', () => {
  const atom = ({ kind, text, parts, from, to }) => ({ kind, text, ...(parts ? { parts } : {}), ...(kind === 'year' ? { from, to } : {}) });
  for (const { query, clauses } of JSON.parse(fs.readFileSync(process.env.QUERIES, 'utf8'))) {
    assert.deepEqual(parse(query).map(({ not, any }) => ({ not, any: any.map(atom) })), clauses, query);
  }
});

test('scripts without spaces are asked for in pairs, of which the index also has the last sign', () => {
  assert.equal(spelled('语言模型').trim(), '语言 言模 模型');
  assert.equal(spelled('语言模型', false).trim(), '语言 言模 模型 型');
  assert.equal(spelled('模').trim(), '模');
});

test('a hash is that of the index', () => {
  assert.equal(hashed('wang'), Number(process.env.HASH_OF_WANG));
  assert.equal(hashed('山田'), Number(process.env.HASH_OF_YAMADA));
});

test('words, phrases, fields and what must not be there', () => {
  assert.deepEqual(read('pruning -vision'), ['pruning', '-vision']);
  assert.deepEqual(read('pruning NOT vision'), ['pruning', '-vision']);
  assert.deepEqual(read('NOT pruning'), ['-pruning']);
  assert.deepEqual(read('pruning OR quantization models'), ['pruning|quantization', 'models']);
  assert.deepEqual(read('"weight sharing" fast'), ['phrase:weight sharing', 'fast']);
  assert.deepEqual(read('“weight sharing”'), ['phrase:weight sharing']);
  assert.deepEqual(read('-"weight sharing"'), ['-phrase:weight sharing']);
  assert.deepEqual(read('author:"Ada Lovelace" tag:pruning venue:ICML has:code title:survey'), ['author:Ada Lovelace', 'tag:pruning', 'venue:ICML', 'has:code', 'title:survey']);
});

test('years as one, from, to and between', () => {
  const years = (text) => parse(text).map(({ any: [{ from, to }] }) => [from, to])[0];
  assert.deepEqual(years('year:2023'), [2023, 2023]);
  assert.deepEqual(years('year:2020-2023'), [2020, 2023]);
  assert.deepEqual(years('year:2020..2023'), [2020, 2023]);
  assert.deepEqual(years('year:2020-'), [2020, 9999]);
  assert.deepEqual(years('year:-2020'), [0, 2020]);
});

test('what is no syntax is read as words', () => {
  assert.deepEqual(read('author: lovelace'), ['author', 'lovelace']);
  assert.deepEqual(read('year:soon'), ['year', 'soon']);
  assert.deepEqual(read('has:wings'), ['wings']);
  assert.deepEqual(read('colour:red'), ['colour', 'red']);
  assert.deepEqual(read('OR pruning OR'), ['pruning']);
  assert.deepEqual(read('pruning NOT'), ['pruning']);
  assert.deepEqual(read('"unfinished phrase'), ['unfinished', 'phrase']);
  assert.deepEqual(read('- pruning -'), ['pruning']);
  assert.deepEqual(read('"'), []);
});

test('stop words are left out unless there is nothing else', () => {
  assert.deepEqual(read('how to scale your ema'), ['scale', 'ema']);
  assert.deepEqual(read('the of and'), ['the', 'of', 'and']);
  assert.deepEqual(read('we -pruning'), ['we', '-pruning']);
});

test('a query without end is read to a bound', () => {
  assert.equal(identifier(`${'#'.repeat(200_000)}\n`), '');
  assert.equal(parse('a'.repeat(1_000)).at(-1).any[0].text.length, 400);
});

test('an identifier is one in any dress and version', () => {
  for (const text of ['2409.02889', '2409.02889v3', 'arXiv:2409.02889', 'arxiv.org/abs/2409.02889', 'https://arxiv.org/pdf/2409.02889v2.pdf',
    'https://www.arxiv.org/html/2409.02889v1/', 'https://doi.org/10.48550/arXiv.2409.02889', 'https://huggingface.co/papers/2409.02889', ' https://arxiv.org/abs/2409.02889?context=cs.CL#x ']) assert.equal(identifier(text), '2409.02889', text);
  assert.equal(identifier('math.GT/0309136v1'), 'math.gt/0309136');
  assert.equal(identifier('https://doi.org/10.1145/3394486.3403118'), '10.1145/3394486.3403118');
  assert.equal(identifier('doi:10.1000/ABC'), '10.1000/abc');
  for (const text of ['2024', 'pruning', '3.14', '10.5', '1234.5678 and more']) assert.equal(identifier(text), '', text);
});

test('a word may be spelled otherwise', () => {
  const ways = (text) => spellings(wordsOf(text)[0]).map(([way]) => way);
  assert.deepEqual(ways('fine-tuning'), ['finetuning', 'fine tuning']);
  assert.ok(ways('quantised').includes('quantized'));
  assert.ok(ways('LLMs').includes('llm'));
  assert.ok(ways('GPU').includes('gpus'));
});

test('a slip is told from a word that is known', async () => {
  const held = wordsIn('0pruned 3\n4ing 7\n0transformer 5\n0ünder'), letters = [];
  const words = new Lexicon(async (letter) => { letters.push(letter); return new Map([...held].filter(([word]) => word.startsWith(letter))); });
  assert.deepEqual([...held], [['pruned', 3], ['pruning', 7], ['transformer', 5], ['ünder', 1]]);
  assert.deepEqual(await words.corrections('transfomer'), ['transformer']);
  assert.deepEqual(await words.corrections('rtansformer'), ['transformer']);
  assert.deepEqual(await words.corrections('blockchain'), []);
  assert.deepEqual(await words.begunBy('prun'), ['pruning', 'pruned']);
  assert.deepEqual(letters, ['t', 'r', 'r', 't', 'b', 'l', 'p']);
});

test('forms of a word have one stem', () => {
  assert.equal(stem('networks'), stem('network'));
  assert.notEqual(stem('network'), stem('worker'));
});

test('what a stemmer takes for one word has one root', () => {
  for (const words of JSON.parse(process.env.ROOTS)) assert.equal(new Set(words.map(root)).size, 1, words);
  assert.notEqual(root('generation'), root('image'));
});
