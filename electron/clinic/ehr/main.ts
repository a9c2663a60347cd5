// The demo EHR on its own: node electron/clinic/ehr/main.ts --port 8103 [--seed 1] [--fault none|slow|html|down]
import { parseArgs } from 'node:util';
import { FAULTS } from './faults.ts';
import { startClinicEhr } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8103' },
    seed: { type: 'string', default: '1' },
    fault: { type: 'string', default: 'none' },
  },
});
const fault = FAULTS.find((name) => name === values.fault);
if (!fault) throw new Error(`--fault is one of ${FAULTS.join(', ')}`);

const ehr = await startClinicEhr({ port: Number(values.port), seed: Number(values.seed), today: new Date() });
ehr.setFault(fault);
process.stdout.write(`Demo EHR with made-up patients: ${ehr.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void ehr.close());
