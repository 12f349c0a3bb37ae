/** A long list that the engine answers piece by piece: the first piece at every question, more as it is scrolled. */
import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Fault } from '../../lib/mirror/fault.ts';
import { faultOf } from '../controls/desk.ts';

/** A piece, and what the list's answers have in common. */
interface Page<R> {
  rows: readonly R[];
  total: number;
}

/** What is known of the list. Rows stay until those of a newer question are there. */
export interface Listed<R, P extends Page<R>> {
  /** The latest answer; null before the first. */
  page: P | null;
  rows: readonly R[];
  /** The question itself failed. */
  fault?: Fault;
}

export interface Paged<R, P extends Page<R>> {
  list: ReadonlySignal<Listed<R, P>>;
  /** Asks for the next piece, if there is one. */
  more: () => void;
  /** Asks the same question again, for as many rows as stand there. */
  again: () => void;
}

const piece = 50;
/** The most a question may ask for. */
const most = 200;

/** `ask` must be a new function exactly when the question is a new one. Only the latest question's answer counts. */
export function usePaged<R, P extends Page<R>>(
  ask: (span: { offset: number; limit: number }) => Promise<P>,
): Paged<R, P> {
  const list = useSignal<Listed<R, P>>({ page: null, rows: [] });
  const paged = useMemo(() => {
    let turn = 0;
    let onTheirWay = false;

    async function put(offset: number, limit: number, tail: 'keep' | 'drop'): Promise<void> {
      const mine = ++turn;
      onTheirWay = true;
      try {
        const page = await ask({ offset, limit });
        if (mine !== turn) return;
        const { rows } = list.peek();
        const after = tail === 'keep' && page.rows.length === limit ? rows.slice(offset + limit) : [];
        list.value = { page, rows: [...rows.slice(0, offset), ...page.rows, ...after] };
      } catch (error) {
        if (mine === turn) list.value = { ...list.peek(), fault: faultOf(error) };
      }
      if (mine === turn) onTheirWay = false;
    }

    return {
      more: () => {
        const { page, rows } = list.peek();
        if (onTheirWay || !page || rows.length >= page.total) return;
        void put(rows.length, piece, 'drop');
      },
      again: () => {
        // The very first answer is still coming, and is as new as can be.
        if (onTheirWay && !list.peek().page) return;
        void put(0, Math.min(most, Math.max(piece, list.peek().rows.length)), 'keep');
      },
      first: () => put(0, piece, 'drop'),
      stop() {
        turn += 1;
      },
    };
  }, [ask, list]);
  useEffect(() => {
    void paged.first();
    return () => paged.stop();
  }, [paged]);
  const { more, again } = paged;
  return { list, more, again };
}
