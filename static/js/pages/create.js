/* The create wizard: going to another step keeps what was typed; notes speak only when they change. */
(() => {
  'use strict';
  document.addEventListener('click', e => {
    const link = e.target.closest('a[data-go]'), form = document.getElementById('wizard-form');
    if (!link || !form?.hasAttribute('hx-post') || e.metaKey || e.ctrlKey || e.shiftKey) return;
    e.preventDefault();
    form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'go', value: link.dataset.go }));
    form.submit();
  });
  document.addEventListener('htmx:oobBeforeSwap', e => {
    const { target, fragment } = e.detail, words = el => el.textContent.replace(/\s+/g, ' ').trim();
    if (target.id === 'wizard-notes' && words(target) === words(fragment)) e.detail.shouldSwap = false;
  });
})();
