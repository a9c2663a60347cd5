// The chart page of the made-up EHR, over real HTTP: what stands in a resource is text, and the page can load and run nothing.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import { chartPage } from '../../electron/clinic/ehr/chart-page.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';

let ehr: ClinicEhr;
beforeAll(async () => {
  ehr = await startClinicEhr({ port: 0, seed: 2, today: new Date() });
});
afterAll(() => ehr.close());
const open = (id: string, init?: RequestInit): Promise<Response> => fetch(ehr.chart.replace('{id}', id), init);

it('shows who it is and the visits, says that all of it is made up, and names nobody in the title', async () => {
  const answer = await open('patient-maria-gonzalez');
  const html = await answer.text();
  expect(answer.status).toBe(200);
  for (const words of ['Made up: nobody here exists', 'María González', 'March 14, 1979', '(206) 555-0101', 'booked'])
    expect(html).toContain(words);
  expect(/<title>(.*)<\/title>/.exec(html)?.[1]).toBe('Riverside EHR (made up)');
  expect(html).not.toContain('patient-maria-gonzalez');
});

it('loads nothing, runs nothing, tells nobody where it was opened, and is kept nowhere', async () => {
  const { headers } = await open('patient-maria-gonzalez');
  const policy = headers.get('content-security-policy');
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'/);
  expect(policy).not.toMatch(/unsafe|script|https?:/);
  expect(['referrer-policy', 'cache-control', 'x-content-type-options'].map((name) => headers.get(name))).toEqual([
    ...['no-referrer', 'no-store', 'nosniff'],
  ]);
});

it.each(['patient-of-nobody', '..%2Ffhir', '%3Cscript%3E', ''])(
  'no chart for "%s", and the address is not said again',
  async (id) => {
    const answer = await open(id);
    expect(answer.status).toBe(404);
    if (id !== '') expect(await answer.text()).not.toContain(decodeURIComponent(id));
  },
);

it('is for reading: nothing else is answered there', async () => {
  expect((await open('patient-maria-gonzalez', { method: 'POST', body: '{}' })).status).toBe(404);
});

it('names with markup are names', () => {
  const nasty = `"><script>alert(1)</script><img src=x onerror=alert(1)>'\``;
  const patient: Patient = {
    ...{ resourceType: 'Patient', birthDate: nasty, gender: 'female' },
    name: [{ given: [nasty], family: nasty }],
    identifier: [{ value: nasty }],
    telecom: [{ system: 'phone', value: nasty }],
  };
  const visit: Appointment = {
    ...{ resourceType: 'Appointment', status: nasty as Appointment['status'], start: nasty, description: nasty },
    participant: [{ actor: { display: nasty }, status: 'accepted' }],
  };
  const html = chartPage(patient, [visit]);
  expect(html).not.toMatch(/<script|<img|onerror=/i);
  // Only the page's own elements are there.
  const elements = new Set([...html.matchAll(/<([a-z0-9]+)/gi)].map(([, name]) => name!.toLowerCase()));
  expect([...elements].sort()).toEqual(
    [
      'html',
      'meta',
      'title',
      'style',
      'p',
      'main',
      'h1',
      'h2',
      'dl',
      'dt',
      'dd',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
    ].sort(),
  );
});
