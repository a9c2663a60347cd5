// The audit told to the EHR: in order, each row once, nothing held up.
import { describe, expect, it } from 'vitest';
import { FakeClock, FakeLog, settle } from '../../../test/fakes/parts.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import type { AuditMirrorStore, MirrorRow } from '../../ports/audit-mirror.ts';
import type { EhrPort, EhrWritten } from '../../ports/ehr.ts';
import { AuditMirror } from './audit-mirror.ts';

const row = (seq: number): MirrorRow => ({
  seq,
  id: `audit/${seq}`,
  row: { at: seq, userId: 'ana', action: 'search' },
});

function stage(rows: number) {
  const clock = new FakeClock(0);
  const place = { seq: 0, trying: false };
  const store: AuditMirrorStore = {
    place: () => ({ ...place }),
    keep: (seq, trying) => void Object.assign(place, { seq, trying }),
    after: (seq, limit) => Array.from({ length: rows }, (_, index) => row(index + 1)).slice(seq, seq + limit),
  };
  const asked: string[] = [];
  const answers: Result<EhrWritten>[] = [];
  const at = { isWanted: true };
  const taken: string[] = [];
  const ehr = {
    writeAudit: async ({ seq }: MirrorRow, lookFirst: boolean) => {
      asked.push(`${seq}${lookFirst ? ' look' : ''}`);
      return answers.shift() ?? ok({ state: 'sent' as const, reference: 'AuditEvent/1' });
    },
  };
  const mirror = new AuditMirror({
    ...{ clock, log: new FakeLog(), store: () => store, ehr: () => ehr as unknown as EhrPort },
    ...{ isWanted: () => at.isWanted, isTime: () => true },
    onTaken: (state) => void taken.push(state),
  });
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return { place, asked, answers, at, taken, mirror, pass };
}

describe('the audit told to the EHR', () => {
  it('is told in order, each row once, and only where that is wanted', async () => {
    const { place, asked, mirror, pass, at } = stage(3);
    at.isWanted = false;
    mirror.start();
    await pass(15_000);
    expect(asked).toEqual([]);
    at.isWanted = true;
    await pass(15_000);
    expect([asked, place]).toEqual([['1', '2', '3'], { seq: 3, trying: false }]);
    await pass(60_000);
    expect(asked.length).toBe(3);
    mirror.stop();
  });

  it('goes on behind what the EHR does not take', async () => {
    const { asked, answers, mirror, place } = stage(3);
    answers.push(fail('ehrRejected'), ok({ state: 'keptHere' }));
    await mirror.run();
    expect([asked, place.seq]).toEqual([['1', '2', '3'], 3]);
  });

  it('waits for who may write it, and says so and what else is not taken; nothing of an EHR that is only away', async () => {
    const { answers, mirror, place, taken, at } = stage(3);
    answers.push(fail('ehrNotPermitted'));
    await mirror.run();
    expect([place.seq, taken]).toEqual([0, ['notPermitted']]);
    answers.push(ok({ state: 'keptHere' }), fail('ehrRejected'), fail('ehrUnreachable'));
    await mirror.run();
    expect(taken.slice(1)).toEqual(['notTaken', 'notTaken']);
    await mirror.run();
    expect([place.seq, taken.at(-1)]).toEqual([3, 'ok']);
    // Not wanted any more: nothing is wrong.
    taken.push('notTaken');
    at.isWanted = false;
    await mirror.run();
    expect(taken.at(-1)).toBe('ok');
  });

  it('looks before it writes again after an answer that was lost, also when the program was ended meanwhile', async () => {
    const { asked, answers, mirror, place } = stage(2);
    answers.push(fail('ehrUnknownOutcome'));
    await mirror.run();
    expect(place).toEqual({ seq: 0, trying: true });
    answers.push(fail('ehrUnreachable'));
    await mirror.run();
    expect(place).toEqual({ seq: 0, trying: true });
    await mirror.run();
    expect([asked, place]).toEqual([['1', '1 look', '1 look', '2'], { seq: 2, trying: false }]);
  });

  it('leaves a row behind of which nobody can ever tell, rather than have it twice', async () => {
    const { asked, answers, mirror, place } = stage(2);
    answers.push(fail('ehrUnknownOutcome'), fail('ehrUnknownOutcome'));
    await mirror.run();
    await mirror.run();
    expect([asked, place.seq]).toEqual([['1', '1 look', '2'], 2]);
  });

  it('waits as long as it is told to, and longer each time nobody answers', async () => {
    const { asked, answers, mirror, pass } = stage(1);
    answers.push(fail('ehrBusy', undefined, 120_000), fail('ehrUnreachable'));
    await mirror.run();
    await pass(119_000);
    expect(asked).toEqual(['1']);
    await pass(1_000);
    await pass(59_000);
    expect(asked).toEqual(['1', '1']);
    await pass(1_000);
    expect(asked).toEqual(['1', '1', '1']);
    mirror.stop();
  });
});
