// Asks what numbers are in the texts of a page: in batches of one kind, never twice for the same text, few at a time.
import type { FoundNumber } from '../find.ts';
import type { Asked, Found } from '../wire.ts';
import type { Piece } from './piece.ts';
import type { Job, Slices } from './slices.ts';

/** Whoever finds the numbers: the engine, far away. */
export type Find = (asked: Asked) => Promise<Found[]>;

/** What is seen first is asked first, in a small batch that is back soon. */
const FIRST_BATCH = 60;
const BATCH = 400;
const STRIDE = 32;
/** So many answers may be outstanding; the rest waits here. */
const MOST_UNDERWAY = 3;
const MOST_REMEMBERED = 5000;
const NOTHING: readonly FoundNumber[] = [];

/** Collects pieces and answers them. */
export interface Asker {
  /** At once when the answer is known, otherwise soon. */
  ask(piece: Piece): void;
}

/** All texts that are asked in the same way. */
interface Kind {
  asked: Omit<Asked, 'texts'>;
  known: Map<string, readonly FoundNumber[]>;
  waiting: Map<string, Piece[]>;
  unsent: string[];
}

/** Makes an asker. `answered` gets every piece that has numbers, `failed` those that have no answer for now. */
export function asker(
  find: Find,
  work: Slices,
  answered: (piece: Piece, numbers: readonly FoundNumber[]) => void,
  failed: (error: unknown, pieces: readonly Piece[]) => void,
): Asker {
  const kinds = new Map<string, Kind>();
  let underway = 0;
  let most = FIRST_BATCH;
  work.atEnd(send);

  function kindOf({ labelled, region }: Piece): Kind {
    const name = `${labelled}${region ?? ''}`;
    let kind = kinds.get(name);
    if (!kind) {
      const asked = { ...(labelled && { labelled }), ...(region !== undefined && { region }) };
      kinds.set(name, (kind = { asked, known: new Map(), waiting: new Map(), unsent: [] }));
    }
    return kind;
  }

  function send(): void {
    for (const kind of kinds.values()) {
      while (kind.unsent.length > 0 && underway < MOST_UNDERWAY) {
        void sendBatch(kind, kind.unsent.splice(0, most));
        most = BATCH;
      }
    }
  }

  async function sendBatch(kind: Kind, texts: string[]): Promise<void> {
    underway++;
    try {
      const found = await find({ ...kind.asked, texts });
      underway--;
      work.add(settle(kind, texts, found));
    } catch (error) {
      underway--;
      const unanswered = texts.flatMap((text) => taken(kind, text));
      failed(error, unanswered);
    }
    send();
  }

  function taken({ waiting }: Kind, text: string): Piece[] {
    const pieces = waiting.get(text) ?? [];
    waiting.delete(text);
    return pieces;
  }

  function* settle(kind: Kind, texts: readonly string[], found: readonly Found[]): Job {
    let next = 0;
    for (const [at, text] of texts.entries()) {
      const numbers: FoundNumber[] = [];
      for (let one = found[next]; one && one[0] === at; one = found[++next]) {
        const [, start, end, number, ext] = one;
        numbers.push(ext === undefined ? { start, end, number } : { start, end, number, ext });
      }
      remember(kind.known, text, numbers.length > 0 ? numbers : NOTHING);
      for (const piece of taken(kind, text)) if (numbers.length > 0) answered(piece, own(piece, numbers));
      if (at % STRIDE === STRIDE - 1) yield;
    }
  }

  return {
    ask(piece) {
      const kind = kindOf(piece);
      const text = piece.label + piece.text;
      const numbers = kind.known.get(text);
      if (numbers) {
        if (numbers.length > 0) answered(piece, own(piece, numbers));
        return;
      }
      const others = kind.waiting.get(text);
      if (others) {
        others.push(piece);
        return;
      }
      kind.waiting.set(text, [piece]);
      kind.unsent.push(text);
    },
  };
}

/** The numbers in the piece itself, without what was said before it. */
function own({ label }: Piece, numbers: readonly FoundNumber[]): readonly FoundNumber[] {
  const { length } = label;
  if (length === 0) return numbers;
  return numbers
    .filter(({ start }) => start >= length)
    .map((number) => ({ ...number, start: number.start - length, end: number.end - length }));
}

function remember(known: Kind['known'], text: string, numbers: readonly FoundNumber[]): void {
  known.set(text, numbers);
  if (known.size <= MOST_REMEMBERED) return;
  for (const oldest of known.keys()) {
    known.delete(oldest);
    if (known.size <= MOST_REMEMBERED * 0.9) break;
  }
}
