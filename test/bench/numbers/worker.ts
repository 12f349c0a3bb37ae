// The finder in a worker thread, as the engine has it.
import { findNumbers } from '../../../lib/numbers/find.ts';
import type { Answer, Question } from '../../../lib/numbers/page/ask.ts';

interface Request {
  id: number;
  questions: Question[];
  region: string;
}

addEventListener('message', ({ data }: MessageEvent<Request>) => {
  const answers = data.questions.map(({ id, text, labelled }): Answer => ({
    id,
    numbers: findNumbers(text, { defaultRegion: data.region, labelled }),
  }));
  postMessage({ id: data.id, answers });
});
