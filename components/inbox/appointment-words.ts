/** A calendar entry in its own time zone, and in ours where that is another. Pure. */
import type { Appointment } from '../../lib/mirror/inbox.ts';

export interface AppointmentWords {
  /** Day and date, with the time where one was given. */
  there: string;
  /** The zone's city, e.g. New York; the zone as given where it is none. */
  zone: string;
  /** The same moment here; absent where it is the same time, or no time was given. */
  here?: string;
}

/** ms since the epoch of a wall clock's time in a zone; undefined for what is no date or no zone. */
export function momentOf({ date, time = '12:00', timeZone }: Appointment): number | undefined {
  const wall = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(wall) || !isZone(timeZone)) return undefined;
  // Twice: the first guess may stand on the other side of a change of the clocks.
  let at = wall;
  for (let turn = 0; turn < 2; turn++) at = wall - (wallAt(at, timeZone) - at);
  return at;
}

export function appointmentWords(appointment: Appointment, ours = localZone()): AppointmentWords {
  const { date, time, timeZone } = appointment;
  const zone = timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone;
  const at = momentOf(appointment);
  if (at === undefined) return { there: [date, time].filter(Boolean).join(' '), zone };
  const day = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' } as const;
  const clock = time === undefined ? {} : ({ hour: 'numeric', minute: '2-digit' } as const);
  const there = new Intl.DateTimeFormat(undefined, { ...day, ...clock, timeZone }).format(at);
  const isSame = wallAt(at, timeZone) === wallAt(at, ours);
  if (time === undefined || isSame) return { there, zone };
  const otherDay = new Date(wallAt(at, ours)).getUTCDate() !== new Date(wallAt(at, timeZone)).getUTCDate();
  const ourDay = otherDay ? ({ weekday: 'short', day: 'numeric', month: 'short' } as const) : {};
  const here = new Intl.DateTimeFormat(undefined, { ...ourDay, ...clock, timeZone: ours }).format(at);
  return { there, zone, here };
}

const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // Not a zone anybody knows: it is shown as it was given.
  }
}

/** What a clock there shows, as if it were UTC. */
function wallAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}
