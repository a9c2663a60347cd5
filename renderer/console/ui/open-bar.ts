// In a browser the bar is a small window that stays on top where the browser can do that (Document Picture-in-Picture), else
// a window of its own. On the desktop the shell has its own bar.

interface PictureInPicture {
  requestWindow(size: { width: number; height: number }): Promise<Window>;
}

const SIZE = { width: 980, height: 56 };

/** Must be called from a click: browsers open nothing by themselves. */
export async function openBar(): Promise<void> {
  const address = `${location.pathname}?separate-phone&view=bar`;
  const floating = (window as unknown as { documentPictureInPicture?: PictureInPicture }).documentPictureInPicture;
  if (!floating) return void window.open(address, 'frontdesk-bar', `popup,width=${SIZE.width},height=${SIZE.height}`);
  const view = await floating.requestWindow(SIZE);
  const frame = view.document.createElement('iframe');
  frame.src = new URL(address, location.href).href;
  frame.title = 'Frontdesk';
  Object.assign(frame.style, { border: '0', width: '100%', height: '100%', position: 'fixed', inset: '0' });
  view.document.body.append(frame);
}

/** Only a browser needs the button. */
export const canOpenBar = (): boolean => window.frontdesk === undefined;
