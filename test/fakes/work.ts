// The list of things to do over parts that a test has in hand: a clock, a journal, and an EHR or none.
import { numberKey } from '../../shared/domain/work/contacts.ts';
import { ok } from '../../shared/result/result.ts';
import type { Result } from '../../shared/result/result.ts';
import { WorklistService } from '../../electron/services/work/worklist-service.ts';
import type { WorklistDeps } from '../../electron/services/work/worklist-service.ts';
import { testSite } from './parts.ts';
import type { FakeClock, FakeJournal, FakeTopics } from './parts.ts';

interface Parts {
  readonly topics: FakeTopics;
  readonly clock: FakeClock;
  readonly journal: FakeJournal | undefined;
}

/** This desk's own list; `change` puts other parts in. */
export function worklistOf({ topics, clock, journal }: Parts, change: Partial<WorklistDeps> = {}): WorklistService {
  const site = testSite();
  return new WorklistService({
    ...{ topics, clock, journal: () => journal, site: () => site },
    contact: () => ({ about: '', number: undefined }),
    keyOf: (number) => numberKey(number, 'US'),
    sharing: () => ({ canShare: () => false, tell: async () => ok([]), soon: () => undefined }),
    sendAgain: () => ok(undefined),
    firstCall: () => ({ counted: 0, resolved: 0, days: 7 }),
    onChange: () => undefined,
    audit: () => undefined,
    ...change,
  });
}

/** Runs a command of the list as this person. */
export const runWork = async (
  list: Pick<WorklistService, 'handlers'>,
  name: 'work.claim' | 'work.release' | 'work.done' | 'work.reopen' | 'work.reassign' | 'work.move' | 'work.report',
  input: object,
  userId = 'ana',
  role: 'receptionist' | 'supervisor' = 'receptionist',
): Promise<Result<unknown>> =>
  (list.handlers[name] as unknown as (given: object, caller: object) => Promise<Result<unknown>>)(input, {
    page: 'console',
    userId,
    role,
  });
