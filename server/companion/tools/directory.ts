import { checkPolicyStatus, policyErrand } from './check-policy-status.ts';
import { createLead } from './create-lead.ts';
import { anythingElse, endCall, transferCall } from './hand-over.ts';
import { leaveMessage } from './leave-message.ts';
import { scheduleAppointment } from './schedule-appointment.ts';
import { sendSms, smsErrand } from './send-sms.ts';
import type { Errand, Tool } from './tool.ts';

/** The functions that are known by name. */
const TOOLS: ReadonlyMap<string, Tool> = new Map([
  ['send_sms', sendSms],
  ['create_lead', createLead],
  ['leave_message', leaveMessage],
  ['schedule_appointment', scheduleAppointment],
  ['check_policy_status', checkPolicyStatus],
  ['transfer_call', transferCall],
  ['end_call', endCall],
]);

/** What is done outside, by its name in the outbox. */
export const ERRANDS: ReadonlyMap<string, Errand> = new Map([
  ['sms', smsErrand],
  ['policy', policyErrand],
]);

export const toolOf = (name: string): Tool => TOOLS.get(name) ?? anythingElse;

/** Tools of which a call that is not complete is kept, for the next one to complete. */
const KEPT: ReadonlySet<string> = new Set(['create_lead', 'leave_message', 'schedule_appointment']);

export const asksForMore = (name: string): boolean => KEPT.has(name);

/** How a tool is called in figures: strangers' names would make a series each. */
export const toolLabel = (name: string): string => (TOOLS.has(name) ? name : 'other');
