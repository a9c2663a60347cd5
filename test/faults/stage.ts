// The stage of the fault tests and of the bench of the same things: PBXs behind a network that can be cut, our host and
// phone page on this side of it, and ears at both ends that hear within a tenth of a second.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright';
import type { CallId } from '../../shared/domain/call/call.ts';
import { Asterisk } from '../pbx/asterisk.ts';
import { AMI_PASSWORD, PASSWORD_101, WSS_PORT } from '../pbx/asterisk-setup.ts';
import { ContractClient, Host, launch } from '../support/host.ts';
import { Network } from '../support/network.ts';
import { writeSite } from '../support/site.ts';
import { listen, toneFile } from '../support/tone.ts';
import type { Heard } from '../support/tone.ts';
import { until } from '../support/until.ts';

/** The long form (npm run test:faults) takes minutes. */
export const isLong = process.env['FRONTDESK_FAULTS'] === 'long';

const TOPICS = ['calls', 'health', 'session'] as const;
const EAR_MS = 120;

export interface Stage {
  readonly network: Network;
  readonly pbxs: readonly Asterisk[];
  readonly host: Host;
  readonly desk: ContractClient;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly phone: Page;
  close(): Promise<void>;
}

export async function setStage(pbxCount: number): Promise<Stage> {
  await Asterisk.endOthers();
  const network = Network.create();
  const machines = Array.from({ length: pbxCount }, () => network.add());
  const pbxs: Asterisk[] = [];
  for (const machine of machines) pbxs.push(await Asterisk.start({ machine }));
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-faults-'));
  const servers = machines.map(({ address }) => `wss://${address}:${WSS_PORT}/ws`);
  const site = writeSite(folder, { servers, domain: 'pbx.test' });
  const host = await Host.start(['--site', site], folder);
  const desk = await ContractClient.open(host.info.window, host.info.origin, TOPICS);
  const trust = pbxs.map((pbx) => pbx.certificatePin).join(',');
  const { browser, context } = await launch({ microphone: toneFile(1000), trust });
  const phone = await context.newPage();
  await phone.goto(host.info.phone);
  await desk.command('session.passphrase', { passphrase: 'a passphrase of the test' });
  const secrets = { phonePassword: PASSWORD_101, pbxPassword: AMI_PASSWORD };
  await desk.command('session.signIn', { userId: 'chloe', password: 'first-sign-in', secrets });
  await until('registered', () => desk.row('health')?.phone === 'registered');
  return {
    ...{ network, pbxs, host, desk, browser, context, phone },
    close: async () => {
      network.mend();
      await browser.close();
      desk.close();
      await host.stop();
      for (const pbx of pbxs) await pbx.stop();
      network.end();
    },
  };
}

/** A caller whose voice is 440 Hz is talking with us, whose voice is 1000 Hz. */
export async function talk({ desk, phone }: Stage, pbx: Asterisk, number = '2065550199'): Promise<CallId> {
  const before = new Set(desk.rows('calls').map((row) => row.id));
  await pbx.call(number, 'Test Caller');
  const row = await until('it rings', () => desk.rows('calls').find((each) => !before.has(each.id)), 8_000);
  await desk.command('call.answer', { callId: row.id });
  await until('talking', () => desk.row('calls', row.id)?.state === 'talking');
  await openEar(phone, row.id);
  await soundBothWays({ phone, pbx, id: row.id });
  return row.id;
}

/** A meter on the call's sound that is there before and after whatever happens; reading it takes no time. */
async function openEar(phone: Page, id: CallId): Promise<void> {
  await phone.evaluate(async (callId) => {
    const win = window as unknown as {
      frontdeskPhone: { connectionOf(id: string): RTCPeerConnection };
      ear?: () => number[];
    };
    const context = new AudioContext({ sampleRate: 8000 });
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 });
    const [receiver] = win.frontdeskPhone.connectionOf(callId).getReceivers();
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([receiver!.track]) }).connect(analyser);
    win.ear = () => {
      const data = new Float32Array(1024);
      analyser.getFloatTimeDomainData(data);
      return Array.from(data);
    };
  }, id);
}

async function deskHears(phone: Page, hz: number): Promise<boolean> {
  const samples = (await phone.evaluate('window.ear()')) as number[];
  return isTone(listen(samples, 8000, [hz]), hz);
}

const callerHears = (pbx: Asterisk, hz: number) => isTone(pbx.heard('caller', [hz], EAR_MS), hz);

export const isSound = async ({ phone, pbx }: { phone: Page; pbx: Asterisk }) => ({
  desk: await deskHears(phone, 440),
  caller: callerHears(pbx, 1000),
});

/** @returns how long it took until both ends heard each other, in ms */
export async function soundBothWays(
  ends: { phone: Page; pbx: Asterisk; id: CallId },
  limitMs = 30_000,
): Promise<number> {
  const began = performance.now();
  await until(
    'sound both ways',
    async () => {
      const sound = await isSound(ends);
      return sound.desk && sound.caller;
    },
    limitMs,
  );
  return performance.now() - began;
}

export const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const isTone = (heard: Heard, hz: number) => heard.rms > 0.01 && (heard.share[hz] ?? 0) > 0.7;

/** Cuts the network for so long in a call; then how long until both ends hear each other again. */
export async function cutFor(stage: Stage, pbx: Asterisk, id: CallId, ms: number, how: 'silent' | 'cable') {
  stage.network.cut(how);
  await wait(ms);
  const during = await isSound({ phone: stage.phone, pbx });
  stage.network.mend();
  return { during, backMs: await soundBothWays({ phone: stage.phone, pbx, id }) };
}

/** Whether both ends heard each other all the while; `heard` counts how often it was listened. */
export async function listenDuring(stage: Stage, pbx: Asterisk, work: () => Promise<void>) {
  const silent = { desk: 0, caller: 0 };
  let heard = 0;
  let isOver = false;
  const working = work().finally(() => (isOver = true));
  while (!isOver) {
    const sound = await isSound({ phone: stage.phone, pbx });
    heard++;
    silent.desk += Number(!sound.desk);
    silent.caller += Number(!sound.caller);
    await wait(100);
  }
  await working;
  return { silent, heard };
}

/** Its process dies, as by a bug in the browser or for want of memory. */
export async function crash(page: Page): Promise<void> {
  const crashed = new Promise((resolve) => page.once('crash', resolve));
  const session = await page.context().newCDPSession(page);
  // Never answered: who would answer is dead.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
}

export async function openWindow(stage: Stage, address = stage.host.info.console): Promise<Page> {
  const page = await stage.context.newPage();
  await page.goto(address);
  await page.getByRole('contentinfo').waitFor();
  return page;
}

export async function endCalls({ desk, pbxs }: Stage): Promise<void> {
  for (const row of desk.rows('calls')) {
    if (row.state !== 'ended') await desk.command('call.hangUp', { callId: row.id });
    await until('over', () => (desk.row('calls', row.id)?.state ?? 'ended') === 'ended');
    await desk.command('call.dismiss', { callId: row.id });
  }
  for (const pbx of pbxs) await pbx.hangUpCallers().catch(() => undefined);
}
