// The main job against real parts: Asterisk 22 over WSS, a FHIR server, Chromium with a tone as microphone.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CALLER_ROSTER } from '../../electron/clinic/roster.ts';
import type { CallRow } from '../../shared/contract/call.ts';
import type { CallId } from '../../shared/domain/call/call.ts';
import type { NoteContent } from '../../shared/domain/note/types.ts';
import { ContractClient, Host, hearsInPage, heardInPage, launch } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { AMI_PASSWORD, AMI_PORT, PASSWORD_101, WSS_PORT } from './asterisk-setup.ts';
import type { Asterisk } from './asterisk.ts';
import { PbxDesk, must } from './desk.ts';

const patient = CALLER_ROSTER.find((entry) => 'date' in entry.birth && !entry.sharedWith?.length)!;

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let phone: Page;
let desktop: Page;
let colleague: Page;

beforeAll(async () => {
  pbx = await PbxDesk.open();
  ({ asterisk, client: desk, phone, window: desktop, colleague } = pbx);
}, 300_000);
afterAll(() => pbx?.close());
afterEach(() => pbx.quiet());

const live = () => pbx.live();
const call = (id: CallId) => pbx.call(id);
const state = (id: CallId, wanted: CallRow['state']) => pbx.state(id, wanted);
const ringing = (number?: string, name?: string) => pbx.ringing(number, name);
const answered = (number?: string, name?: string) => pbx.answered(number, name);

const note: NoteContent = {
  category: 'clinical',
  words: 'Dizzy since starting the new pill',
  fields: { since: 'Tuesday' },
  outcome: 'message',
  told: 'The nurse calls back today',
  nextStep: { text: 'Call back about dizziness', owner: 'Nurse line', due: '2099-01-01' },
};

describe('a call from the wire to the note', () => {
  it('waits, rings, is answered, held, resumed, transferred with consultation; the note reaches the EHR once', async () => {
    const id = await ringing(patient.e164, 'Roster Caller');
    // The INVITE may arrive before AMI's AgentCalled: the headers tie the two together whichever is first.
    const waiting = await until('the board shows where it rings', () =>
      desk.rows('waiting').find((entry) => entry.ringingAt.includes('101')),
    );
    expect(waiting).toMatchObject({ queue: 'front-desk', position: 1, number: patient.e164 });
    expect(call(id)).toMatchObject({ queue: { entry: waiting.entry }, queueName: 'Front desk' });
    await until('the wait is on the card', () => call(id)?.waitedMs !== undefined);
    await until('the patient is matched', () => call(id)?.match?.state === 'one');
    expect(call(id)?.patientName).toBeUndefined();

    await desktop.getByRole('region', { name: 'Ringing call' }).waitFor();
    await desktop.keyboard.press('F2');
    await state(id, 'talking');
    await hearsInPage(phone, id, 440);
    await asterisk.hears('caller', 1000);
    await until('nobody waits any more', () => desk.rows('waiting').length === 0);

    const candidate = call(id)!.match!.candidates[0]!;
    await must(desk.command('patient.choose', { callId: id, patientId: candidate.patientId }));
    expect(desk.row('patients', id)?.context).toBeUndefined();
    const claims = {
      name: `${patient.given} ${patient.family}`,
      birthDate: 'date' in patient.birth ? patient.birth.date : '',
    };
    expect(await desk.command('patient.verify', { callId: id, claims })).toMatchObject({
      ok: true,
      value: { verified: true },
    });
    await until('the context card', () => desk.row('patients', id)?.context);
    expect(call(id)?.patientName).toBe(`${patient.given} ${patient.family}`);

    await desktop.keyboard.press('F5');
    await state(id, 'held');
    await asterisk.hears('caller', 600);
    expect(asterisk.heard('caller', [1000]).share[1000]).toBeLessThan(0.1);
    expect((await heardInPage(phone, id, [440])).rms).toBeLessThan(0.01);
    await desktop.keyboard.press('F5');
    await state(id, 'talking');
    await asterisk.hears('caller', 1000);
    await hearsInPage(phone, id, 440);

    const consult = await desk.command('call.dial', { target: '103', consultFor: id });
    if (!consult.ok) throw new Error(consult.error.code);
    expect(call(id)?.state).toBe('held');
    await colleague.getByRole('button', { name: /Answer/ }).waitFor();
    await colleague.evaluate('answer()');
    await state(consult.value.callId, 'talking');
    await hearsInPage(colleague, 'only', 1000);
    await must(desk.command('call.transferAttended', { callId: id, consultCallId: consult.value.callId }));
    await state(id, 'ended');
    expect(call(id)).toMatchObject({ ended: 'transferred', transfer: { kind: 'attended', state: 'reached' } });
    await hearsInPage(colleague, 'only', 440);
    await asterisk.hears('caller', 1200);

    const saved = await desk.command('note.save', { callId: id, version: 0, content: note });
    expect(saved).toMatchObject({ ok: true, value: { version: 1 } });
    await must(desk.command('note.finish', { callId: id }));
    await until('the follow-up is in the EHR', async () => (await written('Task', candidate.patientId)) > 0);
    await until('nothing waits for the EHR', () => desk.row('health')?.outboxWaiting === 0);
    expect(await written('Communication', candidate.patientId)).toBe(1);
    expect(await written('Task', candidate.patientId)).toBe(1);
    const promised = desk.rows('worklist').filter(({ kind }) => kind === 'followUp');
    expect(promised).toMatchObject([{ text: 'Call back about dizziness', owner: 'Nurse line' }]);
  });

  it('sends digits as RFC 4733 events', async () => {
    const dialled = await desk.command('call.dial', { target: '302' });
    if (!dialled.ok) throw new Error(dialled.error.code);
    await state(dialled.value.callId, 'talking');
    await must(desk.command('call.sendTones', { callId: dialled.value.callId, tones: '42#7' }));
    const read = await until('the PBX has read them', () => asterisk.events('UserEvent')[0], 15_000);
    expect(read.get('digits')).toBe('42');
  });

  it('mutes without telling the PBX: the caller hears nothing, we hear the caller', async () => {
    const id = await answered();
    await asterisk.hears('caller', 1000);
    await must(desk.command('call.mute', { callId: id, muted: true }));
    await until('silence at the caller', () => asterisk.heard('caller', [1000]).rms < 0.005);
    await hearsInPage(phone, id, 440);
    await must(desk.command('call.mute', { callId: id, muted: false }));
    await asterisk.hears('caller', 1000);
  });

  it('puts the first caller on hold when a second one is answered, and keeps both', async () => {
    const first = await answered();
    await asterisk.dialDesk('101', '2065550188');
    const second = await until('the second rings', () => live().find((entry) => entry.state === 'ringing'));
    expect(second.line).toBe(2);
    await must(desk.command('call.answer', { callId: second.id }));
    await state(second.id, 'talking');
    await state(first, 'held');
    await must(desk.command('call.hangUp', { callId: second.id }));
    await must(desk.command('call.resume', { callId: first }));
    await hearsInPage(phone, first, 440);
  });

  it('says so when the caller gives up before anybody answered', async () => {
    const id = await ringing('2065550177');
    await asterisk.hangUpCallers();
    await until('the ringing is over', () => !live().some((entry) => entry.id === id));
    await until('nobody waits', () => desk.rows('waiting').length === 0);
    const owed = () => desk.rows('worklist').filter(({ number }) => number?.endsWith('2065550177'));
    await until('somebody owes a call back', () => owed().length > 0);
    expect(owed()).toMatchObject([{ owner: 'Front desk' }]);
  });

  it('tells busy, unknown and nobody-home numbers apart', async () => {
    const end = async (target: string) => {
      const dialled = await desk.command('call.dial', { target });
      if (!dialled.ok) throw new Error(dialled.error.code);
      const row = await until(`${target} is over`, () => call(dialled.value.callId)?.ended);
      return row;
    };
    expect(await end('204')).toBe('busy');
    expect(await end('888')).toBe('notFound');
  });
});

