// A list of thousands: only the rows in sight are drawn, and the one in hand. And what the arrow keys do in it.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';

interface LongList {
  readonly count: number;
  /** The row in hand, kept in sight; -1: none. */
  readonly active: number;
  /** Pixels. */
  readonly rowHeight: number;
}

/** @returns the ref of the box that scrolls, and the rows to draw */
export function useLongList({ count, active, rowHeight }: LongList) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    // The row in hand is always drawn: the search names it for screen readers.
    rangeExtractor: ({ startIndex, endIndex, overscan }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const shown = Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => from + offset);
      const isDrawn = active < 0 || active >= count || shown.includes(active);
      return isDrawn ? shown : [...shown, active].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    if (active >= 0) virtual.scrollToIndex(active, { align: 'auto' });
  }, [virtual, active]);
  return { box, virtual };
}

const PAGE = 8;

/** Where an arrow or page key leads from the row in hand; undefined for every other key. */
export function rowAfter(
  key: KeyboardEvent['key'],
  { count, at }: { readonly count: number; readonly at: number },
): number | undefined {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[key];
  return step === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, at + step));
}
