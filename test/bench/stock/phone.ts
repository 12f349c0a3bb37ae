// Stock SIP.js as its guide has it: SimpleUser in a plain page, nothing set but what it must be told. Runs in the page.
import { SimpleUser } from 'sip.js/lib/platform/web/index.js';

export interface StockOptions {
  server: string;
  user: string;
  domain: string;
  password: string;
  iceServers: RTCIceServer[];
}

declare global {
  interface Window {
    startStock(options: StockOptions): Promise<void>;
    stock: SimpleUser;
  }
}

window.startStock = async ({ server, user, domain, password, iceServers }) => {
  const audio = document.body.appendChild(new Audio());
  const phone = new SimpleUser(server, {
    aor: `sip:${user}@${domain}`,
    media: { constraints: { audio: true, video: false }, remote: { audio } },
    userAgentOptions: {
      authorizationUsername: user,
      authorizationPassword: password,
      logBuiltinEnabled: false,
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers } },
    },
  });
  window.stock = phone;
  const button = (name: string, act: () => Promise<void>) => {
    const made = document.body.appendChild(document.createElement('button'));
    made.textContent = name;
    made.addEventListener('click', () => void act());
  };
  button('Call', () => phone.call(`sip:602@${domain}`));
  button('Answer', () => phone.answer());
  button('Hang up', () => phone.hangup());
  await phone.connect();
  await phone.register();
};
