/** The main job from beginning to end in a real browser, by real clicks; every step is proven and photographed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../server/sandbox/sandbox.ts';
import { plainVoice } from '../../test/support/accounts.ts';
import { writeTone } from '../../test/support/audio.ts';
import { launchBrowser } from '../../test/support/chromium.ts';
import { ourTone } from '../../test/support/desk.ts';
import { listenIn } from '../../test/support/ears.ts';
import { openPhone } from '../../test/support/phone.ts';
import { callSteps } from './call-steps.ts';
import { deskSteps } from './desk-steps.ts';
import { inboxSteps } from './inbox-steps.ts';
import { folder, type Step, type Tour } from './step.ts';

interface Result {
  name: string;
  ok: boolean;
  /** Milliseconds. */
  ms: number;
  detail: string;
}

const steps: Readonly<Record<string, Step>> = { ...callSteps, ...deskSteps, ...inboxSteps };

/** Performs the tour and writes the report; true if all of it held. */
export async function takeTour(sandbox: Sandbox): Promise<boolean> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const micWav = writeTone(join(folder, 'voice.wav'), { hz: ourTone, seconds: 10 });
  const browser = await launchBrowser({ micWav });
  const done: Result[] = [];
  try {
    const phone = await openPhone(browser);
    const ears = await listenIn(browser);
    // A steady tone is what noise suppression removes; people's voices are not.
    await phone.do('setSettings', plainVoice);
    const tour: Tour = { sandbox, browser, phone, ears, page: phone.page };
    for (const [name, step] of Object.entries(steps)) {
      const result = await take(tour, name, step);
      done.push(result);
      console.log(`${result.ok ? '✓' : '✗'} ${name} (${result.ms} ms) ${result.detail}`);
      if (!result.ok) break;
    }
  } finally {
    await browser.close();
  }
  const ok = done.length === Object.keys(steps).length && done.every((step) => step.ok);
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify({ ok, steps: done }, null, 2)}\n`);
  console.log(
    `${ok ? 'All of it held' : 'The tour failed'}; see ${folder}/report.json and the pictures beside it.`,
  );
  return ok;
}

async function take(tour: Tour, name: string, step: Step): Promise<Result> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  try {
    const detail = await step(tour);
    return { name, ok: true, ms: ms(), detail };
  } catch (error) {
    return { name, ok: false, ms: ms(), detail: error instanceof Error ? error.message : String(error) };
  } finally {
    await tour.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}
