// Personal settings that are neither private nor secret: language and look. This is the browser host's store; the
// desktop uses electron-store, which is the same library bound to Electron (it cannot be loaded outside of it).
import Conf from 'conf';
import { Preferences } from '../../../shared/contract/session.ts';
import type { PreferencesStore } from '../../ports/site.ts';

export const DEFAULT_PREFERENCES: Preferences = { language: 'system', theme: 'system' };

/** Settings in `folder`/settings.json; a damaged file counts as empty. */
export function openPreferences(folder: string): PreferencesStore<Preferences> {
  const store = new Conf<{ preferences?: Preferences }>({
    cwd: folder,
    configName: 'settings',
    clearInvalidConfig: true,
  });
  return {
    load: () => Preferences.safeParse(store.get('preferences')).data ?? DEFAULT_PREFERENCES,
    save: (value) => store.set('preferences', value),
  };
}
