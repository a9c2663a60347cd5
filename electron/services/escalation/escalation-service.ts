// Runs escalations with the calls of this desk: rings the targets one after the other while the caller waits, tells the
// machine in shared/domain/escalation what the calls do, and carries out what it answers. Every step stands in the note,
// and so on disk, before it is shown.
import { beginEscalation, isOver, isRinging, reduceEscalation } from '../../../shared/domain/escalation/escalation.ts';
import type {
  EscalationEffect,
  EscalationEvent,
  EscalationPlan,
  Move,
} from '../../../shared/domain/escalation/escalation.ts';
import { planFor } from '../../../shared/domain/escalation/plan.ts';
import type { RunningEscalation } from '../../../shared/domain/escalation/types.ts';
import { isConnected, isLive } from '../../../shared/domain/call/call.ts';
import type { AnyCallEvent, Call, CallId } from '../../../shared/domain/call/call.ts';
import { dialTarget } from '../../../shared/domain/call/dial.ts';
import { isUnderWay } from '../../../shared/domain/call/transfer.ts';
import type { EscalationEntry, Note } from '../../../shared/domain/note/types.ts';
import type { TransferPolicy, Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Done, Result } from '../../../shared/result/result.ts';
import type { Clock, Ids, Log } from '../../ports/runtime.ts';
import type { Handlers, Topics } from '../../ports/topics.ts';
import { LegBook } from './legs.ts';
import { Promises } from './promises.ts';
import type { PromiseDeps } from './promises.ts';

/** The calls as an escalation uses them. */
export interface EscalationCalls {
  readonly get: (callId: CallId) => Call | undefined;
  readonly all: () => readonly Call[];
  /** `leavesOthers`: whoever is talked to here goes on being talked to. */
  readonly ring: (
    leg: CallId,
    target: string,
    consultFor: CallId,
    how: { readonly leavesOthers: boolean },
  ) => Promise<Result<unknown>>;
  readonly hangUp: (callId: CallId) => Promise<Result<unknown>>;
  readonly resume: (callId: CallId) => Promise<Result<unknown>>;
  readonly join: (callId: CallId, leg: CallId) => Promise<Result<unknown>>;
  readonly dismiss: (callId: CallId) => void;
}

export interface EscalationDeps extends PromiseDeps {
  readonly topics: Topics;
  readonly clock: Clock;
  /** Milliseconds of a clock that nobody sets. */
  readonly elapsed: () => number;
  readonly ids: Ids;
  readonly log: Log;
  readonly site: () => Site | undefined;
  readonly extension: () => string | undefined;
  readonly calls: EscalationCalls;
  /** What the call is about, as chosen in its note. */
  readonly category: (callId: CallId) => string | undefined;
  /** The escalation that a rule wants for this call. */
  readonly wanted: (callId: CallId) => string | undefined;
  /** What the rules say about handing this call to this number. */
  readonly policy: (callId: CallId, number: string) => TransferPolicy;
  /** Writes the steps into the call's note. */
  readonly keepSteps: (callId: CallId, steps: readonly EscalationEntry[]) => void;
  readonly audit: (what: string, callId: CallId, userId: string) => void;
}

interface Run {
  state: RunningEscalation;
  readonly began: number;
  readonly legs: LegBook;
  /** Steps that stand in the note. */
  kept: number;
  /** What is carried out one after the other. */
  work: Promise<unknown>;
}

export class EscalationService {
  readonly #deps: EscalationDeps;
  readonly #runs = new Map<CallId, Run>();
  readonly #promises: Promises;

  constructor(deps: EscalationDeps) {
    this.#deps = deps;
    this.#promises = new Promises(deps);
  }

  readonly handlers: Handlers = {
    'escalation.start': ({ callId }, { userId }) => this.#start(callId, userId),
    'escalation.next': ({ callId }) => this.#ask(callId, { type: 'next' }),
    'escalation.cancel': ({ callId }, { userId }) => this.#cancel(callId, userId),
    'escalation.capture': ({ callId, number }, { userId }) => this.#capture(callId, number, userId),
  };

