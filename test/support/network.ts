// A network that can be cut: PBXs in namespaces of their own behind a router that can stop forwarding. Root on Linux.
//
//   this machine ──(cable)── router ──── each PBX
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { until } from './until.ts';

const ROUTER = 'frontdesk-router';
const CABLE = 'fd-cable';

const run = (command: string) => execFileSync('sh', ['-ec', command], { stdio: ['ignore', 'ignore', 'inherit'] });
const inside = (namespace: string, command: string) => run(`ip netns exec ${namespace} sh -ec '${command}'`);

/** Classic BPF, one instruction each: code, jump if true, jump if false, operand (linux/bpf_common.h, linux/filter.h). */
function dropUdp(share: number): string {
  const program = [
    [0x30, 0, 0, 14 + 9], // the protocol's byte of the IPv4 header behind the Ethernet header
    [0x15, 0, 3, 17], // not UDP: pass
    [0x20, 0, 0, 0x1_0000_0000 - 0x1000 + 56], // SKF_AD_RANDOM: a 32-bit random number
    [0x35, 1, 0, Math.round(share * 0xffff_ffff)], // not below the share: pass
    [0x06, 0, 0, 2], // TC_ACT_SHOT
    [0x06, 0, 0, 0], // TC_ACT_OK
  ];
  return [program.length, ...program.map((instruction) => instruction.join(' '))].join(',');
}

/** A machine behind the router. */
export class RemoteMachine {
  readonly name: string;
  readonly address: string;
  readonly #ends: (() => void)[] = [];

  constructor(name: string, address: string) {
    this.name = name;
    this.address = address;
  }

  /** Runs a program there. */
  spawn(program: string, args: readonly string[], input: 'ignore' | 'pipe' = 'ignore'): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.name, program, ...args], { stdio: [input, 'ignore', 'ignore'] });
  }

  /**
   * A port of that machine's loopback, reached here however the network is: by way of a Unix socket, which knows no
   * namespaces. What a test asks and measures must not go through what it cuts.
   */
  async reach(port: number): Promise<number> {
    const socket = path.join(mkdtempSync(path.join(os.tmpdir(), 'frontdesk-reach-')), 'relay');
    // It ends with us, however we end: then its input closes.
    const relay = `process.stdin.resume().on('close',()=>process.exit());const net=require('node:net');net.createServer(a=>{const b=net.connect(${port},'127.0.0.1');a.pipe(b).pipe(a);a.on('error',()=>b.destroy());b.on('error',()=>a.destroy())}).listen('${socket}')`;
    const child = this.spawn(process.execPath, ['-e', relay], 'pipe');
    await until('the relay listens', () => existsSync(socket));
    const server = net.createServer((near) => {
      const far = net.connect(socket);
      near.pipe(far).pipe(near);
      near.on('error', () => far.destroy());
      far.on('error', () => near.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#ends.push(() => {
      server.close();
      child.kill('SIGKILL');
      rmSync(path.dirname(socket), { recursive: true, force: true });
    });
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  end(): void {
    for (const end of this.#ends.splice(0)) end();
  }
}

export class Network {
  readonly #machines: RemoteMachine[] = [];

  static create(): Network {
    Network.#clear();
    run(`ip netns add ${ROUTER}
      ip link add ${CABLE} type veth peer name desk netns ${ROUTER}
      ip addr add 10.77.0.1/24 dev ${CABLE}
      ip link set ${CABLE} up`);
    inside(
      ROUTER,
      'ip link set lo up; ip addr add 10.77.0.2/24 dev desk; ip link set desk up; echo 1 > /proc/sys/net/ipv4/ip_forward',
    );
    return new Network();
  }

  add(): RemoteMachine {
    const index = this.#machines.length + 1;
    const machine = new RemoteMachine(`frontdesk-pbx-${index}`, `10.78.${index}.2`);
    run(`ip netns add ${machine.name}
      ip -n ${ROUTER} link add pbx${index} type veth peer name eth0 netns ${machine.name}
      ip -n ${ROUTER} addr add 10.78.${index}.1/24 dev pbx${index}
      ip -n ${ROUTER} link set pbx${index} up
      ip -n ${machine.name} link set lo up
      ip -n ${machine.name} addr add ${machine.address}/24 dev eth0
      ip -n ${machine.name} link set eth0 up
      ip -n ${machine.name} route add default via 10.78.${index}.1
      ip route replace 10.78.${index}.0/24 via 10.77.0.2`);
    this.#machines.push(machine);
    return machine;
  }

  /**
   * `silent`: somewhere on the way packets are dropped, and nobody at either end is told. `cable`: this machine's own
   * link goes down, as when a plug is pulled.
   */
  cut(how: 'silent' | 'cable'): void {
    if (how === 'silent') inside(ROUTER, 'echo 0 > /proc/sys/net/ipv4/ip_forward');
    else inside(ROUTER, 'ip link set desk down');
  }

  mend(): void {
    inside(ROUTER, 'ip link set desk up; echo 1 > /proc/sys/net/ipv4/ip_forward');
  }

  /**
   * From now on the router drops this share of the sound on its way to the desk or to the first PBX, each packet by
   * chance; 0 ends it. Signalling is TCP and passes. (A filter of tc that throws dice: netem is not in every kernel.)
   */
  lose(percent: number, towards: 'desk' | 'pbx'): void {
    const link = towards === 'desk' ? 'desk' : 'pbx1';
    inside(ROUTER, `tc qdisc del dev ${link} clsact 2>/dev/null || true`);
    if (percent === 0) return;
    const program = dropUdp(percent / 100);
    inside(ROUTER, `tc qdisc add dev ${link} clsact; tc filter add dev ${link} egress bpf da bytecode "${program}"`);
  }

  end(): void {
    for (const machine of this.#machines) machine.end();
    Network.#clear();
  }

  /** A run that was killed leaves its namespaces behind, and what runs in them. */
  static #clear(): void {
    run(`ip link del ${CABLE} 2>/dev/null || true
      for name in $(ip netns list | cut -d" " -f1 | grep -E "^frontdesk-(router|pbx-[0-9]+)$" || true); do
        ip netns pids $name | xargs -r kill -9 2>/dev/null || true
        ip netns del $name
      done
      rm -rf "\${TMPDIR:-/tmp}"/frontdesk-reach-*`);
  }
}
