// Ed25519 signatures (RFC 8032), only checking them: nothing here is secret, so nothing has to take
// the same time for all. A number modulo 2^255 - 19 is 17 limbs of 15 bits: what flows over at the
// top comes in again at the bottom, times 19.
'use strict';

const LIMBS = 17;
const LIMB = 32768;

function field(number) {
  const limbs = new Array(LIMBS).fill(0);
  limbs[0] = number % LIMB;
  limbs[1] = Math.floor(number / LIMB);
  return limbs;
}

// Two rounds leave every limb below 2^15, but the first by a little.
function carried(limbs) {
  for (let round = 0; round < 2; round += 1) {
    let over = 0;
    for (let n = 0; n < LIMBS; n += 1) {
      const whole = limbs[n] + over;
      over = Math.floor(whole / LIMB);
      limbs[n] = whole - over * LIMB;
    }
    limbs[0] += 19 * over;
  }
  return limbs;
}

function plus(a, b) {
  return carried(a.map((limb, n) => limb + b[n]));
}

// Twice the modulus is added first, so that no limb falls below zero.
function minus(a, b) {
  return carried(a.map((limb, n) => limb + (n === 0 ? 65498 : 65534) - b[n]));
}

function times(a, b) {
  const sums = new Array(LIMBS).fill(0);
  for (let n = 0; n < LIMBS; n += 1) {
    let [low, high] = [0, 0];
    for (let m = 0; m <= n; m += 1) low += a[m] * b[n - m];
    for (let m = n + 1; m < LIMBS; m += 1) high += a[m] * b[LIMBS + n - m];
    sums[n] = low + 19 * high;
  }
  return carried(sums);
}

// To the power whose `bits` bits are all ones, but for those named.
function power(base, bits, zeros) {
  let result = field(1);
  for (let bit = bits - 1; bit >= 0; bit -= 1) {
    result = times(result, result);
    if (!zeros.includes(bit)) result = times(result, base);
  }
  return result;
}

function inverse(number) {
  return power(number, 255, [2, 4]);
}

// The one way to write a number: below the modulus.
function settled(number) {
  const limbs = carried(number.slice());
  const most = limbs.slice(1).every((limb) => limb === LIMB - 1) && limbs[0] >= LIMB - 19;
  return most ? field(limbs[0] - (LIMB - 19)) : limbs;
}

function same(a, b) {
  const [one, other] = [settled(a), settled(b)];
  return one.every((limb, n) => limb === other[n]);
}

function bitOf(bytes, bit) {
  return (bytes[bit >> 3] >> (bit & 7)) & 1;
}

// 255 bits, the lowest first, without the sign.
function limbsOf(bytes) {
  const limbs = new Array(LIMBS).fill(0);
  for (let bit = 0; bit < 255; bit += 1) {
    limbs[Math.floor(bit / 15)] += bitOf(bytes, bit) << (bit % 15);
  }
  return limbs;
}

function bytesOf(number, sign) {
  const limbs = settled(number);
  const bytes = new Uint8Array(32);
  for (let bit = 0; bit < 255; bit += 1) {
    bytes[bit >> 3] |= ((limbs[Math.floor(bit / 15)] >> (bit % 15)) & 1) << (bit & 7);
  }
  bytes[31] |= sign << 7;
  return bytes;
}

const BEND = times(minus(field(0), field(121665)), inverse(field(121666)));
const TWICE_BEND = plus(BEND, BEND);
const ROOT_OF_MINUS_ONE = power(field(2), 253, [2]);

// A point as x, y, z and the product of x and y; null when there is none.
function pointOf(bytes) {
  const [y, one] = [limbsOf(bytes), field(1)];
  const square = times(y, y);
  const [over, under] = [minus(square, one), plus(times(BEND, square), one)];
  const cube = times(times(under, under), under);
  const seventh = times(times(cube, cube), under);
  let x = times(times(over, cube), power(times(over, seventh), 252, [1]));
  const found = times(under, times(x, x));
  if (!same(found, over)) {
    if (!same(found, minus(field(0), over))) return null;
    x = times(x, ROOT_OF_MINUS_ONE);
  }
  if ((settled(x)[0] & 1) !== bytes[31] >> 7) x = minus(field(0), x);
  return [x, y, one, times(x, y)];
}

// The sum of any two points, a point and itself too.
function sumOf(p, q) {
  const a = times(minus(p[1], p[0]), minus(q[1], q[0]));
  const b = times(plus(p[1], p[0]), plus(q[1], q[0]));
  const c = times(times(p[3], q[3]), TWICE_BEND);
  const half = times(p[2], q[2]);
  const d = plus(half, half);
  const [e, f, g, h] = [minus(b, a), minus(d, c), plus(d, c), plus(b, a)];
  return [times(e, f), times(g, h), times(f, g), times(e, h)];
}

// The point whose y is 4/5 and whose x is even.
const BASE = pointOf(bytesOf(times(field(4), inverse(field(5))), 0));
// How many points there are on the curve of the base point, the highest byte first.
const ORDER = '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed'
  .match(/../g).map((byte) => parseInt(byte, 16));

// Numbers as 32 bytes, the highest first.
function less(a, b) {
  const at = a.findIndex((byte, n) => byte !== b[n]);
  return at >= 0 && a[at] < b[at];
}

// What is left of 64 bytes, the lowest first, when divided by the order.
function remainder(bytes) {
  let rest = new Array(32).fill(0);
  for (let bit = 511; bit >= 0; bit -= 1) {
    let over = bitOf(bytes, bit);
    for (let n = 31; n >= 0; n -= 1) {
      const twice = 2 * rest[n] + over;
      rest[n] = twice & 255;
      over = twice >> 8;
    }
    if (less(rest, ORDER)) continue;
    let borrowed = 0;
    for (let n = 31; n >= 0; n -= 1) {
      const left = rest[n] - ORDER[n] - borrowed;
      borrowed = left < 0 ? 1 : 0;
      rest[n] = left + 256 * borrowed;
    }
  }
  return rest.reverse();
}

// Whether the key's owner signed the message: 32, any number of, and 64 bytes.
function isSignedBy(key, message, signature) {
  if (signature.length !== 64) return false;
  const [first, second] = [signature.subarray(0, 32), signature.subarray(32)];
  const owner = pointOf(key);
  if (owner === null || !less(Array.from(second).reverse(), ORDER)) return false;
  const mixed = remainder(sha512(joined(first, key, message)));
  const turned = [minus(field(0), owner[0]), owner[1], owner[2], minus(field(0), owner[3])];
  let sum = [field(0), field(1), field(1), field(0)];
  for (let bit = 252; bit >= 0; bit -= 1) {
    sum = sumOf(sum, sum);
    if (bitOf(second, bit)) sum = sumOf(sum, BASE);
    if (bitOf(mixed, bit)) sum = sumOf(sum, turned);
  }
  const flat = inverse(sum[2]);
  const x = settled(times(sum[0], flat));
  const wanted = bytesOf(times(sum[1], flat), x[0] & 1);
  return wanted.every((byte, n) => byte === first[n]);
}
