// Comfort for the reception desk, the entry of a village meeting and the room of a dialogue: what
// is typed stays on the device until it is entered; without a line whole forms wait here and are
// sent when it is back. Each carries a key of its own, so that however often it is sent it is one. Everything works
// without this file.
'use strict';
(() => {
  const note = document.getElementById('giu');
  const form = note && document.querySelector(`form[action="${note.dataset.desk}"]`);
  if (!form) return;
  const DRAFT = `dantin-tiep:${note.dataset.desk}${note.dataset.place ? `:${note.dataset.place}` : ''}`;
  const TYPED = (note.dataset.typed || 'name phone address words others').split(' ');
  const WAITING = `${DRAFT}:cho`;
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
  const fill = (fields) => Object.entries(fields).forEach(([name, value]) => {
    form.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((el) => {
      if (el.type === 'radio' || el.type === 'checkbox') el.checked = el.value === value;
      else if (el.tagName !== 'BUTTON') el.value = value;
    });
  });
  const fresh = () => {
    form.reset();
    form.querySelectorAll('[name=luot],[name=turn_of]').forEach((el) => el.remove());
    [...TYPED, 'case', 'speakers', 'of', 'owner'].forEach((name) => { if (form.elements[name]) form.elements[name].value = ''; });
    form.elements.key.value = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
    form.elements[TYPED[0]].focus();
  };
  const keep = () => { const fields = take(); put(DRAFT, keepable(fields) ? fields : null); };
  const send = async () => {
    for (const fields of waiting()) {
      const body = new URLSearchParams({ ...fields, then: fields.then === 'wait' ? 'wait' : 'next', _seal: form.elements._seal.value });
      let answer;
      try { answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' }); } catch { return say('offline', 'send', 'erase'); }
      // 201: entered now, or by an earlier sending; anything else a person must look at.
      if (answer.status !== 201) return say('stuck', 'send', 'resume', 'erase');
      put(WAITING, waiting().filter((one) => one.key !== fields.key));
    }
    put(WAITING, null);
    say('sent');
  };
  form.addEventListener('input', keep);
  form.addEventListener('submit', (event) => {
    // A line that breaks now leaves the draft here: it goes when the answer has come.
    if (navigator.onLine) return;
    event.preventDefault();
    const fields = { ...take(), then: event.submitter?.value || 'next' };
    if (fields.kind === 'denunciation') ['name', 'phone', 'address', 'words', 'others'].forEach((name) => delete fields[name]);
    put(WAITING, [...waiting().filter((one) => one.key !== fields.key), fields]);
    put(DRAFT, null);
    // One form for one place: it stays as it was typed, and is sent when there is a line.
    if (!('once' in note.dataset)) fresh();
    say('offline', 'erase');
  });
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
  if (document.querySelector('[data-sent]')) put(DRAFT, null);
  const kept = get(DRAFT);
  if (waiting().length) navigator.onLine ? send() : say('offline', 'send', 'erase');
  else if (kept && typed(kept) && !typed(take())) say('found', 'resume', 'erase');
})();
