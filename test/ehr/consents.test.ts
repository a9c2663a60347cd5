// Whom a patient's Consents let be told, over the wire: by the name that the chart has of them, and nobody else's relatives.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { NUMBER, record } from '../fakes/ehr.ts';
import { deferred } from '../fakes/parts.ts';
import { patientsStage } from '../fakes/patients.ts';
import { MARIA } from './samples.ts';
import { send, startClinicUpstream } from './servers.ts';
import type { Upstream } from './servers.ts';
import { changing } from './spoil.ts';
import { json, outcome } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import type { Spoil } from './strict.ts';
import { EPIC_LIKE, MEDPLUM_LIKE } from './vendors.ts';

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startClinicUpstream();
});
afterAll(() => upstream.close());

const relative = (patient: string, family: string, more: object = {}) =>
  send('POST', `${upstream.url}/RelatedPerson`, {
    resourceType: 'RelatedPerson',
    patient: { reference: `Patient/${patient}` },
    name: [{ family, given: ['Ines'] }],
    ...more,
  });
const consent = (type: 'permit' | 'deny', reference: object, patient: string = MARIA) => ({
  ...{ resourceType: 'Consent', status: 'active', category: [{ text: 'Disclosure to family' }] },
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  ...{ patient: { reference: `Patient/${patient}` }, policyRule: { text: 'The patient said so' } },
  provision: {
    type,
    actor: [{ role: { text: 'family' }, reference }],
    action: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentaction', code: 'disclose' }] }],
  },
});

let denied = '';

it('reads who may and who may not', async () => {
  const [sister, brother, stranger] = [
    await relative(MARIA, 'Delgado'),
    await relative(MARIA, 'Ruledout'),
    await relative('patient-walter-brandt', 'Else'),
  ];
  denied = `RelatedPerson/${brother.id}`;
  for (const [type, { id }] of [
    ['permit', sister],
    ['deny', brother],
    ['permit', stranger],
  ] as const)
    await send('POST', `${upstream.url}/Consent`, consent(type, { reference: `RelatedPerson/${id}` }));
  await send('POST', `${upstream.url}/Consent`, consent('permit', { display: 'Tia Rosa' }));
  const ehr = openFhir({ baseUrl: upstream.url });
  const read = await ehr.readDisclosures!(MARIA);
  expect(read.ok && [...read.value].sort((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: 'Ines Delgado', may: true },
    { name: 'Ines Ruledout', may: false },
    { name: 'Tia Rosa', may: true },
  ]);
});

it('says honestly that a server keeps none that can be asked for', async () => {
  const far = await vendorStandIn(EPIC_LIKE, upstream.url);
  expect(await openFhir({ baseUrl: far.url }).readDisclosures!(MARIA)).toMatchObject({
    ok: false,
    error: { code: 'ehrCannot' },
  });
  await far.close();
});

const failing =
  (status: number): Spoil =>
  (_, __, response) => {
    json(response, status, outcome('exception'));
    return true;
  };
/** What becomes of the search for Consents; everything else is as it should be. */
const WRONGS: readonly { readonly name: string; readonly code: string; readonly spoil: Spoil }[] = [
  { name: 'no answer in time', code: 'ehrSlow', spoil: () => true },
  { name: '403', code: 'ehrRefused', spoil: failing(403) },
  { name: '404', code: 'ehrNotFound', spoil: failing(404) },
  { name: '405', code: 'ehrRejected', spoil: failing(405) },
  { name: '500', code: 'ehrUnreachable', spoil: failing(500) },
  {
    ...{ name: 'half an answer', code: 'ehrNotFhir' },
    spoil: (_, { body }, response) => {
      response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body).slice(0, -20));
      return true;
    },
  },
  { name: 'fewer than it counted', code: 'ehrNotFhir', spoil: changing((page) => ({ ...page, entry: [] })) },
  {
    ...{ name: 'an entry that cannot be read', code: 'ehrNotFhir' },
    spoil: changing((page) => ({ ...page, entry: [...(page.entry ?? []), { resource: 7 }] })),
  },
  {
    ...{ name: 'its own word that this is not all', code: 'ehrNotFhir' },
    spoil: changing((page) => ({ ...page, entry: [...(page.entry ?? []), { resource: outcome('incomplete') }] })),
  },
  {
    ...{ name: 'pages in a circle', code: 'ehrNotFhir' },
    spoil: changing((page) => ({ ...page, link: [{ relation: 'next', url: 'Consent?patient=1' }] })),
  },
];

