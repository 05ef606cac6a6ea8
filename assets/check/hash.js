// SHA-256 and SHA-512 (FIPS 180-4) over bytes. A page that is opened from a stick gets no
// cryptography from every browser, so it brings its own. One table serves both hashes: its words
// of 64 bits begin with those of 32.
'use strict';

const ROOTS = hexWords(
  '428a2f98d728ae227137449123ef65cdb5c0fbcfec4d3b2fe9b5dba58189dbbc3956c25bf348b538' +
  '59f111f1b605d019923f82a4af194f9bab1c5ed5da6d8118d807aa98a303024212835b0145706fbe' +
  '243185be4ee4b28c550c7dc3d5ffb4e272be5d74f27b896f80deb1fe3b1696b19bdc06a725c71235' +
  'c19bf174cf692694e49b69c19ef14ad2efbe4786384f25e30fc19dc68b8cd5b5240ca1cc77ac9c65' +
  '2de92c6f592b02754a7484aa6ea6e4835cb0a9dcbd41fbd476f988da831153b5983e5152ee66dfab' +
  'a831c66d2db43210b00327c898fb213fbf597fc7beef0ee4c6e00bf33da88fc2d5a79147930aa725' +
  '06ca6351e003826f142929670a0e6e7027b70a8546d22ffc2e1b21385c26c9264d2c6dfc5ac42aed' +
  '53380d139d95b3df650a73548baf63de766a0abb3c77b2a881c2c92e47edaee692722c851482353b' +
  'a2bfe8a14cf10364a81a664bbc423001c24b8b70d0f89791c76c51a30654be30d192e819d6ef5218' +
  'd69906245565a910f40e35855771202a106aa07032bbd1b819a4c116b8d2d0c81e376c085141ab53' +
  '2748774cdf8eeb9934b0bcb5e19b48a8391c0cb3c5c95a634ed8aa4ae3418acb5b9cca4f7763e373' +
  '682e6ff3d6b2b8a3748f82ee5defb2fc78a5636f43172f6084c87814a1f0ab728cc702081a6439ec' +
  '90befffa23631e28a4506cebde82bde9bef9a3f7b2c67915c67178f2e372532bca273eceea26619c' +
  'd186b8c721c0c207eada7dd6cde0eb1ef57d4f7fee6ed17806f067aa72176fba0a637dc5a2c898a6' +
  '113f9804bef90dae1b710b35131c471b28db77f523047d8432caab7b40c724933c9ebe0a15c9bebc' +
  '431d67c49c100d4c4cc5d4becb3e42b6597f299cfc657e2a5fcb6fab3ad6faec6c44198c4a475817',
);
const START = hexWords(
  '6a09e667f3bcc908bb67ae8584caa73b3c6ef372fe94f82ba54ff53a5f1d36f1510e527fade682d1' +
  '9b05688c2b3e6c1f1f83d9abfb41bd6b5be0cd19137e2179',
);

// Hexadecimal as words of 32 bits: high half, low half, high half...
function hexWords(hex) {
  return hex.match(/.{8}/g).map((word) => parseInt(word, 16));
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

// The message, one bit, zeros, and its length in bits; whole blocks.
function padded(bytes, block, room) {
  const whole = Math.ceil((bytes.length + 1 + room) / block) * block;
  const all = new Uint8Array(whole);
  all.set(bytes);
  all[bytes.length] = 128;
  new DataView(all.buffer).setUint32(whole - 4, bytes.length * 8);
  return new DataView(all.buffer);
}

function unwords(state) {
  const out = new DataView(new ArrayBuffer(state.length * 4));
  state.forEach((word, n) => out.setUint32(n * 4, word));
  return new Uint8Array(out.buffer);
}

function sha256(bytes) {
  const data = padded(bytes, 64, 8);
  const state = START.filter((_, n) => n % 2 === 0);
  const right = (word, by) => (word >>> by) | (word << (32 - by));
  for (let at = 0; at < data.byteLength; at += 64) {
    const w = [];
    for (let n = 0; n < 64; n += 1) {
      if (n < 16) {
        w.push(data.getUint32(at + 4 * n));
        continue;
      }
      const [old, near] = [w[n - 15], w[n - 2]];
      const before = right(old, 7) ^ right(old, 18) ^ (old >>> 3);
      const after = right(near, 17) ^ right(near, 19) ^ (near >>> 10);
      w.push((w[n - 16] + before + w[n - 7] + after) | 0);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = 0; n < 64; n += 1) {
      const choice = (e & f) ^ (~e & g);
      const one = h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + choice + ROOTS[2 * n] + w[n];
      const most = (a & b) ^ (a & c) ^ (b & c);
      const two = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + most;
      [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, n) => { state[n] = (state[n] + word) | 0; });
  }
  return unwords(state);
}

// Words of 64 bits are pairs [high, low].
function sum64(...all) {
  let [high, low] = [0, 0];
  for (const word of all) {
    high += word[0] >>> 0;
    low += word[1] >>> 0;
  }
  return [(high + Math.floor(low / 4294967296)) | 0, low | 0];
}

function xor64(...all) {
  return all.reduce((a, b) => [a[0] ^ b[0], a[1] ^ b[1]]);
}

function and64(a, b) {
  return [a[0] & b[0], a[1] & b[1]];
}

function right64([high, low], by) {
  const [one, two] = by < 32 ? [high, low] : [low, high];
  const n = by % 32;
  return [(one >>> n) | (two << (32 - n)), (two >>> n) | (one << (32 - n))];
}

function shift64([high, low], by) {
  return [high >>> by, (low >>> by) | (high << (32 - by))];
}

function sha512(bytes) {
  const data = padded(bytes, 128, 16);
  const state = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => [START[2 * n], START[2 * n + 1]]);
  const turned = (word, x, y, z) => xor64(right64(word, x), right64(word, y), right64(word, z));
  for (let at = 0; at < data.byteLength; at += 128) {
    const w = [];
    for (let n = 0; n < 80; n += 1) {
      if (n < 16) {
        w.push([data.getUint32(at + 8 * n), data.getUint32(at + 8 * n + 4)]);
        continue;
      }
      const [old, near] = [w[n - 15], w[n - 2]];
      const before = xor64(right64(old, 1), right64(old, 8), shift64(old, 7));
      const after = xor64(right64(near, 19), right64(near, 61), shift64(near, 6));
      w.push(sum64(w[n - 16], before, w[n - 7], after));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = 0; n < 80; n += 1) {
      const choice = xor64(and64(e, f), and64([~e[0], ~e[1]], g));
      const root = [ROOTS[2 * n], ROOTS[2 * n + 1]];
      const one = sum64(h, turned(e, 14, 18, 41), choice, root, w[n]);
      const most = xor64(and64(a, b), and64(a, c), and64(b, c));
      const two = sum64(turned(a, 28, 34, 39), most);
      [a, b, c, d, e, f, g, h] = [sum64(one, two), a, b, c, sum64(d, one), e, f, g];
    }
    [a, b, c, d, e, f, g, h].forEach((word, n) => { state[n] = sum64(state[n], word); });
  }
  return unwords(state.reduce((all, word) => all.concat(word), []));
}
