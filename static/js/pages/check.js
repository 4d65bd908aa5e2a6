/* The connection test: tries each way by which live pages hear, and says in words what works. */
(() => {
  'use strict';
  const page = document.getElementById('check'), TIMEOUT = 8000;
  const lines = [`Halfplane connection test of ${location.origin}`, new Date().toISOString(), navigator.userAgent];
  function say(name, tone, word, text) {
    const row = document.getElementById(`test-${name}`), status = row.querySelector('.status');
    status.dataset.tone = tone; status.textContent = word; row.cells[2].textContent = text;
    lines.push(`${row.cells[0].textContent}: ${word}. ${text}`);
    return tone === 'ok';
  }
  const within = (start, ms = TIMEOUT) => new Promise((yes, no) => { setTimeout(() => no(new Error(`no answer within ${ms / 1000} s`)), ms); start(yes, no); });
  const spent = from => `${Math.round(performance.now() - from)} ms`;

  async function socket() {
    const from = performance.now(), url = new URL(page.dataset.socket, location.href);
    let ws;
    try {
      await within((yes, no) => {
        ws = new WebSocket(url.href.replace('http', 'ws'));
        ws.onopen = () => ws.send('hello'); ws.onmessage = e => e.data === 'hello' ? yes() : no(new Error('what came back was altered'));
        ws.onclose = e => no(new Error(`closed with code ${e.code}`));
      });
      return say('socket', 'ok', 'Works', `An answer came after ${spent(from)}. Pages change the moment something happens.`);
    } catch (error) {
      return say('socket', 'warn', 'Blocked', `${error.message}. A proxy or firewall does not pass WebSocket. Ask the administrator to allow ${url.protocol === 'https:' ? 'wss' : 'ws'}://${url.host} with the Upgrade header.`);
    } finally { if (ws) { ws.onclose = null; ws.close(); } }
  }
  async function stream() {
    const times = [];
    let es;
    try {
      await within((yes, no) => {
        es = new EventSource(page.dataset.stream);
        es.onmessage = e => { times.push(performance.now()); if (times.length === JSON.parse(e.data).of) yes(); };
        es.onerror = () => no(new Error('the stream broke off'));
      });
      if (times.at(-1) - times[0] < 300) return say('stream', 'warn', 'Held back', 'The lines came all at once: something on the way collects answers before it passes them on. Ask the administrator to switch buffering off for text/event-stream.');
      return say('stream', 'ok', 'Works', 'Pages can use this where WebSocket is blocked, and are as quick.');
    } catch (error) {
      return say('stream', 'warn', 'Blocked', `${error.message}. Pages then ask every two seconds instead.`);
    } finally { es?.close(); }
  }
  async function ask() {
    const from = performance.now(), sent = Date.now();
    try {
      const answer = await fetch(page.dataset.ask, { cache: 'no-store' });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const { now, cookie } = await answer.json();
      say('ask', 'ok', 'Works', `An answer took ${spent(from)}. At the least, pages hear every two seconds.`);
      const off = Math.round((sent + Date.now()) / 2000 - now), far = Math.abs(off), side = off > 0 ? 'ahead' : 'behind';
      say('clock', far < 60 ? 'ok' : far < 300 ? 'warn' : 'bad', far < 3 ? 'Right' : `${far} s ${side}`,
        far < 60 ? 'Signed requests of aws and kubectl are accepted.' : `AWS refuses requests signed more than 5 minutes off, and so does Halfplane. Set this computer's clock to automatic.`);
      say('cookie', cookie ? 'ok' : 'bad', cookie ? 'Work' : 'Blocked', cookie ? 'This browser keeps your sandbox.' : `Without them no sandbox is kept and no form is taken. Allow first-party cookies for ${location.host}.`);
      return cookie;
    } catch (error) {
      say('ask', 'bad', 'Blocked', `${error.message}. Not even plain requests of a script come through: ask the administrator about ${location.origin}.`);
      say('clock', 'off', 'Not tested', 'It needs plain requests.'); say('cookie', 'off', 'Not tested', 'It needs plain requests.');
      return false;
    }
  }
  function storage() {
    try {
      localStorage.setItem('check', '1'); localStorage.removeItem('check');
      say('storage', 'ok', 'Works', 'Halfplane itself keeps nothing here; it needs cookies only.');
    } catch {
      say('storage', 'ok', 'Blocked, not needed', 'Halfplane keeps nothing here; it needs cookies only.');
    }
  }

  async function run() {
    say('script', 'ok', 'Work', 'Pages change without a reload.');
    storage();
    const [ws, sse, plain] = await Promise.all([socket(), stream(), ask()]);
    const verdict = document.getElementById('verdict');
    const [tone, title, text] = !plain ? ['bad', 'Halfplane does not work here yet', 'The table says what is blocked and what to ask for.']
      : ws ? ['ok', 'All is well', 'Pages are live over WebSocket. There is nothing to ask for.']
        : sse ? ['ok', 'It works, another way', 'WebSocket is blocked; pages are live over server-sent events.']
          : ['warn', 'It works, a little slower', 'WebSocket and streams are blocked; pages hear what is new every two seconds.'];
    verdict.dataset.tone = tone; verdict.querySelector('b').textContent = title; verdict.querySelector('p').textContent = text;
    document.getElementById('summary').textContent = [lines[0], `${title}. ${text}`, ...lines.slice(1)].join('\n');
  }
  run();
})();
