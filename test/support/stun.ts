import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';

/** A STUN server (RFC 8489) that answers Binding truthfully and asks every Allocate (RFC 8656) for another password. */
export interface StunServer {
  /** host:port. */
  address: string;
  /** Binding requests so far. */
  asked(): number;
  stop(): Promise<void>;
}

const cookie = 0x2112a442;
const binding = { request: 0x0001, success: 0x0101 };
const allocate = { request: 0x0003, error: 0x0113 };

export interface StunOptions {
  /** It takes everything and answers nothing, as behind a wall that drops packets. */
  silent?: boolean;
  /** The IPv4 address everybody seems to come from, as behind a NAT. */
  seenAt?: string;
}

export async function startStun({ silent = false, seenAt }: StunOptions = {}): Promise<StunServer> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (message, from) => {
    const type = message.readUInt16BE(0);
    const id = message.subarray(4, 20);
    if (type === binding.request) asked += 1;
    if (silent) return;
    if (type === binding.request) {
      const seen = mapped({ port: from.port, address: seenAt ?? from.address });
      socket.send(reply(binding.success, id, seen), from.port, from.address);
    }
    // As a TURN server does with a wrong password: a realm and a nonce to prove it with, and the same again.
    if (type === allocate.request) {
      const refusal = Buffer.concat([
        error(401, 'Unauthorized'),
        text(0x0014, 'turn.test'),
        text(0x0015, 'nonce'),
      ]);
      socket.send(reply(allocate.error, id, refusal), from.port, from.address);
    }
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked: () => asked,
    async stop() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function reply(type: number, id: Buffer, attribute: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(attribute.length, 2);
  return Buffer.concat([head, id, attribute]);
}

/** XOR-MAPPED-ADDRESS: where the request came from. */
function mapped({ address, port }: Pick<RemoteInfo, 'address' | 'port'>): Buffer {
  const body = Buffer.alloc(8);
  body.writeUInt8(1, 1);
  body.writeUInt16BE(port ^ (cookie >>> 16), 2);
  const host = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  body.writeUInt32BE((host ^ cookie) >>> 0, 4);
  return attributeOf(0x0020, body);
}

function error(code: number, reason: string): Buffer {
  const body = Buffer.alloc(4);
  body.writeUInt8(Math.floor(code / 100), 2);
  body.writeUInt8(code % 100, 3);
  return attributeOf(0x0009, Buffer.concat([body, Buffer.from(reason)]));
}

const text = (type: number, value: string) => attributeOf(type, Buffer.from(value));

function attributeOf(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(body.length, 2);
  const padding = Buffer.alloc((4 - (body.length % 4)) % 4);
  return Buffer.concat([head, body, padding]);
}
