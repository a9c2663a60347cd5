// Intercom and paging: what is answered by nobody's hand, and what is dialled to speak into a desk.
import { describe, expect, it } from 'vitest';
import { callsWithPhone, id, remote } from '../../../test/fakes/phone-page.ts';
import { settle } from '../../../test/fakes/parts.ts';
import type { Site } from '../../../shared/domain/site/site.ts';

const withIntercom =
  (autoAnswer: Site['phone']['autoAnswer']) =>
  (site: Site): Site => ({ ...site, phone: { ...site.phone, autoAnswer, intercomPrefix: '*80' } });
const wish = { type: 'rang', remote, autoAnswer: true } as const;

describe('a call that asks to be answered at once', () => {
  it('is answered muted, and marked', async () => {
    const { calls, tell, page, state } = callsWithPhone({ site: withIntercom('intercom') });
    tell('a', wish);
    await settle();
    expect(page.orders.map(({ order }) => order)).toEqual([{ do: 'answer', muted: true }]);
    expect([state('a'), calls.get(id('a'))?.purpose]).toEqual(['talking', 'intercom']);
  });

  it('rings like any other where the site says never', async () => {
    const { calls, tell, page, state } = callsWithPhone({ site: withIntercom('never') });
    tell('a', wish);
    await settle();
    expect([page.orders, state('a'), calls.get(id('a'))?.purpose]).toEqual([[], 'ringing', undefined]);
  });

  it('rings beside a call, held or not', async () => {
    const { run, talk, tell, page, state } = callsWithPhone({ site: withIntercom('intercom') });
    await talk('a');
    tell('b', wish);
    await settle();
    expect(state('b')).toBe('ringing');
    await run('call.hold', { callId: id('a') });
    tell('c', wish);
    await settle();
    expect([state('a'), state('c')]).toEqual(['held', 'ringing']);
    expect(page.orders.map(({ order }) => order.do)).toEqual(['answer', 'hold']);
  });
});

describe('speaking into a desk', () => {
  it('dials behind the prefix and knows whom', async () => {
    const { run, page } = callsWithPhone({ site: withIntercom('never') });
    await run('call.dial', { target: '*80201' });
    expect(page.orders[0]?.order).toMatchObject({ do: 'dial', target: '*80201', purpose: 'intercom' });
    expect(page.orders[0]?.order).toMatchObject({ remote: { number: '201' } });
  });
});
