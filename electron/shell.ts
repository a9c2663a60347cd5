// What the desktop shell does around the windows: the compact bar, keys of the whole system, phone links of other programs.
// It follows the contract like a page does, and has no more rights than the console.
import type { Preferences } from '../shared/contract/session.ts';
import { Bar, wantsBar } from './platform/bar.ts';
import type { BarOptions } from './platform/bar.ts';
import { Shortcuts } from './platform/shortcuts.ts';
import { takePhoneLinks } from './platform/links.ts';
import type { ContractHost } from './ports/pages.ts';

export interface ShellOptions extends BarOptions {
  readonly host: ContractHost;
  readonly isInFront: () => boolean;
  readonly bringToFront: () => void;
}

export class Shell {
  readonly #options: ShellOptions;
  readonly #bar: Bar;
  readonly #shortcuts: Shortcuts;
  #calls = 0;
  #preferences: Preferences | undefined;
  #tookLinks: boolean | undefined;

  constructor(options: ShellOptions) {
    this.#options = options;
    this.#bar = new Bar(options);
    this.#shortcuts = new Shortcuts((key) => {
      if (key === 'show') options.bringToFront();
      else void options.host.run('console', 'call.press', { key });
    });
  }

  /** Calls, preferences or the window in front have changed. */
  update(calls = this.#calls, preferences = this.#preferences): void {
    this.#calls = calls;
    this.#preferences = preferences;
    if (!preferences) return;
    this.#bar.show(wantsBar(preferences.bar ?? 'away', calls > 0, this.#options.isInFront()));
    const taken = this.#shortcuts.apply(preferences.hotkeys ?? {});
    if (taken) void this.#options.host.run('console', 'hotkeys.taken', { keys: taken });
    const links = preferences.phoneLinks;
    // Only what the person has decided: an app that never asked leaves the system's setting alone.
    if (links !== undefined && links !== this.#tookLinks) takePhoneLinks(links);
    this.#tookLinks = links;
  }

  /** Shown in the window, where a stranger's link is asked about. */
  openLink(link: string | undefined): void {
    this.#options.bringToFront();
    if (link !== undefined) void this.#options.host.run('console', 'link.open', { link });
  }

  stop(): void {
    this.#shortcuts.stop();
    this.#bar.close();
  }
}
