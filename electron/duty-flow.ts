// When the practice is open and who is rung: closing at once, escalations. Built from the desk's other services; says who
// tells whom.
import { randomUUID } from 'node:crypto';
import type { CommandName, CommandParsed } from '../shared/contract/index.ts';
import type { Machine } from './compose.ts';
import type { Desk } from './desk.ts';
import type { Clock } from './ports/runtime.ts';
import type { Caller, Handlers } from './ports/topics.ts';
import { ClosingService } from './services/hours/closing-service.ts';
import { EscalationService } from './services/escalation/escalation-service.ts';
import type { EscalationCalls } from './services/escalation/escalation-service.ts';

type Parts = Pick<Machine, 'store' | 'log'>;

export class DutyFlow {
  readonly #desk: Desk;
  readonly closing: ClosingService;
  readonly escalations: EscalationService;
  readonly services: readonly { readonly handlers: Handlers }[];

  constructor(desk: Desk, clock: Clock, machine: Parts) {
    this.#desk = desk;
    this.closing = this.#newClosing(clock, machine);
    this.escalations = this.#newEscalations(clock, machine);
    this.services = [this.closing, this.escalations];
  }

  restore(): void {
    this.escalations.restore(this.#desk.journal.current()?.notes('draft') ?? []);
  }

  #newClosing(clock: Clock, { store }: Parts): ClosingService {
    const { site, journal, practice } = this.#desk;
    return new ClosingService({
      clock,
      site: site.current,
      book: store && practice.closures,
      audit: (detail, userId) => journal.audit('closure', userId, { detail }),
    });
  }

  #newEscalations(clock: Clock, { log }: Parts): EscalationService {
    const desk = this.#desk;
    const nobody = { by: '', name: '' };
    return new EscalationService({
      topics: desk.hub,
      clock,
      elapsed: () => performance.now(),
      ids: { next: () => randomUUID() },
      log,
      site: desk.site.current,
      extension: () => desk.session.user()?.extension,
      calls: this.#calls(),
      category: (callId) => desk.notes.get(callId)?.content.category,
      wanted: (callId) => desk.hub.get('calls', callId)?.decision?.escalate?.id,
      policy: desk.rules.policy,
      keepSteps: (callId, steps) => desk.notes.escalated(callId, steps),
      contact: (callId) => ({
        about: desk.flow.aboutOf(callId),
        number: desk.flow.callOf(callId)?.remote.number,
        patientId: desk.patients.summary(callId).patientId,
      }),
      addWork: (work) => desk.work.list.add(work),
      mergeWork: (id) => {
        if (desk.work.list.store.get(id)?.state === 'open')
          desk.work.list.store.append(id, { ...nobody, what: 'closed', how: 'merged' });
      },
      audit: (detail, callId, userId) => desk.journal.audit('escalation', userId, { callId, detail }),
    });
  }

  #calls(): EscalationCalls {
    const { calls, session } = this.#desk;
    const run = async <N extends CommandName>(name: N, input: CommandParsed<N>) => {
      const caller: Caller = { page: 'console', userId: session.user()?.id ?? '', role: session.user()?.role };
      return calls.handlers[name]!(input as never, caller);
    };
    return {
      get: (callId) => calls.get(callId),
      all: () => calls.all(),
      ring: (callId, target, consultFor, { leavesOthers }) =>
        calls.place(target, { consultFor }, { callId, leavesOthers }),
      hangUp: (callId) => run('call.hangUp', { callId }),
      resume: (callId) => run('call.resume', { callId }),
      join: (callId, consultCallId) => run('call.transferAttended', { callId, consultCallId }),
      dismiss: (callId) => void run('call.dismiss', { callId }),
    };
  }
}
