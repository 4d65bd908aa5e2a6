/* The event stream of a page: rows that live messages bring, in the order of their numbers.
   Newest first, and never moved under a reader. */
(() => {
  'use strict';
  const $ = (s, r = document) => r.querySelector(s);
  const ROWS = 200, BATCH = 20;
  const stream = () => $('#events'), pane = () => $('#panel-events');
  const parse = html => { const t = document.createElement('template'); t.innerHTML = html.trim(); return t.content.firstElementChild; };
  const several = (n, one) => `${n} ${one}${n === 1 ? '' : 's'}`;
  let held = [], more = 0, paused = false, unsaid = 0, bad = 0, frame = 0;

  const reading = () => paused || pane().scrollTop > 8;
  function arrive(message) {
    const list = stream();
    if (!list) return;
    if (message.reset) { list.replaceChildren(); held = []; more = 0; }
    const rows = message.events.map(parse).filter(li => message.reset || +li.dataset.n > +list.dataset.last);
    list.dataset.last = Math.max(+list.dataset.last, message.last || 0);
    for (const li of rows) {
      const count = +li.dataset.count || 1;
      more += count; unsaid += count; bad += li.dataset.tone !== 'info';
      const box = document.getElementById(`c-${li.dataset.part}`);
      if (box) { box.dataset.pulse = ''; setTimeout(() => delete box.dataset.pulse, 3000); }
    }
    held.push(...rows);
    /* What would be trimmed at once need not be kept. */
    if (held.length > ROWS) held.splice(0, held.length - ROWS);
    reading() ? offer() : release();
  }
  /* A batch a frame; equal neighbours become one row with their number. */
  function release() { frame ||= requestAnimationFrame(put); }
  function put() {
    frame = 0;
    const list = stream();
    if (!list) return;
    for (const li of held.splice(0, BATCH)) {
      const first = list.firstElementChild;
      if (first?.dataset.same === li.dataset.same) {
        const count = (+first.dataset.count || 1) + (+li.dataset.count || 1), badge = $('[data-times]', li);
        li.dataset.count = count; badge.hidden = false; badge.textContent = `× ${count}`; first.remove();
      }
      list.prepend(li);
    }
    trim(list);
    $('#events-none')?.toggleAttribute('hidden', list.children.length > 0);
    if (held.length) release(); else more = 0;
    offer();
  }
  /* Old rows leave the page; "Load earlier" then begins where it ends. */
  function trim(list) {
    const rows = list.querySelectorAll('.event');
    for (let at = ROWS; at < rows.length; at++) rows[at].remove();
    const link = rows.length > ROWS && $('[data-earlier]', list);
    if (link) link.href = link.href.replace(/before=\d+/, `before=${rows[ROWS - 1].dataset.n}`);
  }
  function offer() {
    const button = $('[data-more]');
    if (!button) return;
    button.hidden = !held.length || !reading();
    button.textContent = `Show ${several(more, 'new event')}`;
  }
  function top() { pane().scrollTop = 0; release(); }
  function pause(button) {
    paused = !paused;
    button.setAttribute('aria-pressed', paused);
    $('.i', button).className = `i i--sm i--${paused ? 'play' : 'pause'}`;
    $('span:last-child', button).textContent = paused ? 'Resume' : 'Pause';
    if (!paused) top();
  }

  document.addEventListener('click', e => {
    const at = s => e.target.closest(s), button = at('[data-pause]');
    if (button) pause(button);
    if (at('[data-clear]')) {
      e.preventDefault();
      for (const el of $('#ev-filters').elements) el.type === 'radio' ? el.checked = !el.value : el.value = '';
      htmx.trigger('#ev-filters', 'submit');
    }
    if (at('[data-more]')) { paused ? pause($('[data-pause]')) : top(); pane().focus(); }
  });

  document.addEventListener('live:message', e => e.detail.events && arrive(e.detail));
  document.addEventListener('htmx:configRequest', e => {
    if (e.target.id !== 'ev-filters') return;
    const asked = e.detail.formData, part = new URLSearchParams(location.search).get('inspect');
    for (const [name, value] of [...asked]) value || asked.delete(name);
    if (part) asked.set('inspect', part);
  });
  document.addEventListener('htmx:afterSwap', e => { if (e.target.id === 'panel-events') { held = []; more = 0; } });
  /* Who loads earlier events goes on with the first of them. */
  let last;
  document.addEventListener('htmx:beforeRequest', e => { last = e.detail.elt.matches('[data-earlier]') && e.detail.elt.closest('li').previousElementSibling; });
  document.addEventListener('htmx:afterSettle', () => { if (last) $('a', last.nextElementSibling || last)?.focus(); last = null; });
  setInterval(() => {
    if (!unsaid || !$('#events-say')) return;
    $('#events-say').textContent = `${several(unsaid, 'new event')}${bad ? `, ${bad} need${bad === 1 ? 's' : ''} attention` : ''}.`;
    unsaid = bad = 0;
  }, 10000);
})();
