import { describe, expect, it } from 'vitest';
import { FakeClock, FakeTopics, testSite } from '../../../test/fakes/parts.ts';
import { ONLY_KEY } from '../../../shared/contract/index.ts';
import { PresenceService } from './presence-service.ts';

function stage(management = false) {
  const topics = new FakeTopics();
  const clock = new FakeClock();
  const lamps: string[] = [];
  const dials: string[] = [];
  const desk = { extension: '101' as string | undefined };
  const presence = new PresenceService({
    topics,
    clock,
    site: () => testSite(),
    extension: () => desk.extension,
    onLamp: (extension, lamp) => lamps.push(`${extension} ${lamp}`),
    onDial: (event) => dials.push(event.type),
  });
  presence.use(management);
  const [colleague = ''] = topics.get('lampWatch', ONLY_KEY)?.extensions.filter((each) => each !== '101') ?? [];
  return { topics, clock, lamps, dials, desk, presence, colleague, watched: () => topics.get('lampWatch', ONLY_KEY) };
}
const caller = { number: '2065550122', name: 'Maria Lopez', withheld: false };

describe('lamps that the phone asks for', () => {
  it('are those of the directory, while somebody is signed in and there is no management', () => {
    const { watched, colleague, desk, presence } = stage();
    expect(colleague).not.toBe('');
    expect(watched()).toMatchObject({ mailbox: '101' });
    presence.use(true);
    expect(watched()).toEqual({ extensions: [], mailbox: '' });
    presence.use(false);
    expect(watched()?.extensions).toContain(colleague);
    desk.extension = undefined;
    presence.refresh();
    expect(watched()).toEqual({ extensions: [], mailbox: '' });
    expect(stage(true).watched()).toBeUndefined();
  });

  it('are handed on as they change, with who calls the phone that rings', () => {
    const { presence, lamps, dials, colleague } = stage();
    presence.said({ kind: 'presence', extension: colleague, presence: 'free' });
    presence.said({ kind: 'presence', extension: colleague, presence: 'ringing', caller });
    presence.said({ kind: 'presence', extension: colleague, presence: 'ringing', caller });
    presence.said({ kind: 'presence', extension: colleague, presence: 'busy' });
    presence.said({ kind: 'presence', extension: '999999', presence: 'busy' });
    expect(lamps).toEqual([`${colleague} free`, `${colleague} ringing`, `${colleague} busy`]);
    expect(dials).toEqual(['began', 'ended']);
  });

  it('are not known any more once the phone is off the PBX, and light again with it', () => {
    const { presence, lamps, dials, colleague } = stage();
    presence.said({ kind: 'presence', extension: colleague, presence: 'ringing', caller });
    presence.phoneIs('connecting');
    presence.phoneIs(undefined);
    expect(lamps).toHaveLength(1);
    presence.phoneIs('unreachable');
    expect([lamps.at(-1), dials.at(-1)]).toEqual([`${colleague} unknown`, 'ended']);
    presence.said({ kind: 'presence', extension: colleague, presence: 'free' });
    expect(lamps.at(-1)).toBe(`${colleague} free`);
  });
});

describe('a management link that is down', () => {
  it('lets the phone ask after a while, and tell no more once it is back', () => {
    const { watched, presence, clock, colleague, lamps } = stage();
    presence.use(true);
    presence.linkIs('connecting');
    clock.advance(4_999);
    expect(watched()?.extensions).toEqual([]);
    presence.linkIs('unreachable');
    clock.advance(1);
    expect(watched()?.extensions).toContain(colleague);
    presence.said({ kind: 'presence', extension: colleague, presence: 'busy' });
    expect(lamps.at(-1)).toBe(`${colleague} busy`);
    presence.linkIs('ok');
    expect(watched()?.extensions).toEqual([]);
    presence.said({ kind: 'presence', extension: colleague, presence: 'free' });
    expect(lamps).not.toContain(`${colleague} free`);
  });

  it('that is back at once is not missed', () => {
    const { watched, presence, clock } = stage(true);
    presence.linkIs('unreachable');
    clock.advance(3_000);
    presence.linkIs('ok');
    clock.advance(60_000);
    expect(watched()?.extensions ?? []).toEqual([]);
  });
});

describe('the lamp of the mailbox', () => {
  it('shows what the PBX counts, and goes with whoever signs out', () => {
    const { presence, topics, desk } = stage();
    presence.said({ kind: 'messages', newCount: 2, oldCount: 1 });
    expect(topics.get('voicemailLamp', ONLY_KEY)).toEqual({ newCount: 2, oldCount: 1 });
    desk.extension = undefined;
    presence.refresh();
    expect(topics.get('voicemailLamp', ONLY_KEY)).toBeUndefined();
    presence.said({ kind: 'messages', newCount: 2, oldCount: 1 });
    expect(topics.get('voicemailLamp', ONLY_KEY)).toBeUndefined();
  });
});
