/**
 * A companion in a process of its own, to be killed, with the real connectors:
 * `node serve-desk.ts <port> <directory> <url of what is outside> [database url]`.
 */
import { crmWebhook } from '../../connectors/crm-webhook.ts';
import { twilioSms } from '../../connectors/twilio.ts';
import { openDesk, tenantWith } from './desk.ts';

const [port = '0', directory = '', outside = '', databaseUrl] = process.argv.slice(2);
const sms = twilioSms({
  accountSid: 'AC00000000000000000000000000000000',
  authToken: 'token-of-a-test-not-a-secret',
  from: '+13055550199',
  baseUrl: outside,
});
const secret = `whsec_${Buffer.alloc(24).toString('base64')}`;
const crm = crmWebhook({ url: `${outside}/crm`, secrets: [secret] });
const desk = await openDesk(
  { directory, databaseUrl },
  {
    tenants: [tenantWith({ connectors: { sms, crm: new Map([['*', crm]]) } })],
    tryMs: 1500,
    laterTryMs: 1500,
  },
  {},
  Number(port),
);
console.log(`listening on ${desk.url}`);
process.once('SIGTERM', () => void desk.stop().then(() => process.exit(0)));
