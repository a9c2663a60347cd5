// Who may use what. Everything is refused but what the phone page cannot work without, and notifications.
import { systemPreferences } from 'electron';
import type { HIDDevice, MediaAccessPermissionRequest, Session } from 'electron';
import type { Page } from '../../shared/contract/define.ts';
import { TELEPHONY_USAGE_PAGE } from '../../shared/domain/headset/usage-page.ts';
import { pageOfAddress, pageOfOrigin } from './pages.ts';

type Permission = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1];

const ALLOWED: Record<Page, readonly Permission[]> = {
  console: ['notifications'],
  wallboard: [],
  phone: [
    'media',
    'speaker-selection',
    'hid',
    // The phone server stands in the practice's own network (the demo's on this computer). Since Chromium 142 a page needs
    // leave to connect there, WebSockets included; without it no phone of a local PBX would ever register.
    'local-network',
    'local-network-access',
    'loopback-network',
  ],
};

/** @param media what a `media` permission is about; anything but the microphone alone is refused */
export function isAllowed(permission: Permission, page: Page | undefined, media: readonly string[] = []): boolean {
  if (page === undefined || !ALLOWED[page].includes(permission)) return false;
  return permission !== 'media' || (media.length > 0 && media.every((kind) => kind === 'audio'));
}

export function setPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const page = details.isMainFrame ? pageOfAddress(details.requestingUrl) : undefined;
    const media = permission === 'media' ? (details as MediaAccessPermissionRequest).mediaTypes : undefined;
    answer(isAllowed(permission, page, media));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) => {
    if (details.embeddingOrigin !== undefined) return false;
    return isAllowed(permission, pageOfOrigin(origin), details.mediaType === undefined ? [] : [details.mediaType]);
  });
  // A headset's hook switch and mute key. Granted beforehand, so that the phone page, which nobody sees and nobody can
  // click, finds it with `getDevices`; no page opens a chooser here, and without a handler Electron refuses one that would.
  session.setDevicePermissionHandler(({ deviceType, origin, device }) => {
    if (deviceType !== 'hid' || pageOfOrigin(origin) !== 'phone') return false;
    return (device as HIDDevice).collections.some(({ usagePage }) => usagePage === TELEPHONY_USAGE_PAGE);
  });
}

/** macOS asks the person once; elsewhere the system has no such question. */
export async function askForMicrophone(): Promise<void> {
  if (process.platform === 'darwin') await systemPreferences.askForMediaAccess('microphone').catch(() => false);
}
