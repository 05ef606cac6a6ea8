// The page around the check: takes a receipt and what it must be of, and says in plain words what
// is proven, by whom it was cosigned, or why nothing is. It asks nothing of any server.
'use strict';

const DATA = JSON.parse(document.getElementById('data').textContent);
const el = (id) => document.getElementById(id);
let lang = document.documentElement.lang;
let last = null;

// A sentence with its values: `{code}` stands for one.
function said(key, values) {
  return DATA.words[lang][key].replace(/\{(\w+)\}/g, (hole, name) =>
    (values && name in values ? values[name] : hole));
}

const two = (number) => String(number).padStart(2, '0');

function figure(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, lang === 'vi' ? '.' : ',');
}

function dayOf(iso) {
  return iso.split('-').reverse().join('/');
}

// A moment in Viet Nam's time, wherever the device is.
function momentOf(seconds) {
  const at = new Date((Number(seconds) + 7 * 3600) * 1000);
  if (Number.isNaN(at.getTime())) return seconds;
  const day = `${two(at.getUTCDate())}/${two(at.getUTCMonth() + 1)}/${at.getUTCFullYear()}`;
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())} ${day}`;
}

function unitOf(code) {
  return DATA.units[code] ? `${DATA.units[code]} (${code})` : code;
}

function proven(it) {
  const key = `proof-kind-${it.kind.replace(/[._]/g, '-')}`;
  const what = DATA.words[lang][key] || it.kind;
  const known = it.log_former ? 'former' : (it.log_known ? 'known' : 'unknown');
  const lines = [
    said('check-good', { what, code: it.code, unit: unitOf(it.unit), day: dayOf(it.on) }),
    said('check-good-leaf', { leaf: figure(it.leaf), size: figure(it.size), log: it.log }),
    said(known === 'unknown' ? 'offline-log-unknown' : `check-good-${known}`),
  ];
  if (it.words_held) lines.push(said('check-good-words'));
  for (const [name, at] of it.witnesses) {
    lines.push(said('check-witnessed', { name, at: momentOf(at) }));
  }
  if (it.witnesses.length === 0) lines.push(said('check-unwitnessed'));
  for (const name of it.unknown_cosigners) lines.push(said('check-stranger', { name }));
  lines.push(said('check-good-spoken', { spoken: it.spoken }));
  return lines;
}

function show(lines, good) {
  const box = document.createElement('div');
  box.className = `verdict ${good ? 'good' : 'bad'}`;
  for (const line of lines) {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    box.append(paragraph);
  }
  el('verdict').textContent = '';
  el('verdict').append(box);
}

function tell() {
  if (last === null) return;
  const { strange } = last;
  if (strange !== undefined) return show([said('offline-no-key', { name: strange })], false);
  if (last.good) return show(proven(last.proven), true);
  const key = last.why === 'foreign' ? 'offline-bad-foreign' : `check-bad-${last.why}`;
  show([said(key, { unit: unitOf(last.unit) })], false);
}

const linesOf = (id) => el(id).value.split('\n').map((line) => line.trim()).filter(Boolean);

function check() {
  const keys = linesOf('witnesses');
  const strange = keys.find((key) => readWitness(key) === null);
  // Without the line's end that an editor adds: as the words were sent.
  const words = el('words').value.replace(/[\r\n]+$/, '');
  const expected = {
    log: el('log').value.trim(),
    former: linesOf('former'),
    unit: el('unit').value.trim(),
    witnesses: keys.map(readWitness),
    words: words === '' ? undefined : words,
  };
  last = strange === undefined ? checkReceipt(el('text').value, expected) : { strange };
  tell();
}

function speak(wanted) {
  lang = wanted;
  document.documentElement.lang = lang;
  document.title = said('offline-title');
  for (const one of document.querySelectorAll('.said')) one.textContent = said(one.dataset.t);
  for (const one of document.querySelectorAll('.views button')) {
    one.setAttribute('aria-pressed', String(one.dataset.lang === lang));
  }
  tell();
}

el('form').addEventListener('submit', (event) => {
  event.preventDefault();
  check();
});
el('file').addEventListener('change', () => {
  const [file] = el('file').files;
  if (!file) return;
  const reader = new FileReader();
  reader.addEventListener('load', () => {
    el('text').value = reader.result;
    check();
  });
  // One byte more than a receipt may have is enough to refuse it.
  reader.readAsText(file.slice(0, MOST_BYTES + 1));
});
for (const one of document.querySelectorAll('.views button')) {
  one.addEventListener('click', () => speak(one.dataset.lang));
}
el('log').value = DATA.known.log;
el('former').value = DATA.known.former.join('\n');
el('unit').value = DATA.known.unit;
el('witnesses').value = DATA.known.witnesses.join('\n');
speak(lang);
