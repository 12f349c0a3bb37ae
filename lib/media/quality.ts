/** Judges one call, second by second: figures go in, a grade and complaints come out. Pure. */
import type { MediaCounters } from '../call/leg.ts';
import type {
  Complaint,
  ComplaintKind,
  Grade,
  QualityReading,
  TracePoint,
  VoiceSide,
} from '../mirror/quality.ts';
import { createAlarm, type Alarm, type AlarmOptions } from './alarm.ts';
import { mosOf } from './emodel.ts';

/** What a second showed. */
export interface Judgement {
  reading: Omit<QualityReading, 'call'>;
  grade: Grade;
  complaints: Complaint[];
  point: TracePoint;
}

export type Judge = ReturnType<typeof createJudge>;

/** Seconds over which loss is averaged. */
const lossWindow = 5;
/** Packetisation, encoding and the sound card on both ends together, ms; a jitter buffer adds twice the jitter. */
const fixedDelay = 40;
/**
 * RFC 3550's jitter forgets a stall within a third of a second and is looked at once a second: it misses every other one.
 * The browser's buffer grows by each. It shrinks within minutes only, so what counts is how much it grew in these seconds.
 * Stalls that make the buffer grow by 165 ms (measured) give a jitter of about 40 ms.
 */
const bufferWindow = 5;
const bufferShare = 4;
/** Seconds that are not judged: a call's first sound is always made up in part. */
const settling = 1;
/** Silence longer than this, in seconds, is a complaint. */
const silentSeconds = 2;
/** Packets of pure silence are for longer no complaint: announcements pause, and some phones send it while nobody speaks. */
const quietSeconds = 9;
/** A second with less energy than this holds no sound: a peak 70 dB below full scale; A-law's own silence lies below it. */
const noSound = 1e-7;

/**
 * When a complaint is raised and when it goes. Raised on the thresholds that Twilio alarms on (loss > 3 %, jitter >
 * 30 ms, round trip > 400 ms, MOS < 3.5), each within 5 s of its onset; cleared only well on the other side of them.
 */
const threeOfFive = { need: 3, of: 5, calm: 10, longestCalm: 60 };
/** One look is enough: loss is an average over five seconds already, and ours comes with a report every few seconds. */
const averaged = { need: 1, of: 1, calm: 10, longestCalm: 60 };
/** A value that counts the silent seconds is bad from the third one on. */
const counted = { need: 1, of: 1, calm: 2, longestCalm: 12 };
const above = (bad: number, good: number) => ({
  bad: (value: number) => value > bad,
  good: (value: number) => value < good,
});
const below = (bad: number, good: number) => ({
  bad: (value: number) => value < bad,
  good: (value: number) => value > good,
});

const rules: Readonly<Record<ComplaintKind, AlarmOptions>> = {
  silence: { ...counted, ...above(silentSeconds, 1) },
  quiet: { ...counted, ...above(quietSeconds, 1) },
  loss: { ...averaged, ...above(3, 1) },
  jitter: { ...threeOfFive, ...above(30, 20) },
  // Round trips are measured every 2.5 s only, so two seconds must do to be heard within five.
  delay: { ...threeOfFive, need: 2, of: 4, ...above(400, 300) },
  mos: { ...threeOfFive, ...below(3.5, 3.8) },
};
/** The grade between good and poor has no complaint of its own. */
const fairRule: AlarmOptions = { ...threeOfFive, ...below(4, 4.1) };

/** The most telling first. */
const watched: readonly [ComplaintKind, VoiceSide][] = [
  ['silence', 'theirs'],
  ['silence', 'ours'],
  ['quiet', 'theirs'],
  ['loss', 'ours'],
  ['loss', 'theirs'],
  ['jitter', 'theirs'],
  ['jitter', 'ours'],
  ['delay', 'ours'],
  ['mos', 'theirs'],
  ['mos', 'ours'],
];

