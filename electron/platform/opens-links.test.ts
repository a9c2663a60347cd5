import { beforeEach, describe, expect, it } from 'vitest';
import * as fake from '../../test/fakes/electron.ts';
import { FakeLog } from '../../test/fakes/parts.ts';
import { fail, ok } from '../../shared/result/result.ts';
import { opensLinks } from './guards.ts';

describe('an address that main opens outside', () => {
  beforeEach(() => fake.reset());

  it('goes to the system, and into no page and no log', () => {
    const log = new FakeLog();
    expect(opensLinks(log)('https://ehr.example/chart/p1')).toEqual(ok({}));
    expect(fake.seen.opened).toEqual(['https://ehr.example/chart/p1']);
    expect(log.lines).toEqual([]);
  });

  it.each(['http://ehr.example/chart/p1', 'file:///etc/passwd', 'search-ms:x'])(
    'is refused where it is %s',
    (address) => {
      expect(opensLinks(new FakeLog())(address)).toEqual(fail('chartNotOpened'));
      expect(fake.seen.opened).toEqual([]);
    },
  );
});
