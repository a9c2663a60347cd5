// What the rules are told about a call, and what their answer sets off elsewhere: the policy for a transfer, the rule that
// proposed a target, the things to do that a call leaves behind, the place in a queue it is sent to.
import type { Call, CallId } from '../shared/domain/call/call.ts';
import { withoutPrefix } from '../shared/domain/call/dial.ts';
import { isGiven } from '../shared/domain/patient/card.ts';
import type { CardPart } from '../shared/domain/patient/types.ts';
import { judgeTransfer, policySiteOf } from '../shared/domain/rules/transfer.ts';
import type { Decision, DecisionInput, PatientFacts } from '../shared/domain/rules/types.ts';
import { dueWithin } from '../shared/domain/schedule/windows.ts';
import type { TransferPolicy } from '../shared/domain/site/site.ts';
import type { Desk } from './desk.ts';
import type { Clock, Log } from './ports/runtime.ts';
import { IntentService } from './services/intent/intent-service.ts';
import { SentOnCallers } from './services/queues/sent-on.ts';
import { AccuracyService } from './services/rules/accuracy-service.ts';

/** The program is open and the phone registered: now there is time for what can wait. */
const PREPARE_MS = 3_000;

export class RuleFlow {
  readonly accuracy: AccuracyService;
  readonly intent: IntentService;
  readonly sentOn: SentOnCallers;
  readonly #desk: Desk;
  readonly #clock: Clock;

  constructor(desk: Desk, clock: Clock, log: Log) {
    this.#desk = desk;
    this.#clock = clock;
    const journal = () => desk.journal.current();
    this.accuracy = new AccuracyService({ clock, journal });
    this.intent = new IntentService({ journal, site: () => desk.site.current() });
    clock.after(PREPARE_MS, () => void this.intent.prepare());
    this.sentOn = new SentOnCallers({
      clock,
      log,
      site: () => desk.site.current(),
      extension: () => desk.session.user()?.extension,
      calls: () => desk.calls.all(),
      priorityOf: (callId) => this.#decisionOf(callId)?.priority ?? 0,
      raise: (caller, priority) => desk.queues.raise(caller, priority),
      onRaised: (entry, calls) => {
        const kind = calls.some((id) => this.#decisionOf(id)?.emergency) ? 'redFlag' : 'rule';
        desk.queues.because(entry, { kind });
      },
    });
  }

  readonly factsOf = (call: Call): Pick<DecisionInput, 'repeat' | 'patient' | 'role' | 'waiting' | 'load'> => ({
    repeat: this.#desk.work.repeats.isRepeat(call.id),
    patient: this.#patientOf(call.id),
    role: this.#desk.session.user()?.role,
    waiting: this.#desk.queues.waitingCounts(),
    load: this.#desk.queues.ringingAt(),
  });

  /** In an emergency nothing is refused. */
  readonly policy = (callId: CallId, target: string): TransferPolicy => {
    const site = this.#desk.site.current();
    const decision = this.#decisionOf(callId);
    if (!site || decision?.emergency) return 'any';
    const ofCall = decision?.transfer ?? 'any';
    if (ofCall === 'none') return 'none';
    const role = this.#desk.session.user()?.role;
    const category = this.#desk.notes.get(callId)?.content.category;
    const number = withoutPrefix(target, site.phone.outsidePrefix);
    const { allowed } = judgeTransfer(policySiteOf(site), { number, category, role });
    return allowed === 'any' ? ofCall : allowed;
  };

  readonly proposedBy = (callId: CallId, target: string): string | undefined => {
    const prefix = this.#desk.site.current()?.phone.outsidePrefix ?? '';
    const destinations = this.#decisionOf(callId)?.destinations;
    return destinations?.find(({ number }) => number === target || number === withoutPrefix(target, prefix))?.rule;
  };

  /** The tasks of the rules that apply at the end of a call that came in; each once, however often it is told. */
  callEnded(call: Call): void {
    const site = this.#desk.site.current();
    if (!site || call.direction !== 'incoming') return;
    for (const task of this.#decisionOf(call.id)?.tasks ?? []) {
      const category = this.#desk.notes.get(call.id)?.content.category;
      const { patientId } = this.#desk.patients.summary(call.id);
      this.#desk.work.list.add({
        id: `${call.id}/rule/${task.rule}`,
        kind: 'followUp',
        text: task.text,
        about: this.#desk.flow.aboutOf(call.id),
        ...(call.remote.withheld ? {} : { number: call.remote.number }),
        callId: call.id,
        ...(patientId ? { patientId } : {}),
        ...(category ? { category } : {}),
        owner: task.owner,
        due: dueWithin(task.within, { hours: site.hours, timeZone: site.clinic.timeZone }, this.#clock.now()),
        createdAt: this.#clock.now(),
        createdBy: '',
      });
    }
  }

  #decisionOf(callId: CallId): Decision | undefined {
    return this.#desk.hub.get('calls', callId)?.decision;
  }

  /** From the chart only once the caller is verified; that somebody is restricted stands in the chooser already. */
  #patientOf(callId: CallId): PatientFacts | undefined {
    const panel = this.#desk.hub.get('patients', callId);
    if (!panel) return undefined;
    const sole = panel.match.candidates.length === 1 ? panel.match.candidates[0] : undefined;
    const candidate = panel.chosen ?? sole;
    const restricted = candidate === undefined ? {} : { restricted: candidate.hint === 'restricted' };
    const context = panel.check.state === 'verified' ? panel.context : undefined;
    if (!context) return restricted;
    const has = (part: CardPart) => isGiven(context, part);
    return {
      ...restricted,
      age: context.age,
      interpreter: context.interpreterNeeded,
      ...(has('visits') ? { nextVisit: context.nextVisit?.start ?? null } : {}),
      ...(has('referrals') ? { referrals: context.referrals.map(({ state }) => state) } : {}),
      ...(has('flags') ? { flags: context.flags.map(({ text }) => text) } : {}),
    };
  }
}
