// The desk's memory of numbers in its encrypted file: learned, unlearned, forgotten, and found in no time.
import fc from 'fast-check';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { journalIn, withDatabaseIn } from '../../../test/fakes/journal-file.ts';
import { record } from '../../../test/fakes/ehr.ts';
import { numbersOf } from '../../../shared/domain/patient/phone-index.ts';
import { PatientId } from '../../../shared/domain/patient/types.ts';
import { E164 } from '../../../shared/domain/phone-number/e164.ts';
import type { PhoneIndex } from '../../ports/phone-index.ts';
import type { StoredJournal } from './journal.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-numbers-'));
let journal: StoredJournal;
let index: PhoneIndex;
beforeAll(() => {
  journal = journalIn(folder);
  index = journal.ehr.phones('https://one.test/fhir');
});
beforeEach(() => void index.wipe());
afterAll(() => {
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

const number = (last: number): E164 => E164.parse(`+1206555${String(last).padStart(4, '0')}`);
const id = (name: string): PatientId => PatientId.parse(name);
const at = (last: number): string[] => index.find(number(last)).map(({ record: one }) => String(one.id));
const chart = (name: string, ...lasts: number[]) => {
  const one = record(name, { phones: lasts.map(number) });
  return { record: one, numbers: numbersOf(one, 'US') };
};
const keep = (...readings: Parameters<PhoneIndex['keep']>[0]) => expect(index.keep(readings, 1000).ok).toBe(true);

describe('learning', () => {
  it('keeps a household together, whoever of it was confirmed last', () => {
    keep(chart('mother', 1), chart('son', 1));
    keep({ ...chart('daughter', 2), calledFrom: number(1) });
    expect(at(1)).toEqual(['daughter', 'mother', 'son']);
    expect(index.find(number(1)).map(({ inChart }) => inChart)).toEqual([false, true, true]);
  });

  it('unlearns a number that left the chart, of that patient alone', () => {
    keep(chart('a', 1), chart('b', 1));
    keep({ ...chart('a', 2), calledFrom: number(3) });
    expect([at(1), at(2), at(3)]).toEqual([['b'], ['a'], ['a']]);
    keep(chart('a', 4)); // a number that was only called from never stood in the chart, and stays
    expect([at(2), at(3), at(4)]).toEqual([[], ['a'], ['a']]);
  });

  it('follows a merged chart, with the numbers its people called from', () => {
    keep({ ...chart('old', 1), calledFrom: number(2) });
    keep({ ...chart('new', 5), instead: [id('old')] });
    expect([at(1), at(2), at(5), index.knows(id('old'))]).toEqual([[], ['new'], ['new'], false]);
  });

  it('keeps what two EHRs say apart', () => {
    keep(chart('a', 1));
    expect(journal.ehr.phones('https://two.test/fhir').find(number(1))).toEqual([]);
  });

  it('of any run of calls and readings, finds exactly who it should', () => {
    const step = fc.record({
      who: fc.integer({ min: 1, max: 4 }),
      chart: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }),
      from: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        index.wipe();
        const charts = new Map<number, ReadonlySet<number>>();
        const called = new Map<number, Set<number>>();
        for (const { who, chart: lasts, from } of steps) {
          keep({ ...chart(`p${who}`, ...lasts), ...(from === undefined ? {} : { calledFrom: number(from) }) });
          const before = called.get(who) ?? new Set<number>();
          if (from !== undefined) before.add(from);
          // What stands in the chart is the chart's to take away.
          lasts.forEach((last) => before.delete(last));
          charts.set(who, new Set(lasts));
          called.set(who, before);
        }
        for (const last of [1, 2, 3, 4, 5]) {
          const expected = [1, 2, 3, 4].filter((who) => charts.get(who)?.has(last) || called.get(who)?.has(last));
          expect(at(last)).toEqual(expected.map((who) => `p${who}`));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('forgetting', () => {
  it('takes what was not seen for too long, and then the patient', () => {
    keep(chart('a', 1));
    index.keep([chart('b', 1, 2)], 5000);
    expect(index.forget(2000)).toEqual({ ok: true, value: 1 });
    expect([at(1), at(2), index.knows(id('a'))]).toEqual([['b'], ['b'], false]);
  });

  it('takes everything, of every EHR', () => {
    keep(chart('a', 1, 2));
    journal.ehr.phones('https://two.test/fhir').keep([chart('b', 3)], 1);
    expect(index.wipe()).toEqual({ ok: true, value: 3 });
    withDatabaseIn(folder, (db) => {
      for (const table of ['phone_link', 'phone_person'])
        expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
    });
  });

  it('takes who is to be removed', () => {
    keep(chart('a', 1), chart('b', 1));
    expect(index.remove([id('a')]).ok).toBe(true);
    expect(at(1)).toEqual(['b']);
  });
});

it('costs a record that another version kept that record', () => {
  keep(chart('a', 1), chart('b', 1));
  withDatabaseIn(folder, (db) => db.exec(`UPDATE phone_person SET record = '{"id":1}' WHERE patient = 'a'`));
  expect(at(1)).toEqual(['b']);
});

it('is encrypted on disk', () => {
  keep(chart('a', 1));
  for (const file of readdirSync(folder))
    expect(readFileSync(path.join(folder, file), 'latin1')).not.toMatch(/Quisenberry|2065550001|MRN-448812/);
});
