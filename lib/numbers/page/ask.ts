// Asks what numbers are in the texts of a page: a few at a time, texts of one kind together, none twice while it is remembered.
// Comes with the chip, when a page first has a text that may hold a number.
import type { FoundNumber } from '../find.ts';
import type { Asked, Found } from '../wire.ts';
import { agreed } from './agree.ts';
import { Hints } from './hint.ts';
import type { Piece } from './piece.ts';

/** Whoever finds the numbers: the engine, far away. */
export type Find = (asked: Asked) => Promise<Found[]>;

const MOST_AT_ONCE = 200;
const MOST_CHARACTERS = 100_000;
const MOST_REMEMBERED = 5000;
/** A cell like this is a telephone number or an id: its column tells which. */
const DIGITS_ALONE = /^\s*\d{6,15}\s*$/;
const NOTHING: readonly FoundNumber[] = [];

/** Has pieces answered, in their order. Settles when each has its answer, or has none for now. */
export type Ask = (pieces: readonly Piece[]) => Promise<void>;

/** Who hears what became of a piece. */
interface AskListener {
  answered: (piece: Piece, numbers: readonly FoundNumber[]) => void;
  /** These have no answer for now, and may be asked about again. */
  failed: (error: unknown, pieces: readonly Piece[]) => void;
}

/** Texts that are asked in the same way, and whose each of them is. */
interface Batch {
  asked: Omit<Asked, 'texts'>;
  kind: string;
  waiting: Map<string, Told[]>;
}

/** A piece, and how long the label is that is asked together with it. */
interface Told {
  piece: Piece;
  lead: number;
}

/** Makes an asker. */
export function asker(find: Find, { answered, failed }: AskListener): Ask {
  const hints = new Hints();
  const known = new Map<string, readonly FoundNumber[]>();

  return async function ask(pieces) {
    const underway = new Set<Promise<void>>();
    for (let at = 0; at < pieces.length;) {
      const chunk: Piece[] = [];
      for (let length = 0; chunk.length < MOST_AT_ONCE && length < MOST_CHARACTERS;) {
        const piece = pieces[at++];
        if (!piece) break;
        if (piece.answer) underway.add(piece.answer);
        else if (!piece.gone) chunk.push(piece);
        length += piece.text.length;
      }
      if (chunk.length === 0) continue;
      // Not before each of them knows that it is asked: who fails at once may be asked again.
      const answer = Promise.resolve(chunk).then(askChunk);
      for (const piece of chunk) piece.answer = answer;
      await answer;
    }
    await Promise.all(underway);
  };

  async function askChunk(pieces: readonly Piece[]): Promise<void> {
    const batches = new Map<string, Batch>();
    // Columns may have got other heads.
    hints.forget();
    for (const piece of pieces) {
      const linked =
        piece.nodes.length === 1 ? agreed(piece.nodes[0]?.parentElement ?? null, piece.text) : undefined;
      if (linked) {
        answered(piece, linked);
        continue;
      }
      const { asked, label } = surroundings(piece);
      const kind = `${asked.region ?? ''}${asked.labelled ? '!' : ' '}`;
      const text = label + piece.text;
      const told = { piece, lead: label.length };
      const before = known.get(kind + text);
      if (before) {
        answered(piece, own(told, before));
        continue;
      }
      let batch = batches.get(kind);
      if (!batch) batches.set(kind, (batch = { asked, kind, waiting: new Map() }));
      const others = batch.waiting.get(text);
      if (others) others.push(told);
      else batch.waiting.set(text, [told]);
    }
    await Promise.all([...batches.values()].map(send));
  }

  function surroundings({ nodes, text, part }: Piece): Pick<Batch, 'asked'> & { label: string } {
    const around = nodes[0]?.parentElement ?? null;
    const labelled = !part && hints.saysPhone(around);
    const region = hints.country(around);
    return {
      asked: { ...(labelled && { labelled }), ...(region !== undefined && { region }) },
      label: part || labelled || !DIGITS_ALONE.test(text) ? '' : hints.label(around),
    };
  }

  async function send({ asked, kind, waiting }: Batch): Promise<void> {
    try {
      const texts = [...waiting.keys()];
      const found = await find({ ...asked, texts });
      let next = 0;
      for (const [at, [text, pieces]] of [...waiting].entries()) {
        const numbers: FoundNumber[] = [];
        for (let one = found[next]; one && one[0] === at; one = found[++next]) {
          const [, start, end, number, ext] = one;
          numbers.push(ext === undefined ? { start, end, number } : { start, end, number, ext });
        }
        remember(known, kind + text, numbers.length > 0 ? numbers : NOTHING);
        for (const told of pieces) answered(told.piece, own(told, numbers));
      }
    } catch (error) {
      const pieces = [...waiting.values()].flat().map(({ piece }) => piece);
      for (const piece of pieces) piece.answer = undefined;
      failed(error, pieces);
    }
  }
}

/** The numbers in the piece itself, without what was said before it. */
function own({ lead }: Told, numbers: readonly FoundNumber[]): readonly FoundNumber[] {
  if (lead === 0) return numbers;
  return numbers
    .filter(({ start }) => start >= lead)
    .map((number) => ({ ...number, start: number.start - lead, end: number.end - lead }));
}

function remember(
  known: Map<string, readonly FoundNumber[]>,
  key: string,
  numbers: readonly FoundNumber[],
): void {
  known.set(key, numbers);
  if (known.size <= MOST_REMEMBERED) return;
  for (const oldest of known.keys()) {
    known.delete(oldest);
    if (known.size <= MOST_REMEMBERED * 0.9) break;
  }
}
