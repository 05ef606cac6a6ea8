// Reading and checking a receipt, in both its writings, as `dantin check-receipt` does: the same
// steps in the same order, so that the same reason is given. It touches neither page nor network.
'use strict';

const MOST_BYTES = 65536;
const SQUARE = 'DANTIN1:';
const FIRST = 'c2sp.org/tlog-proof@v1';
const LOG_KEY = 1;
const WITNESS_KEY = 4;

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const sameBytes = (a, b) => a.length === b.length && a.every((byte, n) => byte === b[n]);

// What is thrown where something cannot be read.
const UNREADABLE = {};
function held(condition) {
  if (!condition) throw UNREADABLE;
}

function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw UNREADABLE;
  }
}

// Numbers of 64 bits are pairs [high, low] of 32: this language has no whole numbers so large.
function numberOf(bytes) {
  const data = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return [data.getUint32(0), data.getUint32(4)];
}

function bytesOfNumber([high, low]) {
  const data = new DataView(new ArrayBuffer(8));
  data.setUint32(0, high);
  data.setUint32(4, low);
  return new Uint8Array(data.buffer);
}

// A number without a leading zero.
function readDecimal(text) {
  held(/^(0|(?!0)\d+)$/.test(text));
  let [high, low] = [0, 0];
  for (const digit of text) {
    low = low * 10 + Number(digit);
    high = high * 10 + Math.floor(low / 4294967296);
    low %= 4294967296;
    held(high < 4294967296);
  }
  return [high, low];
}

function decimal([high, low]) {
  let digits = '';
  do {
    const rest = (high % 10) * 4294967296 + low;
    high = Math.floor(high / 10);
    low = Math.floor(rest / 10);
    digits = (rest % 10) + digits;
  } while (high > 0 || low > 0);
  return digits;
}

const amount = ([high, low]) => high * 4294967296 + low;
const isZero = (n) => n[0] === 0 && n[1] === 0;
const isOdd = (n) => (n[1] & 1) === 1;
const isSame = (a, b) => a[0] === b[0] && a[1] === b[1];
const isLess = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
const half = (n) => [n[0] >>> 1, ((n[1] >>> 1) | ((n[0] & 1) << 31)) >>> 0];
const oneLess = (n) => (n[1] > 0 ? [n[0], n[1] - 1] : [n[0] - 1, 4294967295]);

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes) {
  let text = '';
  for (let n = 0; n < bytes.length; n += 3) {
    const [a, b, c] = [bytes[n], bytes[n + 1], bytes[n + 2]];
    text += BASE64[a >> 2] + BASE64[((a & 3) << 4) | (b >> 4)];
    text += b === undefined ? '=' : BASE64[((b & 15) << 2) | (c >> 6)];
    text += c === undefined ? '=' : BASE64[c & 63];
  }
  return text;
}

// One text for the same bytes, and no other.
function unbase64(text) {
  held(text.length % 4 === 0);
  const plain = text.replace(/={1,2}$/, '');
  const bytes = new Uint8Array(Math.floor((plain.length * 3) / 4));
  let [kept, bits, at] = [0, 0, 0];
  for (const letter of plain) {
    const value = BASE64.indexOf(letter);
    held(value >= 0);
    kept = ((kept << 6) | value) & 65535;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (kept >> bits) & 255;
      at += 1;
    }
  }
  held(base64(bytes) === text);
  return bytes;
}

function unhash(text) {
  const bytes = unbase64(text);
  held(bytes.length === 32);
  return bytes;
}

const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

function unbase45(text) {
  const bytes = [];
  for (let n = 0; n < text.length; n += 3) {
    const part = Array.from(text.slice(n, n + 3), (letter) => BASE45.indexOf(letter));
    held(part.length > 1 && part.every((digit) => digit >= 0));
    const number = part[0] + part[1] * 45 + (part[2] || 0) * 2025;
    held(number < (part.length === 3 ? 65536 : 256));
    if (part.length === 3) bytes.push(number >> 8);
    bytes.push(number & 255);
  }
  return Uint8Array.from(bytes);
}

// Bytes that are taken from the left.
class Rest {
  constructor(bytes) {
    this.bytes = bytes;
  }

  take(count) {
    held(count <= this.bytes.length);
    const taken = this.bytes.subarray(0, count);
    this.bytes = this.bytes.subarray(count);
    return taken;
  }

