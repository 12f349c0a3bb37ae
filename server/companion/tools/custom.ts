import * as v from 'valibot';
import { ConnectorFault } from '../connectors/connector.ts';
import type { Errand } from './tool.ts';

/** A call of a tool, as a function given in code gets it. */
export interface CustomCall {
  tool: string;
  tenant: string;
  callId: string;
  /** As the model wrote them: untrusted. */
  args: Readonly<Record<string, unknown>>;
  /** The same for every try of the same call. */
  key: string;
  signal: AbortSignal;
}

/** What it answers: `message` is spoken to the caller; further members go into the answer. */
export interface CustomAnswer {
  status: string;
  message: string;
  [more: string]: string;
}

/**
 * Does what a tool is for, in the CRM's own code. It may be called again for the same call (`key`) after a crash or a
 * ConnectorFault of the kind `again`; any other error is final.
 */
export type CustomTool = (call: CustomCall) => Promise<CustomAnswer>;

/** What custom tools are kept with. */
export const CustomPayload = v.record(v.string(), v.unknown());

/** Runs the functions given in code. The caller hears of it for 7 s, then it goes on by itself. */
export function customErrand(tools: ReadonlyMap<string, CustomTool>): Errand {
  return {
    tries: 10,
    apartMs: 5 * 60_000,
    tryMs: 60_000,
    async run(payload, { tenant, item, key, signal }) {
      const { tool, callId } = item;
      const custom = tools.get(tool);
      if (!custom) throw new ConnectorFault('refused', `There is no function for "${tool}" any more.`);
      const args = v.parse(CustomPayload, payload);
      const { status, message, ...more } = await custom({
        tool,
        tenant: tenant.id,
        callId,
        args,
        key,
        signal,
      });
      return { status, spoken: message, more };
    },
    sayings: {
      later: {
        status: 'failed',
        spoken: {
          en: "I couldn't finish that right away. We will keep trying, and our team will follow up with you.",
          es: 'No he podido terminarlo de inmediato. Lo seguiremos intentando y nuestro equipo se pondrá en contacto con usted.',
        },
      },
      refused: {
        status: 'failed',
        spoken: {
          en: "I'm sorry, I couldn't do that. Someone from our team will follow up with you.",
          es: 'Lo siento, no he podido hacerlo. Alguien de nuestro equipo se pondrá en contacto con usted.',
        },
      },
    },
    problem: 'It was not done.',
  };
}
