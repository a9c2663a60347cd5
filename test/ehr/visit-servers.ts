// What several desks share when they arrange visits: the embedded EHR or HAPI FHIR, with the made-up practice around now,
// whenever that is: the servers' own clocks say what is past.
import type { Resource } from '@medplum/fhirtypes';
import { generatePractice } from '../../electron/clinic/ehr/generate.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { Result } from '../../shared/result/result.ts';
import { hasHapi, startHapi } from '../support/hapi.ts';
import { send } from './servers.ts';

export const VISIT_SERVERS = [
  ['clinic', 'the embedded EHR'] as const,
  ...(hasHapi() ? [['hapi', 'HAPI FHIR'] as const] : []),
];

export interface VisitServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startVisitServer(on: 'clinic' | 'hapi', seed: number): Promise<VisitServer> {
  const today = new Date();
  if (on === 'clinic') return startClinicEhr({ port: 0, seed, today });
  const hapi = await startHapi();
  const entry = generatePractice({ seed, today, patients: 30 }).map((resource: Resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  await send('POST', hapi.url, { resourceType: 'Bundle', type: 'transaction', entry });
  return hapi;
}

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code} ${result.error.detail ?? ''}`);
  return result.value;
};
