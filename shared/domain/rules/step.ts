// One line of "why".
import type { TraceStep } from './types.ts';

export const step = (rule: string, fired: boolean, code: string, values: TraceStep['values'] = {}): TraceStep => ({
  rule,
  fired,
  code,
  values,
});
