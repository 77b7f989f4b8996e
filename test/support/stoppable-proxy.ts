import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a server that can fall silent without breaking off, as a network does. */
export interface StoppableProxy {
  readonly url: string;
  /** Passes nothing on any more; connections stay open. */
  stop(): void;
  goOn(): void;
  close(): Promise<void>;
}

export async function stoppableProxy(target: string): Promise<StoppableProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isStopped = false;
  const server = createServer((from) => {
    const to = connect(Number(port), hostname);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
      if (isStopped) one.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    stop: () => {
      isStopped = true;
      for (const socket of sockets) socket.pause();
    },
    goOn: () => {
      isStopped = false;
      for (const socket of sockets) socket.resume();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
