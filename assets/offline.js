// Keeps copies of the forms that an officer may need without a line, while there is one: few, made
// anew as long as the line stands, and gone with the session. A copy has nobody's name in it, and
// says when it was made. Where one signs in it looks after what was typed and never sent. Everything
// works without this file.
'use strict';
(() => {
  const [KEPT, PAUSE] = ['dantin-mat-mang', 10_000];
  // Whoever signs out leaves nothing half-typed on the device. What was written without a line and
  // waits to be sent is all that there is of it: it stays, and the page says so, until it is sent or
  // somebody erases it. A session that ended by itself erases nothing: whoever typed comes back.
  const left = document.getElementById('cho');
  if (left) {
    const kept = (waits) => {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith('dantin-tiep:') && key.endsWith(':cho') === waits);
      } catch { return []; }
    };
    const erase = (waits) => kept(waits).forEach((key) => localStorage.removeItem(key));
    const count = (key) => { try { return JSON.parse(localStorage.getItem(key)).length; } catch { return 1; } };
    const say = (name) => left.querySelectorAll('[data-say]').forEach((el) => { el.hidden = el.dataset.say !== name; });
    if ('left' in left.dataset) erase(false);
    const waiting = kept(true).reduce((sum, key) => sum + count(key), 0);
    left.querySelector('[data-count]').textContent = waiting;
    left.hidden = waiting === 0;
    left.querySelector('button').onclick = () => { erase(true); say('erased'); };
  }
  // A copy itself; or a browser that keeps none.
  if (document.querySelector('[data-kept]') || !window.caches || !navigator.serviceWorker) return;
  const last = () => { try { return Number(sessionStorage.getItem(KEPT)); } catch { return 0; } };
  const note = (at) => { try { sessionStorage.setItem(KEPT, at); } catch { /* forbidden: each page asks */ } };
  if (!document.querySelector('form.who')) {
    // Whoever signs in next has none: they are made at once.
    note(0);
    caches.delete(KEPT).catch(() => {});
    return;
  }
  const copy = (text, said) => {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const draft = page.getElementById('giu');
    if (!draft) return null;
    page.querySelectorAll('form.who, [data-not-kept]').forEach((el) => el.remove());
    draft.setAttribute('data-kept', '');
    const told = page.createElement('p');
    told.className = 'note';
    told.textContent = said;
    draft.before(told);
    return page;
  };
  const keep = async (cache, [path, ...also], said) => {
    const answer = await fetch(path, { cache: 'no-store' });
    // A server that is down or busy takes no copy away.
    if ([429, 502, 503, 504].includes(answer.status)) throw new Error(String(answer.status));
    if (!answer.ok || answer.redirected) return [];
    const page = copy(await answer.text(), said);
    if (!page) return [];
    const headers = new Headers(answer.headers);
    ['content-length', 'content-encoding', 'vary'].forEach((name) => headers.delete(name));
    const text = `<!doctype html>${page.documentElement.outerHTML}`;
    const parts = [...page.querySelectorAll('link[rel=stylesheet], link[rel=icon], script[src]')];
    const files = parts.map((el) => el.getAttribute('src') || el.getAttribute('href'));
    // First what the form works with: left half-way, a form without its script would lose what is
    // typed.
    for (const file of files) if (!await cache.match(file)) await cache.add(file);
    for (const address of [path, ...also]) await cache.put(address, new Response(text, { headers }));
    return [path, ...also, ...files];
  };
  const run = async () => {
    const answer = await fetch('/can-bo/mat-mang.json', { cache: 'no-store' });
    if (!answer.ok || answer.redirected) return;
    const { forms, notice } = await answer.json();
    note(Date.now());
    if (!forms.length) return void await caches.delete(KEPT);
    await navigator.serviceWorker.register('/can-bo/mat-mang.js', { scope: '/can-bo/' });
    const cache = await caches.open(KEPT);
    const wanted = new Set();
    for (const form of forms) (await keep(cache, form, notice)).forEach((one) => wanted.add(one));
    for (const request of await cache.keys()) {
      const { pathname, search } = new URL(request.url);
      if (!wanted.has(pathname + search)) await cache.delete(request);
    }
  };
  if (Date.now() - last() > PAUSE) run().catch(() => { /* the line went: what is kept stays */ });
})();
