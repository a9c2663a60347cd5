// The host is asked to end in the middle of calls: nobody is left talking to a desk that has closed, and no queue goes on
// ringing it.
import { afterEach, describe, expect, it } from 'vitest';
import { header } from '../../electron/clinic/pbx/sip/message.ts';
import { HostileDesk } from '../support/hostile-desk.ts';
import { until } from '../support/until.ts';

let all: HostileDesk | undefined;
afterEach(() => all?.close());

describe('SIGTERM', () => {
  it('ends the call that is held, the one that is talked to and the one that rings, then unregisters', async () => {
    all = await HostileDesk.open();
    const { pbx, host, desk } = all;
    const held = await all.talking();
    await all.talking();
    await until('the first is held', () => desk.row('calls', held.row.id)?.state === 'held');
    const rings = await all.ringing();
    const before = pbx.requests.length;
    const began = performance.now();
    await host.stop('SIGTERM');
    const tookMs = performance.now() - began;
    expect(host.process.exitCode).toBe(0);
    const sent = pbx.requests.slice(before).filter(({ method }) => ['BYE', 'REGISTER'].includes(method));
    expect(sent.map(({ method }) => method)).toEqual(['BYE', 'BYE', 'REGISTER']);
    expect(new Set(sent.map((request) => header(request, 'call-id'))).size).toBe(3);
    expect(header(sent[2]!, 'contact')).toMatch(/expires=0/);
    expect(await rings.dialog.final()).toBe(486);
    console.log(`closed with three calls in ${Math.round(tookMs)} ms`);
    expect(tookMs).toBeLessThan(3_000);
  });

  it('with a PBX that answers nothing any more: closes all the same, within seconds', async () => {
    all = await HostileDesk.open();
    await all.talking();
    all.pbx.manners = { BYE: 'silent', REGISTER: 'silent' };
    const began = performance.now();
    await all.host.stop('SIGTERM');
    expect(all.host.process.exitCode).toBe(0);
    expect(performance.now() - began).toBeLessThan(6_000);
  });
});
