// Only who leads sees the calls of others and joins them: declared here, and kept by the router and the hub for every page.
import { describe, expect, it } from 'vitest';
import { CommandRouter } from './router.ts';
import { TopicHub } from './hub.ts';
import { FakeAccess, FakeLog } from '../../test/fakes/parts.ts';
import { ok } from '../../shared/result/result.ts';
import type { TopicMessage } from '../../shared/contract/index.ts';
import { supervisionCommands } from '../../shared/contract/supervision.ts';

const OPEN = new Set(['supervision.noticeRead', 'callback.withdraw']);
const LEADERS_ONLY = Object.keys(supervisionCommands).filter((name) => !OPEN.has(name));
const row = { extension: '101', name: 'Ana', state: 'talking', memberships: [], heardBy: [] } as const;

describe.each(['receptionist', 'assistant'] as const)('a %s', (role) => {
  it.each(LEADERS_ONLY)('may not %s', async (name) => {
    const access = new FakeAccess('in', role);
    const router = new CommandRouter(access, new FakeLog());
    router.register({ [name]: () => ok({}) });
    expect(await router.run('console', name, {})).toMatchObject({ ok: false, error: { code: 'notAllowed' } });
  });

  it('is shown nobody’s state, talk partner or alert', () => {
    const hub = new TopicHub(new FakeAccess('in', role));
    hub.set('team', '101', { ...row, memberships: [], heardBy: [] });
    const heard: TopicMessage[] = [];
    const page = {
      page: 'console' as const,
      isBehind: () => false,
      send: (_: string, one: TopicMessage) => heard.push(one),
    };
    for (const topic of ['team', 'alerts', 'listening'] as const) hub.subscribe(page, topic);
    expect(heard).toEqual([1, 2, 3].map(() => ({ kind: 'snapshot', rows: [] })));
  });
});

it('a supervisor is shown the people', () => {
  const hub = new TopicHub(new FakeAccess('in', 'supervisor'));
  hub.set('team', '101', { ...row, memberships: [], heardBy: [] });
  const heard: TopicMessage[] = [];
  hub.subscribe({ page: 'console', isBehind: () => false, send: (_, one) => heard.push(one) }, 'team');
  expect(heard).toMatchObject([{ kind: 'snapshot', rows: [['101', { name: 'Ana' }]] }]);
});