  byte() {
    return this.take(1)[0];
  }
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function readDay(bytes) {
  const year = new DataView(bytes.buffer, bytes.byteOffset, 2).getInt16(0);
  const [month, day] = [bytes[2], bytes[3]];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  held(Math.abs(year) <= 9999 && month >= 1 && month <= 12);
  held(day >= 1 && day <= DAYS[month - 1] + (leap && month === 2 ? 1 : 0));
  return { year, month, day };
}

// What a leaf commits to.
function readRecord(bytes) {
  const rest = new Rest(bytes);
  const [kind, sort, code, unit, rule] = [0, 1, 2, 3, 4].map(() => textOf(rest.take(rest.byte())));
  const on = readDay(rest.take(4));
  const words = rest.take(32);
  held(rest.bytes.length === 0);
  return { bytes, kind, sort, code, unit, rule, on, words };
}

function readOpening(bytes) {
  const rest = new Rest(bytes);
  held(rest.byte() === 1);
  return { key: rest.take(32), salt: rest.take(16), record: readRecord(rest.bytes) };
}

// No blanks, no plus signs, and nothing that no reader sees.
const BLANKS = '\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const NO_NAME = new RegExp(`[+\\u0000-\\u0020\\u007f-\\u00a0${BLANKS}]`);
const isName = (name) => name !== '' && !NO_NAME.test(name);

function readSignature(line) {
  held(line.startsWith('— '));
  const at = line.indexOf(' ', 2);
  held(at >= 0);
  const name = line.slice(2, at);
  const bytes = unbase64(line.slice(at + 1));
  held(bytes.length >= 4 && isName(name));
  return { name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) };
}

function readNote(note) {
  const at = note.lastIndexOf('\n\n');
  held(at >= 0 && note.endsWith('\n') && at + 2 < note.length);
  held(!/[\u0000-\u0009\u000b-\u001f]/.test(note));
  const lines = note.slice(at + 2, -1).split('\n');
  held(lines.length <= 32);
  return { text: note.slice(0, at) + '\n', signatures: lines.map(readSignature) };
}

function readCheckpoint(text) {
  const [origin, size, root] = text.split('\n');
  held(origin !== '' && size !== undefined && root !== undefined && text.endsWith('\n'));
  return { origin, size: readDecimal(size), root: unhash(root) };
}

// A log is named by its key: nobody finds another key of the same name.
function origin(key) {
  return 'dantin/' + hex(sha256(key)).slice(0, 32);
}

function keyId(name, kind, key) {
  return sha256(joined(utf8(name), [10, kind], key)).subarray(0, 4);
}

function keyText(name, kind, key) {
  return `${name}+${hex(keyId(name, kind, key))}+${base64(joined([kind], key))}`;
}

// `name+id+key`, as a witness tells it; null when it is none.
function readWitness(text) {
  try {
    const [name, id, ...rest] = text.trim().split('+');
    const bytes = unbase64(rest.join('+'));
    held(bytes.length === 33 && bytes[0] === WITNESS_KEY && isName(name));
    const key = bytes.subarray(1);
    held(hex(keyId(name, WITNESS_KEY, key)) === id);
    return { name, key };
  } catch (error) {
    if (error !== UNREADABLE) throw error;
    return null;
  }
}

const leafOf = (entry) => sha256(joined([0], entry));
const nodeOf = (left, right) => sha256(joined([1], left, right));

// The root that follows from a leaf, its place and the proof (RFC 9162, 2.1.3.2); null when the
// proof is longer or shorter than a tree of this size has it.
function rootOf(index, size, leaf, proof) {
  if (!isLess(index, size)) return null;
  let [at, last, root] = [index, oneLess(size), leaf];
  for (const hash of proof) {
    if (isZero(last)) return null;
    const left = isOdd(at) || isSame(at, last);
    while (left && !isOdd(at) && !isZero(at)) [at, last] = [half(at), half(last)];
    [at, last] = [half(at), half(last)];
    root = left ? nodeOf(hash, root) : nodeOf(root, hash);
  }
  return isZero(last) ? root : null;
}

function entryOf(receipt) {
  return sha256(joined(utf8('dantin leaf 1'), receipt.salt, receipt.record.bytes));
}

function readFile(text) {
  const whole = text.replace(/\r\n/g, '\n');
  const at = whole.indexOf('\n\n');
  held(at >= 0);
  const [first, extra, index, ...hashes] = whole.slice(0, at).split('\n');
  held(first === FIRST && extra !== undefined && extra.startsWith('extra '));
  held(index !== undefined && index.startsWith('index ') && hashes.length < 64);
  const opened = readOpening(unbase64(extra.slice(6)));
  const [number, proof] = [readDecimal(index.slice(6)), hashes.map(unhash)];
  return { ...opened, index: number, proof, note: readNote(whole.slice(at + 2)) };
}

// A square leaves out what follows from the rest: the log's name and the root.
function readSquare(text) {
  const rest = new Rest(unbase45(text));
  held(rest.byte() === 1);
  const length = rest.take(2);
  const opened = readOpening(rest.take(length[0] * 256 + length[1]));
  const [index, size] = [numberOf(rest.take(8)), numberOf(rest.take(8))];
  const proof = Array.from({ length: rest.byte() }, () => rest.take(32));
  const name = origin(opened.key);
  const signatures = [];
  while (rest.bytes.length > 0) {
    const own = textOf(rest.take(rest.byte()));
    const id = rest.take(4);
    signatures.push({ name: own === '' ? name : own, id, bytes: rest.take(rest.byte()) });
  }
  // A proof that does not fit gives no root; any root will do to have it refused.
  const root = rootOf(index, size, leafOf(entryOf(opened)), proof) || new Uint8Array(32);
  const note = { text: `${name}\n${decimal(size)}\n${base64(root)}\n`, signatures };
  return { ...opened, index, proof, note };
}

