// The window's button: what it does, its key, and how much it weighs.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { KeyCap } from './key-cap.tsx';
import classes from './action.module.css';

export interface ActionProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly tone?: 'plain' | 'primary' | 'danger' | 'quiet' | 'onRed';
  /** The key as printed on its cap, such as `F4`. */
  readonly keys?: string | undefined;
  /** The same for aria-keyshortcuts when it is spelt differently, such as `Control+Enter`. */
  readonly shortcut?: string | undefined;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
  readonly busy?: boolean;
  readonly pressed?: boolean | undefined;
  readonly title?: string | undefined;
  /** What a screen reader reads in place of the short text, beginning with the same words. */
  readonly label?: string | undefined;
  readonly size?: 'small' | 'normal' | 'large';
  readonly type?: 'button' | 'submit';
  readonly full?: boolean;
}

const HEIGHTS = { small: 28, normal: 34, large: 42 } as const;

export function Action({ children, tone = 'plain', keys, size = 'normal', type = 'button', ...rest }: ActionProps) {
  return (
    <Button
      type={type}
      variant={tone === 'primary' ? 'filled' : tone === 'quiet' ? 'subtle' : 'default'}
      className={classes.action}
      data-tone={tone}
      data-size={size}
      h={HEIGHTS[size]}
      fullWidth={rest.full ?? false}
      disabled={rest.disabled ?? false}
      loading={rest.busy ?? false}
      onClick={rest.onClick}
      title={rest.title}
      aria-pressed={rest.pressed}
      aria-keyshortcuts={rest.shortcut ?? keys}
      leftSection={rest.icon}
      rightSection={keys ? <KeyCap keys={keys} /> : undefined}
    >
      {rest.label === undefined ? (
        children
      ) : (
        <>
          <span aria-hidden>{children}</span>
          <span className="visually-hidden">{rest.label}</span>
        </>
      )}
    </Button>
  );
}
