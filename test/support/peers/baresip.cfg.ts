/** How a phone behaves; each has its default in `startPhone`. */
export interface PhoneOptions {
  codec?: 'PCMU' | 'opus';
  /** `manual` phones ring until `answer()`. */
  answer?: 'auto' | 'manual';
  /** The frequency it says into the call, so that it can be told apart. */
  toneHz?: number;
  /** Speaks this WAV instead of a tone; it must fit the codec (see `SOURCE_FORMAT`), and its end ends the call. */
  wav?: string;
}

/** What stands in the two files of a phone's folder. */
export interface PhoneSettings {
  user: string;
  domain: string;
  password: string;
  proxyPort: number;
  sipPort: number;
  controlPort: number;
  codec: 'PCMU' | 'opus';
  answer: 'auto' | 'manual';
  wav: string;
  dir: string;
}

/** The one format baresip's file source takes for each codec. */
export const SOURCE_FORMAT = {
  PCMU: { rate: 8_000, channels: 1 },
  opus: { rate: 48_000, channels: 2 },
} as const;

const CODEC = { PCMU: 'PCMU/8000/1', opus: 'opus/48000/2' } as const;

/** The `accounts` file: one user behind our Kamailio. */
export function phoneAccount(settings: PhoneSettings): string {
  const { user, domain, password, proxyPort, codec, answer } = settings;
  return `${[
    `<sip:${user}@${domain};transport=udp>`,
    `auth_user=${user}`,
    `auth_pass=${password}`,
    `outbound="sip:127.0.0.1:${proxyPort};transport=udp"`,
    `answermode=${answer}`,
    `audio_codecs=${CODEC[codec]}`,
    'regint=120',
  ].join(';')}\n`;
}

/** The `config` file: a phone with a file for a mouth and a recorder for an ear, told what to do over TCP. */
export function phoneConfig({ sipPort, controlPort, codec, wav, dir }: PhoneSettings): string {
  const { rate, channels } = SOURCE_FORMAT[codec];
  return `sip_listen 127.0.0.1:${sipPort}
net_interface 127.0.0.1
rtp_ports 33000-36000
call_max_calls 4
audio_source aufile,${wav}
audio_player aubridge,ear
audio_alert aubridge,bell
ausrc_srate ${rate}
auplay_srate ${rate}
ausrc_channels ${channels}
auplay_channels ${channels}
module_path /usr/lib/baresip/modules
module aufile.so
module aubridge.so
module g711.so
module opus.so
module sndfile.so
snd_path ${dir}
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${controlPort}
`;
}
