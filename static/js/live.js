/* Live pages: one connection a page brings fragments and numbered events.
   WebSocket first; where it cannot open, server-sent events; then asking every two seconds. */
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  const body = document.body, root = document.documentElement;
  const base = body.dataset.live;
  if (!base) return;
  const BACK_OFF = [1, 2, 4, 8, 15], ROWS = 200, BATCH = 20;
  let version = +body.dataset.version, rv = +body.dataset.rv, line = null, opened = false, failures = 0, timer = 0, transport = 0, heard = 0;

  /* What this page shows, told to the server when it connects and whenever it changes. */
  const panels = () => [...document.querySelectorAll('[data-panel]')].map(el => el.dataset.panel);
  const stream = () => $('#events');
  const shown = () => ({ version, rv, panels: panels(), after: stream() ? +stream().dataset.last : -1, filter: stream()?.dataset.filter || '' });
  const query = () => {
    const now = shown(), q = new URLSearchParams({ version: now.version, rv: now.rv, after: now.after, filter: now.filter });
    now.panels.forEach(p => q.append('panel', p));
    return q;
  };

  /* Morphing keeps what the reader did: open details, the chosen box, what is being typed. */
  const KEEP = new Set(['open', 'aria-current', 'data-pulse', 'data-reveal', 'aria-expanded', 'data-changed']);
  const options = {
    morphStyle: 'outerHTML', ignoreActiveValue: true,
    callbacks: {
      beforeAttributeUpdated: (name, el, kind) => !(KEEP.has(name) && (kind === 'remove' || el.matches('details'))),
      beforeNodeMorphed: el => !el.dataset?.changed && !el.matches?.('.map__wires'),
      beforeNodeRemoved: el => el.name !== 'csrfmiddlewaretoken',
    },
  };
  document.addEventListener('input', e => { if (!e.target.closest('[data-filter-form]')) e.target.dataset.changed = 'yes'; });

  /* Messages are applied once per frame. */
  let waiting = [], frame = 0;
  function receive(message) {
    heard = Date.now(); failures = 0;
    if (message.gone) return ended(message.gone);
    connected();
    waiting.push(message);
    frame ||= requestAnimationFrame(draw);
  }
  function draw() {
    frame = 0;
    const drawn = {}; let now = 0;
    for (const message of waiting) {
      version = Math.max(version, message.version || 0); rv = Math.max(rv, message.rv || 0);
      now = message.now || now;
      Object.assign(drawn, message.panels);
      if (message.events) arrive(message);
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

  /* The event stream: newest first, numbered, never moved under a reader. */
  let held = [], paused = false, unsaid = [];
  const parse = html => { const t = document.createElement('template'); t.innerHTML = html.trim(); return t.content.firstElementChild; };
  function arrive(message) {
    const list = stream();
    if (!list) return;
    if (message.reset) { list.replaceChildren(); held = []; }
    const rows = message.events.map(parse).filter(li => message.reset || +li.dataset.n > +list.dataset.last);
    list.dataset.last = Math.max(+list.dataset.last, message.last || 0);
    unsaid.push(...rows);
    for (const li of rows) {
      const box = document.getElementById(`c-${li.dataset.part}`);
      if (box) { box.dataset.pulse = ''; setTimeout(() => delete box.dataset.pulse, 3000); }
    }
    held.push(...rows);
    if (!paused && list.parentElement.scrollTop <= 8) release(); else hold();
  }
  function release() {
    const list = stream(), batch = held.splice(0, BATCH);
    for (const li of batch) {
      const first = list.firstElementChild;
      if (first?.dataset.same === li.dataset.same) {
        const count = (+first.dataset.count || 1) + (+li.dataset.count || 1), badge = $('[data-times]', li);
        li.dataset.count = count; badge.hidden = false; badge.textContent = `× ${count}`; first.remove();
      }
      list.prepend(li);
    }
    trim(list);
    $('#events-none')?.toggleAttribute('hidden', list.children.length > 0);
    if (held.length) requestAnimationFrame(release);
    hold();
  }
  /* Old rows leave the page; "Load earlier" then begins where it ends. */
  function trim(list) {
    const rows = list.querySelectorAll('.event');
    for (let at = ROWS; at < rows.length; at++) rows[at].remove();
    const link = rows.length > ROWS && $('[data-earlier]', list);
    if (link) link.href = link.href.replace(/before=\d+/, `before=${rows[ROWS - 1].dataset.n}`);
  }
  function hold() {
    const more = $('[data-more]');
    if (!more) return;
    more.hidden = !held.length || (!paused && stream().parentElement.scrollTop <= 8);
    more.textContent = `Show ${held.length} new ${held.length === 1 ? 'event' : 'events'}`;
  }
  document.addEventListener('click', e => {
    const pause = e.target.closest('[data-pause]');
    if (pause) {
      paused = !paused;
      $('.i', pause).className = `i i--sm i--${paused ? 'play' : 'pause'}`;
      $('span:last-child', pause).textContent = paused ? 'Resume' : 'Pause';
      if (!paused) { stream().parentElement.scrollTop = 0; release(); }
    }
    if (e.target.closest('[data-more]')) { stream().parentElement.scrollTop = 0; release(); }
    if (e.target.closest('[data-reconnect]')) { clearTimeout(timer); failures = 0; connect(); }
  });
  setInterval(() => {
    if (!unsaid.length || !$('#events-say')) return;
    const look = unsaid.filter(li => li.dataset.tone !== 'info').length, n = unsaid.length;
    $('#events-say').textContent = `${n} new ${n === 1 ? 'event' : 'events'}${look ? `, ${look} ${look === 1 ? 'needs' : 'need'} attention` : ''}.`;
    unsaid = [];
  }, 10000);

  /* Connection state, in words. */
  const bar = $('#connection');
  function connected() {
    if (!bar || bar.hidden) return;
    bar.hidden = true; root.dataset.mode = 'live';
  }
  function lost(wait) {
    if (!bar) return;
    if (bar.hidden) { $('[data-asof]', bar).textContent = $('#sim-time')?.textContent || 'a moment ago'; bar.hidden = false; root.dataset.mode = 'lost'; }
    $('[data-again]', bar).textContent = wait;
  }
  function ended(text) {
    clearTimeout(timer); line?.close(); line = null;
    if (bar) { bar.hidden = false; $('p', bar).textContent = text; $('[data-reconnect]', bar).hidden = true; }
  }

  /* Three ways to the same messages. Each calls `receive`, or `failed` once. */
  const WAYS = [
    function socket() {
      const url = new URL(base, location.href);
      url.protocol = url.protocol.replace('http', 'ws');
      const ws = new WebSocket(url);
      let up = false;
      ws.onopen = () => { up = opened = true; ws.send(JSON.stringify(shown())); };
      ws.onmessage = e => receive(JSON.parse(e.data));
      ws.onclose = () => failed(up);
      return { close() { ws.onclose = null; ws.close(); }, tell() { if (ws.readyState === 1) ws.send(JSON.stringify(shown())); } };
    },
    function events() {
      const es = new EventSource(`${body.dataset.stream}?${query()}`);
      let up = false;
      es.onmessage = e => { up = opened = true; receive(JSON.parse(e.data)); };
      es.onerror = () => { es.close(); failed(up); };
      return { close() { es.onerror = null; es.close(); }, tell() { this.close(); connect(); } };
    },
    function asking() {
      let stop = false, next = 0;
      const ask = async () => {
        try {
          const answer = await fetch(`${body.dataset.poll}?${query()}`, { headers: { Accept: 'application/json' } });
          if (!answer.ok && answer.status !== 410) throw new Error(answer.status);
          const message = await answer.json();
          if (!stop) { receive(message); next = setTimeout(ask, 2000); }
        } catch { if (!stop) failed(false); }
      };
      ask();
      return { close() { stop = true; clearTimeout(next); }, tell() { } };
    },
  ];
  function connect() {
    line?.close();
    line = WAYS[transport]();
    heard = Date.now();
  }
  function failed(wasUp) {
    line = null;
    if (wasUp) failures = 0;
    const wait = BACK_OFF[Math.min(failures++, BACK_OFF.length - 1)];
    if (!opened && failures >= 2) { transport = (transport + 1) % WAYS.length; failures = 0; return connect(); }
    if (failures > 1 || wasUp) lost(wait);
    clearTimeout(timer);
    timer = setTimeout(() => document.hidden || connect(), wait * 1000 * (0.8 + Math.random() * 0.4));
  }

  /* A page that nobody sees asks for nothing, and catches up when it is seen. */
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) { line?.close(); line = null; } else connect();
  });
  addEventListener('pagehide', () => line?.close());
  addEventListener('pageshow', e => { if (e.persisted) connect(); });
  setInterval(() => { if (line && !document.hidden && Date.now() - heard > 45000) { line.close(); failed(true); } }, 5000);
  document.addEventListener('htmx:afterSettle', () => line?.tell());
  if (!document.hidden) connect();
})();
