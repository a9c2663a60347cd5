// Personal settings in electron-store: language and look. Nothing private, no secret.
import Store from 'electron-store';
import { Preferences } from '../../shared/contract/session.ts';
import type { PreferencesStore } from '../ports/site.ts';

/** Settings in `folder`/settings.json; a damaged file counts as empty. */
export function openDesktopPreferences(folder: string, defaults: Preferences): PreferencesStore<Preferences> {
  const store = new Store<{ preferences?: Preferences }>({ cwd: folder, name: 'settings', clearInvalidConfig: true });
  return {
    load: () => Preferences.safeParse(store.get('preferences')).data ?? defaults,
    save: (value) => store.set('preferences', value),
  };
}
