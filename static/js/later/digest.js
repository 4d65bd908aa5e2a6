/* How far somebody has read a stream here, and what has happened since. */
(() => {
  'use strict';
  const $ = s => document.querySelector(s);
  const AWAY = 60000, NOTED_EVERY = 10000;
  const stream = () => $('#events');
  const place = () => { const f = stream() && new URLSearchParams(stream().dataset.filter); return f && `read ${document.body.dataset.live}${f.get('cluster') || ''}`; };
  function mark() {
    if (place()) try { localStorage.setItem(place(), `${stream().dataset.last} ${Date.now()}`); } catch { /* storage is off: no digest */ }
  }
  function sum(known) {
    let read = [];
    try { read = (localStorage.getItem(place()) || '').split(' '); } catch { return; }
    const link = $('#events-away')?.dataset.href, [number, when] = read.map(Number);
    if (link && number && Date.now() - when > AWAY && known > number)
      htmx.ajax('GET', `${link}&after=${number}`, { target: '#events-away', select: 'details#away', swap: 'innerHTML' });
  }
  if (stream() && !document.hidden) { sum(+document.body.dataset.rv); mark(); }
  document.addEventListener('visibilitychange', () => { document.hidden || sum(Infinity); mark(); });
  setInterval(() => document.hidden || mark(), NOTED_EVERY);
})();
