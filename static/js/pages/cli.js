/* The command under a form follows what is typed. The server fills the same template: clusters/console/cli.py. */
(() => {
  'use strict';
  const quoted = v => /^[\w@%+=:,./-]+$/.test(v) ? v : `'${v.replaceAll("'", `'"'"'`)}'`;
  const field = /\{(?:([^{}:]*):)?([\w|]+)([*,]?)\}/g;
  function told(template, typed) {
    const parts = template.split(/ (?=--)/).flatMap(option => {
      let some = false, any = false;
      const text = option.replace(field, (_, prefix = '', names, sort) => {
        some = true;
        const value = names.split('|').map(n => String(typed.get(n) ?? '').trim()).find(Boolean);
        if (!value) return '';
        any = true;
        return prefix + (sort ? value.replaceAll(',', ' ').split(/\s+/).filter(Boolean).map(quoted).join(sort === ',' ? ',' : ' ') : quoted(value));
      });
      return some && !any ? [] : text;
    });
    const line = parts.join(' ');
    return line.length <= 78 ? line : parts.join(' \\\n  ');
  }
  document.addEventListener('input', e => {
    const form = e.target.closest('form[data-cli]'), out = form?.querySelector('.code pre');
    if (out) out.textContent = told(form.dataset.cli, new FormData(form));
  });
})();
