import type { CrmSink } from '../connectors/connector.ts';
import type { Connectors } from '../connectors/connector.ts';
import type { Errand } from './tool.ts';

/** Who in the CRM is told of this tool's calls. */
export const sinkOf = ({ crm }: Connectors, tool: string): CrmSink | undefined =>
  crm?.get(tool) ?? crm?.get('*');

/** Tells the CRM of a tool call, as it stands at that moment. Nobody waits for it. */
export const crmErrand: Errand = {
  tries: 30,
  apartMs: 3_600_000,
  async run(_payload, { connectors, tenant, item, key, signal }) {
    // What operators made of it since is ours.
    const { notes: _notes, state: _state, by: _by, stateAt: _at, ...data } = item;
    const event = { id: key, type: `tool_call.${item.tool}`, tenant: tenant.id, at: item.at, data };
    await sinkOf(connectors, item.tool)?.deliver(event, signal);
    return { status: item.outcome.status, spoken: '' };
  },
  problem: 'The CRM was not told of this.',
};
