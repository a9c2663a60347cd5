// The calls of this desk: what the phone page reports runs through the pure reducer, is journaled and handed on.
// Commands become orders to the phone page; an order is answered by the page's report, or by time.
import type { PhoneOrder, PhoneReport } from '../../../shared/contract/call.ts';
import type { Health } from '../../../shared/contract/session.ts';
import { CallId, LINE_COUNT, isConnected, isLive } from '../../../shared/domain/call/call.ts';
import type { Call, CallEvent } from '../../../shared/domain/call/call.ts';
import { IllegalMove, beginCall, freeLine, reduceCall } from '../../../shared/domain/call/reduce.ts';
import { dialTarget } from '../../../shared/domain/call/dial.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { ERROR_CATEGORY, fail, ok } from '../../../shared/result/result.ts';
import type { Done, ErrorCode, Result } from '../../../shared/result/result.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Clock, Ids, Log } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';

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
  readonly onChange: (call: Call, event: CallEvent) => void;
  readonly onPhone: (change: Partial<Pick<Health, 'phone' | 'microphone'>>) => void;
  readonly onTransfer: (call: Call, userId: string) => void;
  /** How the call sounded, kept with it when it ends. */
  readonly sounded?: (id: CallId) => Call['sounded'];
  /** The person at the desk put the ended call away. */
  readonly onDismissed: (callId: CallId) => void;
}

type Order = PhoneOrder['order'];

export class CallsService {
  readonly #deps: CallsDeps;
  readonly #calls = new Map<CallId, Call>();
  readonly #orders = new Map<string, (failure: string | undefined) => void>();
  /** Holds under way, so that a call is not asked twice at once. */
  readonly #holding = new Map<CallId, Promise<Result<Done>>>();

  constructor(deps: CallsDeps) {
    this.#deps = deps;
  }

  get(id: CallId): Call | undefined {
    return this.#calls.get(id);
  }

  all(): Call[] {
    return [...this.#calls.values()];
  }

  readonly handlers: Handlers = {
    'phone.report': (report) => this.#report(report),
    'call.dial': ({ target, consultFor }) => this.#dial(target, consultFor),
    'call.answer': async ({ callId }) => this.#answer(callId),
    'call.reject': ({ callId }) => this.#order(callId, { do: 'reject' }, (call) => call.state === 'ringing'),
    'call.silence': ({ callId }) => this.#order(callId, { do: 'silence' }, (call) => call.state === 'ringing'),
    'call.mute': ({ callId, muted }) => this.#order(callId, { do: 'mute', muted }, isConnected),
    'call.hold': ({ callId }) => this.#order(callId, { do: 'hold' }, (call) => call.state === 'talking'),
    'call.resume': ({ callId }) => this.#resume(callId),
    'call.hangUp': ({ callId }) => this.#order(callId, { do: 'hangUp' }, isLive),
    'call.sendTones': ({ callId, tones }) => this.#order(callId, { do: 'sendTones', tones }, isConnected),
    'call.transferBlind': ({ callId, target }, { userId }) => this.#transferBlind(callId, target, userId),
    'call.transferAttended': ({ callId, consultCallId }, { userId }) =>
      this.#transferAttended(callId, consultCallId, userId),
    'call.dismiss': ({ callId }) => this.#dismiss(callId),
  };

  /** The phone page is gone with its sockets; the one that comes after it must not carry out what this one was asked. */
  phonePageLost(): void {
    for (const end of [...this.#orders.values()]) end('phonePageMissing');
    this.#deps.onPhone({ phone: 'starting' });
  }

  #report(report: PhoneReport): Result<Done> {
    switch (report.kind) {
      case 'registration':
        this.#deps.onPhone({ phone: report.state });
        break;
      case 'microphone':
        this.#deps.onPhone({ microphone: report.state });
        break;
      case 'orderDone':
        this.#orders.get(report.orderId)?.(report.failure);
        break;
      case 'holding':
        this.#reconcile(new Set(report.callIds));
        break;
      case 'call':
        this.#apply(report.callId, report.event);
        break;
    }
    return ok({});
  }

  /** A phone page that came back names the calls it still has; the others ended while it was away. */
  #reconcile(held: ReadonlySet<CallId>): void {
    for (const call of this.all())
      if (isLive(call) && !held.has(call.id)) this.#apply(call.id, { type: 'ended', cause: 'connectionLost' });
  }

  #apply(id: CallId, event: CallEvent): void {
    const at = this.#deps.clock.now();
    const before = this.#calls.get(id);
    const next = this.#next(id, before, event, at);
    if (!next) return;
    const sounded = event.type === 'ended' ? this.#deps.sounded?.(id) : undefined;
    const call = sounded ? { ...next, sounded } : next;
    this.#calls.set(id, call);
    this.#deps.onChange(call, event);
    this.#oneVoice(call, event);
    // After the view has it: a ringing card never waits for the disk.
    setImmediate(() => this.#deps.journal()?.appendCallEvent(call, event.type, at));
    if (!isLive(call)) this.#deps.clock.after(KEEP_ENDED_MS, () => this.#calls.delete(id));
  }

  #next(id: CallId, before: Call | undefined, event: CallEvent, at: number): Call | undefined {
    try {
      if (before) return reduceCall(before, event, at);
      // More callers than lines still ring, each on a line of its own.
      const line = freeLine(this.all(), this.#calls.size + 1) ?? LINE_COUNT + 1;
      return beginCall(event, at, { id, line });
    } catch (error) {
      if (!(error instanceof IllegalMove)) throw error;
      this.#deps.log.warn('call.illegalMove', { event: error.event, state: error.state });
      if (before) this.#deps.journal()?.appendCallEvent(before, 'illegal', at);
      return undefined;
    }
  }

  async #dial(typed: string, consultFor: CallId | undefined): Promise<Result<{ callId: CallId }>> {
    const site = this.#deps.site();
    const target = site && dialTarget(typed, site);
    if (!target) return fail('numberInvalid');
    if (freeLine(this.all(), LINE_COUNT) === undefined) return fail('linesFull');
    const callId = CallId.parse(this.#deps.ids.next());
    const held = await this.#holdOthers(callId);
    if (!held.ok && !site.phone.emergencyNumbers.includes(target)) return held;
    const sent = await this.#send(callId, consultFor ? { do: 'dial', target, consultFor } : { do: 'dial', target });
    return sent.ok ? ok({ callId }) : sent;
  }

  async #answer(callId: CallId): Promise<Result<Done>> {
    // Holding the other line goes alongside: the caller who rings does not wait for it.
    const held = this.#holdOthers(callId);
    const answered = await this.#order(callId, { do: 'answer' }, (call) => call.state === 'ringing');
    await held;
    return answered;
  }