it.each(WRONGS)('a search that ends with $name is no empty answer', async ({ code, spoil }) => {
  const far = await vendorStandIn(MEDPLUM_LIKE, upstream.url, (heard, answered, response) =>
    heard.path.startsWith('Consent') ? spoil(heard, answered, response) : false,
  );
  const ehr = openFhir({ baseUrl: far.url, retryDelayMs: 1, deadlineMs: 1000 });
  expect(await ehr.readDisclosures!(MARIA)).toMatchObject({ ok: false, error: { code } });
  await far.close();
});

it('neither is a denial of somebody who cannot be read just now', async () => {
  const far = await vendorStandIn(MEDPLUM_LIKE, upstream.url, (heard, answered, response) =>
    heard.path === denied ? failing(500)(heard, answered, response) : false,
  );
  const ehr = openFhir({ baseUrl: far.url, retryDelayMs: 1 });
  expect(await ehr.readDisclosures!(MARIA)).toMatchObject({ ok: false, error: { code: 'ehrUnreachable' } });
  await far.close();
});

describe('a parent on file at a desk whose EHR', () => {
  const family = 'Fernwood';
  const said = { name: `Nora ${family}`, birthDate: '3/14/2019', speaker: `Ines ${family}` };
  let child = '';
  beforeAll(async () => {
    const { id } = await send('POST', `${upstream.url}/Patient`, {
      ...{ resourceType: 'Patient', name: [{ family, given: ['Nora'] }], birthDate: '2019-03-14' },
      telecom: [{ system: 'phone', value: NUMBER }],
    });
    child = id;
    const MOTHER = { system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'MTH' };
    const mother = await relative(id, family, { relationship: [{ coding: [MOTHER] }] });
    await send('POST', `${upstream.url}/Consent`, consent('deny', { reference: `RelatedPerson/${mother.id}` }, id));
  });
  const deskAt = async (spoil: Spoil) => {
    const far = await vendorStandIn(MEDPLUM_LIKE, upstream.url, (heard, answered, response) =>
      heard.path.startsWith('Consent') ? spoil(heard, answered, response) : false,
    );
    const ehr = openFhir({ baseUrl: far.url, retryDelayMs: 1 });
    await ehr.connect();
    const desk = patientsStage({ ehr });
    await desk.begin();
    await desk.until(({ match }) => match.state !== 'searching');
    await desk.choose(record(child));
    return { ...desk, far };
  };

  it('fails this one request is told nothing, and refused by the next answer', async () => {
    let isFailing = true;
    const desk = await deskAt((...all) => isFailing && failing(500)(...all));
    await desk.verify(said);
    expect(desk.panel().check).toMatchObject({ state: 'open', authority: 'notChecked', unchecked: { mayGoOn: true } });
    await desk.until(({ check }) => check.unchecked?.isAsking === false);
    isFailing = false;
    desk.clock.advance(15_000);
    await desk.until(({ check }) => check.unchecked === undefined);
    expect(desk.panel().check).toMatchObject({ state: 'open', authority: 'none' });
    expect(desk.published.join()).not.toContain(family);
    await desk.far.close();
  });

  it('answers late is refused by that answer, without being asked again', async () => {
    const gate = deferred<void>();
    const isHeard = deferred<void>();
    const desk = await deskAt(async () => {
      isHeard.resolve();
      await gate.promise;
      return false;
    });
    const verified = desk.verify(said);
    await isHeard.promise;
    desk.clock.advance(3000);
    expect(await verified).toMatchObject({ value: { verified: false, authority: 'notChecked' } });
    gate.resolve();
    await desk.until(({ check }) => check.unchecked === undefined);
    expect(desk.panel().check).toMatchObject({ state: 'open', authority: 'none' });
    expect(desk.far.heard.filter(({ path }) => path.startsWith('Consent'))).toHaveLength(1);
    await desk.far.close();
  });
});
