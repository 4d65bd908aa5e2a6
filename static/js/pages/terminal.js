/* The terminal: lines go over a socket of its own, which is there while somebody types;
   where none can open, a form's answer brings the same. The server colours and escapes. */
(() => {
  'use strict';
  const term = document.getElementById('term');
  if (!term?.dataset.socket || term.dataset.on) return;
  term.dataset.on = '';
  const $ = (s, r = term) => r.querySelector(s), byId = s => document.getElementById(s);
  const form = $('#term-form'), input = $('#term-in'), log = $('#term-log'), lostBox = $('#term-lost'), list = $('#term-options');
  const pane = term.closest('.dock__body, .term-pane') || term, at = term.dataset.at;
  const BACK_OFF = [1, 2, 4, 8, 15], PATIENCE = 4000, MOST_PARTS = 400, MOST_PASTED = 200;
  const GONE = 4404, LOOKS_ON = 4403;

  /* What is under way, by the id that this page gave it: a line that is sent twice runs once. */
  const runs = new Map();
  const newId = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, '0')).join('');
  const told = text => { const el = $('#term-say'); el.textContent = ''; setTimeout(() => { el.textContent = text; }, 50); };
  const near = () => pane.scrollHeight - pane.scrollTop - pane.clientHeight < 80;
  const toEnd = () => { pane.scrollTop = pane.scrollHeight; };
  const note = (li, text) => { const p = $('.term__note', li); p.textContent = text; p.hidden = !text; };

  /* The connection. */
  let ws = null, ready = false, everOpen = false, blocked = false, failures = 0, again = 0, ended = false, queue = [];
  function connect() {
    if (ws || ended || blocked) return;
    const mine = ws = new WebSocket(new URL(term.dataset.socket, location.href).href.replace('http', 'ws'));
    const patience = setTimeout(() => mine.close(), PATIENCE);
    mine.onopen = () => {
      clearTimeout(patience);
      ready = everOpen = true; failures = again = 0; lostBox.hidden = true;
      const under = [...runs].filter(([id]) => !queue.includes(id)).map(([id]) => id);
      if (under.length) send({ attach: under });
      for (const id of queue.splice(0)) transmit(id);
      if (late) { late = false; complete(); }
    };
    mine.onmessage = e => hear(JSON.parse(e.data));
    mine.onclose = e => { clearTimeout(patience); if (ws === mine) dropped(e.code); };
  }
  const send = message => ws.send(JSON.stringify(message));
  function transmit(id) { send({ run: runs.get(id).line, id, columns: columns() }); }
  function dropped(code) {
    ws = null; ready = false;
    const left = queue.splice(0);
    if (code === GONE || code === LOOKS_ON) { ended = true; return; }
    if (!everOpen && navigator.onLine) { blocked = true; left.forEach(id => post(id)); return; }
    left.forEach(id => unsent(id));
    if (!runs.size && !left.length) return;
    again = Date.now() + BACK_OFF[Math.min(failures++, 4)] * 1000;
    tick();
  }
  function tick() {
    if (!again) return;
    const wait = Math.ceil((again - Date.now()) / 1000);
    lost('Connection lost', `${navigator.onLine ? `Trying again in ${Math.max(1, wait)} s.` : 'This device is offline.'} Your cluster keeps running, and nothing you typed was lost.`);
    if (wait > 0) { setTimeout(tick, 1000); return; }
    again = 0; connect();
  }
  function lost(title, text, button = true) {
    if (lostBox.hidden || $('b', lostBox).textContent !== title) { $('b', lostBox).textContent = title; lostBox.hidden = false; }
    $('p', lostBox).textContent = text;
    $('[data-term-again]', lostBox).hidden = !button;
  }
  addEventListener('offline', () => { if (ws) { const old = ws; old.onclose = null; old.close(); dropped(0); } });
  addEventListener('online', () => { if (again) { again = 0; connect(); } });

  /* Without a socket: one request a line, whose answer is told as it comes. */
  async function post(id) {
    const { line, li } = runs.get(id), body = new URLSearchParams({ csrfmiddlewaretoken: document.body.dataset.csrf, id, line });
    let heard = false;
    try {
      const answer = await fetch(at, { method: 'POST', headers: { 'X-Terminal': '1' }, body });
      if (!answer.ok) throw answer.status;
      if (answer.headers.get('Content-Type').includes('ndjson')) {
        hear({ id, taken: true });
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        for (let rest = ''; ;) {
          const { value, done } = await reader.read();
          if (done) break;
          const whole = (rest + value).split('\n');
          rest = whole.pop();
          for (const one of whole) { heard = true; hear(JSON.parse(one)); }
        }
      } else { heard = true; hear(await answer.json()); }
      if (!heard) throw 0;
    } catch (status) {
      unsent(id, status === 403 || status === 404 ? 'Not sent: this sandbox is no longer yours to type in.' : heard ? 'The connection ended before the command did. Send it again to read on: it does not run twice.' : undefined);
    } finally { if (runs.has(id) && heard) settle(id, 1); }
  }

  /* What the server says. */
  function hear(m) {
    if (m.history) { past = [...new Set([...m.history, ...[...runs.values()].map(run => run.line)])]; return; }
    if (m.gone) { ended = true; lost('The terminal is closed', m.gone, false); for (const id of [...runs.keys()]) settle(id, 1); return; }
    if (m.options) { offered(m); return; }
    const run = runs.get(m.id);
    if (!run) return;
    const { li } = run, stay = near();
    if (m.taken) { li.dataset.state = 'running'; run.out.replaceChildren(); run.tail.textContent = ''; note(li, ''); }
    if (m.refused) { unsent(m.id, m.refused, m.wait); return; }
    if (m.unknown) { unsent(m.id); return; }
    if (m.lost) { note(li, m.lost); li.dataset.state = 'lost'; settle(m.id, 1); }
    if (m.lines !== undefined) print(run, m);
    if (m.edit !== undefined) openEditor(m.edit, m.text, m.id);
    if (m.end !== undefined) finish(run, m);
    if (m.after) after(m.id, run, m.after);
    if (stay) toEnd();
  }
  function print(run, m) {
    if (m.afresh) run.out.replaceChildren();
    if (m.lines) {
      const part = document.createElement('span');
      part.innerHTML = m.lines;
      run.out.append(part);
      if (run.out.childElementCount > MOST_PARTS) run.out.firstElementChild.remove();
    }
    run.tail.innerHTML = m.tail;
  }
  function finish(run, m) {
    const { li } = run, pre = $('pre', li);
    li.dataset.state = 'done'; li.dataset.code = m.end;
    if (run.line.trim() === 'clear') clear();
    else if (m.end && m.end !== 130 && !pre.textContent.trim()) note(li, `Ended with code ${m.end}.`);
    if (m.end === 130) note(li, 'Stopped.');
    wide(li);
    told(m.say || pre.textContent.trim() || (m.end ? `Ended with code ${m.end}` : 'Done'));
    run.ended(m.end);
  }
  function after(id, run, m) {
    runs.delete(id);
    if (m.why) run.li.insertAdjacentHTML('beforeend', m.why);
    if (m.tries) {
      const box = $('#term-try');
      box.replaceChildren(box.firstElementChild, ...m.tries.flatMap(one => {
        const b = document.createElement('button');
        b.type = 'button'; b.dataset.try = one.line; b.textContent = one.label;
        return [' ', b];
      }));
      context(m.context + (m.where ? ` · ${m.where}` : ''));
    }
  }
  function context(text) { document.querySelectorAll('[data-term-context]').forEach(el => { el.textContent = text; }); }
  function settle(id, code) { const run = runs.get(id); runs.delete(id); run?.ended(code); }
  function unsent(id, text, wait) {
    const run = runs.get(id);
    if (!run) return;
    run.li.dataset.state = 'unsent';
    note(run.li, text || 'Not sent: there was no connection. It runs only when you send it again.');
    const button = document.createElement('button');
    button.type = 'button'; button.className = 'btn btn--sm'; button.dataset.act = 'send'; button.textContent = 'Send again';
    $('.term__note', run.li).append(' ', button);
    run.li.dataset.id = id;
    told('Not sent');
    if (!text) lost('Connection lost', 'Nothing you typed was lost. What is marked was not sent.');
    runs.delete(id); run.ended(wait ? -wait : 1);
  }

  /* Typing. */
  function submit(line, id = newId(), old = null) {
    if (ended) { lost('The terminal is closed', 'Load the page again to go on.', false); return Promise.resolve(1); }
    const li = old || byId('term-entry').content.firstElementChild.cloneNode(true);
    const pre = $('pre', li), out = document.createElement('span'), tail = document.createElement('span');
    li.dataset.state = 'sending'; note(li, ''); pre.replaceChildren(out, tail);
    $('.term__cmd', li).textContent = line;
    li.id = `entry-${id}`;
    log.append(li); rove(); toEnd();
    if (past.at(-1) !== line) past = [...past.filter(one => one !== line), line];
    step = 0;
    return new Promise(ended => {
      runs.set(id, { line, li, out, tail, ended });
      if (!navigator.onLine) unsent(id);
      else if (ready) transmit(id);
      else if (blocked) post(id);
      else { queue.push(id); connect(); }
    });
  }
  form.addEventListener('submit', e => {
    e.preventDefault();
    const line = input.value.replace(/^\n+|\n+$/g, '');
    if (!line.trim() || tooMuch([line])) return;
    if (!again && !ended) lostBox.hidden = true;
    type(''); submit(line);
  });
  /* What the server would not take stays where it was typed. */
  function tooMuch(lines) {
    const long = lines.some(line => line.length > input.maxLength);
    if (long) lost('Too long', 'One command may have 64 KiB, so this was not run. Type nano FILE and put a long text there.', false);
    else if (lines.length > MOST_PASTED) lost('Too many', `This has ${lines.length} commands, so none was run; ${MOST_PASTED} can be pasted at once. Type nano FILE, put them there and type bash FILE.`, false);
    return long || lines.length > MOST_PASTED;
  }
  function type(text, place = text.length) {
    input.value = text; input.setSelectionRange(place, place); shut(); grow();
  }
  function grow() { if (!CSS.supports('field-sizing', 'content')) { input.rows = Math.min(10, input.value.split('\n').length); } }
  const measure = document.createElement('canvas').getContext('2d');
  function columns() {
    measure.font = getComputedStyle(input).font;
    return Math.floor((pane.clientWidth - 32) / (measure.measureText('0').width || 8));
  }
  const stopNow = () => {
    const [id] = [...runs].filter(([, run]) => run.li.dataset.state !== 'done').at(-1) || [];
    rest = [];
    if (id) halt(id); else { type(''); told('Line cleared'); }
  };
  function halt(id) {
    if (ready) send({ stop: id });
    else fetch(term.dataset.stop, { method: 'POST', headers: { 'X-Terminal': '1' }, body: new URLSearchParams({ csrfmiddlewaretoken: document.body.dataset.csrf, id }) });
  }

  /* History: up and down, and a search in it. */
  let past = [], step = 0, draft = '';
  for (const cmd of log.querySelectorAll('.term__cmd')) past.push(cmd.textContent);
  function recall(by) {
    const next = Math.max(0, Math.min(past.length, step + by));
    if (!next && !step) return;
    if (!step) draft = input.value;
    step = next;
    type(step ? past[past.length - step] : draft);
  }

  /* A list of choices below the line: completions, or lines from the history. */
  let mode = '', choices = [], chosen = -1, from = 0, asked = 0, lettered = false, late = false;
  function shut() { mode = ''; list.hidden = true; list.replaceChildren(); chosen = -1; input.removeAttribute('aria-activedescendant'); }
  function show(kind, all) {
    mode = kind; choices = all; chosen = -1;
    list.toggleAttribute('data-list', kind === 'find');
    list.replaceChildren(...all.map((text, i) => {
      const el = document.createElement('div');
      el.id = `term-option-${i}`; el.setAttribute('role', 'option'); el.setAttribute('aria-selected', 'false'); el.textContent = text;
      return el;
    }));
    list.hidden = !all.length;
    told(all.length ? `${all.length} ${all.length === 1 ? 'choice' : 'choices'}` : 'No match');
    if (near()) toEnd();
  }
  function choose(by) {
    if (!choices.length) return;
    list.children[chosen]?.setAttribute('aria-selected', 'false');
    chosen = chosen < 0 && by < 0 ? choices.length - 1 : (chosen + by + choices.length) % choices.length;
    const el = list.children[chosen];
    el.setAttribute('aria-selected', 'true'); el.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', el.id);
  }
  function take(text) {
    if (mode === 'find') { type(text); return; }
    const end = input.selectionStart;
    type(input.value.slice(0, from) + text + input.value.slice(end), from + text.length);
    lettered = true;
  }
  function find() {
    const words = input.value.toLowerCase();
    show('find', past.filter(line => line.toLowerCase().includes(words)).slice(-8).reverse());
    choose(1);
  }
  function complete() {
    if (!ready) { late = true; connect(); return; }
    send({ complete: input.value, at: input.selectionStart, n: ++asked });
  }
  function offered(m) {
    if (m.n !== asked) return;
    from = m.from;
    const word = input.value.slice(from, input.selectionStart), all = m.options;
    if (all.length === 1) { take(all[0]); told(all[0]); return; }
    let common = all[0] || '';
    for (const one of all) while (!one.startsWith(common)) common = common.slice(0, -1);
    if (common.length > word.length) take(common);
    show('complete', all);
  }

  input.addEventListener('input', () => { lettered = true; step = 0; grow(); if (near()) toEnd(); if (mode === 'find') find(); else if (mode) shut(); });
  input.addEventListener('focus', () => { lettered = false; });
  list.addEventListener('pointerdown', e => { e.preventDefault(); const i = [...list.children].indexOf(e.target.closest('div[role]')); if (i >= 0) take(choices[i]); });

  const KEYS = {
    Enter: e => { if (e?.shiftKey) return false; if (chosen >= 0) { take(choices[chosen]); return true; } form.requestSubmit(); return true; },
    Tab: e => {
      if (e?.shiftKey) return false;
      if (mode) { choose(1); return true; }
      if (!input.value.trim() || (e && !lettered)) return false;
      complete(); return true;
    },
    Escape: () => { if (mode) shut(); else { lettered = false; $('button', form).focus(); } return true; },
    ArrowUp: () => { if (mode) choose(-1); else if (input.value.slice(0, input.selectionStart).includes('\n') && !step) return false; else recall(1); return true; },
    ArrowDown: () => { if (mode) choose(1); else if (!step) return false; else recall(-1); return true; },
    '^c': () => { if (input.selectionStart !== input.selectionEnd || String(getSelection())) return false; stopNow(); return true; },
    '^l': () => { clear(); return true; },
    '^r': () => { if (mode === 'find') choose(1); else find(); return true; },
  };
  /* Some phones' keyboards say of Enter only that a line should break. */
  let shifted = false;
  input.addEventListener('beforeinput', e => {
    if (shifted || !['insertLineBreak', 'insertParagraph'].includes(e.inputType)) return;
    e.preventDefault(); form.requestSubmit();
  });
  input.addEventListener('keydown', e => {
    shifted = e.shiftKey;
    if (e.isComposing || e.altKey || e.metaKey) return;
    if (e.key !== 'Tab' && e.key !== 'Shift' && !again) connect();
    const key = e.ctrlKey ? `^${e.key.toLowerCase()}` : e.key;
    if (KEYS[key]?.(e)) { e.preventDefault(); e.stopPropagation(); }
  });
  pane.addEventListener('keydown', e => { if (e.ctrlKey && e.key === 'c' && e.target !== input && runs.size && !String(getSelection())) { e.preventDefault(); stopNow(); } });

  /* Paste of many lines asks once. A here-document, a quote and a backslash keep lines together. */
  function commands(text) {
    const out = [];
    let whole = '', until = '', dash = false, quote = '';
    for (const line of text.split('\n')) {
      whole += (whole && '\n') + line;
      if (until) { if ((dash ? line.replace(/^\t+/, '') : line) === until) until = ''; else continue; }
      else {
        const here = !quote && line.match(/<<(-?)\s*(['"]?)([\w.-]+)\2/);
        quote = open(line, quote);
        if (here && !line.includes('<<<')) { until = here[3]; dash = !!here[1]; continue; }
        if (quote || /(^|[^\\])(\\\\)*\\$/.test(line)) continue;
      }
      if (whole.trim() && !/^\s*#/.test(whole)) out.push(whole);
      whole = '';
    }
    if (whole.trim()) out.push(whole);
    return out;
  }
  function open(text, quote) {
    for (let i = 0; i < text.length; i++) {
      const c = text[i];
      if (c === '\\' && quote !== "'") i++;
      else if (quote ? c === quote : c === '"' || c === "'") quote = quote ? '' : c;
    }
    return quote;
  }
  let rest = [];
  input.addEventListener('paste', e => {
    const text = e.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n').replace(/\n+$/, '');
    const all = commands(text.split('\n').map(line => line.replace(/^\$ /, '')).join('\n'));
    if (tooMuch(all)) { e.preventDefault(); return; }
    if (!text.includes('\n')) return;
    e.preventDefault();
    if (all.length < 2) { input.setRangeText(all[0] || '', input.selectionStart, input.selectionEnd, 'end'); lettered = true; grow(); return; }
    const box = byId('term-paste');
    $('h2', box).textContent = `Run these ${all.length} commands?`;
    $('pre', box).textContent = all.join('\n');
    box.returnValue = '';
    box.onclose = () => {
      input.focus();
      if (box.returnValue === 'run') runAll(all, byId('term-paste-stop').checked);
      if (box.returnValue === 'edit') { input.setRangeText(all.join('\n'), input.selectionStart, input.selectionEnd, 'end'); grow(); }
    };
    box.showModal();
  });
  async function runAll(all, stopsAtFirst) {
    rest = all;
    while (rest.length) {
      const line = rest.shift();
      let code = await submit(line);
      while (code < 0) { await new Promise(done => setTimeout(done, -code * 1000)); code = await again_(); }
      if (code && stopsAtFirst && rest.length) {
        note(log.lastElementChild, `This one failed, so ${rest.length === 1 ? 'the last one was' : `the ${rest.length} after it were`} not run.`);
        rest = [];
      }
    }
  }
  /* A line for which there was no room yet goes again, with the id that it had. */
  function again_() {
    const li = log.lastElementChild;
    return li.dataset.state === 'unsent' ? submit($('.term__cmd', li).textContent, li.dataset.id, li) : Promise.resolve(1);
  }

  /* Entries: copy, run again, share, send, stop. */
  term.addEventListener('click', e => {
    const button = e.target.closest('[data-act]'), tried = e.target.closest('[data-try]'), key = e.target.closest('[data-key]');
    if (tried) { type(tried.dataset.try); input.focus(); }
    if (key) press(key.dataset.key);
    if (e.target.closest('[data-term-again]')) { failures = 0; again = 0; lostBox.hidden = true; connect(); input.focus(); }
    if (!button) return;
    const li = button.closest('li'), line = $('.term__cmd', li).textContent, id = li.id.replace('entry-', '');
    if (button.dataset.act === 'again') submit(line);
    if (button.dataset.act === 'send') { submit(line, id, li); input.focus(); }
    if (button.dataset.act === 'stop') halt(id);
  });
  /* Tab meets the newest entry's buttons only; arrows lead to those of the others. */
  function rove() {
    const last = log.lastElementChild;
    log.querySelectorAll('[data-act]').forEach(b => { b.tabIndex = b.closest('li') === last ? 0 : -1; });
  }
  log.addEventListener('keydown', e => {
    const by = { ArrowUp: 'previousElementSibling', ArrowDown: 'nextElementSibling' }[e.key], button = e.target.closest('[data-act]');
    const next = by && button && button.closest('li')[by]?.querySelector(`[data-act="${button.dataset.act}"]`);
    if (next) { e.preventDefault(); next.focus(); }
  });
  /* What is copied is known only now; who copies listens on the document. */
  term.addEventListener('click', e => {
    const button = e.target.closest('[data-act]'), li = button?.closest('li');
    if (button?.dataset.act === 'copy') button.dataset.copy = $('pre', li).textContent || ' ';
    if (button?.dataset.act === 'share') button.dataset.copy = `${new URL(at, location.href)}?line=${encodeURIComponent($('.term__cmd', li).textContent)}`;
  }, true);
  term.addEventListener('pointerdown', e => { if (e.target.closest('[data-key]')) e.preventDefault(); });
  function press(key) {
    if (key === '^C') stopNow();
    else if (KEYS[key]) KEYS[key]();
    else { input.setRangeText(key, input.selectionStart, input.selectionEnd, 'end'); lettered = true; }
    input.focus();
  }
  /* Output that is wider than the page scrolls in its entry; the keyboard must reach it. */
  function wide(li) {
    const pre = $('pre', li);
    if (pre && pre.scrollWidth > pre.clientWidth) { pre.tabIndex = 0; pre.setAttribute('role', 'group'); pre.setAttribute('aria-label', 'Output'); }
  }

  /* Clearing is the reader's view only: it is remembered in this browser. */
  const CLEARED = `terminal cleared ${term.dataset.sandbox}`;
  function clear() {
    for (const li of log.querySelectorAll('[id^="entry-"]')) {
      if (li.dataset.state === 'running') continue;
      try { localStorage.setItem(CLEARED, li.id); } catch { /* storage is off: it comes back with the page */ }
      li.remove();
    }
    told('Cleared');
  }
  document.addEventListener('click', e => { if (e.target.closest('[data-term-clear]')) { clear(); input.focus(); } });
  try {
    const upTo = byId(localStorage.getItem(CLEARED));
    if (upTo) for (const li of [...log.querySelectorAll('[id^="entry-"]')]) { li.remove(); if (li === upTo) break; }
  } catch { /* nothing is remembered */ }

  /* A file to edit. */
  const editor = byId('term-edit'), editing = editor.querySelector('form');
  function openEditor(path, text, id) {
    if (editor.open) editor.close();
    $('h2', editor).textContent = path; $('.error', editor).textContent = '';
    editing.elements.path.value = path; editing.elements.text.value = text;
    editor.dataset.id = id || ''; editor.dataset.saved = '';
    editor.showModal(); editing.elements.text.focus(); editing.elements.text.setSelectionRange(0, 0);
  }
  const sendFile = extra => fetch(editing.action, { method: 'POST', headers: { 'X-Terminal': '1' }, body: new URLSearchParams({ csrfmiddlewaretoken: document.body.dataset.csrf, path: editing.elements.path.value, id: editor.dataset.id || '', ...extra }) });
  editing.addEventListener('submit', async e => {
    e.preventDefault();
    try {
      const answer = await sendFile({ text: editing.elements.text.value });
      if (answer.ok) { editor.dataset.saved = '1'; editor.close(); return; }
      const said = answer.status === 422 ? (await answer.json()).error : 'The server did not take it. What you typed is still here.';
      $('.error', editor).textContent = said;
    } catch { $('.error', editor).textContent = 'No connection, so nothing was saved. What you typed is still here; try again in a moment.'; }
  });
  editor.addEventListener('click', e => { if (e.target.closest('[data-edit-close]')) { e.preventDefault(); editor.close(); } });
  editor.addEventListener('close', () => { if (!editor.dataset.saved && editor.dataset.id) sendFile({ closed: '1' }).catch(() => {}); input.focus(); });
  if (editor.open) openEditor(editing.elements.path.value, editing.elements.text.value, '');

  /* Entries that still ran when the page was drawn are followed from here. */
  for (const li of log.querySelectorAll('[data-state="running"]')) {
    const pre = $('pre', li), out = document.createElement('span'), tail = document.createElement('span');
    out.append(...pre.childNodes); pre.append(out, tail);
    runs.set(li.id.replace('entry-', ''), { line: $('.term__cmd', li).textContent, li, out, tail, ended() { } });
  }
  log.querySelectorAll('.term__entry').forEach(li => $('pre', li) && wide(li));
  if (runs.size) connect();
  rove();
  context(term.dataset.context);
  grow(); toEnd();
  if (input.value) { input.focus(); input.setSelectionRange(input.value.length, input.value.length); }
})();
