import { describe, expect, it } from 'vitest';
import { readOptions } from './desktop-options.ts';

describe("the desktop app's command line", () => {
  it('opens the demo when it says nothing', () => {
    expect(readOptions([])).toEqual({ site: undefined, data: undefined, clinic: [] });
  });

  it('takes a site file and a folder', () => {
    expect(readOptions(['/app', '--site', 'clinic.yaml', '--data=/tmp/x'])).toMatchObject({
      site: 'clinic.yaml',
      data: '/tmp/x',
    });
  });

  it('hands the rest to the clinic, and leaves Chromium’s switches alone', () => {
    const args = [
      '--inspect=0',
      '-r',
      '/loader.js',
      '/app',
      '--no-sandbox',
      '--calls-per-hour',
      '60',
      '--quiet',
      '--ehr-sign-in',
    ];
    expect(readOptions([...args, '--seed=3', '--site='])).toEqual({
      site: undefined,
      data: undefined,
      clinic: ['--seed', '3', '--calls-per-hour', '60', '--quiet', '--ehr-sign-in'],
    });
  });
});
