// What else may fail around a call: a server with another one beside it, the window, the phone page, a second copy.
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AMI_PASSWORD, PASSWORD_101, WSS_PORT } from '../pbx/asterisk-setup.ts';
import { ContractClient, Host, launch } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import { toneFile } from '../support/tone.ts';
import { until } from '../support/until.ts';
import { crash, endCalls, isLong, isSound, listenDuring, openWindow, setStage, soundBothWays, talk } from './stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(2);
});
afterAll(() => stage?.close());
afterEach(() => endCalls(stage));

const first = () => stage.pbxs[0]!;
const second = () => stage.pbxs[1]!;
const health = () => stage.desk.row('health')?.phone;

describe('the window', () => {
  /** Its start address works once. */
  let address = '';

  it('reloads in a call: nobody hears it, and it is back within two seconds', async () => {
    const window = await openWindow(stage);
    address = window.url();
    const id = await talk(stage, first());
    const began = performance.now();
    await window.reload();
    await window.getByRole('button', { name: /End/ }).first().waitFor();
    const backMs = performance.now() - began;
    console.log(`view reloaded: back after ${Math.round(backMs)} ms`);
    expect(await isSound({ phone: stage.phone, pbx: first() })).toEqual({ desk: true, caller: true });
    expect(stage.desk.row('calls', id)?.state).toBe('talking');
    expect(backMs).toBeLessThan(2_000);
    await window.close();
  });

  it('is killed in a call: neither side hears it, and another one shows the call within two seconds', async () => {
    const window = await openWindow(stage, address);
    const id = await talk(stage, first());
    let backMs = 0;
    const { silent, heard } = await listenDuring(stage, first(), async () => {
      await crash(window);
      const began = performance.now();
      const next = await openWindow(stage, address);
      await next.getByRole('button', { name: /End/ }).first().waitFor();
      backMs = performance.now() - began;
      await next.close();
    });
    console.log(`view killed: back after ${Math.round(backMs)} ms; listened ${heard} times`, silent);
    expect(silent).toEqual({ desk: 0, caller: 0 });
    await soundBothWays({ phone: stage.phone, pbx: first(), id });
    expect(stage.desk.row('calls', id)?.state).toBe('talking');
    expect(backMs).toBeLessThan(2_000);
    await window.close();
  });
});

describe('the phone page', () => {
  it('reloads in a call: the call ends truthfully, the phone is back, the next call is heard', async () => {
    const id = await talk(stage, first());
    await stage.phone.reload();
    expect(await until('the call is over', () => stage.desk.row('calls', id)?.ended)).toBe('connectionLost');
    await until('registered', () => health() === 'registered');
    await first().hangUpCallers();
    await talk(stage, first());
  });

  it('opened a second time on the same computer is no second phone', async () => {
    const id = await talk(stage, first());
    const other = await stage.context.newPage();
    await other.goto(stage.phone.url());
    await other.waitForFunction(() => 'frontdeskPhone' in window);
    await soundBothWays({ phone: stage.phone, pbx: first(), id });
    expect(health()).toBe('registered');
    await other.close();
  });
});

describe('a second copy on another computer', () => {
  it('takes the phone over; the first one says so, stays quiet, and takes it back when asked', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-copy-'));
    const servers = [`wss://10.78.1.2:${WSS_PORT}/ws`];
    const host = await Host.start(['--site', writeSite(folder, { servers, domain: 'pbx.test' })], folder);
    const desk = await ContractClient.open(host.info.window, host.info.origin, ['calls', 'health', 'session']);
    const { browser } = await launch({ microphone: toneFile(1200), trust: first().certificatePin });
    await (await browser.newPage()).goto(host.info.phone);
    await desk.command('session.passphrase', { passphrase: 'a passphrase of the test' });
    const secrets = { phonePassword: PASSWORD_101, pbxPassword: AMI_PASSWORD };
    await desk.command('session.signIn', { userId: 'chloe', password: 'first-sign-in', secrets });
    await until('the copy is registered', () => desk.row('health')?.phone === 'registered');
    await until('the first one says so', () => health() === 'takenOver');
    expect(desk.row('health')?.phone).toBe('registered');

    expect(await stage.desk.command('phone.takeBack', {})).toMatchObject({ ok: true });
    await until('the first one has it again', () => health() === 'registered');
    // It looks every ten seconds.
    if (isLong) await until('the copy says so', () => desk.row('health')?.phone === 'takenOver');
    await talk(stage, first());
    await browser.close();
    desk.close();
    await host.stop();
  });
});

describe('the first server dies', () => {
  it('in a call: the phone is on the next one within five seconds, and the call does not hang', async () => {
    const id = await talk(stage, first());
    const began = performance.now();
    await first().kill();
    await until('it is said', () => health() !== 'registered');
    await until('registered on the next server', () => health() === 'registered');
    const backMs = performance.now() - began;
    console.log(`server killed in a call: registered on the next after ${Math.round(backMs)} ms`);
    expect(backMs).toBeLessThan(5_000);
    expect(await until('the call is over', () => stage.desk.row('calls', id)?.ended)).toBe('connectionLost');
    await talk(stage, second());
  });
});
