/**
 * Notes of a call. The API has no place made for them: they go into the metadata of the call's conversation (protocol
 * sheet §3: Conversation, `update_conversation`), under a key of our own and the call's id, so that writing twice is
 * writing once. The API knows no part of metadata: it is read and written whole, so that a change somebody else makes between
 * the two is lost (docs/limitations.md).
 */
import type { CallNote, Provider } from '../provider.ts';
import type { Sippet } from './provider.ts';
import { textOf, type Row } from '../row.ts';
import { callFields, objectOf } from './shapes.ts';

const key = 'ringside_notes';

export function notesPort({ read }: Sippet): NonNullable<Provider['notes']> {
  async function conversationOf(callUuid: string): Promise<Row | undefined> {
    const filter = { callUuid: { eq: callUuid } };
    const [call] = await read.all({ action: 'list_calls', fields: callFields, filter }, 0);
    const id = call && textOf(call, 'conversationId');
    if (!id) return undefined;
    const [row] = await read.all({
      action: 'list_conversations',
      fields: ['id', 'metadata'],
      filter: { id: { eq: id } },
    });
    return row;
  }

  return {
    async deliver({ callUuid, note, disposition, endedAt }: CallNote) {
      const conversation = callUuid ? await conversationOf(callUuid) : undefined;
      const id = conversation && textOf(conversation, 'id');
      if (!conversation || !id || !callUuid) return 'no-place';
      const metadata = objectOf(conversation, 'metadata');
      const mine = {
        ...objectOf(metadata, key),
        [callUuid]: { note, disposition, endedAt: new Date(endedAt).toISOString() },
      };
      await read.written({
        action: 'update_conversation',
        identity: id,
        input: { metadata: { ...metadata, [key]: mine } },
        fields: ['id'],
      });
      return 'delivered';
    },
  };
}
