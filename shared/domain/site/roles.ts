// Who may do what at a desk.
import { z } from 'zod';

export const ROLES = ['receptionist', 'assistant', 'supervisor', 'administrator'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;
