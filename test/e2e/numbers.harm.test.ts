// Pages that break under click-to-call scripts behave, in real Chromium, as if nobody were there.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { bundle } from '../bench/numbers/bundle.ts';
import type { Row } from '../bench/numbers/react-list.ts';
import { launchPlain } from '../support/chromium/plain.ts';

const marks = readFileSync('entrypoints/marks.css', 'utf8');
let browser: Browser;
let page: Page;
let script: string;
let worker: string;

beforeAll(async () => {
  [script, worker] = await Promise.all([bundle('page.ts'), bundle('worker.ts')]);
  browser = await launchPlain();
});

afterAll(() => browser.close());

beforeEach(async () => {
  const context = await browser.newContext({
    viewport: { width: 1000, height: 700 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  page = await context.newPage();
  return () => context.close();
});

const document = (html: string): string =>
  `<!doctype html><html lang="en"><head><title>Page</title><style>${marks}</style></head><body>${html}</body></html>`;

async function watchNumbersHere(): Promise<void> {
  await page.addScriptTag({ content: script });
  await page.evaluate((source) => void window.startNumbers(source, 'US'), worker);
}

/** Waits until so many numbers are painted. */
async function painted(count: number): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => CSS.highlights.get('ringside-number')?.size ?? 0), { timeout: 15_000 })
    .toBe(count);
}

/** The page's own markup, without our element and the test's scripts. */
const markup = (): Promise<string> =>
  page.evaluate(() => {
    const copy = globalThis.document.documentElement.cloneNode(true) as HTMLElement;
    for (const ours of copy.querySelectorAll('ringside-overlay, script')) ours.remove();
    return copy.outerHTML;
  });

it('a Vue 3 list hydrates, changes and loses texts and elements', async () => {
  await page.setContent(document('<div id="app"></div>'));
  await page.addScriptTag({ content: await bundle('vue-list.ts') });
  const rows = (from: number, change: Partial<Row> = {}): Row[] =>
    Array.from({ length: 5 }, (_, at) => ({
      name: `Row ${at}`,
      phone: `(201) 555-01${from + at}`,
      note: 'vip',
      shown: true,
      ...change,
    }));
  await page.evaluate(async (first) => {
    const app = globalThis.document.querySelector('#app');
    if (app) app.innerHTML = await window.vueList.html(first);
  }, rows(10));
  await watchNumbersHere();
  await painted(20);
  await page.evaluate((first) => {
    const app = globalThis.document.querySelector('#app');
    if (app) window.vueList.hydrate(app, first);
  }, rows(10));
  const steps = [
    rows(20),
    rows(20, { shown: false }),
    rows(30, { note: undefined }),
    rows(40).slice(0, 2),
    [],
  ];
  for (const step of steps) {
    const texts = await page.evaluate(async (next) => {
      await window.vueList.render(next);
      return [...globalThis.document.querySelectorAll('li')].map((li) => li.textContent);
    }, step);
    expect(texts).toEqual(
      step.map(
        ({ name, phone, note, shown }) =>
          `${name}: ${phone}${phone}${note ?? ''}${shown ? phone : ''}endCall ${phone} now`,
      ),
    );
    await painted(step.reduce((sum, { shown }) => sum + (shown ? 4 : 3), 0));
  }
  expect(await page.evaluate(() => window.vueList.errors)).toEqual([]);
});

it('a virtual list shows what it scrolled to, and nothing else is painted', async () => {
  await page.setContent(
    document(
      '<div id="view" style="height:600px;overflow:auto"><div id="space" style="height:600000px;position:relative"></div></div>',
    ),
  );
  await page.evaluate(() => {
    const view = globalThis.document.querySelector('#view');
    const space = globalThis.document.querySelector('#space');
    const lines = Array.from({ length: 40 }, () => {
      const line = globalThis.document.createElement('div');
      line.append('');
      line.style.position = 'absolute';
      space?.append(line);
      return line;
    });
    const show = (): void => {
      const first = Math.floor((view?.scrollTop ?? 0) / 30);
      for (const [at, line] of lines.entries()) {
        const row = first + at;
        line.style.top = `${row * 30}px`;
        if (line.firstChild)
          line.firstChild.nodeValue = `Row ${row}: (201) 555-${String(row % 10_000).padStart(4, '0')}`;
      }
    };
    view?.addEventListener('scroll', show);
    show();
  });
  await watchNumbersHere();
  for (const top of [0, 90_000, 30_030, 590_000]) {
    await page.evaluate((to) => globalThis.document.querySelector('#view')?.scrollTo(0, to), top);
    const wanted = Array.from(
      { length: 19 },
      (_, at) => `(201) 555-${String((Math.floor(top / 30) + at) % 10_000).padStart(4, '0')}`,
    );
    await expect
      .poll(() =>
        page.evaluate(() =>
          [...(CSS.highlights.get('ringside-number') ?? [])].map(
            ({ startContainer, startOffset, endOffset }) =>
              (startContainer.nodeValue ?? '').slice(startOffset, endOffset),
          ),
        ),
      )
      .toEqual(expect.arrayContaining(wanted));
  }
});

