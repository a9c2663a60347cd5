// The kit's settings. Colours live in tokens.css; here is only what the components take as defaults.
import { createTheme, Modal, Popover, Tooltip } from '@mantine/core';
import { caretAtOnce } from './ui/caret-at-once.ts';

const takesTheCaret = { defaultProps: { ref: caretAtOnce } };

export const theme = createTheme({
  primaryColor: 'blue',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // Locking the page's scroll writes a <style> element, which style-src 'self' forbids; this page never scrolls.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, transitionProps: { duration: 0 } } }),
    Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 0 } } }),
    ModalContent: takesTheCaret,
    PopoverDropdown: takesTheCaret,
    MenuDropdown: takesTheCaret,
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } }),
  },
});
