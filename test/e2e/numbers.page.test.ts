// The page side of numbers in real Chromium: painted, changing, recycled, unharmed, clickable.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from '../bench/numbers/bundle.ts';
import type { Row } from '../bench/numbers/react-list.ts';
import { launchPlain } from '../support/chromium/plain.ts';

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
  for (const old of browser.contexts()) await old.close();
  page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  return () => page.close();
});

async function open(html: string, region = 'US'): Promise<void> {
  await page.setContent(`<!doctype html><html><body>${html}</body></html>`);
  await page.addScriptTag({ content: script });
  await page.evaluate(([source, country]) => void window.startNumbers(source, country), [
    worker,
    region,
  ] as const);
}

/** The painted texts, once they are what is expected. */
async function painted(expected: readonly string[]): Promise<void> {
  await expect.poll(() => page.evaluate(paintedNow)).toEqual([...expected].toSorted());
}

function paintedNow(): string[] {
  const texts: string[] = [];
  for (const range of CSS.highlights.get('ringside-number') ?? []) {
    const live = new Range();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    texts.push(live.toString());
  }
  return texts.toSorted();
}

function listed(): Promise<string[]> {
  return page.evaluate(() =>
    window.numbersBench.numbers.numbers().then((all) => all.map(({ number }) => number)),
  );
}

describe('what is found on a page', () => {
  it('paints numbers and leaves fields, editors, scripts and parts that said no', async () => {
    await open(`<p>Call (201) 555-0123</p><table><tr><th>Name<th>Phone<tr><td>Ann<td>(123) 456-7890</table>
      <textarea>201 555 0124</textarea><div contenteditable>201 555 0125</div><div data-ringside="off">201 555 0126</div>
      <script type="text/plain">201 555 0127</script><div class="cm-editor"><p>201 555 0128</p></div><p>Order 2015550129</p>`);
    await painted(['(201) 555-0123', '(123) 456-7890']);
    expect(await listed()).toEqual(['+12015550123', '+11234567890']);
  });

  it('finds a number split over inline elements, not over cells or lines', async () => {
    await open(`<p><b>+1</b> <span>201</span>-<i>555</i>-<span>0123</span></p>
      <table><tr><td>201<td>555 0124</table><p>201<br>555 0125</p>`);
    await painted(['+1 201-555-0123']);
  });

  it('finds numbers in open shadow roots', async () => {
    await open('<div id="host"></div>');
    await painted([]);
    await page.evaluate(() => {
      const host = document.createElement('x-card');
      host.attachShadow({ mode: 'open' }).innerHTML = '<p>(201) 555-0123</p>';
      document.body.append(host);
    });
    await painted(['(201) 555-0123']);
  });

  it('reads a number without its country by the address it stands in', async () => {
    await open(`<p>Weiss GmbH, Unter den Linden 1, 10117 Berlin, Germany. Tel. 030 901820</p>
      <address>Casa Rossi<br>I-00184 Roma<br>06 4890 3500</address>
      <p>Our trip to Germany was nice, ring 030 901821 or Georgia, 030 901822</p>`);
    await painted(['030 901820', '06 4890 3500']);
    expect(await listed()).toEqual(['+4930901820', '+390648903500']);
  });

  it('does nothing on a page that asks for no telephone detection', async () => {
    await page.setContent('<meta name="format-detection" content="telephone=no"><p>(201) 555-0123</p>');
    await page.addScriptTag({ content: script });
    await page.evaluate((source) => void window.startNumbers(source, 'US'), worker);
    expect(await page.evaluate(() => CSS.highlights.has('ringside-number'))).toBe(false);
    expect(await listed()).toEqual([]);
  });

  it('reads a megabyte in one text', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, line) => `2026-03-15 10:30 line ${line} of a log that goes on`,
    );
    lines[15_000] = 'Call (201) 555-0123 about it';
    await open(`<pre>${lines.join('\n')}</pre>`);
    await expect.poll(listed).toEqual(['+12015550123']);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await painted(['(201) 555-0123']);
  });

  it('paints only what is near the viewport and follows scrolling', async () => {
    await open('<p>(201) 555-0123</p><div style="height:5000px"></div><p>(201) 555-0124</p>');
    await painted(['(201) 555-0123']);
    await expect.poll(listed).toEqual(['+12015550123', '+12015550124']);
    await page.evaluate(() => scrollTo(0, 5000));
    await painted(['(201) 555-0124']);
  });
});

