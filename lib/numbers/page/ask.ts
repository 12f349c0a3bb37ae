// Asks what numbers are in a text, in batches, and never twice for the same text.
import type { FoundNumber } from '../find.ts';
import type { Piece } from './piece.ts';

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

const BATCH = 250;
const MOST_REMEMBERED = 5000;

/** Collects pieces and answers them. */
export interface Asker {
  /** At once when the answer is known, otherwise with the next `send`. */
  ask(piece: Piece): void;
  send(): void;
}

/** Makes an asker. `answered` gets every piece with its numbers, `failed` those that have none for now. */
export function asker(
  find: Find,
  answered: (piece: Piece, numbers: readonly FoundNumber[]) => void,
  failed: (error: unknown, pieces: readonly Piece[]) => void,
): Asker {
  const memo = new Map<string, readonly FoundNumber[]>();
  const waiting = new Map<string, Piece[]>();
  let unsent: string[] = [];

  function keyOf(piece: Piece): string {
    return `${piece.labelled ? 1 : 0}${piece.text}`;
  }

  function remember(key: string, numbers: readonly FoundNumber[]): void {
    memo.set(key, numbers);
    if (memo.size <= MOST_REMEMBERED) return;
    for (const oldest of memo.keys()) {
      memo.delete(oldest);
      if (memo.size <= MOST_REMEMBERED * 0.9) break;
    }
  }

  async function sendBatch(keys: readonly string[]): Promise<void> {
    const questions = keys.map((key, id): Question => {
      const text = key.slice(1);
      return key.startsWith('1') ? { id, text, labelled: true } : { id, text };
    });
    try {
      for (const { id, numbers } of await find(questions)) {
        const key = keys[id];
        if (key === undefined) continue;
        remember(key, numbers);
        settle(key, numbers);
      }
    } catch (error) {
      failed(
        error,
        keys.flatMap((key) => waiting.get(key) ?? []),
      );
    } finally {
      for (const key of keys) waiting.delete(key);
    }
  }

  function settle(key: string, numbers: readonly FoundNumber[]): void {
    for (const piece of waiting.get(key) ?? []) answered(piece, numbers);
    waiting.delete(key);
  }

  return {
    ask(piece) {
      const key = keyOf(piece);
      const known = memo.get(key);
      if (known) {
        answered(piece, known);
        return;
      }
      const others = waiting.get(key);
      if (others) others.push(piece);
      else {
        waiting.set(key, [piece]);
        unsent.push(key);
      }
    },
    send() {
      const keys = unsent;
      unsent = [];
      for (let at = 0; at < keys.length; at += BATCH) void sendBatch(keys.slice(at, at + BATCH));
    },
  };
}
