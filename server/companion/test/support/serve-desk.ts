/** A companion in a process of its own, to be killed: `node serve-desk.ts <port> <directory> <sms url> [database url]`. */
import { openDesk, tenantWith } from './desk.ts';
import { smsBy } from './sms-api.ts';

const [port = '0', directory = '', smsUrl = '', databaseUrl] = process.argv.slice(2);
const desk = await openDesk(
  { directory, databaseUrl },
  { tenants: [tenantWith({ connectors: { sms: smsBy(smsUrl) } })], tryMs: 500, laterTryMs: 500 },
  {},
  Number(port),
);
console.log(`listening on ${desk.url}`);
process.once('SIGTERM', () => void desk.stop().then(() => process.exit(0)));
