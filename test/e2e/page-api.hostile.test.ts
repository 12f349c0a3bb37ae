/** `window.ringside` on pages that mean no good: broken languages, forged messages, caught ports, foreign frames. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { IsolatedWorld } from '../support/chromium/isolated-world.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { testPages, type TestPages } from '../support/page-api.ts';
import { openSite, type TestSite } from '../support/sites.ts';

let desk: Desk;
let site: TestSite;
let other: TestSite;
let pages: TestPages;

beforeAll(async () => {
  desk = await openDesk();
  await desk.signIn();
});
afterAll(() => desk?.close());
beforeEach(async () => {
  [site, other] = [await openSite(), await openSite()];
  pages = testPages(desk, site);
});
afterEach(async () => {
  await pages.clean();
  await site.close();
  await other.close();
});

const secret = 'page-token-not-a-secret-0123456789';

/** Writes down whatever passes by in the page, and breaks what it can. Runs as the page's first script. */
const spy = `
  window.seen = [];
  const { apply, defineProperty, ownKeys, getOwnPropertyDescriptor } = Reflect;
  let inside = false;
  /** Texts in it, one level deep. */
  const words = (what) => {
    if (typeof what === 'string') return what;
    if (typeof what !== 'object' || what === null) return '';
    let text = String(what);
    const keys = ownKeys(what);
    for (let at = 0; at < keys.length && at < 20; at++) {
      const { value } = getOwnPropertyDescriptor(what, keys[at]);
      if (typeof value === 'string') text += ' ' + value;
    }
    return text;
  };
  const note = (what) => {
    if (inside || seen.length > 5000) return;
    inside = true;
    try { let text = ''; for (let at = 0; at < what.length; at++) text += words(what[at]) + ' '; seen[seen.length] = text; } catch {}
    inside = false;
  };
  const wrap = (on, name) => {
    const real = on[name];
    if (typeof real !== 'function') return;
    on[name] = function (a, b, c) {
      note([String(name), a, b, c, typeof this]);
      return new.target ? new real(a, b, c) : apply(real, this, arguments);
    };
    on[name].prototype = real.prototype;
  };
  for (const [on, names] of [
    [Array.prototype, ['push', 'map', 'forEach', 'filter', 'slice', 'splice', 'concat', 'join', 'includes', Symbol.iterator]],
    [Object, ['keys', 'entries', 'values', 'assign', 'freeze', 'create', 'defineProperty', 'setPrototypeOf']],
    [Reflect, ['apply', 'get', 'set', 'defineProperty', 'construct', 'deleteProperty']],
    [JSON, ['parse', 'stringify']],
    [Map.prototype, ['get', 'set', 'has']],
    [Set.prototype, ['add', 'has']],
    [String.prototype, ['slice', 'replace', 'split', 'trim', 'startsWith']],
    [MessagePort.prototype, ['postMessage', 'start', 'addEventListener']],
    [EventTarget.prototype, ['addEventListener', 'dispatchEvent']],
    [Function.prototype, ['bind', 'call', 'apply']],
    [Promise, ['resolve', 'reject']],
    [window, ['postMessage', 'structuredClone', 'queueMicrotask', 'setTimeout', 'Promise', 'Error', 'MessageChannel', 'MessageEvent']],
  ]) for (let at = 0; at < names.length; at++) wrap(on, names[at]);
  const { then } = Promise.prototype;
  Promise.prototype.then = function (ok, bad) { note(['then', typeof ok]); return apply(then, this, [ok && ((value) => { note(['then', value]); return ok(value); }), bad]); };
  defineProperty(Promise.prototype, 'constructor', { __proto__: null, get() { note(['species']); return Promise; } });
  for (const type of ['message', 'ringside:offered', 'ringside:wanted', 'ringside'])
    addEventListener(type, (event) => note([type, String(event.source)]), true);
  for (const name of ['toJSON', 'then', 'value', 'get', 'code', 'say'])
    defineProperty(Object.prototype, name, { __proto__: null, configurable: true, get() { note(['absent', name, this]); return undefined; }, set(value) { note(['put', name, value]); } });
  Error.prepareStackTrace = (_error, calls) => { let text = ''; for (let at = 0; at < calls.length; at++) text += calls[at].getFileName() + ';'; note(['stack', text]); return text; };
`;

