import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8787' },
    trace: { type: 'boolean', default: false },
  },
});

const sandbox = await startSandbox({
  host: values.host,
  port: Number(values.port),
  ...(values.trace && {
    trace: (direction, text) => console.log(`${direction === 'in' ? '<<' : '>>'} ${text}\n`),
  }),
});

console.log(`Demo CRM      ${sandbox.crmUrl}`);
console.log(`SIP           ${sandbox.wsUrl}  domain ${sandbox.domain}`);
for (const { user, password } of sandbox.operators)
  console.log(`Operator      ${user}  password ${password}`);
for (const { number, extension, name, about } of sandbox.callers) {
  console.log(`${extension}  ${number.padEnd(14)} ${name.padEnd(18)} ${about}`);
}
console.log(`Sippet        ${sandbox.httpUrl}  secret key ${sandbox.sippet.secretKey}`);
console.log(
  `CemScale      ${sandbox.cemscaleUrl}  (assumed)  tenant ${sandbox.cemscale.tenants[0]?.id}  extension 1001`,
);
console.log(`Companion     ${sandbox.companionUrl}  sign in at ${sandbox.companionUrl}/sign-in?as=one`);
console.log(`Control       ${sandbox.httpUrl}/sandbox/state`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // The media library keeps its threads; without exit the process would stay.
    void sandbox.stop().then(() => process.exit(0));
  });
}
