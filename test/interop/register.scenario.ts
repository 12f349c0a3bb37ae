const register = (sequence: number, credentials: string) => `<send><![CDATA[
    REGISTER sip:[domain] SIP/2.0
    Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
    Max-Forwards: 5
    From: <sip:[service]@[domain]>;tag=[call_number]
    To: <sip:[service]@[domain]>
    Call-ID: [call_id]
    CSeq: ${sequence} REGISTER
    Contact: <sip:[service]@[local_ip]:[local_port]>
    Expires: 60
    ${credentials}
    Content-Length: 0

  ]]></send>`;

/** For sipp: asks to be registered, answers the challenge, and expects a yes. */
export const registerScenario = `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="register">
  ${register(1, 'Supported: path')}
  <recv response="401" auth="true"/>
  ${register(2, '[authentication]')}
  <recv response="200"/>
</scenario>`;
