// The calls of this desk: commands from the console, reports from the phone page, and what the PBX says about parked callers.
// Commands become orders to the phone page; an order is answered by the page's report, or by time.
import type { PhoneReport } from '../../../shared/contract/call.ts';
import { CallId, LINE_COUNT, isConnected, isLive } from '../../../shared/domain/call/call.ts';
import type { Call, CallEvent } from '../../../shared/domain/call/call.ts';
import { freeLine } from '../../../shared/domain/call/reduce.ts';
import { dialTarget } from '../../../shared/domain/call/dial.ts';
import { announcementOf, answersByItself } from '../../../shared/domain/call/intercom.ts';
import type { ParkedFact } from '../../../shared/domain/parking/board.ts';
import type { AtOnce } from '../../../shared/domain/rules/types.ts';
import type { TransferPolicy } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Handlers } from '../../ports/topics.ts';
import { RulesAtRing } from './at-once.ts';
import { Conferences } from './conference.ts';
import { CallCore, canTransfer } from './core.ts';
import type { CallsDeps, Order } from './core.ts';
import { FollowedTransfers } from './followed-transfer.ts';
import { HoldAlerts } from './hold-alerts.ts';
import { Parking } from './parking.ts';
import type { ParkingDeps } from './parking.ts';

type DialOrder = Extract<Order, { do: 'dial' }>;

interface Placing {
  /** The id it is going to have, where somebody must know it before the other side can answer. */
  readonly callId?: CallId;
  /** Whoever is talked to goes on being talked to until the other side answers. */
  readonly leavesOthers?: boolean;
}

export class CallsService {
  readonly #deps: CallsDeps & ParkingDeps;
  readonly #core: CallCore;
  readonly #followed: FollowedTransfers;
  readonly #conferences: Conferences;
  readonly #parking: Parking;
  readonly #atRing: RulesAtRing;

  constructor(deps: CallsDeps & ParkingDeps) {
    this.#deps = deps;
    this.#core = new CallCore(deps);
    this.#followed = new FollowedTransfers(this.#core);
    this.#conferences = new Conferences(this.#core);
    this.#parking = new Parking(this.#core, deps);
    this.#atRing = new RulesAtRing(this.#core, deps.extension);
    new HoldAlerts(this.#core);
  }

  get(id: CallId): Call | undefined {
    return this.#core.get(id);
  }

  all(): Call[] {
    return this.#core.all();
  }

  readonly handlers: Handlers = {
    'phone.report': (report) => this.#report(report),
    'call.dial': ({ target, consultFor }) => this.#dial(target, consultFor),
    'call.answer': ({ callId }) => this.#answer(callId),
    'call.reject': ({ callId }) => this.#core.order(callId, { do: 'reject' }, isRinging),
    'call.silence': ({ callId }) => this.#core.order(callId, { do: 'silence' }, isRinging),
    'call.mute': ({ callId, muted }) => this.#mute(callId, muted),
    'call.hold': ({ callId }) => this.#hold(callId),
    'call.resume': ({ callId }) => this.#resume(callId),
    'call.hangUp': ({ callId }) => this.#core.order(callId, { do: 'hangUp' }, (call) => call.state !== 'parked'),
    'call.sendTones': ({ callId, tones }) => this.#core.order(callId, { do: 'sendTones', tones }, isConnected),
    'call.transferBlind': ({ callId, target }, { userId }) => this.#transferBlind(callId, target, userId),
    'call.transferAttended': ({ callId, consultCallId }, { userId }) =>
      this.#transferAttended(callId, consultCallId, userId),
    'call.cancelTransfer': ({ callId }) => this.#followed.cancel(callId),
    'call.merge': ({ callId, withCallId }) => this.#conferences.merge(callId, withCallId),
    'call.split': ({ callId }) => this.#conferences.split(callId),
    'call.leaveConference': async ({ callId }, { userId }) => {
      const [other] = this.#conferences.of(callId).filter(({ id }) => id !== callId);
      if (other && this.#policy(callId, other.remote.number) === 'none') return fail('transferForbidden');
      const left = await this.#conferences.leave(callId);
      this.#noteTransfer(callId, userId);
      return left;
    },
    'call.park': async ({ callId }, { userId }) => {
      const parked = await this.#parking.park(callId);
      if (parked.ok) this.#noteTransfer(callId, userId);
      return parked;
    },
    'call.retrieve': ({ slot }) => this.#parking.retrieve(slot),
    'call.dismiss': ({ callId }) => this.#dismiss(callId),
  };

  /** A parked call that rang again is known to the phone page by the id of its new dialog. */
  idFromPage(pageId: CallId): CallId {
    return this.#core.ourIdOf(pageId);
  }

  /** The phone page is gone with its sockets. */
  phonePageLost(): void {
    this.#core.pageLost();
    this.#deps.onPhone({ phone: 'starting' });
  }

  /** What a rule wants done with a call that rings. */
  ruleWants(callId: CallId, atOnce: AtOnce): void {
    this.#atRing.carryOut(callId, atOnce);
  }

  /** From the PBX: what became of a parked caller. */
  parkingChanged(event: ParkedFact): void {
    this.#parking.pbxSaid(event);
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
        this.#core.orderDone(report.orderId, report.failure);
        break;
      case 'holding':
        this.#core.reconcile(new Set(report.callIds));
        break;
      case 'presence':
      case 'messages':
        this.#deps.onLamps?.(report);
        break;
      case 'call':
        this.#heard(report.callId, report.event);
        break;
    }
    return ok({});
  }

  /** An event of a call, without a wish to be answered at once that is not granted. */
  #heard(callId: CallId, event: CallEvent): void {
    if (event.type !== 'rang' || event.autoAnswer === undefined) return this.#core.report(callId, event);
    const { autoAnswer: _wish, ...plain } = event;
    const isGranted = answersByItself(event, {
      setting: this.#deps.site()?.phone.autoAnswer ?? 'never',
      isSignedIn: this.#deps.extension() !== undefined,
      others: this.all().filter((call) => call.id !== callId),
    });
    this.#core.report(callId, isGranted ? event : plain);
    if (isGranted) void this.#core.order(callId, { do: 'answer', muted: true }, isRinging);
  }

