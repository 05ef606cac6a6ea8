// Comfort for who files a letter: what is typed stays on the device until sent, a lost line is
// told, the map follows finger and arrow keys. Everything works without it.
'use strict';
(() => {
  const KEY = 'dantin-don';
  const el = (id) => document.getElementById(id);
  const get = (store) => { try { return JSON.parse(store[KEY]); } catch { return null; } };
  const put = (store, value) => { try { value ? store[KEY] = JSON.stringify(value) : delete store[KEY]; } catch { /* full */ } };
  if (document.querySelector('[data-sent]')) return put(localStorage);
  const form = document.querySelector('form[action="/gui-don"]');
  const note = el('giu');
  if (!form || !note) return;
  const part = (kind, name) => note.querySelector(`[data-${kind}="${name}"]`);
  const offline = part('say', 'offline');
  const say = (name, ...acts) => {
    note.hidden = false;
    for (const one of note.querySelectorAll('[data-say],[data-do]')) one.hidden = true;
    part('say', name).hidden = false;
    for (const act of acts) part('do', act).hidden = false;
  };
  const take = () => Object.fromEntries([...new FormData(form)].filter(([name]) =>
    !/^(_seal|ticket|go|map|files)/.test(name)));
  const typed = (fields) => 'words place name phone email address'.split(' ').some((name) => fields[name]?.trim());
  const kept = get(localStorage);
  const keep = () => {
    const fields = take();
    if (get(sessionStorage) || !typed(fields)) return;
    put(localStorage, fields);
    if (offline.hidden) say('kept', 'erase');
  };
  if (kept && typed(kept) && !typed(take())) say('found', 'resume', 'erase'); else keep();
  form.oninput = keep;
  part('do', 'erase').onclick = () => { put(localStorage); put(sessionStorage, 1); say('erased'); };
  part('do', 'resume').onclick = () => {
    for (const [name, value] of Object.entries({ ...kept, go: '2' })) {
      for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) one.remove();
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    }
    form.submit();
  };
  form.onsubmit = (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    say('offline', 'erase');
    note.scrollIntoView();
  };
  window.ononline = () => { if (!offline.hidden) say('online', 'erase'); };

  const spot = el('spot'), said = el('here-said'), map = el('map'), ask = el('here');
  const set = (lat, lon) => {
    spot.value = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
    said.textContent = `${said.dataset.set} ${spot.value}`;
    keep();
  };
  let moved;
  if (map) {
    const [west, north, sx, sy] = map.dataset.map.split(' ').map(Number);
    const pin = document.createElement('i');
    map.after(pin);
    let at = [map.width / 2, map.height / 2];
    const move = (x, y) => {
      at = [[x, map.width], [y, map.height]].map(([n, most]) => Math.max(0, Math.min(most, n)));
      [pin.style.left, pin.style.top] = at.map((n) => `${n}px`);
      pin.className = 'pin on';
    };
    pin.className = 'pin';
    moved = (lat, lon) => move((lon - west) * sx, (north - lat) * sy);
    const go = (x, y) => { move(x, y); set(north - at[1] / sy, west + at[0] / sx); };
    const [lat, lon] = spot.value.split(/[,; ]+/).map(Number);
    if (lat && lon) at = [(lon - west) * sx, (north - lat) * sy];
    map.onclick = (event) => { event.preventDefault(); if (event.detail) go(event.offsetX, event.offsetY); };
    map.onkeydown = (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const [x, y] = way.map((n) => (event.shiftKey ? n : n * 6));
      go(at[0] + x, at[1] + y);
    };
  }
  const place = navigator.geolocation;
  if (ask && place) {
    ask.hidden = false;
    ask.onclick = () => place.getCurrentPosition(
      ({ coords: { latitude: lat, longitude: lon } }) => { set(lat, lon); moved?.(lat, lon); },
      () => { said.textContent = said.dataset.no; }, { enableHighAccuracy: true, timeout: 2e4 });
  }
})();
