/** The examples of docs/page-api.md, run as they stand there. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { testPages, type TestPages } from '../support/page-api.ts';
import { openSite, type TestSite } from '../support/sites.ts';
import { operatorOne } from '../support/sippet.ts';

const docs = readFileSync('docs/page-api.md', 'utf8');
const example = (language: string): string => {
  const [, code] = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``).exec(docs) ?? [];
  if (!code) throw new Error(`no example in ${language}`);
  return code;
};
/** Inside the repository, so that react is found. */
const dir = '.output/page-api-example';

let desk: Desk;
let site: TestSite;
let pages: TestPages;
beforeAll(async () => {
  desk = await openDesk();
  site = await openSite();
  pages = testPages(desk, site);
});
afterAll(async () => {
  await desk?.close();
  await site?.close();
  rmSync(dir, { recursive: true, force: true });
});

test('plain HTML: signs in, asks, calls and shows the call', async () => {
  const { httpUrl } = desk.sandbox;
  // The one line that a company with a service of its own has more.
  const html = example('html').replace(
    "// phone.setApiOrigin('https://api.sippet.ai'); where it is another",
    `phone.setApiOrigin('${httpUrl}');`,
  );
  expect(html).toContain(httpUrl);
  site.pages.set('/customer', { body: html });
  const page = await pages.open('/');
  await page.route('**/operator-token', (route) =>
    route.fulfill({ json: { token: desk.sandbox.sippet.mint('operator', operatorOne).token } }),
  );
  await page.goto(`${site.origin}/customer`);
  await pages.answer('sign-in', 'allow');
  await pages.answer('see', 'allow');
  await desk.phone.until('line', ({ state }) => state === 'ready', 'not signed in', 20_000);
  const state = () => page.textContent('#state');
  await until(async () => (await state()) === 'Ready', { message: 'the page is not ready' });
  await page.click('#call');
  await pages.answer('call', 'allow');
  await desk.phone.call((call) => call.phase === 'live', 'no call');
  await desk.ears.hearing(farTone, ourTone);
  await until(async () => (await state()) === 'In a call', { message: 'the page does not show it' });
  await until(async () => ((await page.textContent('#calls')) ?? '').includes('+17865550101'), {
    message: 'the call is not listed',
  });
  await pages.clean();
});

test('React: the hook compiles, calls and follows the call to its end', async () => {
  mkdirSync(dir, { recursive: true });
  cpSync('docs/ringside.d.ts', join(dir, 'ringside.d.ts'));
  writeFileSync(join(dir, 'use-ringside.tsx'), example('tsx'));
  writeFileSync(
    join(dir, 'main.tsx'),
    `import { createRoot } from 'react-dom/client';
     import { CallButton } from './use-ringside';
     createRoot(document.querySelector('#app') as HTMLElement).render(<CallButton number="+17865550101" />);`,
  );
  const compilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2022', 'dom'],
    jsx: 'react-jsx',
    jsxImportSource: 'react',
    types: [],
  };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.tsx'] }));
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', dir], { stdio: 'pipe' });
  await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    // The nearest configuration would be our own, which is Preact's; and a test is no development.
    oxc: { jsx: { runtime: 'automatic', importSource: 'react', development: false } },
    build: {
      outDir: join(dir, 'out'),
      lib: { entry: join(dir, 'main.tsx'), formats: ['es'], fileName: () => 'main.js' },
    },
  });
  site.pages.set('/main.js', { body: readFileSync(join(dir, 'out/main.js'), 'utf8') });
  site.pages.set('/react', {
    body: '<!doctype html><div id="app"></div><script type="module" src="/main.js"></script>',
  });
  const page = await pages.open('/react');
  await pages.answer('see', 'allow');
  await page.click('button');
  await pages.answer('call', 'allow');
  const call = await desk.phone.call((one) => one.phase === 'live', 'no call');
  const shown = () => page.textContent('output');
  await until(async () => (await shown()) === 'answered', { message: 'the answer is not shown' });
  await desk.phone.do('hangUp', { call: call.id });
  await until(async () => (await shown()) === '', { message: 'the end is not shown' });
  await pages.clean();
});
