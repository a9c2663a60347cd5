// The port over the connection that is open, or is opened first.
import type { Result } from '../../../../shared/result/result.ts';
import type { SchedulingPort } from '../../../ports/scheduling.ts';
import type { Scheduling } from './scheduling.ts';

export function schedulingPort(connected: () => Promise<Result<{ readonly scheduling: Scheduling }>>): SchedulingPort {
  async function over<T>(ask: (scheduling: Scheduling) => Promise<Result<T>>): Promise<Result<T>> {
    const opened = await connected();
    return opened.ok ? ask(opened.value.scheduling) : opened;
  }
  return {
    support: () => over((scheduling) => scheduling.support()),
    calendars: () => over((scheduling) => scheduling.calendars()),
    freeSlots: (range) => over((scheduling) => scheduling.freeSlots(range)),
    hold: (hold, ms) => over((scheduling) => scheduling.hold(hold, ms)),
    release: (hold) => over((scheduling) => scheduling.release(hold)),
    book: (visit) => over((scheduling) => scheduling.book(visit)),
    visits: (patientId, now) => over((scheduling) => scheduling.visits(patientId, now)),
    move: (move) => over((scheduling) => scheduling.move(move)),
    cancel: (seen, reason, by) => over((scheduling) => scheduling.cancel(seen, reason, by)),
    confirm: (seen) => over((scheduling) => scheduling.confirm(seen)),
    wait: (entry) => over((scheduling) => scheduling.wait(entry)),
    waitingList: () => over((scheduling) => scheduling.waitingList()),
  };
}
