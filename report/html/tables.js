// Tables that sort by their heads, and long ones that open on demand.
const ranks = { critical: 4, high: 3, medium: 2, low: 1, none: 0, unknown: -1 };
const firstRows = 15;

// valueOf is what a cell sorts by: a number, a severity's rank or a text. What is
// not known has none, and stands last either way.
function valueOf(row, column, head) {
  const text = row.cells[column].textContent.trim();
  if (head.dataset.order) return ranks[text] ?? -2;
  if (!head.classList.contains('n')) return text.toLowerCase();
  const number = parseFloat(text.replace(/[$,≥\s]/g, ''));
  return Number.isNaN(number) ? null : number;
}

function sortBy(table, column, head) {
  const down = head.ariaSort ? head.ariaSort === 'ascending' : head.classList.contains('n') || Boolean(head.dataset.order);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const collator = new Intl.Collator('en', { numeric: true });
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, column, head) }));
  rows.sort((a, b) => {
    if (a.value === null || b.value === null) return (a.value === null) - (b.value === null);
    const order = typeof a.value === 'number' ? a.value - b.value : collator.compare(a.value, b.value);
    return down ? -order : order;
  });
  body.append(...rows.map(({ row }) => row));
  shorten(table);
}

function makeSortable(table) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    button.addEventListener('click', () => sortBy(table, column, head));
    head.append(button);
  });
}

// shorten leaves the first rows of a long table, until somebody asks for all.
function shorten(table) {
  if (!table.matches('.short')) return;
  let seen = 0;
  const all = table.dataset.all === 'yes';
  for (const row of table.tBodies[0].rows) {
    if (!row.hidden) seen++;
    row.classList.toggle('beyond', !all && !row.hidden && seen > firstRows);
  }
  const more = table.parentElement.querySelector('.more');
  more.hidden = seen <= firstRows;
  more.textContent = all ? 'Show the first ' + firstRows : 'Show all ' + seen.toLocaleString('en');
  more.setAttribute('aria-expanded', String(all));
}

function makeShort(table) {
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'more';
  more.addEventListener('click', () => {
    table.dataset.all = table.dataset.all === 'yes' ? 'no' : 'yes';
    shorten(table);
  });
  table.after(more);
}
