// Comfort for officers: J and K walk the rows, Enter opens, / searches, N takes a new letter.
// Everything works without this file; the switch in the foot of the page leaves it out.
'use strict';
(() => {
  const rows = () => [...document.querySelectorAll('.t tbody tr:not(.grp)')].filter((r) => r.querySelector('a'));
  let at = -1;
  const typing = (el) => el.closest('input, textarea, select, [contenteditable]');
  const walk = (step) => {
    const all = rows();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, at + step));
    all[at].querySelector('th a, a').focus();
  };
  const act = {
    j: () => walk(1),
    k: () => walk(-1),
    '/': () => document.querySelector('input[type=search]')?.focus(),
    n: () => document.querySelector('[data-key=n]')?.click(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey && event.key === 'Enter') {
      // In a field of one line Enter sends by itself: the form would go twice, and the second breaks off the first.
      event.preventDefault();
      event.target.closest('form')?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const digit = /^[1-9]$/.test(event.key) && [...document.querySelectorAll('.opt kbd')].find((k) => k.textContent === event.key);
    if (digit) {
      digit.closest('.opt').querySelector('input').click();
      event.preventDefault();
    } else if (act[event.key.toLowerCase()]) {
      act[event.key.toLowerCase()]();
      event.preventDefault();
    }
  });
})();
