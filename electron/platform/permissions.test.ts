import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from 'electron';
import * as fake from '../../test/fakes/electron.ts';
import { isAllowed, setPermissions } from './permissions.ts';

type Permission = Parameters<typeof isAllowed>[0];
/** Every permission Electron knows: one too many or too few does not compile. */
const ALL = [
  'ar',
  'automatic-fullscreen',
  'background-fetch',
  'background-sync',
  'captured-surface-control',
  'clipboard-read',
  'clipboard-sanitized-write',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'geolocation-approximate',
  'hand-tracking',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'local-network',
  'local-network-access',
  'loopback-network',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'nfc',
  'notifications',
  'openExternal',
  'payment-handler',
  'periodic-background-sync',
  'persistent-storage',
  'pointerLock',
  'screen-wake-lock',
  'sensors',
  'serial',
  'smart-card',
  'speaker-selection',
  'storage-access',
  'system-wake-lock',
  'top-level-storage-access',
  'usb',
  'vr',
  'web-app-installation',
  'web-printing',
  'window-management',
  'unknown',
] as const satisfies Permission[];
const isComplete: [Exclude<Permission, (typeof ALL)[number]>] extends [never] ? true : false = true;

describe('permissions', () => {
  beforeEach(() => {
    fake.reset();
    setPermissions(fake.session.defaultSession as unknown as Session);
  });

  it('are, for each page, these and no others', () => {
    expect(isComplete).toBe(true);
    expect(ALL.filter((name) => isAllowed(name, 'phone', ['audio']))).toEqual([
      'hid',
      'local-network',
      'local-network-access',
      'loopback-network',
      'media',
      'speaker-selection',
    ]);
    expect(ALL.filter((name) => isAllowed(name, 'console', ['audio']))).toEqual(['notifications']);
    expect(ALL.filter((name) => isAllowed(name, undefined, ['audio']))).toEqual([]);
  });

  it('of media mean the microphone alone', () => {
    for (const media of [[], ['video'], ['audio', 'video'], ['unknown']])
      expect([media, isAllowed('media', 'phone', media)]).toEqual([media, false]);
  });

  it('are refused to frames inside a page', () => {
    const { permissionRequest, permissionCheck } = fake.session.defaultSession;
    let answer: boolean | undefined;
    const details = { isMainFrame: false, requestingUrl: 'app://phone/phone/index.html', mediaTypes: ['audio'] };
    permissionRequest?.(null as never, 'media', (granted) => (answer = granted), details as never);
    expect(answer).toBe(false);
    const inside = { isMainFrame: false, embeddingOrigin: 'https://elsewhere.example', mediaType: 'audio' } as const;
    expect(permissionCheck?.(null, 'media', 'app://phone', inside)).toBe(false);
  });

  it('of devices are for headsets, and for the phone page', () => {
    const { devicePermission } = fake.session.defaultSession;
    const device = (usagePage: number) => ({ collections: [{ usagePage }] }) as never;
    const ask = (deviceType: 'hid' | 'usb', origin: string, usagePage: number) =>
      devicePermission?.({ deviceType, origin, device: device(usagePage) });
    expect(ask('hid', 'app://phone', 0x0b)).toBe(true);
    expect(ask('hid', 'app://phone', 0x01)).toBe(false);
    expect(ask('hid', 'app://console', 0x0b)).toBe(false);
    expect(ask('hid', 'https://elsewhere.example', 0x0b)).toBe(false);
    expect(ask('usb', 'app://phone', 0x0b)).toBe(false);
  });
});
