// Which findings and functions a state shows.
const findings = [...document.querySelectorAll('.finding')];
const functionRows = [...document.querySelectorAll('#function-table tbody tr')];
const ruleRows = [...document.querySelectorAll('#rule-table tbody tr')];
const suppressionRows = [...document.querySelectorAll('#suppression-table tbody tr')];
const lower = (element) => element.textContent.toLowerCase();

// Texts are read when somebody searches for the first time.
let texts = null;
function searchable() {
  if (texts) return texts;
  const heads = new Map();
  const headOf = (group) => {
    if (!heads.has(group)) heads.set(group, lower(group.querySelector('h3')) + ' ');
    return heads.get(group);
  };
  texts = { findings: findings.map((f) => headOf(f.closest('.group')) + lower(f)), functions: functionRows.map(lower), suppressions: suppressionRows.map(lower) };
  return texts;
}

// matching returns for each row of the dimensions whether its values are the state's.
function matching(dimensions, rows, state) {
  const shown = new Uint8Array(rows).fill(1);
  for (const [name, dimension] of dimensions) {
    if (!state[name]) continue;
    const place = dimension.values.indexOf(state[name]);
    for (let i = 0; i < rows; i++) if (dimension.rows[i] !== place) shown[i] = 0;
  }
  return shown;
}

// chosen returns which findings the state shows. A word may stand in the finding
// or in the name of a function that it concerns.
function chosenFindings(state, words) {
  const shown = matching(byName, findings.length, state);
  if (state.function) {
    const place = placeOfARN.get(state.function);
    const lists = data.lists.map((list) => list.includes(place));
    for (let i = 0; i < shown.length; i++) if (!lists[data.concerns[i]]) shown[i] = 0;
  }
  for (const word of words) {
    const { findings: own, functions } = searchable();
    const named = new Set(functions.keys().filter((i) => functions[i].includes(word)));
    const lists = data.lists.map((list) => list.some((i) => named.has(i)));
    for (let i = 0; i < shown.length; i++) {
      if (shown[i] && !lists[data.concerns[i]] && !own[i].includes(word)) shown[i] = 0;
    }
  }
  return shown;
}

// chosenFunctions are those that a shown finding concerns; where nothing is asked
// of the findings, all that match by themselves.
function chosenFunctions(state, words, shownFindings) {
  const ofFindings = ['severity', 'pillar', 'outcome', 'change', 'rule'].some((name) => state[name]);
  const shown = matching(functionDimensions, functionRows.length, state);
  if (state.function) shown.forEach((_, i) => { if (data.arns[i] !== state.function) shown[i] = 0; });
  for (const word of words) {
    const { functions } = searchable();
    for (let i = 0; i < shown.length; i++) if (!functions[i].includes(word)) shown[i] = 0;
  }
  const concerned = new Uint8Array(functionRows.length);
  const lists = new Set();
  shownFindings.forEach((on, i) => { if (on) lists.add(data.concerns[i]); });
  for (const number of lists) for (const i of data.lists[number]) concerned[i] = 1;
  const fits = matching(functionDimensions, functionRows.length, state);
  for (let i = 0; i < shown.length; i++) {
    if (ofFindings) shown[i] = 0;
    if (concerned[i] && fits[i] && (ofFindings || words.length) && (!state.function || data.arns[i] === state.function)) shown[i] = 1;
  }
  return shown;
}

// showSuppressions leaves those that hold every word; the other filters are about
// findings.
function showSuppressions(words) {
  const holds = words.length > 0 && searchable().suppressions;
  suppressionRows.forEach((row, i) => { row.hidden = words.some((word) => !holds[i].includes(word)); });
  const nothing = document.querySelector('#suppression-table')?.closest('section').querySelector('.nothing');
  if (nothing) nothing.hidden = suppressionRows.some((row) => !row.hidden);
}

// show hides what the state does not show, and returns what is left of all.
function show(state) {
  const words = (state.q || '').toLowerCase().split(/\s+/).filter(Boolean);
  const shown = chosenFindings(state, words);
  const functions = chosenFunctions(state, words, shown);
  const any = filters.some((name) => state[name]);
  const rules = new Set();
  const rule = byName.get('rule');
  findings.forEach((f, i) => {
    if (f.hidden === Boolean(shown[i])) f.hidden = !shown[i];
    if (shown[i]) rules.add(rule.values[rule.rows[i]]);
  });
  functionRows.forEach((row, i) => { row.hidden = !functions[i]; });
  showSuppressions(words);
  for (const row of ruleRows) row.hidden = any && !rules.has(row.dataset.rule);
  for (const group of document.querySelectorAll('.group')) group.hidden = any && !group.querySelector('.finding:not([hidden])');
  for (const list of document.querySelectorAll('.list')) {
    const empty = any && !list.querySelector('.finding:not([hidden])');
    list.querySelector('.nothing').hidden = !empty;
    list.hidden = empty && !list.querySelector('#findings'); // what stands apart is not missed
  }
  const sum = (flags) => flags.reduce((a, b) => a + b, 0);
  return { findings: sum(shown), functions: sum(functions), rules: ruleRows.filter((r) => !r.hidden).length };
}
