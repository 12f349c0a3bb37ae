import { snakeKeys } from './names.ts';
import type { SippetFaults, Variants } from './switches.ts';

/** Everything that is told in real time (protocol sheet §4.1). */
export type EventName =
  | 'incoming_call'
  | 'call_answered'
  | 'call_ended'
  | 'call_participant_joined'
  | 'call_participant_left'
  | 'call_transcript_delta'
  | 'call_transcript_completed'
  | 'operator_status_change'
  | 'call_queue_entry_updated'
  | 'call_queue_entry_deleted'
  | 'call_ai_audit_event';

export interface RealtimeEvent {
  name: EventName;
  payload: object;
}

/** What the pipe needs to know and where it ends. */
export interface PipeOptions {
  variants: () => Variants;
  faults: () => SippetFaults;
  send: (event: RealtimeEvent) => void;
}

/** On the way from what happened to the sockets: the switches' shape, and what the faults make of the order. */
export class EventPipe {
  readonly #options: PipeOptions;
  #kept: RealtimeEvent[] = [];

  constructor(options: PipeOptions) {
    this.#options = options;
  }

  /** Tells of something that happened; `payload` is written in camel case. */
  emit(name: EventName, payload: object): void {
    const { dropEvents, repeatEvents, reverseEvents } = this.#options.faults();
    if (dropEvents) return;
    const event = { name, payload: this.#shaped(payload) };
    for (let copy = 0; copy < repeatEvents; copy += 1) this.#kept.push(event);
    if (reverseEvents > 1 && this.#kept.length < reverseEvents) return;
    this.flush();
  }

  /** Sends what is being kept back, last first. */
  flush(): void {
    const events = this.#kept;
    this.#kept = [];
    if (this.#options.faults().reverseEvents > 1) events.reverse();
    for (const event of events) this.#options.send(event);
  }

  #shaped(payload: object): object {
    const { eventKeys, eventWrap } = this.#options.variants();
    // A copy: the row it came from may change before it is sent.
    const keys = eventKeys === 'snake' ? snakeKeys(payload) : structuredClone(payload);
    return eventWrap === 'data' ? { data: keys } : { ...(keys as object) };
  }
}