describe('a page that has changed the language before it uses the API', () => {
  beforeEach(() => {
    site.pages.set('/', { body: `<!doctype html><script>${spy}</script><title>Hostile</title>` });
    site.pages.set('/busy', {
      body: `<!doctype html><script>${spy}
        ringside.setAccessToken('${secret}');
        ringside.setGetAccessToken(() => '${secret}');
        ringside.getActiveCalls();
        ringside.on('incoming_call', () => undefined);
        try { ringside.on('nonsense'); } catch (error) { note(['told', error.stack]); }
        dispatchEvent(new Event('ringside:wanted'));
      </script>`,
    });
  });

  test('still has one that works, and sees neither a token, nor a port, nor our address', async () => {
    const page = await pages.open('/busy');
    expect(await pages.question('see')).toMatchObject({ origin: site.origin });
    expect(await pages.question('sign-in')).toMatchObject({
      origin: site.origin,
      about: 'https://api.sippet.ai',
    });
    const seen = (await page.evaluate<string>('seen.join("\\n")')).split('\n');
    expect(seen).toContainEqual(expect.stringContaining('told RingsideError'));
    expect(seen.filter((one) => one.includes(secret))).toEqual([]);
    expect(seen.filter((one) => one.includes('chrome-extension'))).toEqual([]);
    expect(
      seen.filter((one) => one.startsWith('ringside:offered') || one.includes('object MessagePort')),
    ).toEqual([]);
  });

  test('has its own words answered right', async () => {
    const page = await pages.open();
    await pages.allow(page, 'see');
    expect(await pages.run(page, 'ringside.callDetails("none")')).toEqual({ code: 'no-such-call' });
    expect(await pages.run(page, 'ringside.call({ toString: () => "602" })')).toEqual({ code: 'bad-input' });
    expect(await pages.run(page, 'ringside.getActiveCalls().then((calls) => calls.length)')).toEqual({
      value: 0,
    });
  });
});

test('what is on window can be neither replaced nor changed nor listed, and there is nothing else', async () => {
  site.pages.set('/bare', { body: '<!doctype html><iframe src="about:blank"></iframe>' });
  const page = await pages.open('/bare');
  const facts = await page.evaluate(() => {
    const before = window.ringside;
    const tries = [
      () => Reflect.set(window, 'ringside', {}),
      () => Reflect.defineProperty(window, 'ringside', { value: {} }),
      () => Reflect.deleteProperty(window, 'ringside'),
      () => Reflect.set(before as object, 'call', () => 'mine'),
      () => Reflect.setPrototypeOf(before as object, { call: () => 'mine' }),
      () =>
        Reflect.defineProperty(Reflect.get(before as object, 'call') as object, 'name', { value: 'mine' }),
    ].map((attempt) => attempt());
    const fresh = document.querySelector('iframe')?.contentWindow as Window;
    const ours = Object.getOwnPropertyNames(window).filter((name) => !(name in fresh));
    return {
      tries,
      same: before === window.ringside,
      listed: Object.keys(window).includes('ringside'),
      ours: ours.filter((name) => /ringside|page|api|sip/i.test(name)),
      frame: typeof fresh.ringside,
      names: Object.keys(before as object).join(),
    };
  });
  expect(facts).toMatchObject({
    tries: [false, false, false, false, false, false],
    same: true,
    listed: false,
    ours: ['ringside'],
    frame: 'undefined',
    names:
      'version,setAccessToken,setGetAccessToken,setApiOrigin,call,answer,decline,hold,getQueue,getActiveCalls,callDetails,on,off',
  });
});

test('a frame gets no API, whosever it is', async () => {
  other.pages.set('/', { body: '<!doctype html><title>Frame</title>' });
  site.pages.set('/', { body: `<!doctype html><iframe src="${other.origin}/"></iframe>` });
  const page = await pages.open();
  const frame = page.frames().find((one) => one.url().startsWith(other.origin));
  expect(await frame?.evaluate(() => typeof window.ringside)).toBe('undefined');
  expect(await page.evaluate(() => typeof window.ringside)).toBe('object');
});

