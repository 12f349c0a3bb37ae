import { createHash } from 'node:crypto';
import { cleanLine } from './clean.ts';

/** The largest request that is read, in bytes. */
export const MAX_BODY = 64 * 1024;
/** How deep a request may be nested. */
const MAX_DEPTH = 16;
/** How long a request may take to come in. */
const READ_MS = 5000;

/** A tool call as the platform sends it (protocol sheet §11.1). */
export interface ToolCall {
  tool: string;
  args: Record<string, unknown>;
  /** Undefined when there is none: then a repetition cannot be told from another call. */
  callId: string | undefined;
  tenantId: string | undefined;
}

/** Why a request is no tool call. */
export class BadRequest extends Error {
  readonly status: 400 | 408 | 413;
  readonly code: string;

  constructor(status: BadRequest['status'], code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** Reads and checks a request's body. Throws BadRequest. */
export async function readToolCall(request: Request): Promise<ToolCall> {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await readBytes(request)));
  } catch (error) {
    if (error instanceof BadRequest) throw error;
    throw new BadRequest(400, 'not_json');
  }
  if (!isRecord(body)) throw new BadRequest(400, 'not_an_object');
  const { function: tool, args, call_id: callId, tenant_id: tenantId } = body;
  if (typeof tool !== 'string' || cleanLine(tool) === '') throw new BadRequest(400, 'function_missing');
  if (!isRecord(args)) throw new BadRequest(400, 'args_missing');
  if (isDeeper(args, MAX_DEPTH)) throw new BadRequest(400, 'too_deep');
  const name = cleanLine(tool);
  if (name.length > 100) throw new BadRequest(400, 'function_too_long');
  return { tool: name, args, callId: identifier(callId), tenantId: identifier(tenantId) };
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const length = request.headers.get('content-length');
  if (Number(length ?? 0) > MAX_BODY) throw new BadRequest(413, 'too_large');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BadRequest(408, 'too_slow')), READ_MS);
  });
  // Where the length is known the server keeps to it, and the body is had the quick way.
  const reading = length === null ? readPieces(request) : request.arrayBuffer();
  reading.catch(() => undefined);
  try {
    return new Uint8Array(await Promise.race([reading, late]));
  } finally {
    clearTimeout(timer);
  }
}

async function readPieces(request: Request): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.byteLength;
    if (size > MAX_BODY) throw new BadRequest(413, 'too_large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An id as text; none when it is empty or nothing an id can be. */
function identifier(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = cleanLine(String(value));
  if (text.length > 200) throw new BadRequest(400, 'id_too_long');
  return text === '' ? undefined : text;
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeper(inner, depth - 1));
}

/** What makes two requests the same one (protocol sheet §11.5): hexadecimal. */
export function requestKey(tenant: string, { tool, args, callId, tenantId }: ToolCall): string {
  const parts = [tenant, tenantId ?? '', callId ?? crypto.randomUUID(), tool, canonical(args)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}
