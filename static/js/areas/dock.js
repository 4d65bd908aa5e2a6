/* The dock at the foot of a cluster's pages: its tabs, its fold, its height.
   The fold is told to the server, which draws it so from then on; the height stays in this browser. */
(() => {
  'use strict';
  const dock = document.querySelector('.dock'), root = document.documentElement, HEIGHT = 'dock height';
  if (!dock) return;
  const $ = s => dock.querySelector(s), tabs = [...dock.querySelectorAll('[role="tab"]')];
  const grip = $('.dock__grip'), fold = $('[data-dock-fold]'), pane = tab => document.getElementById(tab.getAttribute('aria-controls'));

  function size(v) {
    const h = Math.max(88, Math.min(innerHeight - 160, v));
    root.style.setProperty('--dock-h', `${h}px`);
    grip.setAttribute('aria-valuenow', Math.round(100 * h / innerHeight));
    try { localStorage.setItem(HEIGHT, h); } catch { /* storage is off: the height is this page's only */ }
  }
  try { const kept = +localStorage.getItem(HEIGHT); if (kept) size(kept); } catch { /* the same */ }

  /* A panel that names a form by data-fill is fetched by it when it opens, and is empty while nobody can see it. */
  function fill() {
    for (const at of tabs.map(pane)) {
      const form = document.getElementById(at.dataset.fill), wanted = !at.hidden && !dock.hasAttribute('data-collapsed');
      if (!form || wanted === !!at.firstElementChild) continue;
      if (wanted) { htmx.trigger(form, 'submit'); continue; }
      at.replaceChildren();
      document.dispatchEvent(new Event('live:shows'));
    }
  }
  function folded(on) {
    dock.toggleAttribute('data-collapsed', on);
    fold.setAttribute('aria-expanded', !on); fold.value = on ? 'folded' : 'open';
    fill();
  }
  function pick(tab) {
    for (const one of tabs) {
      const on = one === tab;
      one.setAttribute('aria-selected', on); one.tabIndex = on ? 0 : -1; pane(one).hidden = !on;
      dock.querySelectorAll(`[data-for="${one.id}"]`).forEach(el => { el.hidden = !on; });
    }
    folded(false);
  }

  grip.addEventListener('pointerdown', e => { grip.setPointerCapture(e.pointerId); grip.onpointermove = ev => size(innerHeight - ev.clientY); });
  grip.addEventListener('pointerup', () => { grip.onpointermove = null; });
  grip.addEventListener('keydown', e => {
    const step = { ArrowUp: 24, ArrowDown: -24, Home: -9999, End: 9999 }[e.key];
    if (step) { e.preventDefault(); size(dock.offsetHeight + step); }
  });
  dock.addEventListener('click', e => {
    const tab = e.target.closest('[role="tab"]'), filters = e.target.closest('[data-dock-filter]');
    if (tab) pick(tab);
    if (e.target.closest('[data-dock-fold]')) folded(!dock.hasAttribute('data-collapsed'));
    if (filters) filters.setAttribute('aria-expanded', dock.toggleAttribute('data-filters'));
  });
  dock.addEventListener('keydown', e => {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[e.key], at = tabs.indexOf(e.target);
    if (!way || at < 0) return;
    const next = tabs.at((at + way) % tabs.length);
    next.focus(); pick(next);
  });
  /* What comes after the dock was folded again is let go, too. */
  dock.addEventListener('htmx:afterSettle', fill);
  if (innerWidth < 768 && !dock.hasAttribute('data-chosen')) folded(true);
})();