describe('pages that change', () => {
  it('follows added, changed, recycled and removed texts', async () => {
    await open('<ul><li>(201) 555-0101</li><li>(201) 555-0102</li><li>(201) 555-0103</li></ul>');
    await painted(['(201) 555-0101', '(201) 555-0102', '(201) 555-0103']);
    await page.evaluate(() => {
      const [first, second, third] = document.querySelectorAll('li');
      if (first?.firstChild) first.firstChild.nodeValue = '(201) 555-0111';
      if (second) second.textContent = 'none';
      third?.remove();
      document.querySelector('ul')?.insertAdjacentHTML('beforeend', '<li>(201) 555-0104</li>');
    });
    await painted(['(201) 555-0111', '(201) 555-0104']);
    expect(await listed()).toEqual(['+12015550111', '+12015550104']);
  });

  it('never paints a recycled row with the old place, not even for a frame', async () => {
    await open('<div id="list"></div>');
    const stale = await page.evaluate(async (): Promise<number> => {
      const list = document.querySelector('#list');
      const rows = Array.from({ length: 30 }, (_, row) => {
        const line = document.createElement('div');
        line.append(`Row ${row} (201) 555-01${String(row).padStart(2, '0')}`);
        list?.append(line);
        return line.firstChild instanceof Text ? line.firstChild : new Text();
      });
      let wrong = 0;
      for (let step = 0; step < 40; step++) {
        await new Promise(requestAnimationFrame);
        for (const [row, text] of rows.entries()) {
          const number = `(201) 555-01${String((row + step) % 100).padStart(2, '0')}`;
          text.data =
            row % 3 === step % 3 ? `nothing here in step ${step}` : `${'x'.repeat(step % 7)} ${number}`;
        }
        // Right before the frame is drawn, and after the observer had its microtask.
        await Promise.resolve();
        for (const range of CSS.highlights.get('ringside-number') ?? []) {
          const data = range.startContainer.nodeValue ?? '';
          if (!/^\(201\) 555-01\d\d$/.test(data.slice(range.startOffset, range.endOffset))) wrong++;
        }
      }
      return wrong;
    });
    expect(stale).toBe(0);
    await expect.poll(() => page.evaluate(paintedNow).then((texts) => texts.length)).toBe(20);
  });

  it('finds again what was taken out and put back', async () => {
    await open('<section><p>(201) 555-0123</p></section>');
    await painted(['(201) 555-0123']);
    const kept = await page.evaluateHandle(() => {
      const section = document.querySelector('section');
      section?.remove();
      return section;
    });
    await painted([]);
    await page.evaluate((section) => section && document.body.append(section), kept);
    await painted(['(201) 555-0123']);
  });

  it('lets go when a part becomes an editor, and comes back after', async () => {
    await open('<div id="cell">(201) 555-0123</div>');
    await painted(['(201) 555-0123']);
    await page.evaluate(() => document.querySelector('#cell')?.setAttribute('contenteditable', 'true'));
    await painted([]);
    await page.evaluate(() => document.querySelector('#cell')?.removeAttribute('contenteditable'));
    await painted(['(201) 555-0123']);
  });

  it('stops everything when aborted', async () => {
    await open('<p>(201) 555-0123</p>');
    await painted(['(201) 555-0123']);
    await page.evaluate(() => window.numbersBench.stop());
    expect(await page.evaluate(() => CSS.highlights.has('ringside-number'))).toBe(false);
  });
});

describe('a React 19 list', () => {
  it('hydrates, changes and loses texts and elements as if nobody were there', async () => {
    await page.setContent('<!doctype html><html><body><div id="app"></div></body></html>');
    await page.addScriptTag({ content: await bundle('react-list.ts') });
    await page.addScriptTag({ content: script });
    const rows = (from: number, change: Partial<Row> = {}): Row[] =>
      Array.from({ length: 5 }, (_, at) => ({
        name: `Row ${at}`,
        phone: `(201) 555-01${from + at}`,
        note: 'vip',
        shown: true,
        ...change,
      }));
    await page.evaluate(
      ([source, first]) => {
        const app = document.querySelector('#app');
        if (app) app.innerHTML = window.reactList.html(first);
        window.startNumbers(source, 'US');
      },
      [worker, rows(10)] as const,
    );
    const count = (): Promise<number> =>
      page.evaluate(() => CSS.highlights.get('ringside-number')?.size ?? 0);
    await expect.poll(count).toBe(20);
    await page.evaluate((first) => {
      const app = document.querySelector('#app');
      if (app) window.reactList.hydrate(app, first);
    }, rows(10));
    const steps = [
      rows(20),
      rows(20, { shown: false }),
      rows(30, { note: undefined }),
      rows(40).slice(0, 2),
      rows(50).toReversed(),
      [],
    ];
    for (const step of steps) {
      const { is, should } = await page.evaluate((next) => {
        window.reactList.render(next);
        return { is: document.querySelector('#app')?.innerHTML, should: window.reactList.fresh(next) };
      }, step);
      expect(is?.replaceAll('<!-- -->', '')).toBe(should);
      await expect.poll(count).toBe(step.reduce((sum, { shown }) => sum + (shown ? 4 : 3), 0));
      const right = new Set(step.map(({ phone }) => phone));
      for (const text of await page.evaluate(paintedNow)) expect(right).toContain(text);
    }
    expect(await page.evaluate(() => window.reactList.errors)).toEqual([]);
  });
});

