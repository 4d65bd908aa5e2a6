/* What a page does by itself: theme, toasts, copying, the dock, the map's wires, clocks and ages.
   Everything here is an extra: links and forms work without it. */
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  const $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const root = document.documentElement;

  /* Toasts leave after 6 s and never hold the only copy of a message. */
  function toast(tone, text) {
    const el = document.createElement('div'), p = document.createElement('p');
    el.className = 'flash toast'; el.dataset.tone = tone; p.textContent = text;
    el.append(p); $('#toasts').append(el); setTimeout(() => el.remove(), 6000);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      toast('ok', 'Copied');
    } catch {
      toast('warn', 'The browser did not allow copying. Select the text and copy it by hand.');
    }
  }

  document.addEventListener('click', e => {
    const theme = e.target.closest('[data-theme-toggle]');
    if (theme) {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = theme.value = dark ? 'light' : 'dark';
    }
    e.target.closest('[data-dismiss]')?.closest('.flash')?.remove();
    const from = e.target.closest('[data-copy]');
    if (from) copy(from.dataset.copy || $('pre', from.parentElement).textContent);
  });

  /* Fragments are shared between readers and carry no token: each form gets this page's own. */
  document.addEventListener('submit', e => {
    const form = e.target, token = document.body.dataset.csrf;
    if (form.method !== 'post' || !token || form.elements.csrfmiddlewaretoken) return;
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name: 'csrfmiddlewaretoken', value: token });
    form.append(field);
  }, true);

  document.addEventListener('change', e => {
    if (e.target.matches('[data-reveal]')) $('.map').dataset.reveal = e.target.checked ? 'on' : 'off';
    if (e.target.matches('[data-submit]')) e.target.form.requestSubmit();
  });

  /* The simulated clock and ages tick here and are corrected by each message from the server. */
  let ahead = document.body.dataset.now - Date.now() / 1000;
  const two = n => String(n).padStart(2, '0');
  const span = s => s < 120 ? `${s}s` : s < 7200 ? `${Math.floor(s / 60)}m` : s < 172800 ? `${Math.floor(s / 3600)}h` : `${Math.floor(s / 86400)}d`;
  function tick() {
    const now = Date.now() / 1000 + ahead, clock = $('#sim-time');
    if (clock) {
      const at = Math.max(0, Math.floor(+clock.dataset.sim + Math.max(0, now - clock.dataset.wall) * clock.dataset.speed));
      const text = `${two(Math.floor(at / 3600))}:${two(Math.floor(at / 60) % 60)}:${two(at % 60)}`;
      if (clock.textContent !== text) clock.textContent = text;
    }
    for (const el of $$('time[data-age]')) {
      const text = span(Math.max(0, Math.floor(now - el.dataset.age)));
      if (el.textContent !== text) el.textContent = text;
    }
  }
  if (!document.hidden) tick();
  setInterval(() => document.hidden || tick(), 1000);

  /* Map wires: data-wires="from>to kind flow, ..." drawn between the boxes with these ids. */
  function path(a, b, kind, o) {
    const mid = r => [r.left + r.width / 2 - o.left, r.top + r.height / 2 - o.top];
    let [ax, ay] = mid(a), [bx, by] = mid(b);
    if (Math.abs(bx - ax) < a.width / 2 - 12 && a.width > b.width) ax = bx; else if (Math.abs(bx - ax) < b.width / 2 - 12) bx = ax;
    const side = Math.abs(ay - by) < (a.height + b.height) / 2;
    if (side && kind === 'over') {
      const s = ax + a.width / 2, y = by - b.height / 2 - 9;
      return `M${s} ${ay}h4Q${s + 8} ${ay} ${s + 8} ${ay - 8}V${y + 8}Q${s + 8} ${y} ${s + 16} ${y}H${bx - 34}Q${bx - 26} ${y} ${bx - 26} ${y + 9}`;
    }
    if (side) {
      const s = Math.sign(bx - ax), y = (Math.max(a.top, b.top) + Math.min(a.bottom, b.bottom)) / 2 - o.top;
      return `M${ax + s * a.width / 2} ${y}H${bx - s * b.width / 2}`;
    }
    const s = Math.sign(by - ay), y1 = ay + s * a.height / 2, y2 = by - s * b.height / 2, k = (y2 - y1) / 2;
    return `M${ax} ${y1}C${ax} ${y1 + k} ${bx} ${y2 - k} ${bx} ${y2}`;
  }
  function wires() {
    for (const map of $$('.map[data-wires]')) {
      const svg = $('.map__wires', map), o = map.getBoundingClientRect();
      if (!o.width) continue;
      const drawn = map.dataset.wires.split(',').filter(Boolean).flatMap(wire => {
        const [pair, kind = '', flow = ''] = wire.trim().split(/\s+/);
        const [a, b] = pair.split('>').map(id => document.getElementById(id)?.getBoundingClientRect());
        if (!a?.width || !b?.width) return [];
        const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
        line.setAttribute('class', 'wire'); line.setAttribute('d', path(a, b, kind, o));
        if (kind === 'raft') line.dataset.kind = kind;
        if (flow) line.dataset.flow = flow;
        return line;
      });
      svg.setAttribute('viewBox', `0 0 ${o.width} ${o.height}`);
      svg.replaceChildren(...drawn);
    }
  }
  let drawing = 0;
  const redraw = () => { cancelAnimationFrame(drawing); drawing = requestAnimationFrame(wires); };
  const sizes = new ResizeObserver(redraw);
  const watchMaps = () => { $$('.map').forEach(map => sizes.observe(map)); redraw(); };

  /* The chosen box of the map follows the inspector. */
  function choose() {
    const part = $('#inspect')?.dataset.part;
    $$('.map .box').forEach(box => box.id === `c-${part}` ? box.setAttribute('aria-current', 'true') : box.removeAttribute('aria-current'));
  }
  function refresh() { watchMaps(); choose(); tick(); }
  document.addEventListener('live:drawn', e => { if (e.detail?.now) ahead = e.detail.now - Date.now() / 1000; refresh(); });
  document.addEventListener('htmx:afterSwap', refresh);
  watchMaps(); choose();

  /* Dock: drag the grip, or arrow keys on it. */
  const dock = $('.dock');
  if (dock) {
    const grip = $('.dock__grip', dock), fold = $('[data-dock-fold]', dock);
    const size = v => {
      const h = Math.max(88, Math.min(innerHeight - 160, v));
      root.style.setProperty('--dock-h', `${h}px`);
      grip.setAttribute('aria-valuenow', Math.round(100 * h / innerHeight));
    };
    grip.addEventListener('pointerdown', e => { grip.setPointerCapture(e.pointerId); grip.onpointermove = ev => size(innerHeight - ev.clientY); });
    grip.addEventListener('pointerup', () => { grip.onpointermove = null; });
    grip.addEventListener('keydown', e => {
      const step = { ArrowUp: 24, ArrowDown: -24, Home: -9999, End: 9999 }[e.key];
      if (step) { e.preventDefault(); size(dock.offsetHeight + step); }
    });
    const folded = on => { dock.toggleAttribute('data-collapsed', on); fold.setAttribute('aria-expanded', String(!on)); };
    fold.addEventListener('click', () => folded(!dock.hasAttribute('data-collapsed')));
    $('[data-dock-filter]', dock).addEventListener('click', e => e.currentTarget.setAttribute('aria-expanded', String(dock.toggleAttribute('data-filters'))));
    if (innerWidth < 768) folded(true);
  }

  document.addEventListener('htmx:responseError', e => toast('bad', `The server answered ${e.detail.xhr.status}. Nothing was changed; try again.`));
  document.addEventListener('htmx:sendError', () => toast('bad', 'No connection. What you typed is still here; try again in a moment.'));
})();
