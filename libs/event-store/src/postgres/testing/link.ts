import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/**
 * A line to the database that can be cut, for tests of what happens then.
 * `open`: passes everything · `deaf`: the database gets everything and its answers are lost · `closed`: no connection is taken
 */
export type LinkState = 'open' | 'deaf' | 'closed';

export class Link {
  /** What clients have sent so far, one entry for each packet. */
  readonly sent: string[] = [];
  /** The connections that are open now, each with what its client has sent. */
  readonly connections = new Set<string[]>();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #state: LinkState = 'open';
  #deafAfter: string | undefined;

  private constructor(private readonly target: URL) {
    this.#server = createServer((client) => {
      if (this.#state === 'closed') client.destroy();
      else this.#join(client);
    });
  }

  static async to(url: string): Promise<Link> {
    const link = new Link(new URL(url));
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    return link;
  }

  /** The database as it is reached over this line. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  set state(state: LinkState) {
    this.#state = state;
    if (state === 'closed') this.cut();
  }

  /** Becomes deaf as soon as a client sends something with this text in it; that still goes to the database. */
  deafAfter(text: string): void {
    this.#deafAfter = text;
  }

  /** Breaks all connections; new ones are as the state says. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async end(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    const server = connect(Number(this.target.port || '5432'), this.target.hostname);
    for (const [socket, peer] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        peer.destroy();
      });
    }
    const sent: string[] = [];
    this.connections.add(sent);
    client.on('close', () => this.connections.delete(sent));
    client.on('data', (packet) => {
      const text = packet.toString('latin1');
      sent.push(text);
      this.sent.push(text);
      if (this.#deafAfter !== undefined && text.includes(this.#deafAfter)) {
        this.#state = 'deaf';
        this.#deafAfter = undefined;
      }
      server.write(packet);
    });
    server.on('data', (packet) => {
      if (this.#state === 'open') client.write(packet);
    });
  }
}
