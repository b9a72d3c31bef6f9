'use strict';
const byId = id => document.getElementById(id);
const width = 300;
let rows = [], state = null, ended = false, hover = null;

// Numbers for people: three digits and a unit.
const digits = n => n < 9.995 ? n.toFixed(2) : n < 99.95 ? n.toFixed(1) : n.toFixed(0);
const grouped = n => Math.round(n).toLocaleString('en-US');
const bytes = n => { let unit = 0; for (; n >= 999.5 && unit < 4; unit++) n /= 1000; return `${unit ? digits(n) : n.toFixed(0)} ${['B', 'kB', 'MB', 'GB', 'TB'][unit]}`; };
const amount = (n, unit) => unit === 'B' ? bytes(n) : grouped(n);
const rate = (n, unit) => unit === 'B' ? `${bytes(n)}/s` : `${n < 99.95 ? n.toFixed(1) : grouped(n)}/s`;
const time = us => us == null ? '-' : us < 999.5 ? `${Math.round(us)} µs` : us < 999500 ? `${digits(us / 1000)} ms` : `${digits(us / 1e6)} s`;
const clock = s => { s = Math.floor(s); const two = n => String(n).padStart(2, '0'); return (s >= 3600 ? `${Math.floor(s / 3600)}:` : '') + `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`; };

