import type { Line } from './line.ts';

/** What most callers do once they have called the operator: greet, then give back what they hear. */
export async function greetAndEcho(line: Line): Promise<void> {
  await line.say('caller-greeting');
  line.echo();
}
