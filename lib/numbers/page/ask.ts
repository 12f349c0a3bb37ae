// Asks what numbers are in a text, in batches, and never twice for the same text.
import type { FoundNumber } from '../find.ts';
import type { Piece } from './piece.ts';
import type { Job, Slices } from './slices.ts';

/** A text to find numbers in. */
export interface Question {
  id: number;
  text: string;
  labelled?: boolean;
}

/** The numbers found in it. */
export interface Answer {
  id: number;
  numbers: FoundNumber[];
}

/** Whoever finds the numbers: the engine, far away. */
export type Find = (questions: Question[]) => Promise<Answer[]>;

const BATCH = 100;
const STRIDE = 16;
const MOST_REMEMBERED = 5000;

/** Collects pieces and answers them. */
export interface Asker {
  /** At once when the answer is known, otherwise soon. */
  ask(piece: Piece): void;
}

/** Makes an asker. `answered` gets every piece with its numbers, `failed` those that have none for now. */
export function asker(
  find: Find,
  work: Slices,
  answered: (piece: Piece, numbers: readonly FoundNumber[]) => void,
  failed: (error: unknown, pieces: readonly Piece[]) => void,
): Asker {
  const kinds = { plain: memory(), labelled: memory() };
  const unsent: Piece[] = [];
  work.atEnd(send);

  function kindOf({ labelled }: Piece): Memory {
    return labelled ? kinds.labelled : kinds.plain;
  }

  async function sendBatch(pieces: readonly Piece[]): Promise<void> {
    const questions = pieces.map(({ text, labelled }, id): Question =>
      labelled ? { id, text, labelled } : { id, text },
    );
    try {
      work.add(settle(pieces, await find(questions)));
    } catch (error) {
      const unanswered = pieces.flatMap((piece) => {
        const { waiting } = kindOf(piece);
        const all = waiting.get(piece.text) ?? [];
        waiting.delete(piece.text);
        return all;
      });
      failed(error, unanswered);
    }
  }

  function* settle(asked: readonly Piece[], answers: readonly Answer[]): Job {
    for (const { id, numbers } of answers) {
      const first = asked[id];
      if (!first) continue;
      const { waiting, known } = kindOf(first);
      remember(known, first.text, numbers);
      for (const piece of waiting.get(first.text) ?? []) answered(piece, numbers);
      waiting.delete(first.text);
      if (id % STRIDE === 0) yield;
    }
  }

  function send(): void {
    if (unsent.length > 0) void sendBatch(unsent.splice(0));
  }

  return {
    ask(piece) {
      const { waiting, known } = kindOf(piece);
      const numbers = known.get(piece.text);
      if (numbers) {
        answered(piece, numbers);
        return;
      }
      const others = waiting.get(piece.text);
      if (others) {
        others.push(piece);
        return;
      }
      waiting.set(piece.text, [piece]);
      unsent.push(piece);
      if (unsent.length >= BATCH) send();
    },
  };
}

interface Memory {
  known: Map<string, readonly FoundNumber[]>;
  waiting: Map<string, Piece[]>;
}

function memory(): Memory {
  return { known: new Map(), waiting: new Map() };
}

function remember(known: Memory['known'], text: string, numbers: readonly FoundNumber[]): void {
  known.set(text, numbers);
  if (known.size <= MOST_REMEMBERED) return;
  for (const oldest of known.keys()) {
    known.delete(oldest);
    if (known.size <= MOST_REMEMBERED * 0.9) break;
  }
}
