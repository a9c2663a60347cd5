// A scripted phone page: it takes orders from the topic and reports as the real one does, to calls over fakes.
import type { PhoneOrder, PhoneReport } from '../../shared/contract/call.ts';
import type { CommandName } from '../../shared/contract/index.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import type { AnyCallEvent, Call, CallEvent } from '../../shared/domain/call/call.ts';
import type { Site, TransferPolicy } from '../../shared/domain/site/site.ts';
import type { Result } from '../../shared/result/result.ts';
import { CallsService } from '../../electron/services/calls/calls.ts';
import { FakeClock, FakeJournal, FakeLog, FakeTopics, countingIds, testSite } from './parts.ts';

const caller = { page: 'console', userId: 'ana', role: 'receptionist' } as const;
export const remote = { number: '+16175550123', name: '', withheld: false };
export const id = (text: string): CallId => CallId.parse(text);

/** The page's answer to an order: what it reports, and whether the order failed. */
type Script = (order: PhoneOrder) => { events?: CallEvent[]; failure?: string } | 'silent';

/** What the real page does when all goes well. */
export const willing: Script = ({ order }) => {
  switch (order.do) {
    case 'dial':
      return { events: [{ type: 'dialled', remote: { ...remote, number: order.target }, ...consult(order) }] };
    case 'answer':
      return { events: [{ type: 'answerSent' }, { type: 'answered' }] };
    case 'hold':
      return { events: [{ type: 'holdAsked' }, { type: 'holdConfirmed' }] };
    case 'resume':
      return { events: [{ type: 'resumeAsked' }, { type: 'resumeConfirmed' }] };
    case 'mute':
      return { events: [{ type: 'muteChanged', muted: order.muted }] };
    case 'remind':
      return {};
    case 'silence':
      return { events: [{ type: 'silenced' }] };
    case 'transferBlind':
      return { events: [{ type: 'transferAsked', kind: order.kind, target: order.target, label: order.label }] };
    case 'transferAttended':
      return { events: [{ type: 'transferAsked', kind: 'attended', target: '', ...order }] };
    case 'reject':
    case 'hangUp':
      return { events: [{ type: 'ended', cause: 'hungUp' }] };
    case 'join':
    case 'separate':
    case 'sendTones':
      return {};
  }
};
const consult = (order: { consultFor?: CallId | undefined; forTransfer?: boolean | undefined }) => ({
  ...(order.consultFor ? { consultFor: order.consultFor } : {}),
  ...(order.forTransfer ? { forTransfer: true } : {}),
});

/** A site that hands callers over to the PBX (REFER) without following them. */
export const viaPbx = (site: Site): Site => ({ ...site, phone: { ...site.phone, blindTransfer: 'refer' } });

/** Calls with their page; commands are run as the receptionist. */
export function callsWithPhone(
  given: {
    policy?: TransferPolicy;
    site?: (site: Site) => Site;
    onChange?: (call: Call, event: AnyCallEvent) => void;
  } = {},
) {
  const clock = new FakeClock();
  const topics = new FakeTopics();
  const journal = new FakeJournal();
  const log = new FakeLog();
  const page = { connected: true, script: willing, orders: [] as PhoneOrder[] };
  const changes: string[] = [];
  const phone: unknown[] = [];
  const transfers: unknown[] = [];
  const dismissed: string[] = [];
  const calls = new CallsService({
    topics,
    clock,
    ids: countingIds(),
    log,
    journal: () => journal,
    site: () => (given.site ?? ((site) => site))(testSite()),
    phonePageConnected: () => page.connected,
    onChange: (call, event) => {
      changes.push(`${call.id} ${event.type} ${call.state}`);
      given.onChange?.(call, event);
    },
    onPhone: (change) => phone.push(change),
    onDismissed: (callId) => dismissed.push(callId),
    onTransfer: (call, userId) => transfers.push([call.id, call.transfer?.kind, userId]),
    policy: () => given.policy ?? 'any',
    proposedBy: (_callId, target) => (target === '301' ? 'proposes-301' : undefined),
    parkedIn: () => undefined,
    extension: () => '101',
  });
  const run = async (name: CommandName, input: unknown): Promise<Result<unknown>> =>
    (calls.handlers[name] as (input: unknown, from: typeof caller) => Promise<Result<unknown>>)(input, caller);
  const report = (entry: PhoneReport) => void run('phone.report', entry);
  const tell = (callId: string, event: CallEvent) => report({ kind: 'call', callId: id(callId), event });
  const ring = (callId: string) => tell(callId, { type: 'rang', remote });
  const keep = topics.set.bind(topics);
  topics.set = (topic, key, row) => {
    keep(topic, key, row);
    if (topic !== 'phoneOrders') return;
    const order = row as PhoneOrder;
    page.orders.push(order);
    const answer = page.script(order);
    if (answer === 'silent') return;
    queueMicrotask(() => {
      for (const event of answer.events ?? []) report({ kind: 'call', callId: order.callId, event });
      report({ kind: 'orderDone', orderId: order.orderId, ...(answer.failure ? { failure: answer.failure } : {}) });
    });
  };
  const talk = async (callId: string) => {
    ring(callId);
    await run('call.answer', { callId: id(callId) });
  };
  return {
    ...{
      calls,
      clock,
      topics,
      journal,
      log,
      page,
      changes,
      phone,
      transfers,
      dismissed,
      run,
      report,
      tell,
      ring,
      talk,
    },
    site: () => testSite(),
    state: (callId: string) => calls.get(id(callId))?.state,
    done: () => page.orders.map(({ callId, order }) => `${order.do} ${callId}`),
  };
}
