'use strict';
// The state of the filters. It lives in the fragment of the address, so that a
// filtered view can be sent.
const data = JSON.parse(document.getElementById('data').textContent);
const titles = { severity: 'Severity', pillar: 'Pillar', outcome: 'Outcome', region: 'Region', account: 'Account', change: 'Change' };
const filters = [...Object.keys(titles), 'rule', 'function', 'q'];

function readState() {
  const params = new URLSearchParams(location.hash.slice(1));
  const state = {};
  for (const name of filters) if (params.get(name)) state[name] = params.get(name);
  return state;
}

// writeState keeps the address without adding to the browser's history: a letter
// typed is no place to go back to.
function writeState(state) {
  const text = new URLSearchParams(state).toString();
  history.replaceState(null, '', text ? '#' + text : location.pathname + location.search);
}

const labels = new Map(data.labels.map(({ value, label }) => [value, value + ' ' + label]));
const labelOf = (value) => labels.get(value) || value;
const byName = new Map(data.findings.map((d) => [d.name, d]));
const functionDimensions = new Map(data.functions.map((d) => [d.name, d]));
const placeOfARN = new Map(data.arns.map((arn, i) => [arn, i]));
