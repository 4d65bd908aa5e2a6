/* What is said to who reads: copied, still busy, refused. */
(() => {
  'use strict';
  const LATE = 400, STAYS = 6000, LONGEST = 8000;

  /* Toasts leave after 6 s and never hold the only copy of a message; errors stay until dismissed. */
  function toast(tone, text) {
    const all = document.getElementById('toasts');
    if (all.lastChild?.firstChild?.textContent === text) return;
    const el = document.createElement('div'), p = document.createElement('p'), x = document.createElement('button');
    el.className = 'flash toast'; el.dataset.tone = tone; p.textContent = text; el.append(p);
    if (tone === 'bad') {
      x.className = 'btn btn--icon btn--sm'; x.dataset.dismiss = ''; x.ariaLabel = 'Dismiss'; x.textContent = '×';
      el.append(x);
    } else setTimeout(() => el.remove(), STAYS);
    all.append(el);
  }

  document.addEventListener('click', async e => {
    const from = e.target.closest('[data-copy]');
    if (!from) return;
    try {
      await navigator.clipboard.writeText(from.dataset.copy || from.parentElement.querySelector('pre').textContent);
      from.dataset.copied = ''; setTimeout(() => delete from.dataset.copied, 2000);
      toast('ok', 'Copied');
    } catch {
      toast('warn', 'The browser did not allow copying. Select the text and copy it by hand.');
    }
  });

  /* Who asked, and what waits for the answer, say so when it takes longer than 400 ms. */
  const waits = new Map();
  function begin(key, els) {
    const set = on => els.forEach(el => el && (on ? el.setAttribute('aria-busy', 'true') : el.removeAttribute('aria-busy')));
    const timer = setTimeout(set, LATE, true);
    waits.set(key, () => { clearTimeout(timer); set(false); waits.delete(key); });
  }
  document.addEventListener('htmx:beforeRequest', e => {
    const { xhr, elt, target, requestConfig } = e.detail;
    begin(xhr, [requestConfig?.triggeringEvent?.submitter || (elt.matches('.btn') && elt), target !== document.body && elt.getAttribute('hx-swap') !== 'none' && target]);
  });
  document.addEventListener('htmx:afterRequest', e => waits.get(e.detail.xhr)?.());
  addEventListener('submit', e => {
    if (e.defaultPrevented) return;
    begin(e, [e.submitter]);
    setTimeout(() => waits.get(e)?.(), LONGEST);
  });
  addEventListener('pageshow', () => waits.forEach(end => end()));

  /* An error's page says what is, why, and what to do: the same words here. */
  document.addEventListener('htmx:responseError', e => {
    const page = new DOMParser().parseFromString(e.detail.xhr.responseText, 'text/html'), text = s => page.querySelector(s)?.textContent || '';
    toast('bad', text('.empty h1') ? `${text('.empty h1')}. ${text('.empty p')}` : `The server answered ${e.detail.xhr.status}. Nothing was changed; try again.`);
  });
  document.addEventListener('htmx:sendError', () => toast('bad', 'No connection, so nothing was sent. What you typed is still here; try again in a moment.'));
})();
