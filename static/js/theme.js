// Before the first paint: what this reader chose last, as attributes that the stylesheet reads.
try {
  const { dataset } = document.documentElement;
  for (const name of ['theme', 'view']) dataset[name] = localStorage[dataset.base + name] ?? '';
} catch {} // a browser may forbid storage
