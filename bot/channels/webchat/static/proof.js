// A little work before a person is asked for: no hurdle for one, a high one for thousands. Without
// this file she waits some seconds and goes on by a button.
//
// SHA-256 by ourselves: crypto.subtle is missing without https, and each of its calls waits its
// turn, which makes it slower than this for one short sentence.
"use strict";
(() => {
  const page = window.page;
  const chunk = 12; // milliseconds: whatever she presses is heard in between

  const roots = [];
  const first = [];
  for (let number = 2; roots.length < 64; number += 1) {
    let isPrime = true;
    for (let by = 2; by * by <= number; by += 1) if (number % by === 0) isPrime = false;
    if (!isPrime) continue;
    if (first.length < 8) first.push((Math.sqrt(number) * 2 ** 32) | 0);
    roots.push((Math.cbrt(number) * 2 ** 32) | 0);
  }
  const constants = Int32Array.from(roots);
  const w = new Int32Array(64);

  // The first 32 bits of the digest of a sentence that fits into one block.
  const digest = (block) => {
    for (let i = 0; i < 16; i += 1) w[i] = block[i];
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15];
      const y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7]
        + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3))
        + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = first;
    for (let i = 0; i < 64; i += 1) {
      const one = (h + constants[i] + w[i] + ((e & f) ^ (~e & g))
        + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7)))) | 0;
      const two = (((a & b) ^ (a & c) ^ (b & c))
        + (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10)))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    return (first[0] + a) | 0;
  };

  const blockOf = (sentence) => {
    const block = new Int32Array(16);
    const put = (at, byte) => {
      block[at >> 2] |= byte << (24 - 8 * (at & 3));
    };
    for (let at = 0; at < sentence.length; at += 1) put(at, sentence.charCodeAt(at));
    put(sentence.length, 128);
    block[15] = 8 * sentence.length;
    return block;
  };

  const solve = async (form) => {
    const { proof, pieces, bits } = form.dataset;
    const found = [];
    let number = 0;
    while (found.length < pieces) {
      if (!form.isConnected) return;
      const until = performance.now() + chunk;
      while (found.length < pieces && performance.now() < until) {
        for (let tries = 0; tries < 64 && found.length < pieces; tries += 1) {
          if (digest(blockOf(`${proof}.${found.length}.${number}`)) >>> (32 - bits)) {
            number += 1;
          } else {
            found.push(number);
            number = 0;
          }
        }
      }
      await new Promise((go) => setTimeout(go));
    }
    if (!form.isConnected) return;
    form.elements.answer.value = found.join(".");
    page.press(form.querySelector("button"));
  };

  const look = () => {
    const form = document.querySelector("form[data-proof]");
    if (form) solve(form);
  };

  document.addEventListener("screen", look);
  look();
})();
