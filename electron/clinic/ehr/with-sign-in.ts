// The made-up practice's EHR as the clinic's process starts it: plain, or behind a sign-in like a real one's.
import type { ClinicEhr, StartClinicEhr } from '../ehr-port.ts';
import { SERVED_TYPES } from './capability.ts';
import { startClinicEhr } from './server.ts';

const CLIENT_ID = 'frontdesk';

/** Whoever may sign in: invented, with a password that stands on the page. */
const STAFF = [
  {
    id: 'chloe',
    name: 'Chloe Sanders (password: riverside)',
    fhirUser: 'Practitioner/front-desk',
    password: 'riverside',
  },
] as const;

export const startEhr: StartClinicEhr = async ({ signIn = false, ...options }): Promise<ClinicEhr> => {
  if (!signIn) return startClinicEhr(options);
  const behind = await startClinicEhr({ ...options, port: 0 });
  // Read only when it is wanted: it is the largest part of this process.
  const { startSmartFront } = await import('./smart/server.ts');
  const front = await startSmartFront({
    port: options.port,
    fhir: behind.url,
    clientId: CLIENT_ID,
    staff: STAFF,
    types: SERVED_TYPES,
  });
  return {
    url: front.url,
    door: { clientId: CLIENT_ID },
    setFault: (fault) => behind.setFault(fault),
    close: async () => {
      await front.close();
      await behind.close();
    },
  };
};
