// The census of `census.py` as the browser reads pages, also when it reads again what it would write of them.
async (addresses) => {
  const own = ['/shelf/', 'https://shelf.example/shelf/', 'https://tiny.example/shelf/', '#'];
  const places = new Set('href src srcset action formaction data poster background cite ping codebase xlink:href data-of'.split(' '));
  const words = new Set('alt alttext title placeholder aria-label data-short data-item data-paper data-pagefind-meta value label'.split(' '));
  const found = new Map();
  const note = (address, ...item) => found.set(JSON.stringify(item), address);

  const ofScript = (kind, text) => {
    if (kind === 'application/ld+json') return typeof JSON.parse(text) === 'object' && !text.includes('<') ? 'JSON-LD' : text;
    return /^(:root:has\(#with-[\w-]+:checked\) \.row:not[^{}<]*)?\{display:none\}$/.test(text) ? 'filters' : text;
  };
  const ofValue = (name, key, value, node) => {
    if (places.has(key)) {
      if (own.some((start) => value.startsWith(start))) return 'own';
      const web = URL.canParse(value) && ['http:', 'https:', 'mailto:'].includes(new URL(value).protocol); // as the browser itself reads it
      return name.endsWith(' a') && web ? 'web' : value;
    }
    if (key === 'content' && node.hasAttribute('http-equiv')) return value.replace(/^0; url=\/shelf\/papers\/[\w-]+\/$/, 'moved');
    if (words.has(key) || (key === 'content' && name.endsWith(' meta'))) return '';
    if (key === 'id' && name.endsWith(' dt') && /^[a-z0-9-]+$/.test(value)) return ''; // an author's slug
    return /evil|alert/.test(value) || key.startsWith('on') ? value : '';
  };
  const count = (address, page) => {
    const every = page.createNodeIterator(page, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);
    for (let node = every.nextNode(); node; node = every.nextNode()) {
      if (node.nodeType === Node.COMMENT_NODE) {
        note(address, 'comment', '', node.data.slice(0, 80));
        continue;
      }
      const name = `${node.namespaceURI.split('/').pop()} ${node.localName}`;
      const text = ['script', 'style'].includes(node.localName) ? node.textContent : '';
      note(address, name, '', text && ofScript(node.getAttribute('type'), text));
      for (const { name: key, value } of node.attributes) note(address, name, key, ofValue(name, key, value, node));
    }
  };
  const parser = new DOMParser();
  for (const address of addresses) {
    const page = parser.parseFromString(await (await fetch(address)).text(), 'text/html');
    count(address, page);
    if (address.startsWith('/shelf/papers/')) count(address, parser.parseFromString(page.documentElement.outerHTML, 'text/html'));
  }
  return [...found].map(([item, address]) => [...JSON.parse(item), address]);
}
