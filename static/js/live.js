/* Live pages: one connection a page brings fragments and numbered events.
   WebSocket first; where it cannot open, server-sent events; then asking every two seconds. */
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  const body = document.body, root = document.documentElement;
  const base = body.dataset.live;
  if (!base) return;
  const BACK_OFF = [1, 2, 4, 8, 15], PATIENCE = 5000, REST = 250;
  let version = +body.dataset.version, rv = +body.dataset.rv, more = '', line = null, up = false, opened = false;
  let failures = 0, transport = 0, heard = 0, again = 0;

  /* What this page shows, told to the server when it connects and whenever it changes. */
  const panels = () => [...document.querySelectorAll('[data-panel]')].map(el => el.dataset.panel);
  const shown = () => ({ version, rv, more, panels: panels(), after: +($('#events')?.dataset.last ?? -1), filter: $('#events')?.dataset.filter || '' });
  const query = () => {
    const { panels, ...rest } = shown(), q = new URLSearchParams(rest);
    panels.forEach(p => q.append('panel', p));
    return q;
  };

  /* Morphing keeps what the reader did: open details, the chosen box, what is being typed, how far is scrolled. */
  const KEEP = new Set(['open', 'aria-current', 'data-pulse', 'data-reveal', 'aria-expanded', 'data-changed', 'data-hinted']);
  const options = {
    morphStyle: 'outerHTML',
    callbacks: {
      beforeAttributeUpdated: (name, el, kind) => !(KEEP.has(name) && (kind === 'remove' || el.matches('details'))),
      beforeNodeMorphed: el => !el.matches?.('[data-changed], .map__wires, input:focus, textarea:focus, select:focus'),
      beforeNodeRemoved: el => el.name !== 'csrfmiddlewaretoken',
    },
  };
  document.addEventListener('input', e => { if (!e.target.closest('[data-filter-form]')) e.target.dataset.changed = 'yes'; });

  /* Messages are applied in a frame, at most four times a second. */
  let waiting = [], due = 0, drawnAt = 0;
  function receive(message) {
    heard = Date.now(); failures = 0; up = opened = true;
    if (message.gone) return ended(message.gone);
    if (bar && !bar.hidden) { bar.hidden = true; root.dataset.mode = 'live'; }
    waiting.push(message);
    due ||= setTimeout(() => requestAnimationFrame(draw), Math.max(0, drawnAt + REST - Date.now()));
  }
  function draw() {
    due = 0; drawnAt = Date.now();
    const drawn = {}; let now = 0;
    for (const message of waiting) {
      version = Math.max(version, message.version || 0); rv = Math.max(rv, message.rv || 0);
      now = message.now || now; more = message.more ?? more;
      /* A later fragment may hold an earlier one: the newest is drawn last. */
      for (const id in message.panels) { delete drawn[id]; drawn[id] = message.panels[id]; }
      document.dispatchEvent(new CustomEvent('live:message', { detail: message }));
    }
    waiting = [];
    for (const [id, html] of Object.entries(drawn)) {
      const old = document.getElementById(id);
      if (!old) continue;
      Idiomorph.morph(old, html, options);
      htmx.process(document.getElementById(id));
    }
    document.dispatchEvent(new CustomEvent('live:drawn', { detail: { now } }));
  }

  /* Connection state, in words. */
  const bar = $('#connection');
  function lost() {
    if (bar.hidden) { $('[data-asof]', bar).textContent = $('#sim-time').textContent; bar.hidden = false; root.dataset.mode = 'lost'; }
    $('[data-again]', bar).textContent = navigator.onLine ? `Trying again in ${Math.max(1, Math.ceil((again - Date.now()) / 1000))} s.` : 'This device is offline; it goes on by itself.';
  }
  function ended(text) {
    hangUp(); again = 0;
    bar.hidden = false; $('b', bar).textContent = 'This page is no longer live'; $('p', bar).textContent = text; $('[data-reconnect]', bar).hidden = true;
  }

  /* Three ways to the same messages. Each calls `receive`, or `failed` when it is over. */
  const WAYS = [
    function socket() {
      const url = new URL(base, location.href), ws = new WebSocket(url.href.replace('http', 'ws'));
      ws.onopen = () => { up = opened = true; tell(); };
      ws.onmessage = e => receive(JSON.parse(e.data));
      ws.onclose = failed;
      const tell = () => ws.readyState === 1 && ws.send(JSON.stringify(shown()));
      return { close() { ws.onclose = null; ws.close(); }, tell };
    },
    function events() {
      const es = new EventSource(`${body.dataset.stream}?${query()}`);
      es.onmessage = e => receive(JSON.parse(e.data));
      es.onerror = failed;
      return { close: () => es.close(), tell: connect };
    },
    function asking() {
      let stop = false, next = 0;
      const ask = async () => {
        try {
          const answer = await fetch(`${body.dataset.poll}?${query()}`);
          if (!answer.ok && answer.status !== 410) throw 0;
          const message = await answer.json();
          if (!stop) { receive(message); next = setTimeout(ask, 2000); }
        } catch { stop || failed(); }
      };
      ask();
      return { close() { stop = true; clearTimeout(next); }, tell() { } };
    },
  ];
  function hangUp() { line?.close(); line = null; }
  function connect() {
    hangUp(); again = 0; up = false; heard = Date.now();
    line = WAYS[transport]();
  }
  function failed() {
    hangUp();
    if (failures > 3) opened = false;
    if (!opened && (transport = (transport + 1) % 3)) return connect();
    again = Date.now() + BACK_OFF[Math.min(failures++, 4)] * 1000 * (.8 + Math.random() * .4);
    lost();
  }
  /* The clock of it all: time to try again, a line that says nothing, a line that never opens. */
  setInterval(() => {
    if (document.hidden) return;
    if (again) { if (Date.now() > again) connect(); else lost(); }
    else if (line && Date.now() - heard > (up ? 45000 : PATIENCE)) failed();
  }, 500);

  /* A page that nobody sees asks for nothing, and catches up when it is seen. */
  document.addEventListener('visibilitychange', () => { if (document.hidden) hangUp(); else connect(); });
  addEventListener('pagehide', hangUp);
  addEventListener('pageshow', e => e.persisted && connect());
  addEventListener('online', connect);
  addEventListener('offline', failed);
  document.addEventListener('click', e => { if (e.target.closest('[data-reconnect]')) { failures = 0; connect(); } });
  for (const shows of ['htmx:afterSettle', 'live:shows']) document.addEventListener(shows, () => line?.tell());
  if (!document.hidden) connect();
})();
