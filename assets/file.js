// Comfort for who files a letter: what is typed stays on the device until it is sent, a lost line is
// told, and the map follows finger and arrow keys. Everything works without this file.
'use strict';
(() => {
  const KEY = 'dantin-don';
  const get = (store, key) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
  const put = (store, key, value) => { try { value ? store.setItem(key, JSON.stringify(value)) : store.removeItem(key); } catch { /* full, or forbidden */ } };
  if (document.querySelector('[data-sent]')) return put(localStorage, KEY, null);
  const form = document.querySelector('form[action="/gui-don"]');
  const note = document.getElementById('giu');
  if (!form || !note) return;
  const part = (kind, name) => note.querySelector(`[data-${kind}="${name}"]`);
  const say = (name, ...acts) => {
    note.hidden = false;
    note.querySelectorAll('[data-say],[data-do]').forEach((el) => { el.hidden = true; });
    part('say', name).hidden = false;
    acts.forEach((act) => { part('do', act).hidden = false; });
  };
  const take = () => Object.fromEntries([...new FormData(form)].filter(([name, value]) =>
    typeof value === 'string' && !/^(_seal|ticket|go|map|files)/.test(name)));
  const typed = (fields) => ['words', 'place', 'name', 'phone', 'email', 'address'].some((name) => (fields[name] || '').trim());
  const kept = get(localStorage, KEY);
  const here = take();
  const keep = () => {
    const fields = take();
    if (get(sessionStorage, KEY) || !typed(fields)) return;
    put(localStorage, KEY, fields);
    if (part('say', 'offline').hidden) say('kept', 'erase');
  };
  if (kept && typed(kept) && !typed(here)) say('found', 'resume', 'erase'); else keep();
  form.addEventListener('input', keep);
  part('do', 'erase').onclick = () => { put(localStorage, KEY, null); put(sessionStorage, KEY, 1); say('erased'); };
  part('do', 'resume').onclick = () => {
    const hidden = (name, value) => {
      form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((el) => el.remove());
      const el = Object.assign(document.createElement('input'), { type: 'hidden', name, value });
      form.append(el);
    };
    Object.entries({ ...kept, go: '2' }).forEach(([name, value]) => hidden(name, value));
    form.submit();
  };
  form.addEventListener('submit', (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    say('offline', 'erase');
    note.scrollIntoView();
  });
  addEventListener('online', () => { if (!part('say', 'offline').hidden) say('online', 'erase'); });

  const spot = document.getElementById('spot');
  const said = document.getElementById('here-said');
  const set = (lat, lon) => {
    spot.value = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
    said.textContent = `${said.dataset.set} ${spot.value}`;
    keep();
  };
  const map = document.getElementById('map');
  let moveTo = null;
  if (map) {
    const [west, north, sx, sy] = map.dataset.map.split(' ').map(Number);
    const pin = map.parentNode.appendChild(document.createElement('i'));
    pin.className = 'pin';
    const size = (n, most) => Math.max(0, Math.min(most, n));
    let at = [map.width / 2, map.height / 2];
    moveTo = (x, y) => {
      at = [size(x, map.width), size(y, map.height)];
      [pin.style.left, pin.style.top] = at.map((n) => `${n}px`);
      pin.classList.add('on');
    };
    const go = (x, y) => { moveTo(x, y); set(north - at[1] / sy, west + at[0] / sx); };
    const known = spot.value.split(/[,; ]+/).map(Number);
    if (known.length === 2 && known.every(Number.isFinite)) at = [(known[1] - west) * sx, (north - known[0]) * sy];
    map.addEventListener('click', (event) => { event.preventDefault(); if (event.detail) go(event.offsetX, event.offsetY); });
    map.addEventListener('keydown', (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const step = event.shiftKey ? 1 : 6;
      go(at[0] + way[0] * step, at[1] + way[1] * step);
    });
    map.moved = (lat, lon) => moveTo((lon - west) * sx, (north - lat) * sy);
  }
  const ask = document.getElementById('here');
  if (ask && navigator.geolocation) {
    ask.hidden = false;
    ask.onclick = () => navigator.geolocation.getCurrentPosition(
      ({ coords }) => { set(coords.latitude, coords.longitude); map?.moved(coords.latitude, coords.longitude); },
      () => { said.textContent = said.dataset.no; }, { enableHighAccuracy: true, timeout: 20000 });
  }
})();