  async #resume(callId: CallId): Promise<Result<Done>> {
    const held = await this.#holdOthers(callId);
    if (!held.ok) return held;
    return this.#order(callId, { do: 'resume' }, (call) => call.state === 'held');
  }

  /** Nobody hears two callers at once: whoever is talked to goes on hold first. */
  async #holdOthers(except: CallId): Promise<Result<Done>> {
    const asked = await Promise.all(this.#talking(except).map((call) => this.#hold(call.id)));
    if (this.#talking(except).length === 0) return ok({});
    return asked.find((answer) => !answer.ok) ?? fail('holdFailed');
  }

  #talking(except: CallId): Call[] {
    return this.all().filter((call) => call.id !== except && call.state === 'talking');
  }

  #hold(callId: CallId): Promise<Result<Done>> {
    const known = this.#holding.get(callId);
    if (known) return known;
    const asked = this.#send(callId, { do: 'hold' }).finally(() => this.#holding.delete(callId));
    this.#holding.set(callId, asked);
    return asked;
  }

  /** The far end decides when it picks up or comes back from a transfer: that, too, leaves one caller to talk to. */
  #oneVoice(call: Call, event: CallEvent): void {
    if (call.state !== 'talking') return;
    if (event.type === 'answered' || event.type === 'resumeConfirmed') void this.#holdOthers(call.id);
    const isBack = event.type === 'transferBounced' || event.type === 'transferUnknown';
    if (isBack && this.#talking(call.id).length > 0) void this.#hold(call.id);
  }

  async #transferBlind(callId: CallId, typed: string, userId: string): Promise<Result<Done>> {
    const site = this.#deps.site();
    const target = site && dialTarget(typed, site);
    if (!target) return fail('numberInvalid');
    const label = site.directory.find((entry) => entry.number === target)?.name ?? target;
    const sent = await this.#order(callId, { do: 'transferBlind', target, label }, (call) =>
      ['talking', 'held'].includes(call.state),
    );
    this.#noteTransfer(callId, userId);
    return sent;
  }

  async #transferAttended(callId: CallId, consultCallId: CallId, userId: string): Promise<Result<Done>> {
    const consult = this.#calls.get(consultCallId);
    if (!consult || !['talking', 'held'].includes(consult.state)) return fail('callNotPossibleNow');
    const label =
      this.#deps.site()?.directory.find((entry) => entry.number === consult.remote.number)?.name ??
      consult.remote.number;
    const sent = await this.#order(callId, { do: 'transferAttended', consultCallId, label }, (call) =>
      ['talking', 'held'].includes(call.state),
    );
    this.#noteTransfer(callId, userId);
    return sent;
  }

  #noteTransfer(callId: CallId, userId: string): void {
    const call = this.#calls.get(callId);
    if (call?.transfer) this.#deps.onTransfer(call, userId);
  }

  #dismiss(callId: CallId): Result<Done> {
    const call = this.#calls.get(callId);
    if (call && isLive(call)) return fail('callNotPossibleNow');
    this.#calls.delete(callId);
    this.#deps.topics.remove('calls', callId);
    this.#deps.onDismissed(callId);
    return ok({});
  }

  async #order(callId: CallId, order: Order, isPossible: (call: Call) => boolean): Promise<Result<Done>> {
    const call = this.#calls.get(callId);
    if (!call || !isLive(call)) return fail('callGone');
    if (!isPossible(call)) return fail('callNotPossibleNow');
    return this.#send(callId, order);
  }

  /** Puts the order before the phone page and waits for its report. Carried out once: the page knows it by id. */
  async #send(callId: CallId, order: Order): Promise<Result<Done>> {
    if (!this.#deps.phonePageConnected()) return fail('phonePageMissing');
    const orderId = this.#deps.ids.next();
    const outcome = await new Promise<string | undefined>((resolve) => {
      const cancel = this.#deps.clock.after(ORDER_LIMIT_MS, () => resolve('timedOut'));
      this.#orders.set(orderId, (failure) => {
        cancel();
        resolve(failure);
      });
      this.#deps.topics.set('phoneOrders', orderId, { orderId, callId, order });
    });
    this.#orders.delete(orderId);
    this.#deps.topics.remove('phoneOrders', orderId);
    if (outcome === undefined) return ok({});
    return fail(Object.hasOwn(ERROR_CATEGORY, outcome) ? (outcome as ErrorCode) : 'callFailed', order.do);
  }
}
