// What the reader does: choose, type, copy, print.
let state = readState();
const search = document.getElementById('search');
const selects = new Map();

function makeSelect(name) {
  const { values, rows } = byName.get(name);
  const named = values.filter(Boolean);
  if (named.length < 2 && name !== 'change' || named.length === 0) return;
  const counts = new Map();
  for (const place of rows) counts.set(values[place], (counts.get(values[place]) || 0) + 1);
  const order = name in { region: 0, account: 0 } ? [...named].sort() : named;
  const select = document.createElement('select');
  select.name = 'by-' + name;
  select.setAttribute('aria-label', titles[name]);
  select.append(new Option('Any ' + name, ''));
  for (const value of order) select.append(new Option(labelOf(value) + ' (' + counts.get(value).toLocaleString('en') + ')', value));
  select.addEventListener('change', () => change({ [name]: select.value }));
  selects.set(name, select);
  document.getElementById('selects').append(select);
}

function makeChip(name) {
  const chip = document.createElement('button');
  chip.type = 'button';
  chip.className = 'chip';
  const short = name === 'function' ? state[name].split(':').pop() : labelOf(state[name]);
  chip.textContent = name + ': ' + short + ' ×';
  chip.setAttribute('aria-label', 'Remove the filter ' + name + ' ' + short);
  chip.addEventListener('click', () => { change({ [name]: '' }); search.focus(); });
  return chip;
}

function apply() {
  if (document.activeElement !== search || search.value.trim() !== (state.q || '')) search.value = state.q || '';
  for (const [name, select] of selects) {
    select.value = state[name] || '';
    select.classList.toggle('on', Boolean(state[name]));
  }
  const chips = filters.filter((name) => state[name] && name !== 'q' && selects.get(name)?.value !== state[name]);
  document.getElementById('chips').replaceChildren(...chips.map(makeChip));
  const left = show(state);
  document.querySelectorAll('table.short').forEach(shorten);
  document.getElementById('clear').hidden = !filters.some((name) => state[name]);
  const n = (value) => value.toLocaleString('en');
  document.getElementById('shown').textContent = n(left.findings) + ' of ' + n(findings.length) + ' findings, ' +
    n(left.functions) + ' of ' + n(functionRows.length) + ' functions, ' + n(left.rules) + ' of ' + n(ruleRows.length) + ' rules';
  document.body.classList.toggle('long', left.findings > 300);
}

function change(to) {
  Object.assign(state, to);
  for (const name of filters) if (!state[name]) delete state[name];
  writeState(state);
  apply();
}

async function copy(button, pre) {
  let done = true;
  try {
    await navigator.clipboard.writeText(pre.textContent);
  } catch {
    getSelection().selectAllChildren(pre);
    done = document.execCommand('copy');
  }
  button.textContent = done ? 'Copied' : 'Press Ctrl+C';
  setTimeout(() => { button.textContent = 'Copy'; }, 2000);
}

// A finding gets its button when it is opened for the first time.
document.addEventListener('toggle', (event) => {
  const pre = event.target.matches('.finding[open]') && event.target.querySelector('pre');
  if (!pre || event.target.querySelector('.copy')) return;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy the fix');
  button.addEventListener('click', () => copy(button, pre));
  pre.previousElementSibling.append(button);
}, true);

let waiting = 0;
search.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => change({ q: search.value.trim() }), 80);
});
document.getElementById('filter').addEventListener('submit', (event) => event.preventDefault());
document.getElementById('clear').addEventListener('click', () => { clearAll(); search.focus(); });
function clearAll() { state = {}; change({}); }

document.addEventListener('keydown', (event) => {
  const typing = event.target.matches('input, select, textarea');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === 'Escape') {
    if (state.q || search.value) change({ q: '' }); else clearAll();
  }
});

// A link to a filter shows it, and goes to the findings.
addEventListener('hashchange', () => {
  const next = readState();
  if (Object.keys(next).length === 0 && location.hash.length > 1) return; // a link to a section
  state = next;
  apply();
  if (Object.keys(state).length > 0) document.getElementById('findings').scrollIntoView();
});

document.querySelectorAll('table.sortable').forEach(makeSortable);
document.querySelectorAll('table.short').forEach(makeShort);
Object.keys(titles).forEach(makeSelect);
document.getElementById('filter').hidden = findings.length + functionRows.length === 0;
apply();
document.documentElement.dataset.ready = 'yes';
