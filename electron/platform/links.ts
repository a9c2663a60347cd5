// Phone links of other programs. Windows and Linux start the app (again) with the link as an argument, macOS sends an event.
import { app } from 'electron';

const SCHEMES = ['tel', 'sip', 'sips', 'callto'];

/** The phone link among a start's arguments, if any. */
export const linkIn = (args: readonly string[]): string | undefined =>
  args.find((argument) => SCHEMES.some((scheme) => argument.toLowerCase().startsWith(`${scheme}:`)));

/** macOS; must listen before the app is ready, or a link that started the app is missed. */
export function onLinkOpened(open: (link: string) => void): void {
  app.on('open-url', (event, link) => {
    event.preventDefault();
    open(link);
  });
}

/** Whether the system gives phone links to this app: the person's choice, never taken by ourselves. */
export function takePhoneLinks(take: boolean): void {
  for (const scheme of SCHEMES) {
    if (take) app.setAsDefaultProtocolClient(scheme);
    else if (app.isDefaultProtocolClient(scheme)) app.removeAsDefaultProtocolClient(scheme);
  }
}