function readReceipt(text) {
  held(utf8(text).length <= MOST_BYTES);
  const plain = text.replace(/^\ufeff/, '');
  const line = plain.replace(/^[\n\r\t]+|[\n\r\t]+$/g, '');
  return line.startsWith(SQUARE) ? readSquare(line.slice(SQUARE.length)) : readFile(plain);
}

// Since when a witness says so, when a line is its own; undefined when the line is another's, null
// when it claims to be its own and is not.
function witnessed(witness, text, line) {
  if (line.name !== witness.name) return undefined;
  if (!sameBytes(line.id, keyId(witness.name, WITNESS_KEY, witness.key))) return undefined;
  if (line.bytes.length < 8) return null;
  const since = numberOf(line.bytes.subarray(0, 8));
  const message = utf8(`cosignature/v1\ntime ${decimal(since)}\n${text}`);
  return isSignedBy(witness.key, message, line.bytes.subarray(8)) ? since : null;
}

// Whether the log's key signed the note, and nobody pretends to be it.
function isSignedByLog(receipt, name) {
  const id = keyId(name, LOG_KEY, receipt.key);
  const isOwn = (line) => line.name === name && sameBytes(line.id, id);
  const own = receipt.note.signatures.filter(isOwn);
  const message = utf8(receipt.note.text);
  return own.length > 0 && own.every((line) => isSignedBy(receipt.key, message, line.bytes));
}

// Known cosigners with their moments, and the names of others; null when a line is forged.
function cosigners(receipt, name, witnesses) {
  const [known, unknown] = [[], []];
  for (const line of receipt.note.signatures.filter((one) => one.name !== name)) {
    const said = witnesses.map((witness) => witnessed(witness, receipt.note.text, line));
    if (said.includes(null)) return null;
    const since = said.find((one) => one !== undefined);
    if (since === undefined) unknown.push(line.name);
    else known.push([line.name, decimal(since)]);
  }
  return { known, unknown };
}

// Eight digits to compare over the telephone.
function spokenOf(entry) {
  const hash = sha256(joined(utf8('dantin spoken 1'), entry));
  const number = hash.slice(0, 8).reduce((sum, byte) => (sum * 256 + byte) % 100000000, 0);
  const digits = String(number).padStart(8, '0');
  return `${digits.slice(0, 4)} ${digits.slice(4)}`;
}

function dayText({ year, month, day }) {
  const two = (number) => String(number).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function judged(receipt, expected) {
  const refused = (why) => ({ good: false, why, unit: receipt.record.unit });
  let checkpoint;
  try {
    checkpoint = readCheckpoint(receipt.note.text);
  } catch (error) {
    if (error !== UNREADABLE) throw error;
    return refused('unreadable');
  }
  const log = origin(receipt.key);
  if (checkpoint.origin !== log) return refused('forged');
  const entry = entryOf(receipt);
  const root = rootOf(receipt.index, checkpoint.size, leafOf(entry), receipt.proof);
  if (root === null || !sameBytes(root, checkpoint.root)) return refused('altered');
  if (!isSignedByLog(receipt, log)) return refused('forged');
  const key = keyText(log, LOG_KEY, receipt.key);
  const isOurs = (wanted) => wanted === log || wanted === key;
  const former = (expected.former || []).some(isOurs);
  if (!former && expected.log && !isOurs(expected.log)) return refused('foreign');
  const { record, salt } = receipt;
  if (expected.unit && expected.unit !== record.unit) return refused('wrong-unit');
  const words = expected.words === undefined ? null : utf8(expected.words);
  if (words && !sameBytes(sha256(joined(salt, words)), record.words)) return refused('other-words');
  const found = cosigners(receipt, log, expected.witnesses || []);
  if (found === null) return refused('forged');
  return {
    good: true,
    proven: {
      kind: record.kind,
      sort: record.sort,
      code: record.code,
      unit: record.unit,
      on: dayText(record.on),
      rule: record.rule,
      leaf: amount(receipt.index) + 1,
      size: amount(checkpoint.size),
      log,
      key,
      log_known: former || Boolean(expected.log),
      log_former: former,
      words_held: words !== null,
      spoken: spokenOf(entry),
      witnesses: found.known,
      unknown_cosigners: found.unknown,
    },
  };
}

// What a receipt proves, or why it proves nothing. `expected` may name a log, former logs, a unit,
// witnesses as `readWitness` reads them, and the words.
function checkReceipt(text, expected) {
  try {
    const receipt = readReceipt(text);
    return judged(receipt, expected || {});
  } catch (error) {
    if (error !== UNREADABLE) throw error;
    return { good: false, why: 'unreadable', unit: '' };
  }
}
