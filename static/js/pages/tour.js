/* The first visit's hints: one at a time, of those whose thing is on this page. What was seen never returns. */
(() => {
  'use strict';
  const tour = document.getElementById('tour');
  const seen = new Set(tour.dataset.seen.split('.'));
  const hints = [...tour.querySelectorAll('[data-hint]')];
  const place = hint => document.querySelector(hint.dataset.at);
  let here = null;
  function show() {
    document.querySelectorAll('[data-hinted]').forEach(el => el.removeAttribute('data-hinted'));
    here = hints.find(hint => !seen.has(hint.dataset.hint) && place(hint));
    hints.forEach(hint => { hint.hidden = hint !== here; });
    tour.hidden = !here;
    if (here) place(here).setAttribute('data-hinted', '');
  }
  tour.addEventListener('submit', e => {
    const all = e.submitter.value === 'done', held = tour.contains(document.activeElement);
    e.preventDefault();
    if (all) hints.forEach(hint => seen.add(hint.dataset.hint)); else seen.add(here.dataset.hint);
    const body = new URLSearchParams({ tour: [...seen].filter(Boolean).join('.'), csrfmiddlewaretoken: document.body.dataset.csrf });
    fetch(e.target.action, { method: 'POST', body, headers: { 'HX-Request': 'true' }, keepalive: true });
    show();
    if (held) (here ? tour.querySelector('button') : document.getElementById('main')).focus();
  });
  show();
})();