  async #dial(typed: string, consultFor: CallId | undefined): Promise<Result<{ callId: CallId }>> {
    const site = this.#deps.site();
    const target = site && dialTarget(typed, site);
    if (!target) return fail('numberInvalid');
    return this.place(target, { ...announcementOf(target, site), ...(consultFor ? { consultFor } : {}) });
  }

  /** Calls exactly this number; `known` is what is known of the call beyond it. */
  async place(
    target: string,
    known: Omit<DialOrder, 'do' | 'target'> = {},
    how: Placing = {},
  ): Promise<Result<{ callId: CallId }>> {
    if (freeLine(this.all(), LINE_COUNT) === undefined) return fail('linesFull');
    const callId = how.callId ?? CallId.parse(this.#deps.ids.next());
    const held = how.leavesOthers ? ok({}) : await this.#core.holdOthers(callId);
    if (!held.ok && !this.#deps.site()?.phone.emergencyNumbers.includes(target)) return held;
    const sent = await this.#core.send(callId, { do: 'dial', target, ...known });
    return sent.ok ? ok({ callId }) : sent;
  }

  async #answer(callId: CallId): Promise<Result<Done>> {
    // Holding the other line goes alongside: the caller who rings does not wait for it.
    const held = this.#core.holdOthers(callId);
    const answered = await this.#core.order(callId, { do: 'answer' }, isRinging);
    await held;
    return answered;
  }

  async #resume(callId: CallId): Promise<Result<Done>> {
    const call = this.#core.get(callId);
    if (call && this.#followed.isFollowing(call)) return this.#followed.cancel(callId);
    const held = await this.#core.holdOthers(callId);
    if (!held.ok) return held;
    const [first, ...others] = this.#conferences.of(callId);
    if (first && others.length > 0)
      return this.#conferences.all(callId, (each) => this.#core.order(each.id, { do: 'resume' }, isHeld));
    return this.#core.order(callId, { do: 'resume' }, isHeld);
  }

  async #transferBlind(callId: CallId, typed: string, userId: string): Promise<Result<Done>> {
    const site = this.#deps.site();
    const target = site && dialTarget(typed, site);
    if (!target) return fail('numberInvalid');
    const policy = this.#policy(callId, target);
    if (policy !== 'any') return fail(policy === 'none' ? 'transferForbidden' : 'transferWarmOnly');
    if (target === this.#deps.extension()) return fail('transferToSelf');
    const label = site.directory.find((entry) => entry.number === target)?.name ?? target;
    if (site.phone.blindTransfer === 'followed') return this.#followed.begin(callId, target, label, userId);
    const order = { do: 'transferBlind', target, label, kind: 'blind' } as const;
    const sent = await this.#core.order(callId, order, canTransfer);
    this.#noteTransfer(callId, userId);
    return sent;
  }

  async #transferAttended(callId: CallId, consultCallId: CallId, userId: string): Promise<Result<Done>> {
    const consult = this.#core.get(consultCallId);
    if (!consult || !canTransfer(consult) || callId === consultCallId) return fail('callNotPossibleNow');
    if (this.#policy(callId, consult.remote.number) === 'none') return fail('transferForbidden');
    const label =
      this.#deps.site()?.directory.find((entry) => entry.number === consult.remote.number)?.name ??
      consult.remote.number;
    const sent = await this.#core.order(callId, { do: 'transferAttended', consultCallId, label }, canTransfer);
    this.#noteTransfer(callId, userId);
    return sent;
  }

  /** Help is never refused; everything else follows the rules that the card shows. */
  #policy(callId: CallId, target: string): TransferPolicy {
    const isEmergency = this.#deps.site()?.phone.emergencyNumbers.includes(target) ?? false;
    return isEmergency ? 'any' : this.#deps.policy(callId, target);
  }

  #noteTransfer(callId: CallId, userId: string): void {
    const call = this.#core.get(callId);
    if (call?.transfer) this.#deps.onTransfer(call, userId);
  }

  #dismiss(callId: CallId): Result<Done> {
    const call = this.#core.get(callId);
    if (call && isLive(call)) return fail('callNotPossibleNow');
    this.#core.forget(callId);
    this.#deps.topics.remove('calls', callId);
    this.#deps.onDismissed(callId);
    return ok({});
  }

  async #mute(callId: CallId, muted: boolean): Promise<Result<Done>> {
    if (!this.#isThere(callId)) return fail('callGone');
    return this.#conferences.all(callId, (call) => this.#core.order(call.id, { do: 'mute', muted }, isConnected));
  }

  async #hold(callId: CallId): Promise<Result<Done>> {
    if (!this.#isThere(callId)) return fail('callGone');
    return this.#conferences.all(callId, (call) => this.#core.order(call.id, { do: 'hold' }, isTalking));
  }

  #isThere(callId: CallId): boolean {
    const call = this.#core.get(callId);
    return call !== undefined && isLive(call);
  }
}

const isRinging = (call: Call): boolean => call.state === 'ringing';
const isTalking = (call: Call): boolean => call.state === 'talking';
const isHeld = (call: Call): boolean => call.state === 'held';
