import type { Handset } from '../../media/handset.ts';
import { recordedSource } from '../../media/sources.ts';
import { speech, wordsOf } from '../../media/speech.ts';
import type { Call } from '../records.ts';
import type { CallerPhone, Turn } from '../../callers/phone.ts';
import type { Ledger, Utterance } from './ledger.ts';

type Step =
  | { role: 'caller' | 'assistant'; recording: string }
  | { audit: string; message: string; metadata: Record<string, unknown> }
  | { tool: string; args: Record<string, unknown> };

/** What the agent and its caller say; afterwards the agent is silent, or they begin anew. */
const SCRIPT: readonly Step[] = [
  { audit: 'session_started', message: 'The agent took the call', metadata: { agent: 'Robin' } },
  { role: 'caller', recording: 'caller-greeting' },
  { role: 'assistant', recording: 'ai-greeting' },
  { role: 'caller', recording: 'ai-caller-number' },
  { audit: 'tool_called', message: 'Looked up an order', metadata: { tool: 'find_order', order: '4417' } },
  { role: 'assistant', recording: 'ai-offer' },
  { role: 'caller', recording: 'ai-caller-when' },
  { audit: 'escalation_offered', message: 'The caller asked for a person', metadata: {} },
  { role: 'assistant', recording: 'ai-wait' },
  {
    tool: 'leave_message',
    args: {
      message: 'Asks about order 4417 and wants to talk to a person.',
      callback_preferred_time: 'today',
    },
  },
  {
    tool: 'end_call',
    args: { reason: 'conversation_complete', summary: 'Asked about order 4417; wants to be called back.' },
  },
];

/** How fast the script goes: as recorded, a fixed time (ms) for every word, or only when told to. */
export type Pace = 'recorded' | 'manual' | number;

export interface AiTalkOptions {
  call: Call;
  ledger: Ledger;
  caller: CallerPhone;
  /** The agent's voice. */
  voice: Handset;
  pace: Pace;
  repeat: boolean;
  /** Calls a tool of the company's, in this call; without it the agent calls none. */
  callTool: ((tool: string, args: Record<string, unknown>) => void) | undefined;
}

/** A line that is being said. */
interface Saying {
  utterance: Utterance;
  words: readonly string[];
  /** How many words are out. */
  at: number;
  wordMs: number;
}

/** An AI agent in conversation with a caller: recorded voices, and a transcript that runs along word by word. */
export class AiTalk {
  readonly #options: AiTalkOptions;
  #next = 0;
  #saying: Saying | undefined;
  #turn: Turn | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AiTalkOptions) {
    this.#options = options;
  }

  /** The agent has the caller, whether somebody is speaking or not. */
  get talking(): boolean {
    return this.#turn !== undefined;
  }

  start(): void {
    this.#turn = this.#options.caller.takeTurn();
    this.#schedule();
  }

  /** Falls silent, in the middle of a word if need be; what was said stands. */
  pause(): void {
    clearTimeout(this.#timer);
    const { voice, ledger, call } = this.#options;
    voice.quiet();
    this.#turn?.finish();
    this.#turn = undefined;
    const saying = this.#saying;
    this.#saying = undefined;
    if (saying === undefined || saying.at === 0) return;
    ledger.spoken(call, saying.utterance, saying.words.slice(0, saying.at).join(' '));
    ledger.audit(call, 'interrupted', 'The agent was interrupted');
  }

  /** Takes up the conversation again with a sentence of its own. */
  resume(): void {
    if (this.#turn !== undefined) return;
    this.#turn = this.#options.caller.takeTurn();
    this.#begin('assistant', 'ai-back');
    this.#schedule();
  }

  /** Says the next `lines` lines at once (the rest of a line that has begun counts as one). Gives how many it said. */
  step(lines: number): number {
    clearTimeout(this.#timer);
    let said = 0;
    while (said < lines && this.#advance()) if (this.#saying === undefined) said += 1;
    this.#schedule();
    return said;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#options.pace === 'manual' || this.#turn === undefined) return;
    this.#timer = setTimeout(() => {
      if (this.#advance()) this.#schedule();
    }, this.#saying?.wordMs ?? 0);
  }

  /** One word, or the beginning of the next line; false if there is nothing left to say. */
  #advance(): boolean {
    if (this.#turn === undefined) return false;
    if (this.#saying === undefined) return this.#nextLine();
    const { call, ledger } = this.#options;
    const saying = this.#saying;
    const word = saying.words[saying.at] ?? '';
    ledger.delta(call, saying.utterance, saying.at === 0 ? word : ` ${word}`);
    saying.at += 1;
    if (saying.at >= saying.words.length) {
      this.#saying = undefined;
      ledger.spoken(call, saying.utterance, saying.words.join(' '));
    }
    return true;
  }

  #nextLine(): boolean {
    for (;;) {
      if (this.#next >= SCRIPT.length && this.#options.repeat) this.#next = 0;
      const step = SCRIPT[this.#next];
      if (step === undefined) return false;
      this.#next += 1;
      if ('audit' in step)
        this.#options.ledger.audit(this.#options.call, step.audit, step.message, step.metadata);
      else if ('tool' in step) this.#options.callTool?.(step.tool, step.args);
      else {
        this.#begin(step.role, step.recording);
        // The first word goes with the beginning, so that a line is never one step long and empty.
        return this.#advance();
      }
    }
  }

  #begin(role: 'caller' | 'assistant', recording: string): void {
    const { voice, ledger, pace } = this.#options;
    const sound = speech(recording);
    const words = wordsOf(recording).split(' ');
    const wordMs = typeof pace === 'number' ? pace : sound.length / 8 / words.length;
    this.#saying = { utterance: ledger.speak(role), words, at: 0, wordMs };
    void (role === 'caller' ? this.#turn?.media : voice)?.play(recordedSource(sound));
  }
}