/** How many of these the FHIR server holds for the patient that carry our identifier. */
async function written(type: 'Communication' | 'Task', patientId: string): Promise<number> {
  const reply = await fetch(
    `${pbx.ehr.url}/${type}?${type === 'Task' ? 'patient' : 'subject'}=Patient/${patientId}&_count=200`,
  );
  const bundle = (await reply.json()) as { entry?: { resource: { identifier?: { value?: string }[] } }[] };
  return (bundle.entry ?? []).filter(({ resource }) => resource.identifier?.some(({ value }) => value?.includes('/')))
    .length;
}

describe('a certificate nobody vouches for', () => {
  it('is told apart from a dead server, and never accepted', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-cert-'));
    const site = writeSite(folder, {
      servers: [`wss://127.0.0.1:${WSS_PORT}/ws`],
      domain: '127.0.0.1',
      pbx: { host: '127.0.0.1', port: AMI_PORT, tls: true, username: 'frontdesk' },
    });
    const strange = await Host.start(['--site', site], folder);
    const client = await ContractClient.open(strange.info.window, strange.info.origin, ['health']);
    const untrusting = await launch({ microphone: toneFile(1000) });
    await (await untrusting.browser.newPage()).goto(strange.info.phone);
    await client.command('session.passphrase', { passphrase: 'a passphrase of the test' });
    await client.command('session.signIn', {
      userId: 'chloe',
      password: 'first-sign-in',
      secrets: { phonePassword: PASSWORD_101, pbxPassword: AMI_PASSWORD },
    });
    await until('the phone says certificate', () => client.row('health')?.phone === 'certificate');
    await until('the queues say certificate too', () => client.row('health')?.queues === 'certificate');
    await untrusting.browser.close();
    client.close();
    await strange.stop();
  });
});
