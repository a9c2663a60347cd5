import type { Role } from '../../shared/domain/site/site.ts';

/** Who is at the desk, asked by the router at every command and by the hub at every topic. */
export interface Access {
  current(): { readonly state: 'out' | 'in' | 'locked'; readonly userId: string; readonly role: Role | undefined };
  /** Called whenever `current()` changes. */
  onChange(listener: () => void): void;
}
