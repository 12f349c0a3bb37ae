import { useRef } from 'preact/hooks';
import type { Complaint } from '../../lib/mirror/quality.ts';
import { complaintText } from './quality-words.ts';

/** Tells a reader of a new complaint once: its figure may change, and is not worth another word. */
export function QualityNews({ complaint }: { complaint: Complaint | undefined }) {
  const told = useRef({ key: '', text: '' });
  const key = complaint ? complaint.kind + complaint.side : '';
  if (key !== told.current.key) told.current = { key, text: complaint ? complaintText(complaint) : '' };
  return (
    <span class="unseen" aria-live="polite">
      {told.current.text}
    </span>
  );
}
