// The finder in a worker thread, as the engine has it; messages are JSON, as they are between a page and the engine.
import { createFinder } from '../../../lib/numbers/cache.ts';
import type { Asked } from '../../../lib/numbers/wire.ts';

interface Request {
  id: number;
  asked: Asked;
  region: string;
}

const finder = createFinder();

addEventListener('message', ({ data }: MessageEvent<string>) => {
  const { id, asked, region }: Request = JSON.parse(data);
  postMessage(JSON.stringify({ id, found: finder.find(asked, region) }));
});
