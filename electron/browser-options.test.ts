import { describe, expect, it } from 'vitest';
import { HELP, readOptions } from './browser-options.ts';

const words = (...args: string[]) => {
  const read = readOptions(args);
  return read.do === 'print' ? read : undefined;
};

describe('the command line', () => {
  it('opens the made-up clinic when nothing is asked', () => {
    expect(readOptions([])).toEqual({
      do: 'start',
      options: {
        ...{ site: undefined, data: undefined, port: 0, noWindow: false, wallboard: false },
        ...{ hashPassword: false, json: false, clinic: ['--seed', '1', '--calls-per-hour', '30'] },
      },
    });
  });

  it('passes on what is meant for the clinic', () => {
    const read = readOptions(['--quiet', '--ehr-sign-in', '--calls-per-hour', '90', '--site', 'a.yaml', '--port=8080']);
    expect(read).toMatchObject({
      do: 'start',
      options: {
        ...{ site: 'a.yaml', port: 8080 },
        clinic: ['--seed', '1', '--calls-per-hour', '90', '--quiet', '--ehr-sign-in'],
      },
    });
  });

  it('lists every option but the one for tests', () => {
    expect(words('--help')).toEqual({ do: 'print', text: HELP, exitCode: 0 });
    expect(words('-h')?.exitCode).toBe(0);
    const listed = [...HELP.matchAll(/--([a-z-]+)/g)].map(([, name]) => name);
    for (const name of ['site', 'data', 'port', 'no-window', 'wallboard', 'hash-password', 'quiet', 'seed'])
      expect(listed).toContain(name);
    expect(listed).not.toContain('json');
  });

  it.each([
    [['--hepl'], /^Unknown option '--hepl'\.$/],
    [['clinic.yaml'], /clinic\.yaml.*\.$/],
    [['--site'], /--site.*\.$/],
    [['--quiet=yes'], /--quiet.*\.$/],
    [['--port', 'http'], /^--port takes a number from 0 to 65535\.$/],
    [['--port', '70000'], /^--port takes/],
    [['--calls-per-hour', '-1'], /--calls-per-hour/],
    [['--calls-per-hour', '1e9'], /^--calls-per-hour takes/],
    [['--seed', ''], /^--seed takes/],
  ])('says in one sentence what is wrong with %s, and where help is', (args, sentence) => {
    const { text, exitCode } = words(...args)!;
    const [first, second, ...others] = text.split('\n');
    expect(first).toMatch(sentence);
    expect(second).toBe('What can be asked is listed by: npm start -- --help');
    expect([others, exitCode]).toEqual([[], 1]);
  });
});
