/** sipp's scenarios: a caller who is known to Kamailio, and what he says then. */

const crlf = (text: string) => text.replaceAll('\r\n', '\n');

const invite = (sequence: number, body: string, credentials: string) => `<send><![CDATA[
    INVITE sip:[service]@[domain] SIP/2.0
    Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
    Max-Forwards: 20
    From: <sip:bob@[domain]>;tag=[call_number]
    To: <sip:[service]@[domain]>
    Call-ID: [call_id]
    CSeq: ${sequence} INVITE
    Contact: <sip:bob@[local_ip]:[local_port]>
    ${credentials}
    Content-Type: application/sdp
    Content-Length: [len]

${crlf(body)}]]></send>`;

/** An ACK belongs to the INVITE so many steps before it. */
const ack = (sequence: number, steps: number) => `<send><![CDATA[
    ACK sip:[service]@[domain] SIP/2.0
    Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch-${steps}]
    Max-Forwards: 20
    From: <sip:bob@[domain]>;tag=[call_number]
    [last_To:]
    Call-ID: [call_id]
    CSeq: ${sequence} ACK
    Content-Length: 0

  ]]></send>`;

const letIn = (body: string) => `${invite(1, body, 'Supported: path')}
  <recv response="407" auth="true"/>
  ${ack(1, 2)}
  ${invite(2, body, '[authentication]')}
  <recv response="100" optional="true"/>`;

const scenario = (steps: string) => `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="hostile">
  ${steps}
</scenario>`;

/** A call whose offer cannot be taken. */
export const refusedScenario = (body: string): string =>
  scenario(`${letIn(body)}<recv response="488"/>${ack(2, 3)}`);

/** A call that rings and is declined. */
export const declinedScenario = (body: string): string =>
  scenario(`${letIn(body)}<recv response="180"/><recv response="603"/>${ack(2, 4)}`);

/** A message as it is, but from somebody Kamailio knows, and once more with credentials. */
export function strangeScenario(text: string): string {
  const own = crlf(text)
    .replace(/^via\s*:.*$/im, 'Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]')
    .replace(/^(?:from|f)\s*:.*$/im, 'From: <sip:bob@[domain]>;tag=[call_number]')
    // sipp knows the answer to its message by this.
    .replace(/^(?:call-id|i)\s*:.*$/im, 'Call-ID: [call_id]')
    .replace('phone.invalid', '[domain]');
  const method = /^(\S+) /.exec(own)?.[1] ?? 'OPTIONS';
  const known = own.replace(/^(CSeq\s*:)/im, '[authentication]\n$1');
  const send = (message: string) => `<send><![CDATA[${message}]]></send>`;
  return scenario(`${send(own)}
  <recv response="407" auth="true"/>
  ${method === 'INVITE' ? ack(1, 2) : ''}
  ${send(known)}
  <recv response="200" timeout="1500"/>`);
}
