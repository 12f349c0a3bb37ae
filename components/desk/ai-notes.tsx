import type { AiNote } from '../../lib/mirror/desk.ts';
import { t } from '../../lib/text.ts';
import { shortTime } from '../controls/when.ts';
import { humanised } from './ai-words.ts';

/** What the AI agent did: looked up, booked, failed. Newest last. */
export function AiNotes({ notes }: { notes: readonly AiNote[] }) {
  if (notes.length === 0) return null;
  return (
    <section class="ai-notes" aria-labelledby="ai-notes-title">
      <h3 id="ai-notes-title">{t('aiNotes')}</h3>
      <ol>
        {notes.map((note) => (
          <li key={note.id}>
            <span class="sub">{shortTime(note.at)}</span>
            <span>
              <b>{humanised(note.type)}</b>
              {note.text && (
                <>
                  {' '}
                  <bdi>{note.text}</bdi>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