it('editors keep their documents: ProseMirror and contenteditable, typed into with real keys', async () => {
  await page.setContent(
    document(
      '<p>(201) 555-0100</p><div id="pm"></div><div id="ce" contenteditable="true">Ring (201) 555-0102</div>',
    ),
  );
  await page.addScriptTag({ content: await bundle('editor.ts') });
  await page.evaluate(() => {
    const place = globalThis.document.querySelector('#pm');
    if (place) Reflect.set(globalThis, 'readEditor', window.makeEditor(place, 'Call (201) 555-0101'));
  });
  await watchNumbersHere();
  await painted(1);
  await page.locator('.ProseMirror').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' or (201) 555-0103');
  await page.keyboard.press('Enter');
  await page.keyboard.type('(201) 555-0104');
  await page.locator('#ce').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' now');
  await painted(1);
  expect(await page.evaluate(() => Reflect.get(globalThis, 'readEditor')())).toEqual({
    type: 'doc',
    content: [
      { type: 'paragraph', content: [{ type: 'text', text: 'Call (201) 555-0101 or (201) 555-0103' }] },
      { type: 'paragraph', content: [{ type: 'text', text: '(201) 555-0104' }] },
    ],
  });
  expect(await page.locator('#ce').innerHTML()).toBe('Ring (201) 555-0102 now');
});

it('text in SVG is painted and keeps its size', async () => {
  await page.setContent(
    document('<svg width="400" height="60"><text id="t" x="10" y="30">(201) 555-0123</text></svg>'),
  );
  const size = (): Promise<number | undefined> =>
    page.evaluate(() => globalThis.document.querySelector<SVGTextElement>('#t')?.getComputedTextLength());
  const before = await size();
  await watchNumbersHere();
  await painted(1);
  expect(await size()).toBe(before);
});

it('painted text is copied, pasted, found and selected as it stands', async () => {
  await page.setContent(
    document('<p id="p">Call (201) 555-0123 or <b>+1</b> 201 555 0124.</p><textarea></textarea>'),
  );
  const before = await markup();
  await watchNumbersHere();
  await painted(2);
  await page.evaluate(() =>
    addEventListener('paste', ({ clipboardData }) =>
      Reflect.set(globalThis, 'pasted', clipboardData?.getData('text/html')),
    ),
  );
  await page.locator('#p').click({ clickCount: 3 });
  await page.keyboard.press('Control+C');
  await page.locator('textarea').click();
  await page.keyboard.press('Control+V');
  expect((await page.locator('textarea').inputValue()).trim()).toBe(
    'Call (201) 555-0123 or +1 201 555 0124.',
  );
  const html = await page.evaluate((): string => Reflect.get(globalThis, 'pasted'));
  expect(html).toContain('201');
  expect(html).not.toMatch(/ringside|underline/);
  expect(
    await page.evaluate(() =>
      Reflect.get(globalThis, 'find').call(globalThis, '(201) 555-0123', false, false, true),
    ),
  ).toBe(true);
  expect(await markup()).toBe(before);
});

it('a form sends what it holds', async () => {
  await page.route('http://form.test/**', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: document(
        '<form action="/sent"><p>(201) 555-0123</p><input name="phone" value="(201) 555-0124"><button>Send</button></form>',
      ),
    }),
  );
  await page.goto('http://form.test/');
  await watchNumbersHere();
  await painted(1);
  await page.locator('input').press('Enter');
  await page.waitForURL('http://form.test/sent?phone=%28201%29+555-0124');
});

it('prints the same page', async () => {
  const print = async (): Promise<string> => {
    const pdf = await page.pdf();
    // When it was printed, and an id made of that.
    return pdf.toString('latin1').replaceAll(/\/(?:CreationDate|ModDate) \([^)]*\)|\/ID \[[^\]]*\]/g, '');
  };
  await page.setContent(
    document('<p>Call (201) 555-0123</p><table><tr><th>Phone<tr><td>(123) 456-7890</table>'),
  );
  const before = await print();
  await watchNumbersHere();
  await painted(2);
  expect(await print()).toBe(before);
});
