/* The simulated clock and ages tick here. Each live message says what time the server has:
   the page follows by at most a second a second, and simulated time never jumps back. */
(() => {
  'use strict';
  const real = () => Date.now() / 1000;
  let told = document.body.dataset.now - real(), ahead = told, shown = 0, began = 0;
  const two = n => String(n).padStart(2, '0');
  const span = s => s < 120 ? `${s}s` : s < 7200 ? `${Math.floor(s / 60)}m` : s < 172800 ? `${Math.floor(s / 3600)}h` : `${Math.floor(s / 86400)}d`;
  const write = (el, text) => { if (el.textContent !== text) el.textContent = text; };
  function tick() {
    const now = real() + ahead, clock = document.getElementById('sim-time');
    if (clock) {
      const { sim, wall, speed } = clock.dataset, at = Math.max(0, Math.floor(+sim + Math.max(0, now - wall) * speed));
      /* A clock that begins earlier than before is another one: the sandbox was reset. */
      shown = +sim < began ? at : Math.max(at, +speed ? shown : shown - 1);
      began = +sim;
      write(clock, `${two(Math.floor(shown / 3600))}:${two(Math.floor(shown / 60) % 60)}:${two(shown % 60)}`);
    }
    for (const el of document.querySelectorAll('time[data-age]')) write(el, span(Math.max(0, Math.floor(now - el.dataset.age))));
  }
  if (!document.hidden) tick();
  setInterval(() => {
    ahead += Math.max(-1, Math.min(1, told - ahead));
    if (!document.hidden) tick();
  }, 1000);
  document.addEventListener('live:drawn', e => { if (e.detail.now) told = e.detail.now - real(); tick(); });
  document.addEventListener('htmx:afterSwap', tick);
})();
