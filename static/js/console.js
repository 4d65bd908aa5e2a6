/* What a page does by itself: what its reader chose, forms.
   Everything here is an extra: links and forms work without it. */
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  const $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const root = document.documentElement;

  /* What a reader chose is drawn at once; the form beside it tells the server, which draws it from then on. */
  document.addEventListener('click', e => {
    const theme = e.target.closest('[data-theme-toggle]');
    if (theme) {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      $$('[data-theme-toggle]').forEach(el => { el.value = root.dataset.theme; });
    }
    const chosen = e.target.closest('[data-choice]');
    if (chosen) {
      root.dataset[chosen.name] = chosen.value;
      $$('[data-choice]', chosen.form).forEach(el => el.setAttribute('aria-pressed', el === chosen));
      $$(`[data-shows="${chosen.name}"]`).forEach(el => { el.textContent = chosen.dataset.choice; });
    }
    const item = e.target.closest('.menu form button');
    if (item) setTimeout(() => item.closest('.menu').hidePopover());
    e.target.closest('[data-dismiss]')?.closest('.flash')?.remove();
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
    if (e.target.matches('[data-submit]')) e.target.form.requestSubmit();
  });

  /* What nobody needs for a first look comes after it: icons with the second frame. */
  const icons = document.querySelector('[data-icons]');
  requestAnimationFrame(() => setTimeout(() => { if (icons) icons.media = 'all'; }));
  addEventListener('load', () => {
    const rest = document.createElement('script');
    rest.src = document.body.dataset.later;
    rest.onload = () => { root.dataset.ready = ''; };
    document.head.append(rest);
  });
})();