test('messages and events forged in the page are at most the page’s own word', async () => {
  const page = await pages.open();
  await page.evaluate(() => {
    const words = [
      { say: 'ask', id: 1, name: 'call', input: { number: '602' } },
      { say: 'done', id: 1, result: [{ fromNumber: 'forged' }] },
      { say: 'do', id: 1, name: 'answerPageQuestion', input: { id: 'x', answer: 'allow' } },
      { say: 'ready' },
    ];
    for (const word of words) {
      window.postMessage(JSON.stringify(word), '*');
      const { port1 } = new MessageChannel();
      window.dispatchEvent(new MessageEvent('ringside:offered', { source: port1, data: word }));
      window.dispatchEvent(new Event('ringside:wanted'));
    }
  });
  await pages.begin(page, 'see', 'ringside.getActiveCalls()');
  await pages.question('see');
  expect(await desk.phone.slice('pageConsents')).toEqual([]);
  expect(await desk.phone.slice('pageQuestions')).toHaveLength(1);
  expect(desk.sandbox.calls()).toEqual([]);
  await pages.answer('see', 'allow');
  expect(await pages.settled(page, 'see')).toEqual({ value: [] });
});

describe('a port opened by our own script in a page', () => {
  /** Says things on a page port as a subverted content script would, and returns what the engine said. */
  async function forge(
    messages: unknown[],
  ): Promise<{ said: { id?: number; code?: string }[]; closed: boolean }> {
    const page = await pages.open();
    await until(() => desk.browser.overlay(page).exists(), { message: 'no overlay' });
    const world = new IsolatedWorld(page, `chrome-extension://${desk.browser.extensionId}`);
    return world.evaluate(`new Promise((resolve) => {
      const port = chrome.runtime.connect({ name: 'ringside-page' });
      const said = [];
      port.onDisconnect.addListener(() => resolve({ said, closed: true }));
      port.onMessage.addListener((message) => {
        said.push(message);
        if (message.id === 999) { port.disconnect(); resolve({ said, closed: false }); }
      });
      for (const message of ${JSON.stringify(messages)}) port.postMessage(message);
      port.postMessage({ say: 'ask', id: 999, name: 'setApiOrigin', input: { origin: 'https://api.sippet.ai' } });
    })`);
  }

  test('is given no slice and none of the mirror’s commands', async () => {
    const names = [
      'dial',
      'saveAccount',
      'setPageConsent',
      'answerPageQuestion',
      'refreshQueue',
      '__proto__',
      'constructor',
    ];
    const { said } = await forge(names.map((name, id) => ({ say: 'ask', id, name, input: {} })));
    expect(said.filter((one) => one.id !== 999)).toEqual(
      names.map((_, id) => ({ say: 'failed', id, code: 'bad-input' })),
    );
    expect(said.find((one) => one.id === 999)).toEqual({ say: 'done', id: 999 });
  });

  test('is closed when it says what is no message, too much, or too often', async () => {
    for (const bad of [
      { say: 'do', id: 1, name: 'dial', input: {} },
      { say: 'token', id: 1, token: 'x'.repeat(9000) },
      'x',
    ])
      expect((await forge([bad])).closed).toBe(true);
    const flood = Array.from({ length: 2000 }, (_, id) => ({ say: 'ask', id, name: 'getQueue', input: {} }));
    expect((await forge(flood)).closed).toBe(true);
  });

  test('has every input refused that does not fit', async () => {
    const wrong = [
      ['call', { number: 'x'.repeat(121) }],
      ['call', { number: '602', site: 'https://elsewhere.example' }],
      ['setApiOrigin', { origin: 'http://elsewhere.example' }],
      ['setApiOrigin', { origin: 'https://user:word@elsewhere.example' }],
      ['setApiOrigin', { origin: 'https://elsewhere.example/path' }],
      ['subscribe', { events: ['everything'] }],
      ['setAccessToken', { token: 'two words' }],
    ];
    const { said } = await forge(wrong.map(([name, input], id) => ({ say: 'ask', id, name, input })));
    expect(
      said.filter((one) => one.code === 'bad-input').length +
        said.filter((one) => one.code === 'rate-limited').length,
    ).toBe(wrong.length);
    expect(said.filter((one) => one.id !== 999 && one.code === undefined)).toEqual([]);
    expect(await desk.phone.slice('pageQuestions')).toEqual([]);
  });
});

test('a page without an origin of its own is not heard', async () => {
  site.pages.set('/sandboxed', {
    body: '<!doctype html><title>Opaque</title>',
    headers: { 'content-security-policy': 'sandbox allow-scripts' },
  });
  const page = await pages.open('/sandboxed');
  const ended = await page.evaluate(
    () =>
      window.ringside?.getActiveCalls().then(
        () => 'answered',
        (error: { code: string }) => error.code,
      ) ?? 'no API',
  );
  expect(['unavailable', 'no API']).toContain(ended);
  expect(await desk.phone.slice('pageQuestions')).toEqual([]);
});
