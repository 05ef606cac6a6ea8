// Comfort for the reception desk, the entry of a village meeting and the room of a dialogue: what
// is typed stays on the device until it is entered; without a line, or a server that answers, whole
// forms wait here and are sent when it is back. Each carries a key of its own, so that however often
// it is sent it is one. What is half-typed goes when the officer signs out, and what waits does not:
// see `offline.js`. Everything works without this file.
'use strict';
(() => {
  const note = document.getElementById('giu');
  const form = note && document.querySelector(`form[action="${note.dataset.desk}"]`);
  if (!form) return;
  const DRAFT = `dantin-tiep:${note.dataset.desk}${note.dataset.place ? `:${note.dataset.place}` : ''}`;
  const TYPED = (note.dataset.typed || 'name phone address words others').split(' ');
  const WAITING = `${DRAFT}:cho`;
  const WHO = ['name', 'phone', 'address', 'email', 'words', 'others'];
  // How long the server may take to answer, and how long until it is tried again.
  const [LIMIT, PAUSE] = [10_000, 30_000];
  let [asking, through, sending, late, retry] = [false, false, false];
  const get = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const put = (key, value) => { try { value ? localStorage.setItem(key, JSON.stringify(value)) : localStorage.removeItem(key); } catch { /* full, or forbidden */ } };
  const part = (kind, name) => note.querySelector(`[data-${kind}="${name}"]`);
  const waiting = () => get(WAITING) || [];
  const say = (name, ...acts) => {
    note.hidden = false;
    note.querySelectorAll('[data-say],[data-do]').forEach((el) => { el.hidden = true; });
    part('say', name).hidden = false;
    acts.forEach((act) => { part('do', act).hidden = false; });
    note.querySelector('[data-count]').textContent = waiting().length || '';
  };
  const take = () => Object.fromEntries([...new FormData(form)].filter(([name, value]) => typeof value === 'string' && name !== '_seal'));
  const typed = (fields) => TYPED.some((name) => (fields[name] || '').trim());
  // Who denounces is kept nowhere, not on a device either.
  const keepable = (fields) => typed(fields) && fields.kind !== 'denunciation';
  // Whom a form receives and whose turn it is goes with what was typed into it.
  const ofWhom = (name, value) => {
    form.querySelectorAll(`[name=${name}]`).forEach((el) => el.remove());
    if (!value) return;
    const el = document.createElement('input');
    [el.type, el.name, el.value] = ['hidden', name, value];
    form.append(el);
  };
  const fill = (fields) => {
    ['luot', 'turn_of'].forEach((name) => ofWhom(name, fields[name]));
    Object.entries(fields).forEach(([name, value]) => {
      form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((el) => {
        if (el.type === 'radio' || el.type === 'checkbox') el.checked = el.value === value;
        else if (el.tagName !== 'BUTTON') el.value = value;
      });
    });
  };
  const newKey = () => {
    form.elements.key.value = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
  };
  const fresh = () => {
    form.reset();
    ['luot', 'turn_of'].forEach((name) => ofWhom(name));
    [...TYPED, 'email', 'case', 'speakers', 'of', 'owner', 'owner_unit'].forEach((name) => { if (form.elements[name]) form.elements[name].value = ''; });
    newKey();
    form.elements[TYPED[0]].focus();
  };
  const keep = () => { const fields = take(); put(DRAFT, keepable(fields) ? fields : null); };
  // What the server answers; nothing when the line, the server or what stands before it is down.
  const reach = async (how) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LIMIT);
    try {
      const answer = await fetch(form.action, { redirect: 'manual', cache: 'no-store', signal: stop.signal, ...how });
      return [502, 503, 504].includes(answer.status) ? null : answer;
    } catch { return null; } finally { clearTimeout(timer); }
  };
  // A server that comes back tells no browser so: it is tried again.
  const wait = () => {
    clearTimeout(retry);
    retry = setTimeout(() => { if (navigator.onLine && waiting().length) send(); }, PAUSE);
    say('offline', ...(navigator.onLine ? ['send'] : []), 'erase');
  };
  const each = async () => {
    while (waiting().length) {
      const [fields] = waiting();
      const body = new URLSearchParams({ ...fields, then: fields.then === 'wait' ? 'wait' : 'next', _seal: form.elements._seal.value });
      const answer = await reach({ method: 'POST', body });
      if (!answer) return wait();
      // 201: entered now, or by an earlier sending; anything else a person must look at.
      if (answer.status !== 201) return say('stuck', 'send', 'resume', 'erase');
      const rest = waiting().filter((one) => one.key !== fields.key);
      put(WAITING, rest.length ? rest : null);
    }
    say('sent');
  };
  const send = async () => {
    if (sending) return;
    sending = true;
    try { await each(); } finally { sending = false; }
  };
  const busy = (on) => {
    asking = on;
    document.body.style.cursor = on ? 'progress' : '';
  };
  const aside = (then) => {
    const fields = { ...take(), then: then || 'next' };
    if (fields.kind === 'denunciation') WHO.forEach((name) => delete fields[name]);
    put(WAITING, [...waiting().filter((one) => one.key !== fields.key), fields]);
    // A device that keeps nothing: what was typed stays in the form.
    if (!waiting().some((one) => one.key === fields.key)) return;
    put(DRAFT, null);
    // One form for one place: it stays as it was typed, and is sent when there is a line.
    if (!('once' in note.dataset)) fresh();
    wait();
  };
  form.addEventListener('input', keep);
  form.addEventListener('submit', async (event) => {
    if (through) { through = false; return; }
    // Too old a browser: it sends by itself, and the draft goes when the answer has come.
    if (navigator.onLine && !form.requestSubmit) return;
    event.preventDefault();
    if (asking) return;
    const by = event.submitter;
    if (!navigator.onLine) return aside(by?.value);
    // A line in the house says nothing of the server: it is asked first. What it answers to the form
    // is then a page like any other, with its own place in the browser's history.
    busy(true);
    if (!await reach({ method: 'HEAD' })) { busy(false); return aside(by?.value); }
    through = true;
    form.requestSubmit(by);
    // Made invalid while it was asked: the browser says so, and nothing goes.
    if (through) { through = false; return busy(false); }
    late = setTimeout(() => { stop(); busy(false); aside(by?.value); }, LIMIT);
  });
  addEventListener('pagehide', () => { clearTimeout(late); busy(false); });
  addEventListener('online', () => { if (waiting().length) send(); });
  part('do', 'send').onclick = send;
  part('do', 'erase').onclick = () => { put(DRAFT, null); put(WAITING, null); say('erased'); };
  part('do', 'resume').onclick = () => {
    const [first, ...rest] = waiting().length ? waiting() : [get(DRAFT)].filter(Boolean);
    if (!first) return;
    put(WAITING, rest.length ? rest : null);
    fill(first);
    keep();
    say('kept', 'erase');
  };
  // A kept copy is opened more than once: each time it is another form, but for a place, which has
  // one. Where it is sent to, the server sees what was entered meanwhile.
  if ('kept' in note.dataset && !('once' in note.dataset)) newKey();
  if (document.querySelector('[data-sent]')) put(DRAFT, null);
  const kept = get(DRAFT);
  if (waiting().length) navigator.onLine ? send() : say('offline', 'send', 'erase');
  else if (kept && typed(kept) && !typed(take())) say('found', 'resume', 'erase');
})();
