// A practice of any size in HAPI FHIR: imported once by transaction bundles into a cache outside the repository.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Coverage, Patient } from '@medplum/fhirtypes';
import { hapiFolders } from '../../../build/hapi.mjs';
import { cacheFolder } from '../../../build/setup.mjs';
import { spellings } from '../../../shared/domain/phone-number/phone-number.ts';
import { E164 } from '../../../shared/domain/phone-number/e164.ts';
import { send } from '../../ehr/servers.ts';
import { startHapi } from '../../support/hapi.ts';
import type { Hapi } from '../../support/hapi.ts';

const AT_ONCE = 1000;

/** Three share a number, each third patient is the first of the next household. */
export const numberOf = (index: number): E164 =>
  E164.parse(`+1${425 + (Math.floor(index / 3) % 4)}${String(2_000_000 + Math.floor(index / 3)).padStart(7, '0')}`);

export function patientOf(index: number): Patient {
  const number = numberOf(index);
  const spelled = spellings(number);
  return {
    resourceType: 'Patient',
    id: `large-${index}`,
    identifier: [{ value: `L-${index}` }],
    name: [{ family: `Family${Math.floor(index / 3)}`, given: [`Given${index % 97}`] }],
    birthDate: `${1930 + (index % 90)}-0${1 + (index % 9)}-1${index % 9}`,
    telecom: [{ system: 'phone', value: spelled[index % spelled.length] ?? number }],
  };
}
const coverageOf = (index: number): Coverage => ({
  resourceType: 'Coverage',
  id: `large-cover-${index}`,
  status: 'active',
  beneficiary: { reference: `Patient/large-${index}` },
  payor: [{ display: 'Plan' }],
});

/** Goes on where an earlier import was broken off. */
async function fill(url: string, count: number, progress: string): Promise<void> {
  const begun = existsSync(progress) ? Number(readFileSync(progress, 'utf8')) : 0;
  for (let from = begun; from < count; from += AT_ONCE) {
    const indexes = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, offset) => from + offset);
    const resources = indexes.flatMap((index) => [patientOf(index), ...(index % 100 === 0 ? [coverageOf(index)] : [])]);
    const entry = resources.map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    }));
    await send('POST', url, { resourceType: 'Bundle', type: 'transaction', entry });
    writeFileSync(progress, String(from + AT_ONCE));
    if (from % 10_000 === 0) console.log(`${from} of ${count} patients`);
  }
}

/** Starts HAPI on the practice, importing it where that was never done whole. */
export async function startLargePractice(count: number): Promise<Hapi> {
  const state = path.basename(path.dirname(hapiFolders().modules));
  const folder = path.join(cacheFolder(), `${state}-${count}`);
  if (!existsSync(path.join(folder, 'whole'))) {
    mkdirSync(folder, { recursive: true });
    const importing = await startHapi({ keepIn: folder, heapMib: 3072 });
    await fill(importing.url, count, path.join(folder, 'progress'));
    await importing.close();
    writeFileSync(path.join(folder, 'whole'), '');
  }
  return startHapi({ keepIn: folder, heapMib: 3072 });
}
