/* Objects as text: line numbers beside the field, a way to each wrong line, a log that follows.
   Everything here is an extra: the forms work without it. */
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  const field = $('[data-editor] textarea');

  if (field) {
    const gutter = document.createElement('pre');
    gutter.className = 'editor__gutter mono'; gutter.ariaHidden = 'true';
    field.before(gutter);
    const wrong = new Set([...document.querySelectorAll('#yaml-errors [data-line]')].map(a => +a.dataset.line));
    let shown = 0;
    /* Thousands of lines are one text: an element for each would hold up every key. */
    const number = () => {
      const lines = field.value.split('\n').length;
      if (lines !== shown) {
        shown = lines;
        const parts = [''];
        for (let n = 1; n <= lines; n++) {
          if (!wrong.has(n)) { parts[parts.length - 1] += `${n}\n`; continue; }
          const span = document.createElement('span');
          span.textContent = `${n}\n`; span.dataset.wrong = '';
          parts.push(span, '');
        }
        gutter.replaceChildren(...parts);
      }
      gutter.scrollTop = field.scrollTop;
    };
    field.addEventListener('input', number);
    field.addEventListener('scroll', number);
    number();

    document.addEventListener('click', e => {
      const link = e.target.closest('a[data-line]');
      if (!link) return;
      const lines = field.value.split('\n'), at = link.dataset.line - 1;
      if (at >= lines.length) return;
      e.preventDefault();
      const start = lines.slice(0, at).join('\n').length + (at ? 1 : 0);
      field.focus();
      field.setSelectionRange(start, start + lines[at].length);
      field.scrollTop = (at - 5) * field.scrollHeight / lines.length;
    });

    /* What was typed is not lost by a wrong click. */
    const first = field.value, refused = field.ariaInvalid === 'true';
    let sent = false;
    field.form.addEventListener('submit', () => { sent = true; });
    addEventListener('beforeunload', e => { if (!sent && (refused || field.value !== first)) e.preventDefault(); });
  }

  document.addEventListener('click', e => {
    const copy = e.target.closest('[data-copy-yaml]');
    if (copy) copy.dataset.copy = $('.yaml__text').textContent;
  }, true);

  /* A followed log is asked for again while somebody looks, and kept at its end. */
  const asks = () => !document.hidden && $('#pod-log[data-follow]');
  setInterval(async () => {
    const log = asks();
    if (!log) return;
    const lines = $('.code', log), end = !lines || lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
    const top = lines?.scrollTop;
    await htmx.ajax('GET', log.dataset.follow, { target: '#pod-log', select: '#pod-log', swap: 'outerHTML' });
    const now = $('#pod-log .code');
    if (now) now.scrollTop = end ? now.scrollHeight : top;
  }, 2000);
  const log = $('#pod-log[data-follow] .code');
  if (log) log.scrollTop = log.scrollHeight;
})();