  /** Something happened to a call of this desk. */
  callChanged(call: Call, event: AnyCallEvent): void {
    const waiting = this.#runs.get(call.id);
    if (waiting) this.#callerChanged(waiting, call, event);
    const run = call.consultFor === undefined ? undefined : this.#runs.get(call.consultFor);
    const target = run?.legs.targetOf(call.id);
    if (!run || target === undefined) return;
    if (event.type === 'remoteRang') this.#move(run, { type: 'rang', target });
    if (event.type === 'answered') this.#move(run, { type: 'answered', target });
    if (call.state !== 'ended') return;
    this.#move(run, { type: 'legEnded', target, cause: call.ended ?? 'failed' });
    // Why nobody answered stands among the steps; the line is free again.
    setImmediate(() => this.#deps.calls.dismiss(call.id));
  }

  /** The call has left the screen. */
  letGo(callId: CallId): void {
    const run = this.#runs.get(callId);
    if (!run || !isOver(run.state)) return;
    this.#runs.delete(callId);
    this.#deps.topics.remove('escalations', callId);
  }

  /** What a note of an earlier run left unfinished: the caller is gone, the promise is not. */
  restore(notes: readonly Note[]): void {
    for (const note of notes) {
      const last = note.escalation?.at(-1);
      // A finished note that is corrected has its story behind it.
      if (!last || note.correction || this.#runs.has(note.callId)) continue;
      if (['connected', 'promised', 'cancelled', 'callerGone', 'interrupted'].includes(last.what)) continue;
      const at = this.#deps.clock.now();
      const step: EscalationEntry = {
        at,
        afterMs: Math.max(0, at - (note.escalation?.[0]?.at ?? at)),
        what: 'interrupted',
        who: '',
      };
      this.#deps.keepSteps(note.callId, [...(note.escalation ?? []), step]);
      const site = this.#deps.site();
      if (!site) continue;
      const { callBack } = planFor(site, note.callId, { category: note.content.category, at, extension: undefined });
      this.#promises.keep(note.callId, callBack, undefined, note.author);
    }
  }

  noteFinished(note: Note): void {
    this.#promises.noteFinished(note);
    const run = this.#runs.get(note.callId);
    if (run && isOver(run.state)) this.#deps.topics.remove('escalations', note.callId);
  }

  async #start(callId: CallId, userId: string): Promise<Result<Done>> {
    const { site: siteNow, calls, clock } = this.#deps;
    const site = siteNow();
    const call = calls.get(callId);
    if (!site || !call || !isLive(call)) return fail('callGone');
    if (!this.#isFree(call)) return fail('callNotPossibleNow');
    const { wanted, category, extension } = this.#deps;
    const given = { wanted: wanted(callId), category: category(callId), at: clock.now(), extension: extension() };
    const planned = planFor(site, callId, given);
    if (planned.targets.length === 0) return fail('escalationNobody');
    const plan = this.#withinPolicy(planned);
    if (plan.targets.length === 0) return fail('transferForbidden');
    const began = this.#deps.elapsed();
    const before = this.#runs.get(callId)?.state.steps ?? [];
    const first = beginEscalation(plan, { at: clock.now(), afterMs: 0 });
    const run: Run = {
      state: first.state,
      began,
      legs: new LegBook(this.#deps.ids, clock),
      kept: 0,
      work: Promise.resolve(),
    };
    this.#runs.set(callId, run);
    this.#deps.audit('started', callId, userId);
    // An earlier one of the same call is part of its story.
    this.#carryOut(run, { ...first, state: { ...first.state, steps: [...before, ...first.state.steps] } });
    return ok({});
  }

  /** Nobody outside the policy is rung; where such calls need an introduction, nobody is joined by itself. */
  #withinPolicy(plan: EscalationPlan): EscalationPlan {
    const judged = plan.targets.map((target) => ({ target, policy: this.#deps.policy(plan.callId, target.number) }));
    const targets = judged.filter(({ policy }) => policy !== 'none').map(({ target }) => target);
    const isWarm = judged.some(({ policy }) => policy === 'warmOnly');
    return { ...plan, targets, connect: isWarm ? 'introduce' : plan.connect };
  }

  /** The caller is in hand alone: not in a conference, not being handed over, nobody asked about them yet. */
  #isFree(call: Call): boolean {
    const run = this.#runs.get(call.id);
    const isRunning = run !== undefined && !isOver(run.state);
    const isConsulting = this.#deps.calls.all().some((one) => one.consultFor === call.id && isLive(one));
    const isTransferring = call.transfer !== undefined && isUnderWay(call.transfer);
    return isConnected(call) && !isRunning && !isConsulting && !isTransferring && call.conference === undefined;
  }

  #ask(callId: CallId, event: EscalationEvent): Result<Done> {
    const run = this.#runs.get(callId);
    if (!run || isOver(run.state)) return fail('callNotPossibleNow');
    this.#move(run, event);
    return ok({});
  }

  async #cancel(callId: CallId, userId: string): Promise<Result<Done>> {
    const asked = this.#ask(callId, { type: 'cancelled' });
    if (!asked.ok) return asked;
    this.#deps.audit('cancelled', callId, userId);
    // Answered once the caller is back: whoever pressed the key may speak.
    await this.#runs.get(callId)?.work;
    return asked;
  }

  #capture(callId: CallId, typed: string, userId: string): Result<Done> {
    const run = this.#runs.get(callId);
    const site = this.#deps.site();
    if (run?.state.phase !== 'capturing' || !site) return fail('callNotPossibleNow');
    const number = /\d{3}/.test(typed)
      ? dialTarget(typed, { ...site, phone: { ...site.phone, outsidePrefix: '' } })
      : undefined;
    if (number === undefined) return fail('numberInvalid');
    // On disk first: what was promised to the caller is not said to be kept before it is.
    const kept = this.#promises.keep(callId, run.state.callBack, number, userId);
    if (!kept.ok) return kept;
    return this.#ask(callId, { type: 'captured', number });
  }

  #callerChanged(run: Run, caller: Call, event: AnyCallEvent): void {
    const leg = run.state.legs.find(({ state }) => state === 'answered');
    const isOurs = caller.transfer?.consultCallId === (leg && run.legs.callOf(leg.target));
    if (event.type === 'transferAsked' && isRinging(run.state)) this.#move(run, { type: 'joining' });
    if (event.type === 'transferBounced' || event.type === 'transferUnknown') this.#move(run, { type: 'joinFailed' });
    if (event.type === 'joined' && isRinging(run.state)) this.#move(run, { type: 'connected' });
    if (event.type === 'transferReached' && (isOurs || run.state.phase === 'connecting'))
      this.#move(run, { type: 'connected' });
    if (caller.state !== 'ended') return;
    this.#move(run, caller.ended === 'transferred' ? { type: 'connected' } : { type: 'callerGone' });
  }

