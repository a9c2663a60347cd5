import type { ReactNode } from 'react';
import type { ArchiveSnippet } from '../../../../shared/contract/archive.ts';
import classes from './archive.module.css';

/** A text with the places that were looked for. Marks are figures beside the text: nothing in a note becomes markup. */
export function Marked({ snippet: { text, marks } }: { snippet: ArchiveSnippet }) {
  const pieces: ReactNode[] = [];
  let end = 0;
  for (const { from, to } of marks) {
    pieces.push(
      text.slice(end, from),
      <mark key={from} className={classes.mark}>
        {text.slice(from, to)}
      </mark>,
    );
    end = to;
  }
  return (
    <bdi>
      {pieces}
      {text.slice(end)}
    </bdi>
  );
}
