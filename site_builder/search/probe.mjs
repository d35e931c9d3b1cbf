// Asks the search of a built site as its page does: node probe.mjs FOLDER BASE LANGUAGE, with questions as JSON on standard
// input; prints for each {slugs, held, unknown} as JSON. FOLDER holds the site's own scripts, BASE is where it is served.

const [folder, base, language] = process.argv.slice(2);
const load = (name) => import(`file://${folder}/${name}`);
const pagefind = await load('pagefind.js');
const [assist, { Finder }, { joined }, { RANKING }] = await Promise.all(['assist.js', 'find.js', 'parts.js', 'ranking.js'].map(load));
await pagefind.options({ basePath: `${base}pagefind/`, language, ranking: RANKING, noWorker: true });
await pagefind.init();
const help = await assist.load(`${base}pagefind/`), vectors = await assist.vectors(help);
const finder = new Finder(await joined(pagefind, `${base}pagefind/`, help.papers.parts, { language }), help);
let asked = '';
for await (const part of process.stdin) asked += part;
const answers = [];
for (const text of JSON.parse(asked)) {
  const query = await finder.read(text);
  const results = await finder.byTitle(await finder.byMeaning(finder.byWords(query), query, vectors), query);
  const rows = await Promise.all(results.slice(0, 10).map(({ paper }) => help.row(paper)));
  answers.push({
    slugs: rows.map(({ url }) => url.split('/').at(-2)),
    held: results.filter(({ held }) => held).length,
    near: results.filter(({ held }) => !held).length,
    unknown: query.unknown,
  });
}
// Node would wait some seconds for connections that might be used again.
process.stdout.write(`${JSON.stringify(answers)}\n`, () => process.exit());
