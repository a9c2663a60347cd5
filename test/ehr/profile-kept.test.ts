// What is known of a server outlives the program: the next start knows it before the server has said a word.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { profileStore } from '../../electron/adapters/storage/ehr-store.ts';
import type { EhrPort } from '../../electron/ports/ehr.ts';
import { E164 } from '../../shared/domain/phone-number/e164.ts';
import { journalIn, withDatabaseIn } from '../fakes/journal-file.ts';
import { collectingLog } from './samples.ts';
import { bundle, json, outcome, standIn } from './stand-in.ts';
import { capabilityOf } from './strict.ts';
import { OPENEMR_LIKE } from './vendors.ts';

const NUMBER = E164.parse('+12065550142');
const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** One run of the program over the journal in `folder`. */
async function run<T>(folder: string, baseUrl: string, work: (ehr: EhrPort) => Promise<T>): Promise<T> {
  const journal = journalIn(folder);
  const store = profileStore(baseUrl, () => journal.ehr, collectingLog());
  try {
    return await work(openFhir({ baseUrl, store, retryDelayMs: 1 }));
  } finally {
    journal.close();
  }
}

it('a start without the EHR knows what it can, and what it refuses', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-ehr-'));
  folders.push(folder);
  const far = await standIn(({ path: asked, body }, response) => {
    if (asked === 'metadata') return json(response, 200, capabilityOf(OPENEMR_LIKE));
    return decodeURIComponent(body).includes(',')
      ? json(response, 400, outcome('invalid'))
      : json(response, 200, bundle([]));
  });
  await run(folder, far.url, async (ehr) => {
    expect(ehr.profile()).toBeUndefined();
    expect(await ehr.findByPhone(NUMBER)).toEqual({ ok: true, value: [] });
  });

  const heard = far.heard.length;
  await run(folder, far.url, async (ehr) => {
    expect(ehr.profile()?.phoneSearch('Patient')).toEqual({ parameter: 'telecom', or: false });
    await ehr.findByPhone(NUMBER);
    const asked = far.heard.slice(heard);
    expect(asked.map((one) => one.path)).not.toContain('metadata');
    expect(asked.some(({ body }) => decodeURIComponent(body).includes(','))).toBe(false);
  });

  await far.close();
  await run(folder, far.url, async (ehr) => {
    expect(await ehr.connect()).toMatchObject({ ok: false, error: { code: 'ehrUnreachable' } });
    expect(ehr.profile()?.phoneSearch('Patient')).toEqual({ parameter: 'telecom', or: false });
    expect(await ehr.findByPhone(NUMBER)).toMatchObject({ ok: false, error: { code: 'ehrUnreachable' } });
  });

  // Of another shape than this program keeps, it counts as unknown.
  withDatabaseIn(folder, (db) => db.prepare(`UPDATE ehr_profile SET facts = '{"software":1}'`).run());
  await run(folder, far.url, async (ehr) => expect(ehr.profile()).toBeUndefined());
});