  #move(run: Run, event: EscalationEvent): void {
    const now = { at: this.#deps.clock.now(), afterMs: Math.round(this.#deps.elapsed() - run.began) };
    this.#carryOut(run, reduceEscalation(run.state, event, now));
  }

  #carryOut(run: Run, { state, effects }: Move): void {
    run.state = state;
    if (state.steps.length > run.kept) this.#deps.keepSteps(state.callId, state.steps);
    run.kept = state.steps.length;
    this.#publish(run);
    if (isOver(state)) run.legs.stopTimers();
    for (const effect of effects)
      // What is owed waits for no phone.
      if (effect.do === 'promise') this.#promised(run, effect.number);
      else run.work = run.work.then(() => this.#do(run, effect));
  }

  /** A number that was noted has been kept before the caller was told. */
  #promised({ state }: Run, number: string | undefined): void {
    if (number === undefined) this.#promises.keep(state.callId, state.callBack, undefined, '');
  }

  async #do(run: Run, effect: Exclude<EscalationEffect, { do: 'promise' }>): Promise<void> {
    const { callId } = run.state;
    const { calls } = this.#deps;
    switch (effect.do) {
      case 'dial':
        return this.#dial(run, effect.target);
      case 'time':
        return run.legs.time(effect.target, effect.seconds, () =>
          this.#move(run, { type: 'timeUp', target: effect.target }),
        );
      case 'hangUp': {
        const leg = run.legs.callOf(effect.target);
        if (leg) await calls.hangUp(leg);
        return;
      }
      case 'join': {
        const leg = run.legs.callOf(effect.target);
        const joined = leg ? await calls.join(callId, leg) : fail('callGone');
        if (!joined.ok) this.#deps.log.warn('escalation.notJoined', { code: joined.error.code });
        return;
      }
      case 'resume':
        return this.#resume(callId);
    }
  }

  async #dial(run: Run, target: number): Promise<void> {
    const { callId, targets, rung } = run.state;
    const wanted = targets[target];
    // Called off, or the caller hung up, before its turn came.
    if (!wanted || isOver(run.state) || run.state.legs.find((leg) => leg.target === target)?.state !== 'dialling')
      return;
    const leg = run.legs.open(target);
    const caller = this.#deps.calls.get(callId);
    const isFirst = rung <= 1 && caller?.state === 'talking';
    const rings = await this.#deps.calls.ring(leg, wanted.number, callId, { leavesOthers: !isFirst });
    if (rings.ok) return;
    this.#deps.log.warn('escalation.notRung', { code: rings.error.code });
    this.#move(run, { type: 'legEnded', target, cause: 'failed' });
  }

  /** Back to the caller, unless somebody else is being spoken with: then they wait, and the line says so. */
  async #resume(callId: CallId): Promise<void> {
    const { calls } = this.#deps;
    const isBusy = calls
      .all()
      .some((call) => call.id !== callId && call.state === 'talking' && call.consultFor !== callId);
    if (!isBusy && calls.get(callId)?.state === 'held') await calls.resume(callId);
  }

  #publish({ state, legs }: Run): void {
    const answered = state.legs.find((leg) => leg.state === 'answered');
    const leg = answered && legs.callOf(answered.target);
    this.#deps.topics.set('escalations', state.callId, { ...state, ...(leg ? { answeredLeg: leg } : {}) });
  }
}
