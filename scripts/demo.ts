/** `npm run demo`: builds, starts the sandbox and opens a browser with the phone in it, or performs the tour by itself. */
import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox, type Sandbox } from '../server/sandbox/sandbox.ts';
import { openForPeople } from './demo/open.ts';
import { folder } from './demo/step.ts';
import { takeTour } from './demo/tour.ts';

const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    'keep-build': { type: 'boolean', default: false },
    /** Takes the pictures of the README anew. */
    pictures: { type: 'boolean', default: false },
  },
});

/** The pictures of the README, by the step that shows what they show. */
const pictures: Readonly<Record<string, string>> = {
  incoming: 'incoming-call',
  'click-to-call': 'call',
  'queue-shown': 'queue',
  'transcript-live': 'ai-call',
  'item-claimed': 'inbox',
  'signed-in': 'account',
};

function takePictures(): void {
  for (const [step, name] of Object.entries(pictures))
    copyFileSync(join(folder, `${step}.png`), join('docs', 'images', `${name}.png`));
}

/** The address the welcome page has in its field; another program may have taken it. */
const usualPort = 8787;

async function sandboxOn(port: number): Promise<Sandbox> {
  try {
    return await startSandbox({ port });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    console.log(`Port ${port} is taken; the sandbox takes another.`);
    return startSandbox();
  }
}

if (!values['keep-build']) {
  console.log('Building the extension …');
  execFileSync(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
const noDisplay = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
const sandbox = await sandboxOn(usualPort);
const ok = values.headless || noDisplay ? await takeTour(sandbox) : await openForPeople(sandbox);
if (ok && values.pictures) takePictures();
await sandbox.stop();
// The media library keeps threads of its own.
process.exit(ok ? 0 : 1);
