/* Why: the page of a change, in a box over this one. */
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  let from;
  function why(link) {
    const box = $('#why-box');
    if (!box.open) from = link;
    $('a', box).href = link.href;
    $('h2', box).textContent = link.getAttribute('aria-label') || 'Why';
    htmx.ajax('GET', link.href, { target: '#why-body', select: '#why', swap: 'innerHTML' })
      .then(() => { if (!box.open) box.showModal(); box.scrollTop = 0; $('#why-body').focus({ preventScroll: true }); });
  }
  document.addEventListener('click', e => {
    const link = e.target.closest('a[data-why]');
    if (link && $('#why-box') && !(e.ctrlKey || e.metaKey || e.shiftKey)) { e.preventDefault(); why(link); }
  });
  document.addEventListener('close', e => { if (e.target.id === 'why-box') { $('#why-body').replaceChildren(); from.focus(); } }, true);
})();
