import { describe, expect, expectTypeOf, it } from 'vitest';
import { defineTools, type ToolCallGiven } from '../config/define-tools.ts';

const call = (args: ToolCallGiven['args']): ToolCallGiven => ({
  tool: 'send_sms',
  tenant: 'north',
  callId: 'test-123',
  args,
  key: 'k',
  signal: new AbortController().signal,
});

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
    expect(Object.keys(tools)).toEqual(['send_sms', 'order_pizza']);
    const answer = await tools.send_sms(call({ to_phone: '1', message: 'x' }));
    expect(answer).toEqual({ status: 'sent', message: 'To 1.', key: 'k' });
    expect(await tools.order_pizza(call({ size: 'large' }))).toMatchObject({
      message: 'A large one.',
    });
  });

  it.each([undefined, {}, { status: '', message: 'x' }, { status: 'sent', message: 'x', lead_id: 7 }])(
    'answer with texts, not with %j',
    async (answer) => {
      const tools = defineTools({ end_call: () => answer as never });
      await expect(tools.end_call(call({}))).rejects.toThrow('the handler of end_call did not return');
    },
  );

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
