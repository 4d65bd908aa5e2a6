/* The dock's terminal is fetched when somebody opens it; a command's Run types it there, or on the terminal's page. */
(() => {
  'use strict';
  const $ = s => document.querySelector(s), tab = $('#tab-term'), panel = $('#panel-term'), LAST = 'dock tab';
  let opening = null;
  async function fetched() {
    const answer = await fetch(tab.dataset.from);
    if (!answer.ok) throw answer.status;
    panel.innerHTML = await answer.text();
    const script = document.createElement('script');
    script.src = tab.dataset.script;
    await new Promise((done, failed) => { script.onload = done; script.onerror = failed; document.head.append(script); });
  }
  function open() {
    if (panel.hidden) delete document.documentElement.dataset.dock; else document.documentElement.dataset.dock = 'tall';
    try { sessionStorage.setItem(LAST, panel.hidden ? '' : tab.id); } catch { /* storage is off: each page begins with the events */ }
    if (panel.hidden || opening) return;
    opening = fetched().catch(() => { opening = null; panel.innerHTML = '<p class="muted pad">The terminal could not be opened. Choose its tab again in a moment.</p>'; });
  }
  if (tab) {
    new MutationObserver(open).observe(panel, { attributeFilter: ['hidden'] });
    document.addEventListener('click', e => {
      if (!e.target.closest('#tab-term') || e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      const choice = $('#dock-choice'), body = new FormData(choice);
      body.append('dock', 'open');
      if (e.isTrusted) fetch(choice.action, { method: 'POST', body }).catch(() => {});
    });
    let last = '';
    try { last = sessionStorage.getItem(LAST); } catch { /* the same */ }
    if (last && !$('.dock').hasAttribute('data-collapsed')) tab.click();
  }
  document.addEventListener('click', async e => {
    const run = e.target.closest('[data-run]');
    if (!run) return;
    /* The command beside it may have changed with what was chosen on the page. */
    const code = run.closest('.code')?.querySelector('pre')?.textContent;
    if (code) run.href = `${run.href.split('?')[0]}?line=${encodeURIComponent(code)}`;
    if (!tab || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    tab.click();
    await opening;
    const input = $('#term-in');
    if (!input) { location.href = run.href; return; }
    input.value = new URL(run.href).searchParams.get('line');
    input.dispatchEvent(new Event('input')); input.focus();
  });
})();
