/* A part chosen in the picture: where its sheet is out of sight, its heading is brought there. */
(() => {
  'use strict';
  let chosen = false;
  document.addEventListener('click', e => { chosen = Boolean(e.target.closest('#network [hx-get]')); });
  document.addEventListener('htmx:afterSettle', () => {
    const title = document.querySelector('#net-inspect h3');
    if (!chosen || !title) return;
    chosen = false;
    const { top, bottom } = title.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) title.focus();
  });
})();
