// Entry of the desktop app. Nothing is imported before DEBUG is gone: libraries read it as they load, and those that print
// requests would print private things.
delete process.env['DEBUG'];

const { openDesktop } = await import('./desktop.ts');

/** Not awaited here: Electron becomes ready only once this module has been read. */
export const desktop = openDesktop(process.argv);
