/** What stands in place of a list: it is coming, there is nothing in it, or why it is not there. */
import type { ComponentChildren } from 'preact';
import type { Fault } from '../../lib/mirror/fault.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { FaultDetail } from '../controls/fault-detail.tsx';
import { faultWords } from '../controls/fault-words.ts';
import { WarnIcon } from '../controls/icons.tsx';

/** Grey rows of the height of real ones, so that nothing jumps when those come. */
export function LoadingRows({ text, count = 4 }: { text: string; count?: number }) {
  return (
    <div class="loading" role="status">
      <span class="unseen">{text}</span>
      {Array.from({ length: count }, (_, at) => (
        <div class="loading-row" key={at} aria-hidden="true">
          <span class="ghost round" />
          <span class="ghost-lines">
            <span class="ghost" />
            <span class="ghost short" />
          </span>
        </div>
      ))}
    </div>
  );
}

interface EmptyListProps {
  title: string;
  text?: string;
  icon?: ComponentChildren;
  children?: ComponentChildren;
}

/** Nothing here, and what will make something appear. */
export function EmptyList({ title, text, icon, children }: EmptyListProps) {
  return (
    <div class="empty-list">
      {icon}
      <b>{title}</b>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}

interface ListFaultProps {
  fault: Fault;
  /** The one thing to do. */
  again: () => Promise<unknown> | void;
  /** What is still shown below, if anything. */
  still?: string;
}

/** Why a list is not there or not new: cause, the other side's own words, one thing to do. */
export function ListFault({ fault, again, still }: ListFaultProps) {
  const words = faultWords[fault.code];
  return (
    <div class="notice list-fault" role="alert">
      <WarnIcon />
      <div class="notice-text">
        <b>{t(words.title)}</b>
        <p>{still ?? t(words.explain)}</p>
        <FaultDetail fault={fault} />
        <Action class="link" run={again}>
          {t('tryNow')}
        </Action>
      </div>
    </div>
  );
}
