/* The architecture map: wires between its boxes, the chosen box, and the way of what an event tells.
   The boxes are links in a grid; without this script they stay readable and lose only the wires. */
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  const $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const FLOWS = 3600;

  /* What a map's data-wires says, "from>to kind flow, ...", is drawn between the boxes with these ids. */
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
  const joined = map => $('[data-wires]', map).dataset.wires.split(',').filter(Boolean).map(wire => {
    const [pair, kind, flow = ''] = wire.trim().split(/\s+/);
    return { pair, ends: pair.split('>'), kind, flow };
  });
  const lit = new Map();
  function wires() {
    frame = 0;
    for (const map of $$('.map')) {
      const svg = $('.map__wires', map), o = map.getBoundingClientRect();
      if (!o.width) continue;
      const rect = new Map(), at = id => rect.has(id) ? rect.get(id) : rect.set(id, document.getElementById(id)?.getBoundingClientRect()).get(id);
      let used = 0;
      for (const { pair, ends, kind, flow } of joined(map)) {
        const [a, b] = ends.map(at);
        if (!a?.width || !b?.width) continue;
        const line = svg.children[used] || svg.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
        used++;
        const wanted = { class: 'wire', d: path(a, b, kind, o), 'data-kind': kind === 'raft' && kind, 'data-flow': flow || (lit.has(pair) && 'on') };
        for (const [name, value] of Object.entries(wanted)) value ? line.getAttribute(name) !== value && line.setAttribute(name, value) : line.removeAttribute(name);
      }
      while (svg.children[used]) svg.lastChild.remove();
      svg.setAttribute('viewBox', `0 0 ${o.width} ${o.height}`);
    }
  }
  let frame = 0;
  const redraw = () => { frame ||= requestAnimationFrame(wires); };
  const sizes = new ResizeObserver(redraw);

  /* A request's way: from kubectl, or from a node, to the endpoint, an API server and etcd. It goes out by itself. */
  function way(map, from, to) {
    const near = {}, found = { [from]: '' }, queue = [from];
    for (const { pair, ends: [a, b], kind } of joined(map)) {
      if (kind === 'raft') continue;
      (near[a] ||= []).push([b, pair]); (near[b] ||= []).push([a, pair]);
    }
    for (const at of queue) for (const [next, pair] of near[at] || []) if (!(next in found)) { found[next] = { at, pair }; queue.push(next); }
    const out = [];
    for (let step = found[to]; step; step = found[step.at]) out.push(step.pair);
    return out;
  }
  function light(row) {
    const map = $('.map'), store = map && $('[data-leader]', map)?.id;
    if (!store) return;
    const who = $('.event__part', row)?.textContent.trim().split(/[\s,]/)[0], part = `c-${row.dataset.part}`;
    const own = document.getElementById(part), wired = joined(map).flatMap(wire => wire.ends);
    let from = who === 'kube-apiserver' ? 'c-kubectl' : $(`[data-runs~="${CSS.escape(who)}"]`, map)?.id || own?.closest('.subnet') && part;
    /* Of a subnet's nodes the first is wired: the others' way goes by it. */
    if (!wired.includes(from)) from = own?.closest('.subnet')?.querySelector('.box').id;
    if (!from) return;
    for (const pair of way(map, from, store)) {
      clearTimeout(lit.get(pair));
      lit.set(pair, setTimeout(() => { lit.delete(pair); redraw(); }, FLOWS));
    }
    redraw();
  }
  document.addEventListener('live:message', e => {
    if (!e.detail.events || e.detail.reset || !$('.map')) return;
    for (const html of e.detail.events.slice(-4)) {
      const row = document.createElement('template');
      row.innerHTML = html.trim();
      light(row.content.firstElementChild);
    }
  });

  /* The chosen box follows the inspector; owner colours can be hidden for a prediction. */
  function choose() {
    const part = $('#inspect')?.dataset.part;
    for (const box of $$('.map .box')) {
      const on = box.id === `c-${part}`;
      if (on !== box.hasAttribute('aria-current')) on ? box.setAttribute('aria-current', 'true') : box.removeAttribute('aria-current');
    }
  }
  document.addEventListener('change', e => {
    if (e.target.matches('[data-reveal]')) $('.map').dataset.reveal = e.target.checked ? 'on' : 'off';
  });
  /* Below 80rem the inspector stands under the map: there its heading takes the focus. */
  document.addEventListener('htmx:afterSwap', e => {
    if (e.target.id !== 'inspect' || matchMedia('(min-width: 80rem)').matches) return;
    $('#inspect h3')?.focus();
  });
  function refresh() { $$('.map').forEach(map => sizes.observe(map)); redraw(); choose(); }
  document.addEventListener('live:drawn', refresh);
  document.addEventListener('htmx:afterSwap', refresh);
  refresh();
})();
