// The heads of a table sort its rows: by the number a cell carries in data-value, else by its words. Without this the
// table stands in the order the build gave it.

const words = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });

function sort(table, column, falling) {
  const body = table.tBodies[0];
  const value = (row) => row.cells[column].dataset.value;
  const compare = (one, other) => (value(one) === undefined
    ? words.compare(one.cells[column].textContent, other.cells[column].textContent)
    : value(one) - value(other));
  body.append(...[...body.rows].sort((one, other) => (falling ? compare(other, one) : compare(one, other))));
}

for (const table of document.querySelectorAll('table[data-sortable]')) {
  const heads = [...table.tHead.rows[0].cells];
  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const falling = head.ariaSort !== 'descending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
      sort(table, head.cellIndex, falling);
    });
  }
}
