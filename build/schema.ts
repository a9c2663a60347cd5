// Writes the JSON Schema of the site file for editors: build/examples/clinic.schema.json. A test keeps it up to date.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Site } from '../shared/domain/site/site.ts';

/** What a person may write: defaults are optional. */
export function siteJsonSchema(): string {
  const schema = z.toJSONSchema(Site, { io: 'input', unrepresentable: 'any' });
  return `${JSON.stringify({ ...schema, title: 'Frontdesk site file' }, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(path.join(import.meta.dirname, 'examples/clinic.schema.json'), siteJsonSchema());
