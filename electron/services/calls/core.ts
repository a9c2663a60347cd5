// What every part of the calls service works with: the calls themselves, the events that change them, and orders to the
// phone page. What the page reports runs through the pure reducer, is journaled and handed on.
import type { PhoneOrder, PhoneReport } from '../../../shared/contract/call.ts';
import type { Health } from '../../../shared/contract/session.ts';
import { LINE_COUNT, holdsLine, isLive } from '../../../shared/domain/call/call.ts';
import type { AnyCallEvent, Call, CallEvent, CallId } from '../../../shared/domain/call/call.ts';
import { IllegalMove, beginCall, freeLine, reduceCall } from '../../../shared/domain/call/reduce.ts';
import type { TransferPolicy, Site } from '../../../shared/domain/site/site.ts';
import { ERROR_CATEGORY, fail, ok } from '../../../shared/result/result.ts';
import type { Done, ErrorCode, Result } from '../../../shared/result/result.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Clock, Ids, Log } from '../../ports/runtime.ts';
import type { Topics } from '../../ports/topics.ts';

const ORDER_LIMIT_MS = 12_000;
/** Ended calls stay in memory this long, so that a late report or a slow view still finds them. */
const KEEP_ENDED_MS = 4 * 60 * 60_000;

export interface CallsDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly journal: () => Journal | undefined;
  readonly site: () => Site | undefined;
  readonly phonePageConnected: () => boolean;
  /** Every accepted change; `event` says what happened. */
  readonly onChange: (call: Call, event: AnyCallEvent) => void;
  readonly onPhone: (change: Partial<Pick<Health, 'phone' | 'microphone'>>) => void;
  /** What the phone page learned of colleagues' phones and of the own mailbox. */
  readonly onLamps?: (report: Extract<PhoneReport, { kind: 'presence' | 'messages' }>) => void;
  readonly onTransfer: (call: Call, userId: string) => void;
  /** How the call sounded, kept with it when it ends. */
  readonly sounded?: (id: CallId) => Call['sounded'];
  /** The person at the desk put the ended call away. */
  readonly onDismissed: (callId: CallId) => void;
  /** What the rules say about handing this call to that number. */
  readonly policy: (callId: CallId, target: string) => TransferPolicy;
  /** The rule that proposed that number for this call. */
  readonly proposedBy?: (callId: CallId, target: string) => string | undefined;
}

export type Order = PhoneOrder['order'];
type Watcher = (call: Call, event: AnyCallEvent) => void;

export class CallCore {
  readonly deps: CallsDeps;
  readonly #calls = new Map<CallId, Call>();
  readonly #orders = new Map<string, (failure: string | undefined) => void>();
  /** Holds under way, so that a call is not asked twice at once. */
  readonly #holding = new Map<CallId, Promise<Result<Done>>>();
  /** A parked call that rings again does so in a new dialog, which the page knows by another id. */
  readonly #pageIds = new Map<CallId, CallId>();
  /** Calls that are just being joined: neither puts the other on hold. */
  readonly #joining = new Map<CallId, CallId>();
  readonly #watchers: Watcher[] = [];

  constructor(deps: CallsDeps) {
    this.deps = deps;
  }

  get(id: CallId): Call | undefined {
    return this.#calls.get(id);
  }

