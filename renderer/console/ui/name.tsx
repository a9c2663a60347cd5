import { cleanName } from './clean.ts';

/** A name from outside, cleaned and isolated, so that it cannot turn the text around it. */
export const Name = ({ children }: { children: string }) => <bdi>{cleanName(children)}</bdi>;