describe('the chip', () => {
  /** Where the chip's control is; the test holds the closed root because it made it. */
  const control = (name: string) =>
    page.evaluate((which) => {
      const chip = window.numbersBench.shadow.querySelector<HTMLElement>('.ringside-chip');
      const box = chip?.querySelector(`.${which}`)?.getBoundingClientRect();
      return chip && !chip.hidden && box
        ? { x: box.x + box.width / 2, y: box.y + box.height / 2 }
        : undefined;
    }, name);

  async function point(selector: string): Promise<void> {
    const box = await page.locator(selector).boundingBox();
    if (!box) throw new Error(`${selector} is nowhere`);
    await page.mouse.move(box.x + 10, box.y + box.height / 2);
  }

  it('appears at the number under the pointer, calls on a trusted click, and leaves', async () => {
    await open('<p><span id="n">(201) 555-0123</span> and words far away from it</p>');
    await painted(['(201) 555-0123']);
    await point('#n');
    await expect.poll(() => control('call')).toBeDefined();
    const at = await control('call');
    if (!at) throw new Error('no chip');
    await page.mouse.move(at.x, at.y, { steps: 5 });
    await page.mouse.click(at.x, at.y);
    expect(await page.evaluate(() => window.numbersBench.calls)).toEqual(['+12015550123']);
    expect(await control('call')).toBeUndefined();
    await point('#n');
    await page.mouse.move(5, 600);
    await expect.poll(() => control('call')).toBeUndefined();
  });

  it('copies', async () => {
    await open('<p><span id="n">(201) 555-0123</span></p>');
    await painted(['(201) 555-0123']);
    await point('#n');
    await expect.poll(() => control('copy')).toBeDefined();
    const at = await control('copy');
    if (at) await page.mouse.click(at.x, at.y);
    expect(await page.evaluate(() => window.numbersBench.copies)).toEqual(['+12015550123']);
  });

  it('does not call on a click that a script made', async () => {
    await open('<p><span id="n">(201) 555-0123</span></p>');
    await painted(['(201) 555-0123']);
    await point('#n');
    await expect.poll(() => control('call')).toBeDefined();
    await page.evaluate(() => {
      const call = window.numbersBench.shadow.querySelector<HTMLElement>('.call');
      call?.click();
      call?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    });
    expect(await page.evaluate(() => window.numbersBench.calls)).toEqual([]);
  });

  it('goes away with the number it stood at', async () => {
    await open('<p><span id="n">(201) 555-0123</span></p>');
    await painted(['(201) 555-0123']);
    await point('#n');
    await expect.poll(() => control('call')).toBeDefined();
    await page.evaluate(() => document.querySelector('#n')?.remove());
    await expect.poll(() => control('call')).toBeUndefined();
  });

  it('opens for the keyboard at a number that is scrolled to', async () => {
    await open('<div style="height:4000px"></div><p>(201) 555-0123</p>');
    await expect.poll(listed).toEqual(['+12015550123']);
    expect(await page.evaluate(() => window.numbersBench.numbers.reveal('+12015550123'))).toBe(true);
    await expect.poll(() => control('call')).toBeDefined();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => window.numbersBench.calls)).toEqual(['+12015550123']);
  });
});

describe('what the page pays', () => {
  const TABLE = `<table id="t"></table><script>
    const rows = [];
    for (let i = 0; i < 10000; i++) rows.push('<tr><td>Person ' + i + '</td><td>Company ' + (i % 97) + '</td><td>(201) 555-' +
      String(i).padStart(4, '0') + '</td><td>2026-03-' + (10 + (i % 18)) + '</td><td>' + (i * 37 % 9999) + '.50</td><td>Order ' + (10000000 + i) + '</td></tr>');
    document.querySelector('#t').innerHTML = rows.join('');
  </script>`;

  it('changes nothing: no mutation but the host element, the document byte for byte as before', async () => {
    await page.setContent(`<!doctype html><html><body>${TABLE}</body></html>`);
    await page.addScriptTag({ content: script });
    const before = await page.content();
    const report = await page.evaluate(async (source) => {
      const mutations: string[] = [];
      new MutationObserver((records) => {
        for (const { type, addedNodes } of records)
          mutations.push(`${type} ${[...addedNodes].map((node) => node.nodeName).join()}`);
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      let slices = 0;
      const post = scheduler.postTask.bind(scheduler);
      scheduler.postTask = (callback, options) =>
        post(() => {
          slices += 1;
          callback();
        }, options);
      const running = window.startNumbers(source, 'US');
      await new Promise<void>((resolve) => {
        const look = async (): Promise<void> => {
          if ((await running.numbers.numbers()).length === 10_000) resolve();
          else setTimeout(() => void look(), 500);
        };
        void look();
      });
      return { mutations, slices };
    }, worker);
    expect(report.mutations).toEqual(['childList RINGSIDE-OVERLAY']);
    // The work is done in slices; how long they take is measured in test/bench/numbers/speed.ts.
    expect(report.slices).toBeGreaterThan(3);
    const after = await page.content();
    expect(after.replace('<ringside-overlay></ringside-overlay>', '')).toBe(before);
  });
});
