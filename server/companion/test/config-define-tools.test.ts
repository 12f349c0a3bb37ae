import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineTools, type ToolContext } from '../config/define-tools.ts';

const context: ToolContext = {
  name: 'send_sms',
  callId: 'test-123',
  tenant: { id: 'north', timeZone: 'UTC', language: 'en', region: 'US' },
  key: 'k',
  signal: new AbortController().signal,
};

describe('tools of a CRM', () => {
  it('are called with the arguments of their name', async () => {
    const tools = defineTools({
      send_sms: async (args, { key }) => {
        expectTypeOf(args.to_phone).toEqualTypeOf<string>();
        expectTypeOf(args.purpose).toEqualTypeOf<string | undefined>();
        await Promise.resolve();
        return { status: 'sent', message: `To ${args.to_phone}.`, key };
      },
      order_pizza: (args) => {
        expectTypeOf(args['size']).toEqualTypeOf<unknown>();
        return { status: 'noted', message: `A ${String(args['size'])} one.` };
      },
    });
    expect([...tools.keys()]).toEqual(['send_sms', 'order_pizza']);
    const answer = await tools.get('send_sms')?.({ to_phone: '1', message: 'x' }, context);
    expect(answer).toEqual({ status: 'sent', message: 'To 1.', key: 'k' });
    expect(await tools.get('order_pizza')?.({ size: 'large' }, context)).toMatchObject({
      message: 'A large one.',
    });
  });

  it('need a name that can be called, and a function', () => {
    const handler = () => ({ status: 'noted', message: 'Yes.' });
    for (const name of ['Send SMS', '', '__proto__x', 'a'.repeat(65), '*']) {
      expect(() => defineTools({ [name]: handler })).toThrow(TypeError);
    }
    expect(() => defineTools({ send_sms: undefined as never })).toThrow('is not a function');
    // @ts-expect-error: there is no such argument.
    defineTools({ send_sms: (args) => ({ status: 'sent', message: args.phone_number }) });
    // @ts-expect-error: something has to be said.
    defineTools({ send_sms: () => ({ status: 'sent' }) });
  });
});
