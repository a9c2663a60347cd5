import { describe, expect, it } from 'vitest';
import type { Health } from '../../../shared/contract/session.ts';
import { healthLines, problemsOf } from './health.ts';

const well: Health = {
  phone: 'registered',
  phonePage: 'ok',
  microphone: 'ok',
  ehr: 'ok',
  queues: 'ok',
  journal: 'ok',
  site: 'ok',
  outboxWaiting: 0,
};

describe('health', () => {
  it('names nothing when all is well', () => {
    expect(problemsOf(healthLines(well, true), true)).toEqual([]);
  });
  it('puts what stops calls before what only slows work', () => {
    const lines = problemsOf(
      healthLines({ ...well, ehr: 'slow', phone: 'refused', queues: 'connecting' }, true),
      false,
    );
    expect(lines.map((line) => line.part)).toEqual(['phone', 'ehr', 'queues']);
  });
  it('shows a broken site file to who can mend it only', () => {
    const lines = healthLines({ ...well, site: 'lastGood' }, true);
    expect(problemsOf(lines, true)).toHaveLength(1);
    expect(problemsOf(lines, false)).toHaveLength(0);
  });
  it('says first that the service is lost', () => {
    expect(healthLines({ ...well, journal: 'diskFull' }, false)[0]?.part).toBe('host');
  });
});
