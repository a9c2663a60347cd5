// One contract for every EHR. What a server cannot is asserted like what it can: it is said, never guessed around.
import type { Bundle, Communication, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { problemsOf } from '../../electron/clinic/ehr/validity.ts';
import type { EhrPort, EhrWrite } from '../../electron/ports/ehr.ts';
import type { EhrFacts } from '../../shared/domain/ehr/profile.ts';
import { matchCaller } from '../../shared/domain/patient/match.ts';
import type { PatientRecord } from '../../shared/domain/patient/types.ts';
import { PatientId } from '../../shared/domain/patient/types.ts';
import { E164 } from '../../shared/domain/phone-number/e164.ts';
import { ok } from '../../shared/result/result.ts';
import type { Result } from '../../shared/result/result.ts';
import { hasHapi } from '../support/hapi.ts';
import { requestWrite, requestsFor, textIn, toldAnew } from './requests.ts';
import { MARIA, collectingLog, sampleWrite } from './samples.ts';
import { CHART_SPELLINGS, MANY, RELATIVE_ONLY, SERVERS, TODAY } from './servers.ts';
import { lastOf, send, startClinicUpstream, startHapiUpstream } from './servers.ts';
import type { Server, Upstream } from './servers.ts';
import { FAULTS, losing, nextPageAt } from './spoil.ts';
import { bundle, json, standIn } from './stand-in.ts';
import type { StandIn } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import type { Spoil } from './strict.ts';

const HOUSEHOLD = E164.parse('+12065550142');
const refused = (code: string) => ({ ok: false, error: { code } });
const CANNOT = refused('ehrCannot');

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const names = (found: Result<PatientRecord[]>): string[] =>
  valueOf(found)
    .map(({ given, family }) => `${given} ${family}`)
    .sort();

describe.each(['clinic', 'hapi'] as const)('on the %s', (kind) => {
  let upstream: Upstream;
  beforeAll(async () => {
    if (kind === 'clinic') upstream = await startClinicUpstream();
    else if (hasHapi()) upstream = await startHapiUpstream();
  }, 120_000);
  afterAll(() => upstream?.close());
  const isMissing = kind === 'hapi' && !hasHapi(); // build/test.mjs says why
  describe.skipIf(isMissing).each(SERVERS.filter(({ on }) => on === kind))('$name', (server) => {
    contract(server, () => upstream);
  });
});

function contract(server: Server, made: () => Upstream): void {
  const upstream = (): string => made().url;
  const log = collectingLog();
  let far: StandIn;
  let ehr: EhrPort;
  let spoil: Spoil | undefined;
  let mergedAway: PatientId;
  let known: EhrFacts | undefined;
  const can = (what: Server['cannot'][number]): boolean => !server.cannot.includes(what);
  const opened = (deadlineMs = 20_000): EhrPort =>
    openFhir({
      ...{ baseUrl: far.url, timeZone: 'America/Los_Angeles', retryDelayMs: 1, deadlineMs, log },
      // A second connection knows what the first has learned, and reads no statement of megabytes in its short time.
      store: { load: () => known, save: (facts) => void (known = facts) },
    });
  /** Runs one call's own id through, so that every test and server writes something of its own. */
  const idFor = (what: string): string => `${server.name.replaceAll(' ', '-')}-${what}`;
  async function stored(type: string, write: EhrWrite): Promise<Resource[]> {
    const query = new URLSearchParams({ _count: '200', patient: `Patient/${MARIA}` });
    const answer = await fetch(`${upstream()}/${type}?${query}`, { headers: { 'cache-control': 'no-cache' } });
    const found = ((await answer.json()) as Bundle).entry ?? [];
    return found.flatMap(({ resource }) =>
      resource && JSON.stringify(resource).includes(`"${write.id}"`) ? [resource] : [],
    );
  }

  beforeAll(async () => {
    far = await vendorStandIn(server.vendor, upstream(), (...heard) => spoil?.(...heard) ?? false);
    mergedAway = PatientId.parse(made().merged);
    ehr = opened();
    valueOf(await ehr.connect());
  });
  beforeEach(() => {
    spoil = undefined;
    log.lines.length = 0;
  });
  afterAll(() => far?.close());

  describe('finding', () => {
    it('by number, however the chart spells it', async () => {
      for (const index of CHART_SPELLINGS.keys()) {
        const found = await ehr.findByPhone(E164.parse(`+190755501${lastOf(index)}`));
        if (can('phone')) expect(names(found)).toEqual([`Number${index} Spelling`]);
        else expect(found).toMatchObject(CANNOT);
      }
      // What cannot be was said once, and is not asked again.
      const heard = far.heard.length;
      if (!can('phone')) await ehr.findByPhone(HOUSEHOLD);
      if (!can('phone')) expect(far.heard.length).toBe(heard);
    });

    it('by number: the whole household, and nobody is chosen', async () => {
      const found = await ehr.findByPhone(HOUSEHOLD);
      if (!can('phone')) return expect(found).toMatchObject(CANNOT);
      expect(matchCaller(HOUSEHOLD, valueOf(found))).toMatchObject({ kind: 'household', patients: { length: 4 } });
      expect(valueOf(await ehr.findByPhone(E164.parse('+12065550179')))).toEqual([]);
    });

    it('by the number of a relative alone', async () => {
      const found = await ehr.findByPhone(E164.parse(RELATIVE_ONLY));
      if (!can('phone')) return expect(found).toMatchObject(CANNOT);
      expect(names(found)).toEqual(can('relativePhone') ? ['Ida Fosterling'] : []);
    });

    it('by name and birth date, with and without accents', async () => {
      for (const name of ['Gonzalez Maria', 'gonzález'])
        expect(await ehr.findByName(name, '3/14/79')).toMatchObject({ ok: true, value: [{ id: MARIA }] });
      expect(valueOf(await ehr.findByName('gonzalez', '3/15/1979'))).toEqual([]);
      // Two readings of a date are two questions where commas are refused.
      expect(await ehr.findByName('Gonzalez', '03-14-79')).toMatchObject({ ok: true, value: [{ id: MARIA }] });
    });

    it('by name alone, page after page, each patient once', async () => {
      const found = await ehr.findByName('Pagewell');
      if (can('nameAlone')) expect(new Set(names(found)).size).toBe(MANY);
      else expect(found).toMatchObject(refused('ehrNeedsBirthDate'));
    });

    it('by chart number', async () => {
      expect(names(await ehr.findByIdentifier(' RF-100200 '))).toEqual(['María González']);
      expect(valueOf(await ehr.findByIdentifier('RF-000000'))).toEqual([]);
    });

    it('by id, merged charts as the one they became part of', async () => {
      const ids = [MARIA, mergedAway, PatientId.parse('nobody')];
      const found = valueOf(await ehr.readPatients(ids));
      expect(names(ok(found))).toEqual(['Anneliese Mergewell', 'María González']);
      expect(found.find(({ given }) => given === 'Anneliese')?.mergedFrom).toEqual([mergedAway]);
    });

    it('by appointment, where a day can be listed', async () => {
      const ask = () => ehr.patientsOfVisits('2026-11-20T00:00:00-08:00', '2026-11-22T00:00:00-08:00');
      const found = await ask();
      if (can('dayOfVisits')) return expect(names(found)).toContain('María González');
      expect(found).toMatchObject(CANNOT);
      const heard = far.heard.length;
      expect(await ask()).toMatchObject(CANNOT);
      expect(far.heard.length).toBe(heard);
    });

    it('without a number or a name in any address or log line', async () => {
      const heard = far.heard.length;
      await ehr.findByPhone(HOUSEHOLD);
      if (server.vendor?.postSearch !== false) {
        await ehr.findByName('Pagewell', '1/2/1960');
        const paths = far.heard.slice(heard).map(({ path }) => decodeURIComponent(path));
        expect(paths.join()).not.toMatch(/555|Pagewell|1960/);
      }
      expect(log.lines.join()).not.toMatch(/555|Pagewell|1960|127\.0\.0\.1/);
    });
  });

  describe('the card', () => {
    it('holds what this server has, and names the rest as missing', async () => {
      const card = valueOf(await ehr.readContext(MARIA, TODAY));
      expect(card.name).toBe('María González');
      expect(card.missing).toEqual(server.missing);
      // None of that is only lacking today.
      expect(card.never ?? []).toEqual(server.missing);
      if (!server.missing.includes('visits')) expect(card.nextVisit?.status).toBe('booked');
      expect(card.coverage).toMatchObject([{ status: 'active' }]);
      expect(card.team[0]).toMatchObject({ isMain: true, name: expect.stringMatching(/^Dr\. /) });
      expect(card.team.map(({ role }) => role)).toContain('Care manager');
      expect(card.waiting).toEqual([]);
    });

    it('lists the last contacts, from messages or else from encounters, none twice', async () => {
      const { recent, recentWithoutMessages } = valueOf(await ehr.readContext(MARIA, TODAY));
      const isByEncounters = server.contacts === 'encounters';
      expect(recentWithoutMessages).toBe(isByEncounters ? true : undefined);
      expect(recent.length).toBeGreaterThan(0);
      expect(new Set(recent.map(({ by }) => by))).toEqual(new Set([isByEncounters ? 'phone' : undefined]));
      expect(new Set(recent.map(({ at, callId }) => callId ?? at)).size).toBe(recent.length);
    });

    it('says that there is no such patient', async () => {
      expect(await ehr.readContext('nobody' as typeof MARIA, TODAY)).toMatchObject(refused('ehrNotFound'));
    });

    it('takes as many requests as this server needs', async () => {
      const counts: number[] = [];
      for (const ask of [() => ehr.findByPhone(HOUSEHOLD), () => ehr.readContext(MARIA, TODAY)]) {
        const before = far.heard.length;
        await ask();
        // Of somebody who is not there the parts may still be asked for after the answer.
        counts.push(far.heard.slice(before).filter(({ path }) => !path.includes('nobody')).length);
      }
      expect(counts).toEqual([server.requests.phone, server.requests.card]);
    });
  });

  describe('writing', () => {
    it('makes of a call and its step what this server takes, once, however often it is asked', async () => {
      for (const [kind, type] of [
        ['communication', server.written.call],
        ['task', server.written.step],
      ] as const) {
        const write = sampleWrite(idFor('plain'), kind);
        const first = valueOf(await ehr.write(write));
        if (type === undefined) {
          expect(first).toEqual({ state: 'keptHere' });
          continue;
        }
        expect(first).toMatchObject({ state: 'sent', reference: expect.stringMatching(`^${type}/.`) });
        const again = await ehr.write({ ...write, lookFirst: true });
        if (server.afterLoss === 'once') expect(valueOf(again)).toEqual(first);
        else expect(again).toMatchObject(refused('ehrUnknownOutcome'));
        expect(await stored(type, write)).toHaveLength(1);
      }
    });

    it.each(['refill', 'referral', 'callback'] as const)('carries a %s as what this server takes', async (kind) => {
      const request = requestsFor(made().prescription)[kind];
      const write = requestWrite(idFor(`asks-${request.kind}`), request);
      const first = valueOf(await ehr.write(write));
      const type = server.written.step;
      if (type === undefined) return expect(first).toEqual({ state: 'keptHere' });
      expect(first).toMatchObject({ state: 'sent', reference: expect.stringMatching(`^${type}/.`) });
      if (server.afterLoss === 'once') expect(valueOf(await ehr.write({ ...write, lookFirst: true }))).toEqual(first);
      const [there, ...more] = await stored(type, write);
      expect([problemsOf(there!), more]).toEqual([[], []]);
      expect(there).toMatchObject(request[type as keyof typeof request] as object);
      if (type === 'DocumentReference') expect(textIn(there)).toContain(request.said);
    });

    it('keeps what was said to being recorded as a Consent, where this server takes any', async () => {
      const sample = sampleWrite(idFor('recorded'), 'consent');
      const recording = { answer: 'refused' as const, at: sample.note.createdAt, by: 'ana' };
      const write = { ...sample, note: { ...sample.note, recording } };
      const first = valueOf(await ehr.write(write));
      if (!can('consent')) return expect(first).toEqual({ state: 'keptHere' });
      expect(first).toMatchObject({ state: 'sent', reference: expect.stringMatching(/^Consent\//) });
      expect(valueOf(await ehr.write({ ...write, lookFirst: true }))).toEqual(first);
      const [there, ...more] = await stored('Consent', write);
      expect([problemsOf(there!), more]).toEqual([[], []]);
      expect(there).toMatchObject({ provision: { type: 'deny' } });
      // Nobody may be told anything because of it, nor is anybody ruled out.
      expect(valueOf(await ehr.readDisclosures!(MARIA))).toEqual([]);
    });

    it('holds up a correction that somebody else’s change is in the way of, and writes what was chosen', async () => {
      const first = sampleWrite(idFor('contested'), 'communication');
      const written = valueOf(await ehr.write(first));
      if (written.state !== 'sent' || !can('amend')) return;
      const second = toldAnew(first, 5, written);
      const there = (await stored('Communication', first))[0] as Communication;
      const theirs = { ...there, payload: [{ contentString: 'Dr. Lee: call her mother instead.' }] };
      await send('PUT', `${upstream()}/${written.reference}`, theirs);
      const met = valueOf(await ehr.write(second));
      expect(met).toMatchObject({ state: 'conflict', theirs: { text: 'Dr. Lee: call her mother instead.' } });
      if (met.state !== 'conflict') return;
      expect(met.ours).toContain('We call on Tuesday.');
      expect(textIn((await stored('Communication', first))[0])).toBe('Dr. Lee: call her mother instead.');
      const amends = { ...second.amends!, settle: { how: 'both' as const, seen: met.seen } };
      expect(valueOf(await ehr.write({ ...second, amends }))).toMatchObject({ state: 'sent' });
      const after = (await stored('Communication', first))[0] as Resource;
      expect(textIn(after)).toMatch(/We call on Tuesday\.[^]*Dr\. Lee: call her mother instead\./);
      expect(problemsOf(after)).toEqual([]);
      // Asked again after a lost answer: nothing is put a second time.
      expect(valueOf(await ehr.write({ ...second, amends, lookFirst: true }))).toMatchObject({ state: 'sent' });
      expect((await stored('Communication', first))[0]?.meta?.versionId).toBe(after.meta?.versionId);
    });

    it('leaves one where the answer to it was lost', async () => {
      const write = sampleWrite(idFor('lost'), 'communication');
      spoil = losing((method) => method === 'POST');
      const lost = await ehr.write(write);
      if (server.afterLoss === 'keptHere') return expect(valueOf(lost)).toEqual({ state: 'keptHere' });
      expect(lost).toMatchObject(refused('ehrUnknownOutcome'));
      spoil = undefined;
      const again = await ehr.write({ ...write, lookFirst: true });
      if (server.afterLoss === 'once') expect(again).toMatchObject({ ok: true, value: { state: 'sent' } });
      else expect(again).toMatchObject(refused('ehrUnknownOutcome'));
      expect(await stored(server.written.call ?? '', write)).toHaveLength(1);
    });

    it('changes a corrected note in place, and never over what somebody else wrote meanwhile', async () => {
      const first = sampleWrite(idFor('amended'), 'communication');
      const written = valueOf(await ehr.write(first));
      if (written.state === 'keptHere') return expect(server.cannot).toContain('amend');
      const note = { ...first.note, version: 5, content: { ...first.note.content, told: 'We call on Tuesday.' } };
      const second = { ...first, id: `${first.id}/5`, note, amends: { reference: written.reference } };
      if (!can('amend')) return expect(valueOf(await ehr.write(second))).toEqual({ state: 'keptHere' });
      // Between our reading and our writing somebody else makes it urgent.
      spoil = async (_, { body }) => {
        spoil = undefined;
        await send('PUT', `${upstream()}/${written.reference}`, { ...(body as object), priority: 'urgent' });
        return false;
      };
      expect(await ehr.write(second)).toMatchObject(refused('ehrBusy'));
      expect(valueOf(await ehr.write(second))).toMatchObject({ state: 'sent', reference: written.reference });
      const [after] = await stored('Communication', first);
      expect(after).toMatchObject({ priority: 'urgent' });
      expect(JSON.stringify(after)).toContain('We call on Tuesday.');
    });

    it('shares things to do only where that is safe', async () => {
      expect(valueOf(await ehr.taskSupport())).toBe(can('shareTasks') ? 'createAndUpdate' : 'none');
    });
  });

  describe('when it goes wrong', () => {
    it.each(FAULTS)('$name', async ({ code, spoil: fault }) => {
      const hasty = opened(code === 'ehrSlow' ? 400 : 50_000);
      const expected = can('phone') ? await ehr.findByPhone(HOUSEHOLD) : await ehr.findByName('gonzalez', '3/14/1979');
      spoil = fault;
      const found = can('phone') ? await hasty.findByPhone(HOUSEHOLD) : await hasty.findByName('gonzalez', '3/14/1979');
      if (code !== undefined) expect(found).toMatchObject(refused(code));
      else if (found.ok) {
        // Fillers are dropped by whoever matches; everybody who was there is there, once.
        const others = names(found).filter((name) => !/^x|^ ?x/.test(name));
        expect(others).toEqual(names(expected));
      } else expect(found).toMatchObject(refused('ehrTooMany'));
      if (code === 'ehrBusy' && !found.ok) {
        expect(found.error.retryAfterMs).toBeGreaterThan(5500);
        expect(found.error.retryAfterMs).toBeLessThanOrEqual(7000);
      }
    });

    it('a next page on another origin is never fetched', async () => {
      const elsewhere = await standIn((_, response) => json(response, 200, bundle([])));
      spoil = nextPageAt(`${elsewhere.url}?page=2`);
      const found = can('phone') ? await ehr.findByPhone(HOUSEHOLD) : await ehr.findByName('gonzalez', '3/14/1979');
      expect(found).toMatchObject(refused('ehrNotFhir'));
      expect(elsewhere.heard).toEqual([]);
      await elsewhere.close();
    });
  });
}
