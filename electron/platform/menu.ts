// No menu but the one macOS needs for copy and paste. The default menu has reload and developer tools in it.
import { Menu } from 'electron';

export function setMenu(): void {
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    isMac ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }]) : null,
  );
}