function element(tag, attributes = {}, ...children) {
  const made = tag === 'svg' || ['path', 'line', 'g', 'title'].includes(tag) ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// One chart: lines of some columns over the last seconds; the right edge is now.
function draw(card, columns, isLog) {
  const svg = card.svg, height = card.height, last = rows.length ? rows[rows.length - 1][0] : 0;
  const first = Math.min(last - 30, rows.length ? rows[0][0] : 0), x = s => (s - first) / (last - first) * width;
  const values = rows.flatMap(row => columns.map(c => row[c])).filter(v => v != null && (!isLog || v > 0));
  // Logarithmic axes have whole decades.
  const decade = (v, round) => 10 ** round(Math.log10(v)), most = Math.max(...values, 0);
  const low = isLog && most ? decade(Math.min(...values), Math.floor) : 0, top = isLog && most ? Math.max(decade(most, Math.ceil), low * 10) : most;
  const scale = isLog ? v => Math.log10(Math.max(v, low) / low) / Math.log10(top / low) : v => v / top;
  const y = v => top > low ? (height - 2) - scale(v) * (height - 6) : height - 2;
  svg.replaceChildren(element('line', { class: 'base', x1: 0, x2: width, y1: height - 1, y2: height - 1 }));
  for (let v = low * 10; isLog && v && v <= top; v *= 10) svg.append(element('line', { class: 'base', x1: 0, x2: width, y1: y(v), y2: y(v) }));
  columns.forEach((c, index) => {
    // A second without a value interrupts the line; a value alone is a dash.
    const runs = [[]];
    for (const row of rows) row[c] == null ? runs.push([]) : runs[runs.length - 1].push(row);
    const path = runs.filter(run => run.length).map(run => 'M' + (run.length === 1 ? [x(run[0][0]) - 1.5, x(run[0][0])].map(at => `${at.toFixed(1)} ${y(run[0][c]).toFixed(1)}`) : run.map(row => `${x(row[0]).toFixed(1)} ${y(row[c]).toFixed(1)}`)).join('L')).join('');
    if (!path) return;
    if (!isLog && columns.length === 1) svg.append(element('path', { class: 'area', d: `${path}L${width} ${height - 1}L${x(rows[0][0]).toFixed(1)} ${height - 1}Z` }));
    svg.append(element('path', { class: `line l${index}`, d: path }));
  });
  const row = hover && rows.length ? rows.reduce((best, row) => Math.abs(x(row[0]) - hover * width) < Math.abs(x(best[0]) - hover * width) ? row : best) : null;
  if (row) svg.append(element('line', { class: 'at', x1: x(row[0]), x2: x(row[0]), y1: 0, y2: height }));
  return { top, low, row, ago: row ? Math.round(last - row[0]) : 0 };
}

function makeCard(host, name, height) {
  const card = { root: element('div', { class: 'card' }), height, svg: element('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `${name} over time` }) };
  card.root.append(element('h2', {}, name), card.body = element('div'), card.svg, card.now = element('div', { class: 'now' }));
  card.svg.addEventListener('pointermove', at => { const box = card.svg.getBoundingClientRect(); hover = Math.max(1e-6, (at.clientX - box.left) / box.width); show(); });
  card.svg.addEventListener('pointerleave', () => { hover = null; show(); });
  host.append(card.root);
  return card;
}

let cards = null;
function makeCards() {
  byId('measures').replaceChildren(); byId('times').replaceChildren();
  cards = { measures: state.measures.map(m => makeCard(byId('measures'), m.name, 46)), times: state.times.map(t => makeCard(byId('times'), t.name, 110)) };
}

function showMeasure(m, card, column) {
  const drawn = draw(card, [column], false), isLevel = m.kind === 'Level', unit = m.unit;
  const say = v => v == null ? '-' : isLevel ? amount(v, unit) : rate(v, unit);
  card.root.classList.toggle('loss', m.kind === 'Loss'); card.root.classList.toggle('some', m.kind === 'Loss' && m.value > 0);
  card.body.replaceChildren(element('span', { class: 'big' }, amount(m.value, unit)), element('span', { class: 'note' }, m.note));
  const now = rows.length ? rows[rows.length - 1][column] : null;
  card.now.replaceChildren(element('span', {}, drawn.row ? `${say(drawn.row[column])}, ${drawn.ago} s ago` : isLevel || m.kind === 'Loss' && !m.value ? '' : say(now)), element('span', {}, drawn.top ? `top ${say(drawn.top)}` : ''));
}

function showTimes(t, card, column) {
  const drawn = draw(card, [column, column + 1], true);
  const pair = (name, value, style = '') => element('div', {}, element('dt', { class: style }, name), element('dd', {}, t.count ? time(value) : '-'));
  card.body.replaceChildren(element('dl', {}, pair('p50', t.p50, 'l0'), pair('p90', t.p90), pair('p99', t.p99, 'l1'), pair('max', t.max), element('div', {}, element('dt', {}, 'n'), element('dd', { class: 'plain' }, grouped(t.count)))));
  card.now.replaceChildren(element('span', {}, drawn.row ? `p50 ${time(drawn.row[column])}, p99 ${time(drawn.row[column + 1])}, ${drawn.ago} s ago` : ''), element('span', {}, drawn.top ? `axis ${time(drawn.low)} to ${time(drawn.top)}, logarithmic` : ''));
}

function showTable(t) {
  const isNumber = t.columns.map((_, c) => t.rows.length > 0 && t.rows.every(row => /^[\d.,]+( [%a-zA-Z]+)?$/.test(row[c])));
  const cell = (tag, text, c) => element(tag, isNumber[c] ? {} : { class: 'text' }, text);
  return element('div', {}, element('h2', {}, t.title), element('div', { class: 'scroll' }, element('table', {},
    element('thead', {}, element('tr', {}, ...t.columns.map((name, c) => cell('th', name, c)))),
    element('tbody', {}, ...t.rows.map(row => element('tr', {}, ...row.map((text, c) => cell('td', text, c))))))));
}

function show() {
  if (!state) return;
  const s = state, m = s.measures.length;
  document.title = `${s.program}: ${s.verdict ?? s.phase}`;
  byId('program').textContent = `${s.program} ${s.programVersion}`;
  byId('host').textContent = s.host;
  byId('facts').replaceChildren(...s.facts.map(f => element('span', {}, `${f.name} `, element('b', {}, f.value))));
  byId('progress').hidden = false;
  byId('bar').firstElementChild.style.width = `${s.durationSeconds ? Math.min(100, 100 * s.elapsedSeconds / s.durationSeconds) : 0}%`;
  byId('time').textContent = s.durationSeconds ? `${clock(s.elapsedSeconds)} of ${clock(s.durationSeconds)}` : `for ${clock(s.elapsedSeconds)}`;
  byId('time').className = s.durationSeconds ? '' : 'endless';
  s.measures.forEach((measure, index) => showMeasure(measure, cards.measures[index], 1 + index));
  s.times.forEach((times, index) => showTimes(times, cards.times[index], 1 + m + 2 * index));
  byId('tables').replaceChildren(...s.tables.map(showTable));
}

function showConnection(isLost) {
  const badge = byId('phase');
  document.body.classList.toggle('gone', isLost && !ended);
  badge.textContent = ended ? `ended: ${state.verdict}` : isLost ? 'connection lost' : state ? state.phase : 'connecting';
  badge.className = `badge ${ended ? (state.verdict === 'ok' ? 'live' : state.verdict === 'doubtful' || state.verdict === 'interrupted' ? 'doubt' : 'bad') : isLost ? 'bad' : state?.phase === 'running' || state?.phase === 'talking' ? 'live' : ''}`;
  byId('alert').hidden = ended || !isLost;
  if (isLost && !ended) byId('alert').textContent = `The program does not answer${state ? `; this is its state after ${clock(state.elapsedSeconds)}` : ''}. Trying again ...`;
}

const events = new EventSource('/events');
events.onopen = () => showConnection(false);
events.onerror = () => showConnection(true);
events.onmessage = event => {
  const next = JSON.parse(event.data);
  const isNew = !state || next.samples.isComplete && state.measures.map(m => m.name).join() !== next.measures.map(m => m.name).join() || state.times.length !== next.times.length;
  rows = next.samples.isComplete ? next.samples.rows : [...rows, ...next.samples.rows].slice(-300);
  state = next;
  ended = next.hasEnded;
  if (isNew) makeCards();
  show();
  showConnection(false);
  if (ended) events.close();
};
