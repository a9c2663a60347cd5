// The frame of the dialogs that fill most of the window: directory, things to do, notes of the past, settings.
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import frame from './wide-dialog.module.css';

export interface WideDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** What a screen reader calls it. */
  readonly label: string;
  /** Pixels. */
  readonly width: number;
  /** Pixels from the top of the window. */
  readonly top: number;
  /** False where Escape first leaves a part of it. */
  readonly closeOnEscape?: boolean;
  /** False where a slip of the mouse would cost typed text. */
  readonly closeOnClickOutside?: boolean;
  readonly children: ReactNode;
}

export const dialogHead = frame.head ?? '';
/** Pages, filters above a list, and the list beside what was chosen in it. */
export const dialogTabs = frame.tabs ?? '';
export const dialogFilters = frame.filters ?? '';
export const dialogColumns = frame.columns ?? '';
export const dialogList = frame.list ?? '';

export function WideDialog({ opened, onClose, label, width, top, children, ...closing }: WideDialogProps) {
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      closeOnEscape={closing.closeOnEscape ?? true}
      closeOnClickOutside={closing.closeOnClickOutside ?? true}
      size={width}
      yOffset={top}
      padding={0}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      classNames={{ content: frame.content ?? '', body: frame.body ?? '' }}
    >
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label={label}>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
