/* The list of clusters: when asking for it failed, it says so in place and offers to try again. */
(() => {
  'use strict';
  const of = e => e.detail.elt?.id === 'cluster-filter';
  const show = (failed, code = '') => {
    const error = document.getElementById('list-error');
    document.getElementById('cluster-table').hidden = failed;
    error.querySelector('[data-code]').textContent = code && ` (the server answered ${code})`;
    error.hidden = !failed;
  };
  document.addEventListener('htmx:responseError', e => of(e) && show(true, e.detail.xhr.status));
  document.addEventListener('htmx:sendError', e => of(e) && show(true));
  document.addEventListener('htmx:afterRequest', e => of(e) && e.detail.successful && show(false));
})();
