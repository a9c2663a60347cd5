// The chart's address in the EHR itself, by the practice's own template.
import type { PatientId } from './types.ts';

type Template = { readonly chartUrl?: string | undefined } | undefined;

/** Charts are opened over https alone, but for an EHR on this computer itself. */
const ALLOWED = /^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?\/)/;

/** Whether there is a template that leads to one patient's chart. */
export const hasChart = (ehr: Template): boolean => {
  const template = ehr?.chartUrl ?? '';
  return ALLOWED.test(template) && template.includes('{id}') && URL.canParse(template.replaceAll('{id}', '1'));
};

/** Undefined where the practice has no template, or one that is not safe to open. */
export const chartAddress = (ehr: Template, id: PatientId): string | undefined =>
  hasChart(ehr) ? ehr?.chartUrl?.replaceAll('{id}', encodeURIComponent(id)) : undefined;
