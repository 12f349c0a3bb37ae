/** Takes a picture of every board: `node test/support/gallery/shoot.ts [board…]` → .output/gallery/*.png */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'vite';
import { launchPlain } from '../chromium/plain.ts';

interface Shot {
  board: string;
  query?: Record<string, string>;
  /** Of the window, in px. */
  width?: number;
  /** As Windows' high contrast shows it. */
  forced?: boolean;
}

const shots: Shot[] = [
  { board: 'calls' },
  { board: 'calls', query: { width: '320' } },
  { board: 'calls', query: { dir: 'rtl' } },
  { board: 'calls', query: { lang: 'de' } },
  { board: 'calls', query: { mode: 'forced' }, forced: true },
  { board: 'ended' },
  { board: 'idle' },
  { board: 'idle', query: { lang: 'es', width: '320' } },
  { board: 'popup' },
  { board: 'popup', query: { dir: 'rtl', lang: 'es' } },
  { board: 'pages-ask' },
  { board: 'pages-ask', query: { width: '320', lang: 'de' } },
  { board: 'pages-ask', query: { dir: 'rtl', lang: 'es' } },
  { board: 'queue' },
  { board: 'queue', query: { width: '320', lang: 'de' } },
  { board: 'queue', query: { dir: 'rtl' } },
  { board: 'queue', query: { mode: 'forced' }, forced: true },
  { board: 'inbox' },
  { board: 'inbox', query: { width: '320', lang: 'de' } },
  { board: 'inbox', query: { dir: 'rtl', lang: 'es' } },
  { board: 'inbox', query: { mode: 'forced' }, forced: true },
  { board: 'people' },
  { board: 'people', query: { width: '320', lang: 'es' } },
  { board: 'past' },
  { board: 'past', query: { width: '320', lang: 'de' } },
  { board: 'talk' },
  { board: 'talk', query: { width: '320', lang: 'de' } },
  { board: 'talk', query: { dir: 'rtl' } },
  { board: 'accounts', width: 1300 },
  { board: 'accounts', width: 360, query: { lang: 'de', narrow: '360' } },
  { board: 'options', width: 1000 },
  { board: 'options', width: 320, query: { narrow: '320' } },
  { board: 'options', width: 1000, query: { dir: 'rtl' } },
  { board: 'options-empty', width: 1000 },
  { board: 'options-more', width: 1000 },
  { board: 'options-more', width: 360, query: { lang: 'de', narrow: '360' } },
  { board: 'options-more', width: 1000, query: { lang: 'es', dir: 'rtl' } },
  { board: 'switch' },
  { board: 'switch', query: { width: '320', lang: 'de' } },
  { board: 'switch', query: { dir: 'rtl', lang: 'es' } },
  { board: 'sound' },
  { board: 'sound', query: { lang: 'de', width: '320' } },
  { board: 'sound', query: { dir: 'rtl' } },
  { board: 'sound', query: { mode: 'forced' }, forced: true },
  { board: 'welcome', width: 1960 },
  { board: 'welcome', width: 360, query: { lang: 'de', narrow: '360' } },
];
/** Rows far below the window are not drawn, so boards with lists get a tall one, in px. */
const tall: Record<string, number> = { queue: 2800, inbox: 2100, people: 2200, past: 1500, talk: 2800 };
const themes = ['light', 'dark'] as const;

const out = join(import.meta.dirname, '../../../.output/gallery');
const wanted = process.argv.slice(2);

const server = await createServer({
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  logLevel: 'error',
});
await server.listen(0);
const address = server.resolvedUrls?.local[0];
const browser = await launchPlain();
await mkdir(out, { recursive: true });

for (const { board, query = {}, width = 1580, forced = false } of shots) {
  if (wanted.length > 0 && !wanted.includes(board)) continue;
  for (const theme of themes) {
    // A variant is about shape, not about colour.
    if (theme === 'dark' && Object.keys(query).length > 0) continue;
    const page = await browser.newPage({
      viewport: { width, height: tall[board] ?? 900 },
      colorScheme: theme,
      forcedColors: forced ? 'active' : 'none',
    });
    page.on('pageerror', (error) => console.error(board, error.message));
    const search = new URLSearchParams({ board, theme, ...query });
    await page.goto(`${address}?${search}`, { waitUntil: 'networkidle' });
    await page.waitForTimeout(400);
    const name = [board, theme, ...Object.values(query)].join('-');
    await page.screenshot({ path: join(out, `${name}.png`), fullPage: true });
    await page.close();
  }
}

await browser.close();
await server.close();
