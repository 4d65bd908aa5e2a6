/* Shortcuts: an element says by data-keys which keys press it (a link or a button) or lead to it (a field). */
(() => {
  'use strict';
  const PAUSE = 1200, $ = s => document.querySelector(s);
  const seen = s => [...document.querySelectorAll(s)].find(el => el.checkVisibility());
  const tab = which => $('.tabs a[aria-current]')?.[which];
  const OTHERS = {
    '/': () => seen('main [type="search"]'),
    'p': () => seen('[data-pause]'),
    '[': () => tab('previousElementSibling'),
    ']': () => tab('nextElementSibling'),
  };
  let first = '', at = 0;
  addEventListener('keydown', e => {
    if (document.documentElement.dataset.shortcuts === 'off' || e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (e.target.closest?.('input, textarea, select, [contenteditable]') || e.key.length > 1) return;
    const both = `${first} ${e.key}`, known = k => $(`[data-keys="${CSS.escape(k)}"]`);
    const found = (e.timeStamp - at < PAUSE && first && known(both)) || known(e.key) || OTHERS[e.key]?.();
    first = e.key; at = e.timeStamp;
    if (!found) return;
    e.preventDefault(); first = '';
    if (found.matches('input')) { found.focus(); found.select(); } else found.click();
  });
})();