  all(): Call[] {
    return [...this.#calls.values()];
  }

  /** Told after a change is on its way to the view. */
  watch(watcher: Watcher): void {
    this.#watchers.push(watcher);
  }

  forget(id: CallId): void {
    this.#calls.delete(id);
  }

  /** The call that the page means with this id. */
  ourIdOf(pageId: CallId): CallId {
    return this.#pageIds.get(pageId) ?? pageId;
  }

  /** The phone page's id of a call. */
  #pageIdOf(id: CallId): CallId {
    return [...this.#pageIds].find(([, ours]) => ours === id)?.[0] ?? id;
  }

  /** What the phone page says, under its own id of the call. */
  report(pageId: CallId, event: CallEvent): void {
    const id = this.#pageIds.get(pageId) ?? this.#recalled(pageId, event) ?? pageId;
    this.apply(id, event);
    if (event.type === 'ended') this.#pageIds.delete(pageId);
  }

  /** A phone page that came back names the calls it still has; the others ended while it was away. */
  reconcile(pageIds: ReadonlySet<CallId>): void {
    const held = new Set([...pageIds].map((id) => this.ourIdOf(id)));
    for (const call of this.all())
      if (isLive(call) && call.state !== 'parked' && !held.has(call.id))
        this.apply(call.id, { type: 'ended', cause: 'connectionLost' });
  }

  apply(id: CallId, event: AnyCallEvent): void {
    const at = this.deps.clock.now();
    const before = this.#calls.get(id);
    const next = this.#next(id, before, event, at);
    if (!next || next === before) return;
    const sounded = event.type === 'ended' ? this.deps.sounded?.(id) : undefined;
    const call = this.#withRule(sounded ? { ...next, sounded } : next, before);
    this.#calls.set(id, call);
    this.deps.onChange(call, event);
    this.#oneVoice(call, event);
    this.#watchers.forEach((watcher) => watcher(call, event));
    // After the view has it: a ringing card never waits for the disk.
    setImmediate(() => this.deps.journal()?.appendCallEvent(call, event.type, at));
    if (!isLive(call)) this.deps.clock.after(KEEP_ENDED_MS, () => this.#calls.delete(id));
  }

  async order(callId: CallId, order: Order, isPossible: (call: Call) => boolean): Promise<Result<Done>> {
    const call = this.#calls.get(callId);
    if (!call || !isLive(call)) return fail('callGone');
    if (!isPossible(call)) return fail('callNotPossibleNow');
    return this.send(callId, order);
  }

  /** Puts the order before the phone page and waits for its report. Carried out once: the page knows it by id. */
  async send(callId: CallId, order: Order): Promise<Result<Done>> {
    if (!this.deps.phonePageConnected()) return fail('phonePageMissing');
    const orderId = this.deps.ids.next();
    const outcome = await new Promise<string | undefined>((resolve) => {
      const cancel = this.deps.clock.after(ORDER_LIMIT_MS, () => resolve('timedOut'));
      this.#orders.set(orderId, (failure) => {
        cancel();
        resolve(failure);
      });
      this.deps.topics.set('phoneOrders', orderId, { orderId, callId: this.#pageIdOf(callId), order });
    });
    this.#orders.delete(orderId);
    this.deps.topics.remove('phoneOrders', orderId);
    if (outcome === undefined) return ok({});
    return fail(Object.hasOwn(ERROR_CATEGORY, outcome) ? (outcome as ErrorCode) : 'callFailed', order.do);
  }

  orderDone(orderId: string, failure: string | undefined): void {
    this.#orders.get(orderId)?.(failure);
  }

  /** The phone page is gone with its sockets; the one that comes after it must not carry out what this one was asked. */
  pageLost(): void {
    for (const end of [...this.#orders.values()]) end('phonePageMissing');
  }

  /** Nobody hears two callers at once: whoever is talked to goes on hold first. */
  async holdOthers(except: CallId): Promise<Result<Done>> {
    const asked = await Promise.all(this.talking(except).map((call) => this.hold(call.id)));
    if (this.talking(except).length === 0) return ok({});
    return asked.find((answer) => !answer.ok) ?? fail('holdFailed');
  }

  /** Who is heard at this desk beside `except` and those in conference with it. */
  talking(except: CallId): Call[] {
    const conference = this.#calls.get(except)?.conference;
    return this.all().filter(
      (call) =>
        call.id !== except &&
        call.state === 'talking' &&
        !call.forTransfer &&
        !(conference !== undefined && call.conference === conference) &&
        this.#joining.get(except) !== call.id,
    );
  }

  hold(callId: CallId): Promise<Result<Done>> {
    const known = this.#holding.get(callId);
    if (known) return known;
    const asked = this.send(callId, { do: 'hold' }).finally(() => this.#holding.delete(callId));
    this.#holding.set(callId, asked);
    return asked;
  }

  /** Back to a caller who came back by themselves, unless somebody else is being talked to. */
  async resumeIfQuiet(callId: CallId): Promise<void> {
    const call = this.#calls.get(callId);
    if (call?.state === 'held' && this.talking(callId).length === 0) await this.send(callId, { do: 'resume' });
  }

  /** While `work` runs, neither of the two puts the other on hold. */
  async together<T>(a: CallId, b: CallId, work: () => Promise<T>): Promise<T> {
    this.#joining.set(a, b).set(b, a);
    try {
      return await work();
    } finally {
      this.#joining.delete(a);
      this.#joining.delete(b);
    }
  }

  /** The call that waits in this slot, when the page rings for it again. */
  #recalled(pageId: CallId, event: CallEvent): CallId | undefined {
    if (event.type !== 'rang' || event.parkedSlot === undefined) return undefined;
    const parked = this.all().find((call) => call.state === 'parked' && call.parkedSlot === event.parkedSlot);
    if (parked) this.#pageIds.set(pageId, parked.id);
    return parked?.id;
  }

  #next(id: CallId, before: Call | undefined, event: AnyCallEvent, at: number): Call | undefined {
    try {
      if (before) return this.#onALine(before, reduceCall(before, event, at));
      // More callers than lines still ring, each on a line of its own.
      const line = freeLine(this.all(), this.#calls.size + 1) ?? LINE_COUNT + 1;
      return beginCall(event, at, { id, line });
    } catch (error) {
      if (!(error instanceof IllegalMove)) throw error;
      this.deps.log.warn('call.illegalMove', { event: error.event, state: error.state });
      if (before) this.deps.journal()?.appendCallEvent(before, 'illegal', at);
      return undefined;
    }
  }

  /** A transfer that has just begun carries the rule that proposed it: later the rule may be another. */
  #withRule(call: Call, before: Call | undefined): Call {
    const { transfer } = call;
    if (!transfer || transfer.askedAt === before?.transfer?.askedAt) return call;
    const rule = this.deps.proposedBy?.(call.id, transfer.target);
    return rule === undefined ? call : { ...call, transfer: { ...transfer, rule } };
  }

  /** A parked call gave its line away: it comes back on its own or on the lowest free one. */
  #onALine(before: Call, after: Call): Call {
    if (before.state !== 'parked' || !['ringing', 'dialing'].includes(after.state)) return after;
    if (!this.all().some((call) => call.line === before.line && holdsLine(call))) return after;
    return { ...after, line: freeLine(this.all(), this.#calls.size + 1) ?? LINE_COUNT + 1 };
  }

  /** The far end decides when it picks up or comes back from a transfer: that, too, leaves one caller to talk to. */
  #oneVoice(call: Call, event: AnyCallEvent): void {
    if (call.state !== 'talking' || call.forTransfer) return;
    if (event.type === 'answered' || event.type === 'resumeConfirmed') void this.holdOthers(call.id);
    const isBack = event.type === 'transferBounced' || event.type === 'transferUnknown';
    if (isBack && this.talking(call.id).length > 0) void this.hold(call.id);
  }
}

export const canTransfer = (call: Call): boolean => ['talking', 'held'].includes(call.state);
