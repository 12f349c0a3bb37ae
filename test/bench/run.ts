/** Measures, side by side in one run. `npm run bench` for all of it, `npm run bench -- calls --rounds 20` for a part. */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { benchCalls } from './calls.ts';
import { benchLongCall, benchManyCalls } from './engine.ts';
import { benchInbox } from './inbox.ts';
import { benchPageCost } from './page-cost.ts';
import { benchPaint } from './paint.ts';
import { benchReceiver } from './receiver.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '20' },
    calls: { type: 'string', default: '50' },
    minutes: { type: 'string', default: '3' },
    'tool-calls': { type: 'string', default: '200' },
    browsers: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
  },
});

const benches: Record<string, () => Promise<void>> = {
  calls: () => benchCalls(Number(values.rounds)),
  paint: () => benchPaint(Number(values.rounds)),
  'page-cost': () => benchPageCost(Number(values.rounds)),
  'many-calls': () => benchManyCalls(Number(values.calls)),
  inbox: () => benchInbox(Number(values['tool-calls']), Number(values.browsers)),
  'long-call': () => benchLongCall(Number(values.minutes)),
  receiver: () => benchReceiver(Number(values.seconds)),
};

if (process.env['RINGSIDE_NO_BUILD'] !== '1')
  execFileSync('node_modules/.bin/wxt', ['build'], { stdio: ['ignore', 'ignore', 'inherit'] });
for (const [name, bench] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`\n${name}`);
  await bench();
}
// The media library keeps its threads.
process.exit(0);
