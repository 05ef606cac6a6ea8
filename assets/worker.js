// Gives out kept copies of forms while there is no line, and nothing else: a page of the office is
// the server's own, or it is not shown. What is kept, and when it goes, is said in `offline.js`.
'use strict';
const [KEPT, LIMIT] = ['dantin-mat-mang', 10_000];
// What stands before the server says so when the server is down: that is as a lost line.
const DOWN = [502, 503, 504];
// How long the server may take where there is a copy: a line that is up in the house only says
// nothing for minutes.
const reached = (request) => new Promise((resolve, reject) => {
  setTimeout(reject, LIMIT);
  fetch(request).then(resolve, reject);
});
const answer = async (request) => {
  const kept = await caches.match(request, { cacheName: KEPT, ignoreVary: true });
  if (!kept) return fetch(request);
  try {
    const found = await reached(request);
    return DOWN.includes(found.status) ? kept : found;
  } catch { return kept; }
};
addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const file = new URL(url).pathname.startsWith('/assets/');
  if (method === 'GET' && (mode === 'navigate' || file)) event.respondWith(answer(event.request));
});
