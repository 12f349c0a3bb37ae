// What was found in which text, for all tabs: the least recently asked goes first.
import { findNumbers, type FoundNumber } from './find.ts';
import type { Asked, Found } from './wire.ts';

const NOTHING: readonly FoundNumber[] = [];

/** How much is remembered. */
export interface Bounds {
  texts: number;
  characters: number;
}

/** About 20 MB at the very most, most of it the texts themselves. */
const BOUNDS: Bounds = { texts: 60_000, characters: 4_000_000 };

/** Finds numbers and remembers what it found. */
export interface Finder {
  find(asked: Asked, home: string | undefined): Found[];
  readonly size: number;
}

/** Makes a finder with a memory of its own. */
export function createFinder(bounds: Bounds = BOUNDS): Finder {
  const known = new Map<string, readonly FoundNumber[]>();
  let characters = 0;

  function look(
    text: string,
    kind: string,
    asked: Asked,
    region: string | undefined,
  ): readonly FoundNumber[] {
    const key = kind + text;
    const before = known.get(key);
    if (before) {
      // To the end of the line of those that are forgotten.
      known.delete(key);
      known.set(key, before);
      return before;
    }
    const found = findNumbers(text, { defaultRegion: region, labelled: asked.labelled });
    known.set(key, found.length > 0 ? found : NOTHING);
    characters += key.length;
    for (const oldest of known.keys()) {
      if (known.size <= bounds.texts && characters <= bounds.characters) break;
      known.delete(oldest);
      characters -= oldest.length;
    }
    return found;
  }

  return {
    find(asked, home) {
      const region = asked.region ?? home;
      const kind = `${region ?? ''}${asked.labelled === true ? '!' : ' '}`;
      return asked.texts.flatMap((text, at) =>
        look(text, kind, asked, region).map(({ start, end, number, ext }): Found =>
          ext === undefined ? [at, start, end, number] : [at, start, end, number, ext],
        ),
      );
    },
    get size() {
      return known.size;
    },
  };
}