/** How a value is rounded, so that what is said does not change every second. */
const steps: Readonly<Record<ComplaintKind, number>> = {
  silence: 1,
  quiet: 1,
  loss: 1,
  jitter: 5,
  delay: 50,
  mos: 0.1,
};

/** What one second added to the counters. */
interface Second {
  received: number;
  lost: number;
  played: number;
  concealed: number;
}

export function createJudge() {
  const alarms = new Map<string, Alarm>(
    watched.map(([kind, side]) => [kind + side, createAlarm(rules[kind])]),
  );
  const fair = createAlarm(fairRule);
  let before: MediaCounters | undefined;
  let recent: Second[] = [];
  /** What the browser's buffer wanted to hold back in each second, ms. */
  let buffers: number[] = [];
  let unsettled = settling;
  let seconds = 0;
  let mos = mosOf(0, fixedDelay);
  /** The round trip of the path's last check, ms. */
  let checked: number | undefined;
  const silentFor = { ours: 0, theirs: 0 };
  let quietFor = 0;
  /** Silence is said with the length it had when it was raised. */
  const said = new Map<string, number>();

  function valuesOf(now: MediaCounters, muted: boolean, first: MediaCounters) {
    const received = Math.max(0, now.received - first.received);
    const energy = more(now.microphoneEnergy, first.microphoneEnergy);
    const farEnergy = more(now.farEnergy, first.farEnergy);
    silentFor.theirs = received === 0 ? silentFor.theirs + 1 : 0;
    // The total starts anew with another stream, and is smaller then.
    const isQuiet = received > 0 && farEnergy !== undefined && farEnergy >= 0 && farEnergy < noSound;
    quietFor = isQuiet ? quietFor + 1 : 0;
    // The total starts anew when the microphone is changed, hence only a standstill is silence.
    silentFor.ours = !muted && energy === 0 ? silentFor.ours + 1 : 0;
    recent = [
      ...recent,
      {
        received,
        lost: Math.max(0, now.lost - first.lost),
        played: Math.max(0, now.played - first.played),
        concealed: Math.max(0, now.concealed - first.concealed),
      },
    ].slice(-lossWindow);

    const samples = more(now.buffer?.samples, first.buffer?.samples) ?? 0;
    const wanted = more(now.buffer?.wanted, first.buffer?.wanted) ?? 0;
    if (samples > 0) buffers = [...buffers, wanted / samples].slice(-bufferWindow);
    const grown = buffers.length > 0 ? (buffers.at(-1) ?? 0) - Math.min(...buffers) : 0;
    const jitterTheirs = Math.max(now.jitter, grown / bufferShare);
    const lossTheirs = share(recent, 'lost', (one) => one.lost + one.received);
    const damage = share(recent, 'concealed', (one) => one.played);
    const lossOurs = now.farLoss;
    const checks = (now.checks?.count ?? 0) - (first.checks?.count ?? 0);
    if (checks > 0) checked = ((now.checks?.total ?? 0) - (first.checks?.total ?? 0)) / checks;
    // The worse of the two: one knows the whole way, the other knows it sooner.
    const roundTrip =
      now.roundTrip === undefined && checked === undefined
        ? undefined
        : Math.max(now.roundTrip ?? 0, checked ?? 0);
    const way = (roundTrip ?? 0) / 2 + fixedDelay;
    // Nothing arriving is silence, not a good connection and not a bad one.
    const mosTheirs =
      silentFor.theirs > 0 ? undefined : mosOf(Math.max(lossTheirs, damage), way + 2 * now.jitter);
    const mosOurs = lossOurs === undefined ? undefined : mosOf(lossOurs, way + 2 * (now.farJitter ?? 0));
    return { lossTheirs, lossOurs, mosTheirs, mosOurs, roundTrip, jitterTheirs };
  }

  return {
    /** One second more; undefined for the first ones, which only tell where the counters stand. */
    hear(now: MediaCounters, muted: boolean): Judgement | undefined {
      const first = before;
      before = now;
      if (!first) return undefined;
      if (unsettled > 0) {
        unsettled -= 1;
        return undefined;
      }
      seconds += 1;
      const { lossTheirs, lossOurs, mosTheirs, mosOurs, roundTrip, jitterTheirs } = valuesOf(
        now,
        muted,
        first,
      );
      const values: Record<string, number | undefined> = {
        silencetheirs: silentFor.theirs,
        silenceours: silentFor.ours,
        quiettheirs: quietFor,
        lossours: percent(lossOurs),
        losstheirs: percent(lossTheirs),
        jittertheirs: jitterTheirs,
        jitterours: now.farJitter,
        delayours: roundTrip,
        mostheirs: mosTheirs,
        mosours: mosOurs,
      };
      const known = [mosTheirs, mosOurs].filter((one) => one !== undefined);
      // A second without a packet may be chance; from the third on there is no conversation.
      if (silentFor.theirs > silentSeconds) mos = 1;
      else if (known.length > 0) mos = Math.min(...known);
      fair.hear(mosTheirs === undefined ? undefined : mos);

      const complaints: Complaint[] = [];
      for (const [kind, side] of watched) {
        const name = kind + side;
        const value = values[name];
        if (!alarms.get(name)?.hear(value)) said.delete(name);
        else complaints.push({ kind, side, value: sayable(kind, name, value) });
      }
      const reading = {
        mos: rounded(mos, 0.01),
        loss: { ours: percent(lossOurs), theirs: percent(lossTheirs) ?? 0 },
        jitter: { ours: now.farJitter, theirs: now.jitter },
        roundTrip,
        codec: now.codec,
      };
      return { reading, complaints, grade: gradeOf(complaints), point: pointOf(seconds, reading) };
    },

    /** The call is held or its media is being brought back: nothing is judged, and nothing said before counts. */
    pause(): void {
      before = undefined;
      checked = undefined;
      unsettled = settling;
      recent = [];
      buffers = [];
      silentFor.ours = silentFor.theirs = quietFor = 0;
      for (const alarm of alarms.values()) alarm.reset();
      fair.reset();
      said.clear();
    },
  };

  /** Loss, jitter and delay follow the present rounded; what cannot be measured now keeps its last value. */
  function sayable(kind: ComplaintKind, name: string, value: number | undefined): number {
    const known = said.get(name);
    if (known !== undefined && (kind === 'silence' || kind === 'quiet' || value === undefined)) return known;
    const next = rounded(value ?? 0, steps[kind]);
    said.set(name, next);
    return next;
  }

  function gradeOf(complaints: readonly Complaint[]): Grade {
    if (complaints.some((one) => one.kind === 'silence' || one.kind === 'mos')) return 'poor';
    // Quiet may be how it is there; the line is what it was.
    return complaints.some((one) => one.kind !== 'quiet') || fair.isOn() ? 'fair' : 'good';
  }
}

/** What was added between two totals; undefined where either is not known. */
const more = (now: number | undefined, before: number | undefined) =>
  now === undefined || before === undefined ? undefined : now - before;

/** What share of a total the given part is over some seconds, 0..1. */
function share(seconds: readonly Second[], part: keyof Second, whole: (one: Second) => number): number {
  const total = seconds.reduce((sum, one) => sum + whole(one), 0);
  return total === 0 ? 0 : seconds.reduce((sum, one) => sum + one[part], 0) / total;
}

const percent = (part: number | undefined) => (part === undefined ? undefined : rounded(part * 100, 0.1));

/** To the nearest multiple of a step, without binary crumbs. */
const rounded = (value: number, step: number) => Number((Math.round(value / step) * step).toFixed(2));

const pointOf = (at: number, reading: Judgement['reading']): TracePoint => ({
  at,
  mos: reading.mos,
  lossOurs: reading.loss.ours ?? 0,
  lossTheirs: reading.loss.theirs,
  jitter: Math.round(reading.jitter.theirs),
  roundTrip: Math.round(reading.roundTrip ?? 0),
});
