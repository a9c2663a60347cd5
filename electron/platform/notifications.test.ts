import { beforeEach, describe, expect, it } from 'vitest';
import * as fake from '../../test/fakes/electron.ts';
import { RingNotifier } from './notifications.ts';
import { openWords } from './words.ts';

let language = 'en';
let inFront = false;
let raised = 0;
const notifier = () =>
  new RingNotifier({
    words: openWords(() => language),
    isInFront: () => inFront,
    bringToFront: () => (raised += 1),
  });
const front = { callId: 'a', queueName: 'Front desk' };
beforeEach(() => {
  fake.reset();
  language = 'en';
  inFront = false;
  raised = 0;
});

describe('a ringing call behind other windows', () => {
  it('shows once, on which queue, silently, and goes when the ringing ends', () => {
    const given = notifier();
    given.update([front]);
    given.update([front]);
    expect(
      fake.seen.notifications.map(({ options, state }) => [options.title, options.body, options.silent, state]),
    ).toEqual([['A call is ringing', 'On Front desk', true, 'shown']]);
    given.update([]);
    expect(fake.seen.notifications[0]?.state).toBe('closed');
  });

  it('brings the window when it is clicked', () => {
    notifier().update([front]);
    fake.seen.notifications[0]?.emit('click');
    expect(raised).toBe(1);
  });

  it('speaks the language set, also without a queue', () => {
    language = 'es';
    notifier().update([{ callId: 'b', queueName: undefined }]);
    expect(fake.seen.notifications[0]?.options).toMatchObject({
      title: 'Suena una llamada',
      body: 'En su propia línea',
    });
  });

  it('is not announced while the window is in front, nor where the system has no notifications', () => {
    inFront = true;
    const given = notifier();
    given.update([front]);
    inFront = false;
    given.update([front]);
    fake.machine.notificationsSupported = false;
    given.update([front, { callId: 'c', queueName: 'Billing' }]);
    expect(fake.seen.notifications).toEqual([]);
  });
});
