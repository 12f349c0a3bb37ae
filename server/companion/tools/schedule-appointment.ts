import type { Tenant } from '../config/tenant.ts';
import type { Appointment } from '../inbox/item.ts';
import type { Args } from './args.ts';
import { numberOf } from './phone.ts';
import { type Draft, type Language, languageOf, onlySaid, type Sentence, type Tool } from './tool.ts';
import { type Day, instantOf, isoDay, readDate, readMinutes, readTime } from './when.ts';

const ASK_NAME: Sentence = {
  en: 'May I have your name for the appointment?',
  es: '¿A nombre de quién es la cita?',
};
const ASK_PHONE: Sentence = {
  en: 'What phone number can we reach you on about the appointment?',
  es: '¿A qué teléfono le podemos llamar por la cita?',
};
const ASK_DATE: Sentence = {
  en: 'What day would you like the appointment?',
  es: '¿Qué día le gustaría tener la cita?',
};
const ASK_PURPOSE: Sentence = { en: 'What is the appointment about?', es: '¿Cuál es el motivo de la cita?' };
const TO_CONFIRM: Sentence = {
  en: 'I have noted your appointment request. Someone will contact you to confirm the day and time.',
  es: 'He anotado su solicitud de cita. Alguien se pondrá en contacto con usted para confirmar el día y la hora.',
};
const DAY_ONLY: Sentence = {
  en: 'I have you down for {when}. Someone will contact you to agree on the time.',
  es: 'Le he apuntado para el {when}. Alguien le llamará para acordar la hora.',
};
const SCHEDULED: Sentence = { en: 'I have you down for {when}.', es: 'Le he apuntado para el {when}.' };

/** `schedule_appointment`: a day and a time in the tenant's time zone. What cannot be read is kept as it was said. */
export const scheduleAppointment: Tool = {
  kind: 'appointment',
  read(args, { tenant, now }) {
    const name = args.line('caller_name', 'name');
    const given = args.line('phone', 'caller_phone');
    const purpose = args.text('purpose', 'reason');
    const when = readWhen(args, { timeZone: tenant.timeZone, now });
    const appointment = typeof when === 'string' ? undefined : when.appointment;
    const draft: Draft = {
      ...numberOf(given, tenant.region),
      ...onlySaid({ name, text: purpose, appointment }),
    };
    if (name === undefined) return { ask: ASK_NAME, draft };
    if (given === undefined) return { ask: ASK_PHONE, draft };
    if (when === 'missing') return { ask: ASK_DATE, draft };
    if (purpose === undefined) return { ask: ASK_PURPOSE, draft };
    const language = languageOf(tenant);
    if (when === 'unclear') {
      return {
        draft: { ...draft, needsReview: true },
        told: () => ({ status: 'noted', spoken: TO_CONFIRM[language] }),
      };
    }
    const sentence = when.appointment.time === undefined ? DAY_ONLY : SCHEDULED;
    const spoken = sentence[language]
      .replace('{when}', spokenWhen(when.day, when.appointment, language, tenant))
      // "2:30 p.m." ends a sentence by itself.
      .replace('..', '.');
    return { draft, told: () => ({ status: 'scheduled', spoken }) };
  },
};

type When = { appointment: Appointment; day: Day } | 'missing' | 'unclear';

/** Reads what it understands; the rest stays among the item's fields, as it was given. */
function readWhen(args: Args, { timeZone, now }: { timeZone: string; now: Date }): When {
  const look = args.peek('date', 'day');
  if (look === undefined) return 'missing';
  const date = readDate(look, { timeZone, now });
  const said = args.peek('time');
  const time = said === undefined ? date?.time : readTime(said);
  if (date === undefined || (said !== undefined && time === undefined)) return 'unclear';
  // Two times that are not the same.
  if (said !== undefined && date.time !== undefined && date.time !== time) return 'unclear';
  const length = args.peek('duration');
  const minutes = length === undefined ? undefined : readMinutes(length);
  const starts = instantOf(date.day, time ?? '23:59', timeZone);
  // The clock skips that time, or it is over.
  if (starts === undefined || starts < now) return 'unclear';
  args.line('date', 'day');
  args.line('time');
  if (minutes !== undefined) args.line('duration');
  return {
    day: date.day,
    appointment: {
      date: isoDay(date.day),
      ...(time !== undefined && { time }),
      timeZone,
      ...(minutes !== undefined && { minutes }),
    },
  };
}

/** `Thursday, March 5 at 2:30 PM`. UTC is nobody's clock: it is said. */
function spokenWhen(
  day: Day,
  { time }: Appointment,
  language: Language,
  { timeZone, region }: Pick<Tenant, 'timeZone' | 'region'>,
): string {
  const locale = /^[A-Z]{2}$/.test(region) ? `${language}-${region}` : language;
  const [hour = 0, minute = 0] = (time ?? '0:0').split(':').map(Number);
  const at = new Date(Date.UTC(day.year, day.month - 1, day.day, hour, minute));
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    weekday: 'long',
    month: 'long',
    day: 'numeric',
  }).format(at);
  if (time === undefined) return date;
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
  const zone = /^(Etc\/)?(UTC|GMT)$/.test(timeZone) ? ' UTC' : '';
  const word = { en: 'at', es: hour % 12 === 1 ? 'a la' : 'a las' }[language];
  return `${date} ${word} ${clock.replace(/[\u202f\u00a0]/g, ' ')}${zone}`;
}
