// A scripted day across all categories, with the host killed on the way: every note is complete, every promise stands in
// the list once, nothing is in the EHR twice. Short here; FRONTDESK_DAY=long plays 120 calls and 20 kills there and at the
// embedded clinic.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import { ClinicProcess } from '../integration/fixtures/clinic-process.ts';
import { Asterisk } from '../pbx/asterisk.ts';
import { AMI_PASSWORD, AMI_PORT, PASSWORD_101, WSS_PORT } from '../pbx/asterisk-setup.ts';
import { DayDesk } from './desk.ts';
import { planDay } from './plan.ts';
import type { Callers } from './play.ts';
import { countDay, playDay } from './play.ts';

const LONG = process.env['FRONTDESK_DAY'] === 'long';
const [CALLS, KILLS] = LONG ? [120, 20] : [12, 6];
const LIMIT_MS = 40 * 60_000;

interface Place {
  readonly callers: Callers;
  readonly fhir: string;
  readonly desk: DayDesk;
  close(): Promise<void>;
}

async function atAsterisk(): Promise<Place> {
  const asterisk = await Asterisk.start();
  const ehr = await startClinicEhr({ port: 0, seed: 1, today: new Date() });
  const desk = await DayDesk.open({
    servers: [`wss://127.0.0.1:${WSS_PORT}/ws`],
    domain: '127.0.0.1',
    pbx: { host: '127.0.0.1', port: AMI_PORT, tls: true, ca: asterisk.certificateFile, username: 'frontdesk' },
    fhir: ehr.url,
    secrets: { phonePassword: PASSWORD_101, pbxPassword: AMI_PASSWORD },
    trust: asterisk.certificatePin,
  });
  return {
    ...{ desk, fhir: ehr.url },
    callers: { ring: (number) => asterisk.dialDesk('101', number), quiet: () => asterisk.hangUpCallers() },
    close: async () => {
      await desk.close();
      await ehr.close();
      await asterisk.stop();
    },
  };
}

async function atClinic(): Promise<Place> {
  const clinic = await ClinicProcess.start();
  const { server, domain, password } = clinic.login('101');
  const fhir = clinic.ready.fhir ?? '';
  const desk = await DayDesk.open({
    ...{ servers: [server], domain, fhir },
    secrets: { phonePassword: password },
  });
  return {
    ...{ desk, fhir },
    callers: {
      ring: async (number) => void (await clinic.call({ number, direct: '101', tone: 440 })),
      quiet: () => clinic.hangupAll(),
    },
    close: async () => {
      await desk.close();
      await clinic.stop();
    },
  };
}

const PLACES = [
  ['a real Asterisk', atAsterisk],
  ['the embedded clinic', atClinic],
] as const;
describe.each(LONG ? PLACES : PLACES.slice(0, 1))('a day at %s', (_where, open) => {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  }, 300_000);
  afterAll(() => place?.close());

  it(
    `ends with ${CALLS} complete notes after ${KILLS} kills, and nothing twice`,
    async () => {
      const calls = planDay(CALLS, KILLS);
      expect(await playDay(place.desk, place.callers, calls)).toBe(KILLS);
      await countDay(place.desk, place.fhir, calls);
    },
    LIMIT_MS,
  );
});
