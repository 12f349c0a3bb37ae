import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TranscriptLine } from '../../lib/mirror/desk.ts';
import { t } from '../../lib/text.ts';
import { DownIcon } from './desk-icons.tsx';
import { spokenNews, speaker } from './transcript-words.ts';

interface TranscriptProps {
  lines: readonly TranscriptLine[];
  /** The caller's name, as far as it is known. */
  caller?: string;
  /** Shown while nothing was said. */
  empty: string;
  /** It is going on: the newest line is followed and told to readers. */
  live?: boolean;
}

/** Within this many px of its end a list counts as being at its end. */
const near = 24;

/** What is said, line by line. It follows the newest until the operator scrolls up to read. */
export function Transcript({ lines, caller, empty, live }: TranscriptProps) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const follows = atEnd.value;
  const last = lines.at(-1);

  function toEnd(): void {
    const list = box.current;
    if (list) list.scrollTop = list.scrollHeight;
  }

  useLayoutEffect(() => {
    if (live && atEnd.peek()) toEnd();
  }, [live, lines.length, last?.text, atEnd]);

  return (
    <div class="transcript">
      <div
        class="transcript-lines"
        role="region"
        aria-label={t('transcript')}
        // It scrolls, so the keyboard must reach it.
        tabIndex={0}
        ref={box}
        onScroll={({ currentTarget: list }) => {
          atEnd.value = list.scrollHeight - list.scrollTop - list.clientHeight < near;
        }}
      >
        {lines.length === 0 ? (
          <p class="transcript-empty">{empty}</p>
        ) : (
          <ol>
            {lines.map((line) => (
              <li key={line.id} class={line.final ? `said-by ${line.who}` : `said-by ${line.who} growing`}>
                <span class="speaker" title={line.who === 'caller' ? caller : undefined}>
                  {speaker(line.who, caller)}
                </span>
                <bdi class="words">{line.text}</bdi>
              </li>
            ))}
          </ol>
        )}
      </div>
      {live && !follows && (
        <button
          type="button"
          class="to-end"
          onClick={() => {
            atEnd.value = true;
            toEnd();
          }}
        >
          <DownIcon />
          {t('newestLine')}
        </button>
      )}
      {live && (
        <div class="unseen" role="status">
          {spokenNews(lines, caller)}
        </div>
      )}
    </div>
  );
}
